package dev.datamesh.contracts.mapping;

import dev.datamesh.contracts.Contract;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The component schemas of OpenAPI; written without operations, which records do not have. */
public final class OpenApiMapping implements SchemaMapping {

  /** Found by the service loader. */
  public OpenApiMapping() {}

  @Override
  public String format() {
    return "openapi";
  }

  @Override
  public Mapped<Map<String, Schema>> read(Contract contract) {
    Node root = DocumentReader.standard().read(contract.text(), contract.name());
    List<Loss> losses = new ArrayList<>();
    Map<String, Schema> records = new LinkedHashMap<>();
    JsonSchemaReading reading = new JsonSchemaReading(root, losses);
    if (root.find("components").flatMap(parts -> parts.find("schemas")).orElse(null)
        instanceof Node.Mapping schemas) {
      schemas
          .entries()
          .forEach(
              (name, entry) -> {
                if (entry.value().find("properties").isPresent()) {
                  records.put(name, reading.schema(entry.value(), name));
                }
              });
    }
    if (root.find("paths").isPresent()) {
      losses.add(new Loss("", "the operations under paths"));
    }
    return new Mapped<>(records, losses);
  }

  @Override
  public Mapped<String> write(Map<String, Schema> records) {
    Nodes schemas = Nodes.mapping();
    List<Loss> losses = new ArrayList<>();
    records.forEach(
        (name, schema) -> {
          Mapped<String> one = new JsonSchemaMapping().write(Map.of(name, schema));
          losses.addAll(one.losses());
          Nodes part = Nodes.mapping();
          ((Node.Mapping) DocumentReader.standard().read(one.value(), name))
              .entries()
              .forEach(
                  (key, entry) -> {
                    if (!key.equals("$schema") && !key.equals("title")) {
                      part.put(key, entry.value());
                    }
                  });
          schemas.put(name, part.node());
        });
    Node root =
        Nodes.mapping()
            .put("openapi", "3.1.0")
            .put("info", Nodes.mapping().put("title", "records").put("version", "1.0.0").node())
            .put("paths", Nodes.mapping().node())
            .put("components", Nodes.mapping().put("schemas", schemas.node()).node())
            .node();
    return new Mapped<>(DocumentWriter.yaml().write(root), losses);
  }
}
