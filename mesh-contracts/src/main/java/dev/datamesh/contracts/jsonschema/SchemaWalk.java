package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import java.util.Set;
import java.util.function.Consumer;

/** Goes through the places of a document where schemas stand; elsewhere the same words are data. */
final class SchemaWalk {

  private static final int DEEPEST = 500;

  /** Keywords whose values hold schemas by name. */
  private static final Set<String> HOLDERS =
      Set.of(
          "properties",
          "patternProperties",
          "$defs",
          "definitions",
          "dependentSchemas",
          "dependencies");

  /** Keywords whose values are schemas or lists of them. */
  private static final Set<String> SCHEMAS =
      Set.of(
          "not",
          "if",
          "then",
          "else",
          "additionalProperties",
          "additionalItems",
          "items",
          "contains",
          "propertyNames",
          "unevaluatedItems",
          "unevaluatedProperties",
          "contentSchema",
          "allOf",
          "anyOf",
          "oneOf",
          "prefixItems");

  private SchemaWalk() {}

  interface Visitor {
    void visit(Node schema, String pointer);
  }

  /** Visits every schema directly inside a schema. */
  static void inside(Node.Mapping schema, String pointer, Visitor visitor) {
    schema
        .entries()
        .forEach(
            (key, entry) -> {
              Node value = entry.value();
              String at = pointer + "/" + SchemaCompiler.escape(key);
              if (HOLDERS.contains(key) && value instanceof Node.Mapping schemas) {
                schemas
                    .entries()
                    .forEach(
                        (name, one) ->
                            visitor.visit(one.value(), at + "/" + SchemaCompiler.escape(name)));
              } else if (SCHEMAS.contains(key) && value instanceof Node.Sequence many) {
                int i = 0;
                for (Node item : many.items()) {
                  visitor.visit(item, at + "/" + i++);
                }
              } else if (SCHEMAS.contains(key)) {
                visitor.visit(value, at);
              }
            });
  }

  /** Visits every schema of a document that is an object. */
  static void each(Node root, Consumer<Node.Mapping> visitor) {
    each(root, visitor, 0);
  }

  private static void each(Node node, Consumer<Node.Mapping> visitor, int depth) {
    if (node instanceof Node.Mapping schema && depth < DEEPEST) {
      visitor.accept(schema);
      inside(schema, "", (inner, pointer) -> each(inner, visitor, depth + 1));
    }
  }
}
