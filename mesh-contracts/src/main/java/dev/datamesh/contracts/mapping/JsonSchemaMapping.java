package dev.datamesh.contracts.mapping;

import dev.datamesh.contracts.Contract;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.DecimalType;
import dev.datamesh.core.schema.FieldType.EnumType;
import dev.datamesh.core.schema.FieldType.ListType;
import dev.datamesh.core.schema.FieldType.MapType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.FieldType.StructType;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Schema, 2020-12; several records stand under {@code $defs}. */
public final class JsonSchemaMapping implements SchemaMapping {

  /** Found by the service loader. */
  public JsonSchemaMapping() {}

  @Override
  public String format() {
    return "json-schema";
  }

  @Override
  public Mapped<Map<String, Schema>> read(Contract contract) {
    Node root = DocumentReader.standard().read(contract.text(), contract.name());
    List<Loss> losses = new ArrayList<>();
    Map<String, Schema> records = new LinkedHashMap<>();
    JsonSchemaReading reading = new JsonSchemaReading(root, losses);
    if (root.find("properties").isPresent()) {
      String name = root.find("title").flatMap(Node::text).orElse("record");
      records.put(name, reading.schema(root, name));
    } else {
      for (String key : List.of("$defs", "definitions")) {
        if (root.find(key).orElse(null) instanceof Node.Mapping parts) {
          parts
              .entries()
              .forEach(
                  (name, entry) -> {
                    if (entry.value().find("properties").isPresent()) {
                      records.put(name, reading.schema(entry.value(), name));
                    }
                  });
        }
      }
    }
    return new Mapped<>(records, losses);
  }

  @Override
  public Mapped<String> write(Map<String, Schema> records) {
    List<Loss> losses = new ArrayList<>();
    Nodes root = Nodes.mapping().put("$schema", "https://json-schema.org/draft/2020-12/schema");
    if (records.size() == 1) {
      records.forEach(
          (name, schema) -> {
            root.put("title", name);
            object(schema, name, losses)
                .entries()
                .forEach((key, entry) -> root.put(key, entry.value()));
          });
    } else {
      Nodes parts = Nodes.mapping();
      records.forEach((name, schema) -> parts.put(name, object(schema, name, losses)));
      root.put("$defs", parts.node());
    }
    return new Mapped<>(DocumentWriter.prettyJson().write(root.node()), losses);
  }

  private static Node.Mapping object(Schema schema, String path, List<Loss> losses) {
    Nodes properties = Nodes.mapping();
    List<Node> required = new ArrayList<>();
    for (Field field : schema.fields()) {
      Node value =
          nullable(type(field.type(), path + "/" + field.name(), losses), field.nullable());
      Nodes property = Nodes.mapping();
      ((Node.Mapping) value).entries().forEach((key, entry) -> property.put(key, entry.value()));
      if (!field.description().isEmpty()) {
        property.put("description", field.description());
      }
      if (field.isPii()) {
        property.put("x-pii", true);
      }
      if (field.isMasked()) {
        property.put("x-masked", true);
      }
      properties.put(field.name(), property.node());
      if (!field.nullable()) {
        required.add(Nodes.text(field.name()));
      }
    }
    Nodes object = Nodes.mapping().put("type", "object").put("properties", properties.node());
    if (!required.isEmpty()) {
      object.put("required", Nodes.list(required));
    }
    return object.node();
  }

  /** A missing value is null or no value at all. */
  private static Node nullable(Node type, boolean nullable) {
    Node word = type.find("type").orElse(null);
    if (!nullable || !(word instanceof Node.Text)) {
      return type;
    }
    Nodes both = Nodes.mapping();
    ((Node.Mapping) type).entries().forEach((key, entry) -> both.put(key, entry.value()));
    both.put("type", Nodes.list(List.of(word, Nodes.text("null"))));
    if (type.find("enum").orElse(null) instanceof Node.Sequence symbols) {
      List<Node> more = new ArrayList<>(symbols.items());
      more.add(new Node.Null(dev.datamesh.core.SourcePosition.UNKNOWN));
      both.put("enum", Nodes.list(more));
    }
    return both.node();
  }

  private static Node type(FieldType type, String path, List<Loss> losses) {
    if (type instanceof Primitive primitive) {
      return primitive(primitive, path, losses);
    }
    if (type instanceof DecimalType decimal) {
      losses.add(new Loss(path, "the precision of " + decimal + " is a note only"));
      return Nodes.mapping()
          .put("type", "number")
          .put("multipleOf", Nodes.number("1E-" + decimal.scale()))
          .put(JsonSchemaReading.NOTE, Notes.of(decimal))
          .node();
    }
    if (type instanceof EnumType symbols) {
      return Nodes.mapping()
          .put("type", "string")
          .put("enum", Nodes.list(symbols.symbols().stream().map(Nodes::text).toList()))
          .node();
    }
    if (type instanceof ListType list) {
      return Nodes.mapping()
          .put("type", "array")
          .put(
              "items", nullable(type(list.element(), path + "[]", losses), list.nullableElements()))
          .put(JsonSchemaReading.NOTE, Notes.of(list))
          .node();
    }
    if (type instanceof MapType map) {
      return Nodes.mapping()
          .put("type", "object")
          .put(
              "additionalProperties",
              nullable(type(map.value(), path + "{}", losses), map.nullableValues()))
          .put(JsonSchemaReading.NOTE, Notes.of(map))
          .node();
    }
    return object(((StructType) type).schema(), path, losses);
  }

  private static Node primitive(Primitive type, String path, List<Loss> losses) {
    Nodes node = Nodes.mapping();
    switch (type) {
      case BOOLEAN -> node.put("type", "boolean");
      case INT32 -> node.put("type", "integer").put("format", "int32");
      case INT64 -> node.put("type", "integer").put("format", "int64");
      case FLOAT32 -> node.put("type", "number").put("format", "float");
      case FLOAT64 -> node.put("type", "number").put("format", "double");
      case STRING -> node.put("type", "string");
      case BYTES -> node.put("type", "string").put("contentEncoding", "base64");
      case DATE -> node.put("type", "string").put("format", "date");
      case TIME -> node.put("type", "string").put("format", "time");
      case TIMESTAMP_TZ -> node.put("type", "string").put("format", "date-time");
      case TIMESTAMP -> {
        losses.add(new Loss(path, "a timestamp without zone has no format; it is a note only"));
        node.put("type", "string").put(JsonSchemaReading.NOTE, Notes.of(type));
      }
      case JSON -> node.put(JsonSchemaReading.NOTE, Notes.of(type));
    }
    return node.node();
  }
}
