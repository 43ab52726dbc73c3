package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the SDK's schemas as JSON Schema, draft 7. */
final class SchemaDocuments {

  private static final SourcePosition NOWHERE = SourcePosition.UNKNOWN;
  private static final String LOCAL = "[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?";

  private SchemaDocuments() {}

  /** The schema of records as JSON objects; further fields are allowed. */
  static Node.Mapping document(Schema schema) {
    Map<String, Node> properties = new LinkedHashMap<>();
    List<Node> required = new ArrayList<>();
    for (Field field : schema.fields()) {
      properties.put(
          field.name(),
          field.nullable() ? nullable(type(field.type())) : mapping(type(field.type())));
      if (!field.nullable()) {
        required.add(text(field.name()));
      }
    }
    Map<String, Node> object = new LinkedHashMap<>();
    object.put("type", text("object"));
    object.put("properties", mapping(properties));
    if (!required.isEmpty()) {
      object.put("required", new Node.Sequence(required, NOWHERE));
    }
    return mapping(object);
  }

  private static Map<String, Node> type(FieldType type) {
    Map<String, Node> words = new LinkedHashMap<>();
    if (type instanceof FieldType.Primitive primitive) {
      primitive(primitive, words);
    } else if (type instanceof FieldType.DecimalType decimal) {
      BigDecimal bound = BigDecimal.ONE.movePointRight(decimal.precision() - decimal.scale());
      words.put("type", text("number"));
      words.put("multipleOf", number(BigDecimal.ONE.movePointLeft(decimal.scale())));
      words.put("exclusiveMinimum", number(bound.negate()));
      words.put("exclusiveMaximum", number(bound));
    } else if (type instanceof FieldType.EnumType symbols) {
      words.put("type", text("string"));
      words.put(
          "enum",
          new Node.Sequence(
              symbols.symbols().stream().map(SchemaDocuments::text).toList(), NOWHERE));
    } else if (type instanceof FieldType.ListType list) {
      words.put("type", text("array"));
      words.put("items", inside(list.element(), list.nullableElements()));
    } else if (type instanceof FieldType.MapType map) {
      words.put("type", text("object"));
      words.put("additionalProperties", inside(map.value(), map.nullableValues()));
    } else if (type instanceof FieldType.StructType struct) {
      document(struct.schema()).entries().forEach((key, entry) -> words.put(key, entry.value()));
    }
    return words;
  }

  private static Node inside(FieldType type, boolean nullable) {
    return nullable ? nullable(type(type)) : mapping(type(type));
  }

  private static void primitive(FieldType.Primitive primitive, Map<String, Node> words) {
    switch (primitive) {
      case BOOLEAN -> words.put("type", text("boolean"));
      case INT32 -> integer(words, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT64 -> integer(words, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT32, FLOAT64 -> {
        words.put("type", text("number"));
        words.put("x-type", text(primitive.toString()));
      }
      case STRING -> words.put("type", text("string"));
      case BYTES -> {
        words.put("type", text("string"));
        words.put("contentEncoding", text("base64"));
      }
      case DATE -> {
        words.put("type", text("string"));
        words.put("format", text("date"));
      }
      case TIMESTAMP_TZ -> {
        words.put("type", text("string"));
        words.put("format", text("date-time"));
      }
      case TIME -> {
        words.put("type", text("string"));
        words.put("pattern", text("^" + LOCAL + "$"));
      }
      case TIMESTAMP -> {
        words.put("type", text("string"));
        words.put("pattern", text("^[0-9]{4}-[0-9]{2}-[0-9]{2}T" + LOCAL + "$"));
      }
      case JSON -> words.put("x-type", text("json"));
    }
  }

  private static void integer(Map<String, Node> words, long least, long most) {
    words.put("type", text("integer"));
    words.put("minimum", number(BigDecimal.valueOf(least)));
    words.put("maximum", number(BigDecimal.valueOf(most)));
  }

  private static Node nullable(Map<String, Node> words) {
    if (words.get("type") instanceof Node.Text type) {
      words.put("type", new Node.Sequence(List.of(type, text("null")), NOWHERE));
      if (words.get("enum") instanceof Node.Sequence symbols) {
        List<Node> withNull = new ArrayList<>(symbols.items());
        withNull.add(new Node.Null(NOWHERE));
        words.put("enum", new Node.Sequence(withNull, NOWHERE));
      }
    }
    return mapping(words);
  }

  private static Node.Mapping mapping(Map<String, Node> words) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    words.forEach((key, value) -> entries.put(key, new Node.Entry(NOWHERE, value)));
    return new Node.Mapping(entries, NOWHERE);
  }

  private static Node text(String value) {
    return new Node.Text(value, NOWHERE);
  }

  private static Node number(BigDecimal value) {
    return new Node.Num(value, NOWHERE);
  }
}
