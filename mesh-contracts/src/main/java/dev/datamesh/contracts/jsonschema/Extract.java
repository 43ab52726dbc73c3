package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Cuts out of a document what one of its schemas needs: the schema, and all that it refers to. */
final class Extract {

  private Extract() {}

  /** A document with the same schemas at the same places, as far as the schema leads to them. */
  static Node of(JsonSchema schema) {
    Set<JsonSchema> met = new HashSet<>();
    ArrayDeque<JsonSchema> todo = new ArrayDeque<>(List.of(schema));
    NavigableSet<String> wanted = new TreeSet<>();
    wanted.add(schema.pointer() + "/");
    while (!todo.isEmpty()) {
      JsonSchema next = todo.poll();
      if (!met.add(next)) {
        continue;
      }
      todo.addAll(next.children());
      if (next.target != null) {
        wanted.add(next.target.pointer() + "/");
        todo.add(next.target);
      }
    }
    return cut(schema.document, "/", wanted);
  }

  /** The node, if a wanted one is or contains it; of others only what leads to wanted ones. */
  private static Node cut(Node node, String at, NavigableSet<String> wanted) {
    if (wanted.contains(at)) {
      return node;
    }
    if (node instanceof Node.Mapping mapping) {
      Map<String, Node.Entry> kept = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (key, entry) -> {
                String inside = at + SchemaCompiler.escape(key) + "/";
                String next = wanted.ceiling(inside);
                boolean names = key.equals("$id") || key.equals("$schema");
                if (names) {
                  kept.put(key, entry);
                } else if (next != null && next.startsWith(inside)) {
                  kept.put(
                      key, new Node.Entry(entry.keyPosition(), cut(entry.value(), inside, wanted)));
                }
              });
      return new Node.Mapping(kept, node.position());
    }
    if (node instanceof Node.Sequence sequence) {
      List<Node> items = new ArrayList<>();
      for (Node item : sequence.items()) {
        items.add(cut(item, at + items.size() + "/", wanted));
      }
      return new Node.Sequence(items, node.position());
    }
    return node;
  }
}
