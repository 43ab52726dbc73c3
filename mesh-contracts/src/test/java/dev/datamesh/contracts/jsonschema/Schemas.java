package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;

/** Compiles schemas for tests. */
final class Schemas {

  private Schemas() {}

  static JsonSchema of(String json) {
    return of(DocumentReader.standard().read(json, "schema"));
  }

  static JsonSchema of(Node tree) {
    return of(tree, Dialect.of(tree));
  }

  static JsonSchema of(Node tree, Dialect dialect) {
    return new SchemaCompiler(
            new References(tree, "schema", null, DocumentReader.standard(), false))
        .compile(tree, "", dialect);
  }

  static Containment contained(String inner, String outer) {
    return Containment.of(of(inner), of(outer), false, 400_000);
  }
}
