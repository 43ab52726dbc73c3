package dev.datamesh.benchmarks.contracts;

/**
 * A generated API: so many component schemas of twelve fields that refer to each other, so many
 * endpoints that use them; the newer version differs in every tenth schema.
 */
final class GeneratedApi {

  private GeneratedApi() {}

  /** As JSON, which is YAML too, on one line per schema and endpoint. */
  static String json(int schemas, int endpoints, boolean newer) {
    StringBuilder text = new StringBuilder("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"t\",");
    text.append("\"version\":\"1.0.0\"},\"paths\":{");
    for (int i = 0; i < endpoints; i++) {
      text.append(i == 0 ? "\n" : ",\n")
          .append(
              "\"/r%d/{id}\":{\"get\":{\"operationId\":\"get%d\",\"parameters\":[".formatted(i, i))
          .append(
              "{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}],")
          .append("\"responses\":{\"200\":{\"description\":\"found\",\"content\":")
          .append(
              "{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/S%d\"}}}}}}}"
                  .formatted(i * schemas / endpoints));
    }
    text.append("},\"components\":{\"schemas\":{");
    for (int i = 0; i < schemas; i++) {
      text.append(i == 0 ? "\n" : ",\n")
          .append("\"S%d\":".formatted(i))
          .append(schema(i, schemas, newer));
    }
    return text.append("}}}").toString();
  }

  /** One schema of twelve fields. */
  static String schema(int i, int schemas, boolean newer) {
    boolean edited = newer && i % 10 == 0;
    StringBuilder text =
        new StringBuilder("{\"type\":\"object\",\"required\":[\"id\",\"name\"],\"properties\":{");
    text.append("\"id\":{\"type\":\"string\",\"description\":\"The key of the row\"},")
        .append("\"name\":{\"type\":\"string\",\"maxLength\":%d},".formatted(edited ? 80 : 60));
    for (int f = 0; f < 9; f++) {
      text.append(
          "\"field%d\":{\"type\":\"%s\",\"description\":\"Field %d of schema %d\"},"
              .formatted(f, f % 2 == 0 ? "number" : "integer", f, i));
    }
    String last =
        i + 1 < schemas && i % 5 != 4
            ? "{\"$ref\":\"#/components/schemas/S%d\"}".formatted(i + 1)
            : "{\"type\":\"string\",\"enum\":[\"a\",\"b\"%s]}".formatted(edited ? ",\"c\"" : "");
    return text.append("\"next\":").append(last).append("}}").toString();
  }

  /** The same API in YAML's block style. */
  static String yaml(String json) {
    StringBuilder text = new StringBuilder();
    block(dev.datamesh.core.document.DocumentReader.standard().read(json, "api"), 0, text);
    return text.toString();
  }

  private static void block(dev.datamesh.core.document.Node node, int depth, StringBuilder text) {
    if (node instanceof dev.datamesh.core.document.Node.Mapping mapping
        && !mapping.entries().isEmpty()) {
      mapping
          .entries()
          .forEach(
              (key, entry) -> {
                text.append('\n').append("  ".repeat(depth)).append('"').append(key).append("\": ");
                block(entry.value(), depth + 1, text);
              });
    } else {
      text.append(dev.datamesh.contracts.JsonText.of(node));
    }
  }
}
