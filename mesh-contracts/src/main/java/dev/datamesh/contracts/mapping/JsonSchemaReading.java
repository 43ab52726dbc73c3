package dev.datamesh.contracts.mapping;

import dev.datamesh.core.document.Node;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.EnumType;
import dev.datamesh.core.schema.FieldType.ListType;
import dev.datamesh.core.schema.FieldType.MapType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.FieldType.StructType;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads object schemas as records. For one thread at a time. */
final class JsonSchemaReading {

  /** The key under which a type stands that JSON Schema has no word for. */
  static final String NOTE = "x-mesh-type";

  /** Rules on values, which core's types do not have. */
  private static final List<String> RULES =
      List.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "const",
          "default",
          "not",
          "if",
          "patternProperties",
          "dependentRequired",
          "deprecated");

  private final Node root;
  private final List<Loss> losses;
  private final Set<String> following = new HashSet<>();

  JsonSchemaReading(Node root, List<Loss> losses) {
    this.root = root;
    this.losses = losses;
  }

  Schema schema(Node node, String path) {
    List<Field> fields = new ArrayList<>();
    Set<String> required = new LinkedHashSet<>();
    if (node.find("required").orElse(null) instanceof Node.Sequence names) {
      names.items().forEach(name -> name.text().ifPresent(required::add));
    }
    if (node.find("properties").orElse(null) instanceof Node.Mapping properties) {
      properties
          .entries()
          .forEach(
              (name, entry) ->
                  fields.add(
                      field(name, entry.value(), required.contains(name), path + "/" + name)));
    }
    return new Schema(fields);
  }

  private Field field(String name, Node node, boolean required, String path) {
    Set<Field.Mark> marks = EnumSet.noneOf(Field.Mark.class);
    if (isTrue(node, "x-pii")) {
      marks.add(Field.Mark.PII);
    }
    if (isTrue(node, "x-masked")) {
      marks.add(Field.Mark.MASKED);
    }
    String description = node.find("description").flatMap(Node::text).orElse("");
    boolean nullable = !required || isNullable(node);
    return new Field(name, type(node, path), nullable, description, marks);
  }

  private static boolean isTrue(Node node, String key) {
    return node.find(key).orElse(null) instanceof Node.Bool flag && flag.value();
  }

  private static boolean isNullable(Node node) {
    return isTrue(node, "nullable")
        || (node.find("type").orElse(null) instanceof Node.Sequence types
            && types.items().stream().anyMatch(type -> type.text().orElse("").equals("null")));
  }

  private FieldType type(Node node, String path) {
    String note = node.find(NOTE).flatMap(Node::text).orElse("");
    FieldType noted = note.isEmpty() ? null : Notes.type(note).orElse(null);
    if (noted instanceof ListType || noted instanceof MapType) {
      return Notes.merge(noted, described(node, path));
    }
    return noted == null ? described(node, path) : noted;
  }

  private FieldType described(Node node, String path) {
    String reference = node.find("$ref").flatMap(Node::text).orElse("");
    if (!reference.isEmpty()) {
      return referenced(reference, path);
    }
    for (String rule : RULES) {
      if (node.find(rule).isPresent()) {
        losses.add(new Loss(path, "the rule %s %s".formatted(rule, node.find(rule).get())));
      }
    }
    if (node.find("enum").orElse(null) instanceof Node.Sequence values) {
      return symbols(values, path);
    }
    return switch (word(node)) {
      case "boolean" -> Primitive.BOOLEAN;
      case "integer" -> format(node).equals("int32") ? Primitive.INT32 : Primitive.INT64;
      case "number" -> format(node).equals("float") ? Primitive.FLOAT32 : Primitive.FLOAT64;
      case "string" -> string(node, path);
      case "array" -> array(node, path);
      case "object" -> object(node, path);
      default -> {
        losses.add(new Loss(path, "the schema has no single type; it is any JSON value"));
        yield Primitive.JSON;
      }
    };
  }

  private FieldType referenced(String reference, String path) {
    Node target = root;
    if (!reference.startsWith("#/")) {
      losses.add(new Loss(path, "the reference %s leaves the document".formatted(reference)));
      return Primitive.JSON;
    }
    for (String step : reference.substring(2).split("/")) {
      Node next = target.find(step.replace("~1", "/").replace("~0", "~")).orElse(null);
      if (next == null) {
        losses.add(new Loss(path, "the reference %s leads nowhere".formatted(reference)));
        return Primitive.JSON;
      }
      target = next;
    }
    if (!following.add(reference)) {
      losses.add(new Loss(path, "the schema %s contains itself".formatted(reference)));
      return Primitive.JSON;
    }
    FieldType type = type(target, path);
    following.remove(reference);
    return type;
  }

  private FieldType symbols(Node.Sequence values, String path) {
    List<String> symbols =
        values.items().stream()
            .filter(value -> !(value instanceof Node.Null))
            .map(value -> value.text().orElse(""))
            .toList();
    if (symbols.isEmpty()
        || symbols.contains("")
        || new HashSet<>(symbols).size() != symbols.size()) {
      losses.add(new Loss(path, "an enum of other values than texts: " + values));
      return Primitive.JSON;
    }
    return new EnumType(symbols);
  }

  private static String word(Node node) {
    Node type = node.find("type").orElse(null);
    if (type instanceof Node.Sequence types) {
      List<String> words =
          types.items().stream()
              .map(one -> one.text().orElse(""))
              .filter(w -> !w.equals("null"))
              .toList();
      return words.size() == 1 ? words.get(0) : "";
    }
    if (type == null && node.find("properties").isPresent()) {
      return "object";
    }
    return type == null ? "" : type.text().orElse("");
  }

  private static String format(Node node) {
    return node.find("format").flatMap(Node::text).orElse("");
  }

  private FieldType string(Node node, String path) {
    if (node.find("contentEncoding").isPresent()) {
      return Primitive.BYTES;
    }
    return switch (format(node)) {
      case "" -> Primitive.STRING;
      case "date" -> Primitive.DATE;
      case "time" -> Primitive.TIME;
      case "date-time" -> Primitive.TIMESTAMP_TZ;
      case "byte", "binary" -> Primitive.BYTES;
      default -> {
        losses.add(new Loss(path, "the format " + format(node)));
        yield Primitive.STRING;
      }
    };
  }

  private FieldType array(Node node, String path) {
    Node items = node.find("items").orElse(null);
    if (!(items instanceof Node.Mapping)) {
      losses.add(new Loss(path, "the items have no single schema"));
      return new ListType(Primitive.JSON, true);
    }
    return new ListType(type(items, path + "[]"), isNullable(items));
  }

  private FieldType object(Node node, String path) {
    Node values = node.find("additionalProperties").orElse(null);
    if (node.find("properties").isPresent()) {
      return new StructType(schema(node, path));
    }
    if (values instanceof Node.Mapping) {
      return new MapType(type(values, path + "{}"), isNullable(values));
    }
    losses.add(new Loss(path, "an object without properties; it is any JSON value"));
    return Primitive.JSON;
  }
}
