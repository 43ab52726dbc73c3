package dev.datamesh.contracts.openapi;

import dev.datamesh.contracts.Place;
import dev.datamesh.core.document.Node;
import java.util.Optional;

/** A node of the document and its pointer. */
record Located(Node node, String pointer) {

  Optional<Located> find(String key) {
    return node.find(key)
        .map(
            child ->
                new Located(
                    child,
                    pointer + "/" + dev.datamesh.contracts.jsonschema.SchemaCompiler.escape(key)));
  }

  String text(String key) {
    return node.find(key).flatMap(Node::text).orElse("");
  }

  boolean flag(String key) {
    return node.find(key).map(n -> n instanceof Node.Bool b && b.value()).orElse(false);
  }

  Place place() {
    return new Place(pointer, node.position());
  }
}
