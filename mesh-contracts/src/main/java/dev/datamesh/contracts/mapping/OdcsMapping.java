package dev.datamesh.contracts.mapping;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.odcs.OdcsColumn;
import dev.datamesh.contracts.odcs.OdcsContract;
import dev.datamesh.contracts.odcs.OdcsTable;
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
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** ODCS, written as 3.2 because of its enums and maps. */
public final class OdcsMapping implements SchemaMapping {

  /** Found by the service loader. */
  public OdcsMapping() {}

  @Override
  public String format() {
    return "odcs";
  }

  @Override
  public Mapped<String> write(Map<String, Schema> records) {
    List<Node> tables = new ArrayList<>();
    records.forEach(
        (name, schema) ->
            tables.add(
                Nodes.mapping()
                    .put("name", name)
                    .put("logicalType", "object")
                    .put(
                        "properties",
                        Nodes.list(schema.fields().stream().map(OdcsMapping::column).toList()))
                    .node()));
    String id = records.isEmpty() ? "records" : String.join("-", records.keySet());
    Node root =
        Nodes.mapping()
            .put("apiVersion", "v3.2.0")
            .put("kind", "DataContract")
            .put("id", id)
            .put("version", "1.0.0")
            .put("status", "draft")
            .put("schema", Nodes.list(tables))
            .node();
    return new Mapped<>(DocumentWriter.yaml().write(root), List.of());
  }

  private static Node column(Field field) {
    Nodes column = Nodes.mapping().put("name", field.name());
    put(column, field.type());
    column.put("required", !field.nullable());
    if (!field.description().isEmpty()) {
      column.put("description", field.description());
    }
    List<Node> tags =
        field.marks().stream()
            .map(mark -> (Node) Nodes.text(mark.name().toLowerCase(Locale.ROOT)))
            .toList();
    if (!tags.isEmpty()) {
      column.put("tags", Nodes.list(tags));
    }
    return column.node();
  }

  private static void put(Nodes column, FieldType type) {
    column.put("logicalType", logical(type));
    if (type instanceof EnumType symbols) {
      column.put(
          "enum",
          Nodes.list(
              symbols.symbols().stream()
                  .map(symbol -> (Node) Nodes.mapping().put("value", symbol).node())
                  .toList()));
    } else if (type instanceof ListType list) {
      column.put("items", inner(list.element(), list.nullableElements()));
    } else if (type instanceof MapType map) {
      column.put(
          "map",
          Nodes.mapping()
              .put("key", Nodes.mapping().put("logicalType", "string").node())
              .put("value", inner(map.value(), map.nullableValues()))
              .node());
    } else if (type instanceof StructType struct) {
      column.put(
          "properties",
          Nodes.list(struct.schema().fields().stream().map(OdcsMapping::column).toList()));
    } else {
      column.put("physicalType", Notes.of(type));
    }
  }

  private static Node inner(FieldType type, boolean nullable) {
    Nodes node = Nodes.mapping();
    put(node, type);
    return node.put("required", !nullable).node();
  }

  private static String logical(FieldType type) {
    if (type instanceof Primitive primitive) {
      return switch (primitive) {
        case BOOLEAN -> "boolean";
        case INT32, INT64 -> "integer";
        case FLOAT32, FLOAT64 -> "number";
        case STRING, BYTES, JSON -> "string";
        case DATE -> "date";
        case TIME -> "time";
        case TIMESTAMP, TIMESTAMP_TZ -> "timestamp";
      };
    }
    return type instanceof DecimalType
        ? "number"
        : type instanceof ListType
            ? "array"
            : type instanceof MapType ? "map" : type instanceof StructType ? "object" : "string";
  }

  @Override
  public Mapped<Map<String, Schema>> read(Contract contract) {
    OdcsContract odcs = OdcsContract.read(contract.text(), contract.name());
    List<Loss> losses = new ArrayList<>();
    Map<String, Schema> records = new LinkedHashMap<>();
    for (OdcsTable table : odcs.tables()) {
      records.put(table.name(), schema(table.columns(), table.name(), losses));
      if (!table.quality().isEmpty()) {
        losses.add(new Loss(table.name(), table.quality().size() + " quality rules"));
      }
      if (!table.primaryKey().isEmpty()) {
        losses.add(new Loss(table.name(), "the primary key " + table.primaryKey()));
      }
    }
    odcs.levels()
        .forEach(level -> losses.add(new Loss("", "the service level " + level.property())));
    return new Mapped<>(records, losses);
  }

  private static Schema schema(List<OdcsColumn> columns, String path, List<Loss> losses) {
    List<Field> fields = new ArrayList<>();
    for (OdcsColumn column : columns) {
      String below = path + "/" + column.name();
      Set<Field.Mark> marks = EnumSet.noneOf(Field.Mark.class);
      for (Field.Mark mark : Field.Mark.values()) {
        String word = mark.name().toLowerCase(Locale.ROOT);
        if (column.tags().contains(word) || column.classification().equalsIgnoreCase(word)) {
          marks.add(mark);
        }
      }
      fields.add(
          new Field(
              column.name(),
              type(column, below, losses),
              !column.required(),
              column.description(),
              marks));
      if (column.unique()) {
        losses.add(new Loss(below, "that its values are unique"));
      }
      column
          .options()
          .forEach((name, value) -> losses.add(new Loss(below, "the rule " + name + " " + value)));
      if (!column.quality().isEmpty()) {
        losses.add(new Loss(below, column.quality().size() + " quality rules"));
      }
    }
    return new Schema(fields);
  }

  private static FieldType type(OdcsColumn column, String path, List<Loss> losses) {
    FieldType noted = Notes.type(column.physicalType()).orElse(null);
    if (!column.enumValues().isEmpty()) {
      List<String> symbols =
          column.enumValues().stream().map(value -> value.text().orElse("")).distinct().toList();
      if (!symbols.contains("")) {
        return new EnumType(symbols);
      }
      losses.add(new Loss(path, "an enum of other values than texts: " + column.enumValues()));
    }
    return switch (column.logicalType()) {
      case "boolean" -> Primitive.BOOLEAN;
      case "integer" ->
          noted == Primitive.INT32 || isShort(column) ? Primitive.INT32 : Primitive.INT64;
      case "number" ->
          noted instanceof DecimalType || noted == Primitive.FLOAT32 ? noted : Primitive.FLOAT64;
      case "date" -> Primitive.DATE;
      case "time" -> Primitive.TIME;
      case "timestamp" -> noted == Primitive.TIMESTAMP ? noted : Primitive.TIMESTAMP_TZ;
      case "object" -> new StructType(schema(column.children(), path, losses));
      case "array" ->
          column
              .find("items")
              .map(items -> new ListType(type(items, path + "[]", losses), !items.required()))
              .orElse(new ListType(Primitive.JSON, true));
      case "map" ->
          column
              .find("value")
              .map(value -> new MapType(type(value, path + "{}", losses), !value.required()))
              .orElse(new MapType(Primitive.JSON, true));
      case "string" ->
          noted == Primitive.BYTES || noted == Primitive.JSON ? noted : Primitive.STRING;
      default -> {
        if (noted != null) {
          yield noted;
        }
        losses.add(new Loss(path, "the type %s; it is a text".formatted(column.physicalType())));
        yield Primitive.STRING;
      }
    };
  }

  private static boolean isShort(OdcsColumn column) {
    String format =
        column.options().containsKey("format")
            ? column.options().get("format").text().orElse("")
            : "";
    return format.equals("i32") || format.equals("i16") || format.equals("i8");
  }
}
