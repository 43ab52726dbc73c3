package dev.datamesh.protobuf;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.mapping.Loss;
import dev.datamesh.contracts.mapping.Mapped;
import dev.datamesh.contracts.mapping.Notes;
import dev.datamesh.contracts.mapping.SchemaMapping;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Protobuf, proto3: a message each, fields numbered in their order. What Protobuf has no word for
 * is kept in the comment above the field, {@code // mesh: amount: decimal(18,2)!}, and counts as
 * lost for everybody else.
 */
public final class ProtobufMapping implements SchemaMapping {

  static final String NOTE = "mesh: ";

  /** Found by the service loader. */
  public ProtobufMapping() {}

  @Override
  public String format() {
    return "protobuf";
  }

  @Override
  public Mapped<String> write(Map<String, Schema> records) {
    Writing writing = new Writing();
    writing.text.append("syntax = \"proto3\";\n");
    Set<String> used = new HashSet<>();
    records.forEach((name, schema) -> writing.message(schema, name, name, "", used));
    return new Mapped<>(writing.text.toString(), writing.losses);
  }

  /** Writes messages. For one thread at a time. */
  private static final class Writing {

    private final StringBuilder text = new StringBuilder();
    private final List<Loss> losses = new ArrayList<>();

    void message(Schema schema, String name, String path, String indent, Set<String> used) {
      String given = unique(clean(name), used);
      text.append('\n');
      if (!given.equals(name)) {
        text.append(indent).append("// ").append(NOTE).append(name).append('\n');
      }
      text.append(indent).append("message ").append(given).append(" {\n");
      String inside = indent + "  ";
      Set<String> fields = new HashSet<>();
      Set<String> types = new HashSet<>();
      int number = 1;
      for (Field field : schema.fields()) {
        if (number == 19_000) {
          number = 20_000;
        }
        field(field, number++, path + "/" + field.name(), inside, fields, types);
      }
      text.append(indent).append("}\n");
    }

    private void field(
        Field field, int number, String path, String indent, Set<String> used, Set<String> types) {
      String given = unique(clean(field.name()), used);
      FieldType type = field.type();
      String label = field.nullable() && !isMany(type) ? "optional " : "";
      boolean exact = given.equals(field.name()) && !(field.nullable() && isMany(type));
      String word;
      if (type instanceof ListType list && !isMany(list.element())) {
        label = "repeated ";
        word = word(list.element(), given, path, indent, types);
        exact &= isExact(list.element()) && !list.nullableElements();
      } else if (type instanceof MapType map && !isMany(map.value())) {
        word = "map<string, " + word(map.value(), given, path, indent, types) + ">";
        exact &= isExact(map.value()) && !map.nullableValues();
      } else {
        word = word(type, given, path, indent, types);
        exact &= isExact(type) && !isMany(type);
        exact &= field.nullable() || !(type instanceof StructType);
      }
      if (!field.marks().isEmpty() || !exact) {
        Field bare = new Field(field.name(), type, field.nullable(), "", field.marks());
        text.append(indent).append("// ").append(NOTE).append(bare).append('\n');
        losses.add(new Loss(path, "known by a comment only: " + bare));
      }
      if (!field.description().isEmpty()) {
        field
            .description()
            .lines()
            .forEach(line -> text.append(indent).append("// ").append(line).append('\n'));
      }
      text.append(indent)
          .append(label)
          .append(word)
          .append(' ')
          .append(given)
          .append(" = ")
          .append(number)
          .append(";\n");
    }

    private static boolean isMany(FieldType type) {
      return type instanceof ListType || type instanceof MapType;
    }

    private static boolean isExact(FieldType type) {
      return type instanceof StructType
          || type == Primitive.BOOLEAN
          || type == Primitive.INT32
          || type == Primitive.INT64
          || type == Primitive.FLOAT32
          || type == Primitive.FLOAT64
          || type == Primitive.STRING
          || type == Primitive.BYTES;
    }

    private String word(
        FieldType type, String name, String path, String indent, Set<String> types) {
      if (type instanceof StructType struct) {
        String message = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Record";
        String free = message;
        for (int i = 2; types.contains(free); i++) {
          free = message + i;
        }
        message(struct.schema(), free, path, indent, types);
        return free;
      }
      if (type instanceof Primitive primitive) {
        return switch (primitive) {
          case BOOLEAN -> "bool";
          case INT32, DATE -> "int32";
          case INT64, TIME, TIMESTAMP, TIMESTAMP_TZ -> "int64";
          case FLOAT32 -> "float";
          case FLOAT64 -> "double";
          case STRING, JSON -> "string";
          case BYTES -> "bytes";
        };
      }
      // Decimals, enums of free words, lists of lists: their text.
      return "string";
    }

    private static String unique(String name, Set<String> used) {
      String free = name;
      for (int i = 2; !used.add(free); i++) {
        free = name + "_" + i;
      }
      return free;
    }

    private static String clean(String name) {
      String clean = name.replaceAll("[^A-Za-z0-9_]", "_");
      return clean.isEmpty() || !Character.isLetter(clean.charAt(0)) ? "f_" + clean : clean;
    }
  }

  @Override
  public Mapped<Map<String, Schema>> read(Contract contract) {
    Proto.Schema schema = ((ProtobufModel) contract.model()).schema();
    List<Loss> losses = new ArrayList<>();
    Map<String, Schema> records = new LinkedHashMap<>();
    schema
        .messages()
        .values()
        .forEach(
            message -> {
              if (message.parent() == null) {
                String name =
                    message.note().isEmpty()
                        ? message.fullName().substring(message.fullName().lastIndexOf('.') + 1)
                        : message.note();
                records.put(name, new Reading(schema, losses).record(message, name));
              }
            });
    schema.services().keySet().forEach(name -> losses.add(new Loss(name, "the service")));
    return new Mapped<>(records, losses);
  }

  /** Makes core's schemas. For one thread at a time. */
  private static final class Reading {

    private final Proto.Schema schema;
    private final List<Loss> losses;
    private final Set<String> within = new HashSet<>();

    Reading(Proto.Schema schema, List<Loss> losses) {
      this.schema = schema;
      this.losses = losses;
    }

    Schema record(Proto.Message message, String path) {
      within.add(message.fullName());
      List<Field> fields = new ArrayList<>();
      for (Proto.Field field : message.fields()) {
        String below = path + "/" + field.name();
        Field noted = Notes.field(field.note()).orElse(null);
        if (noted != null) {
          FieldType type = Notes.merge(noted.type(), type(field, below));
          fields.add(
              new Field(noted.name(), type, noted.nullable(), field.description(), noted.marks()));
        } else {
          boolean nullable = field.cardinality() == Proto.Cardinality.EXPLICIT;
          fields.add(
              new Field(
                  field.name(),
                  type(field, below),
                  nullable,
                  field.description(),
                  EnumSet.noneOf(Field.Mark.class)));
        }
        if (!field.oneof().isEmpty()) {
          losses.add(new Loss(below, "that it is one of " + field.oneof()));
        }
      }
      within.remove(message.fullName());
      return new Schema(fields);
    }

    private FieldType type(Proto.Field field, String path) {
      if (field.cardinality() == Proto.Cardinality.MAP) {
        String[] parts = field.type().substring(4, field.type().length() - 1).split(", ");
        if (!parts[0].equals("string")) {
          losses.add(new Loss(path, "the keys' type " + parts[0]));
        }
        return new MapType(type(parts[1], path), false);
      }
      FieldType type = type(field.type(), path);
      return field.cardinality() == Proto.Cardinality.REPEATED ? new ListType(type, false) : type;
    }

    private FieldType type(String type, String path) {
      Proto.Message message = schema.messages().get(type);
      if (message != null) {
        if (within.contains(type)) {
          losses.add(new Loss(path, "the message " + type + " contains itself"));
          return Primitive.JSON;
        }
        return new StructType(record(message, path));
      }
      Proto.Enumeration symbols = schema.enums().get(type);
      if (symbols != null) {
        losses.add(new Loss(path, "the numbers of the enum " + type));
        return new EnumType(symbols.values().stream().map(Proto.Value::name).distinct().toList());
      }
      return switch (type) {
        case "bool" -> Primitive.BOOLEAN;
        case "int32", "sint32", "sfixed32" -> Primitive.INT32;
        case "int64", "sint64", "sfixed64", "uint32", "fixed32" -> Primitive.INT64;
        case "uint64", "fixed64" -> {
          losses.add(new Loss(path, "values above the largest signed number of 64 bits"));
          yield Primitive.INT64;
        }
        case "float" -> Primitive.FLOAT32;
        case "double" -> Primitive.FLOAT64;
        case "string" -> Primitive.STRING;
        case "bytes" -> Primitive.BYTES;
        case "google.protobuf.Timestamp" -> Primitive.TIMESTAMP_TZ;
        default -> {
          losses.add(new Loss(path, "the type " + type + ", which no file declares"));
          yield Primitive.JSON;
        }
      };
    }
  }
}
