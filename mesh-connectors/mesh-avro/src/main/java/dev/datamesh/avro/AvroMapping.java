package dev.datamesh.avro;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.mapping.Loss;
import dev.datamesh.contracts.mapping.Mapped;
import dev.datamesh.contracts.mapping.Notes;
import dev.datamesh.contracts.mapping.SchemaMapping;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.DecimalType;
import dev.datamesh.core.schema.FieldType.EnumType;
import dev.datamesh.core.schema.FieldType.ListType;
import dev.datamesh.core.schema.FieldType.MapType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.FieldType.StructType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Avro. Names that Avro does not take are replaced, the real ones stand beside as a property, and
 * so do types that it has no word for.
 */
public final class AvroMapping implements SchemaMapping {

  private static final String NOTE = "mesh.type";
  private static final String NAME = "mesh.name";
  private static final String MARKS = "mesh.marks";

  /** Found by the service loader. */
  public AvroMapping() {}

  @Override
  public String format() {
    return "avro";
  }

  @Override
  public Mapped<String> write(Map<String, dev.datamesh.core.schema.Schema> records) {
    Writing writing = new Writing();
    List<Schema> written = new ArrayList<>();
    records.forEach((name, schema) -> written.add(writing.record(schema, name, name)));
    if (written.isEmpty()) {
      throw new InvalidInputException("Cannot write an Avro schema, there is no record");
    }
    Schema all = written.size() == 1 ? written.get(0) : Schema.createUnion(written);
    return new Mapped<>(all.toString(), writing.losses);
  }

  /** Makes Avro schemas; every named type gets a name of its own. For one thread at a time. */
  private static final class Writing {

    private final List<Loss> losses = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    Schema record(dev.datamesh.core.schema.Schema schema, String name, String path) {
      Schema record = Schema.createRecord(typeName(name), null, null, false);
      if (!isName(name)) {
        record.addProp(NAME, name);
      }
      List<Schema.Field> fields = new ArrayList<>();
      Set<String> used = new HashSet<>();
      for (Field field : schema.fields()) {
        String below = path + "/" + field.name();
        String given = unique(clean(field.name()), used);
        Schema type = type(field.type(), record.getName() + "_" + given, below);
        Schema.Field made =
            new Schema.Field(
                given,
                field.nullable() ? orNull(type) : type,
                field.description().isEmpty() ? null : field.description(),
                field.nullable() ? Schema.Field.NULL_DEFAULT_VALUE : null);
        if (!given.equals(field.name())) {
          made.addProp(NAME, field.name());
          losses.add(new Loss(below, "the name is a note only, Avro calls the field " + given));
        }
        if (!field.marks().isEmpty()) {
          made.addProp(
              MARKS,
              field.marks().stream()
                  .map(mark -> mark.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(" ")));
        }
        fields.add(made);
      }
      record.setFields(fields);
      return record;
    }

    private static Schema orNull(Schema type) {
      return Schema.createUnion(Schema.create(Schema.Type.NULL), type);
    }

    private Schema type(FieldType type, String name, String path) {
      if (type instanceof Primitive primitive) {
        return primitive(primitive, path);
      }
      if (type instanceof DecimalType decimal) {
        return LogicalTypes.decimal(decimal.precision(), decimal.scale())
            .addToSchema(Schema.create(Schema.Type.BYTES));
      }
      if (type instanceof EnumType symbols) {
        if (symbols.symbols().stream().allMatch(Writing::isName)) {
          return Schema.createEnum(typeName(name), null, null, symbols.symbols());
        }
        losses.add(new Loss(path, "the symbols are a note only: Avro does not take " + symbols));
        return noted(Schema.Type.STRING, type);
      }
      if (type instanceof ListType list) {
        Schema element = type(list.element(), name, path + "[]");
        return Schema.createArray(list.nullableElements() ? orNull(element) : element);
      }
      if (type instanceof MapType map) {
        Schema value = type(map.value(), name, path + "{}");
        return Schema.createMap(map.nullableValues() ? orNull(value) : value);
      }
      return record(((StructType) type).schema(), name, path);
    }

    private Schema primitive(Primitive type, String path) {
      return switch (type) {
        case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
        case INT32 -> Schema.create(Schema.Type.INT);
        case INT64 -> Schema.create(Schema.Type.LONG);
        case FLOAT32 -> Schema.create(Schema.Type.FLOAT);
        case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
        case STRING -> Schema.create(Schema.Type.STRING);
        case BYTES -> Schema.create(Schema.Type.BYTES);
        case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
        case TIME -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
        case TIMESTAMP ->
            LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
        case TIMESTAMP_TZ ->
            LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
        case JSON -> {
          losses.add(new Loss(path, "that the text is JSON is a note only"));
          yield noted(Schema.Type.STRING, type);
        }
      };
    }

    private static Schema noted(Schema.Type type, FieldType note) {
      Schema schema = Schema.create(type);
      schema.addProp(NOTE, Notes.of(note));
      return schema;
    }

    private String typeName(String name) {
      return unique(clean(name), names);
    }

    private static String unique(String name, Set<String> used) {
      String free = name;
      for (int i = 2; !used.add(free); i++) {
        free = name + "_" + i;
      }
      return free;
    }

    private static boolean isName(String name) {
      return name.matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    private static String clean(String name) {
      String clean = name.replaceAll("[^A-Za-z0-9_]", "_");
      return clean.isEmpty() || Character.isDigit(clean.charAt(0)) ? "_" + clean : clean;
    }
  }

  @Override
  public Mapped<Map<String, dev.datamesh.core.schema.Schema>> read(Contract contract) {
    Schema schema = ((AvroModel) contract.model()).schema();
    List<Loss> losses = new ArrayList<>();
    Map<String, dev.datamesh.core.schema.Schema> records = new LinkedHashMap<>();
    List<Schema> parts =
        schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    for (Schema part : parts) {
      if (part.getType() == Schema.Type.RECORD) {
        Object noted = part.getObjectProp(NAME);
        String name = noted == null ? part.getName() : noted.toString();
        records.put(name, new Reading(losses).record(part, name));
      } else {
        losses.add(new Loss("", "the " + part.getType().getName() + " outside of a record"));
      }
    }
    return new Mapped<>(records, losses);
  }

  /** Makes core's schemas. For one thread at a time. */
  private static final class Reading {

    private final List<Loss> losses;
    private final Set<String> within = new HashSet<>();

    Reading(List<Loss> losses) {
      this.losses = losses;
    }

    dev.datamesh.core.schema.Schema record(Schema record, String path) {
      within.add(record.getFullName());
      List<Field> fields = new ArrayList<>();
      for (Schema.Field field : record.getFields()) {
        Object noted = field.getObjectProp(NAME);
        String name = noted == null ? field.name() : noted.toString();
        String below = path + "/" + name;
        Object marks = field.getObjectProp(MARKS);
        Set<Field.Mark> marked = EnumSet.noneOf(Field.Mark.class);
        for (Field.Mark mark : Field.Mark.values()) {
          if (marks != null
              && List.of(marks.toString().split(" "))
                  .contains(mark.name().toLowerCase(Locale.ROOT))) {
            marked.add(mark);
          }
        }
        if (!field.aliases().isEmpty()) {
          losses.add(new Loss(below, "the aliases " + field.aliases()));
        }
        if (field.hasDefaultValue()
            && field.defaultVal() != Schema.Field.NULL_DEFAULT_VALUE
            && !String.valueOf(field.defaultVal()).contains("Null")) {
          losses.add(new Loss(below, "the default " + field.defaultVal()));
        }
        fields.add(
            new Field(
                name,
                type(notNull(field.schema()), below),
                isNullable(field.schema()),
                field.doc() == null ? "" : field.doc(),
                marked));
      }
      within.remove(record.getFullName());
      return new dev.datamesh.core.schema.Schema(fields);
    }

    private static boolean isNullable(Schema schema) {
      return schema.getType() == Schema.Type.NULL
          || (schema.getType() == Schema.Type.UNION
              && schema.getTypes().stream().anyMatch(one -> one.getType() == Schema.Type.NULL));
    }

    private static Schema notNull(Schema schema) {
      if (schema.getType() != Schema.Type.UNION) {
        return schema;
      }
      List<Schema> rest =
          schema.getTypes().stream().filter(one -> one.getType() != Schema.Type.NULL).toList();
      return rest.size() == 1 ? rest.get(0) : schema;
    }

    private FieldType type(Schema schema, String path) {
      Object note = schema.getObjectProp(NOTE);
      if (note != null && Notes.type(note.toString()).isPresent()) {
        return Notes.type(note.toString()).get();
      }
      return switch (schema.getType()) {
        case BOOLEAN -> Primitive.BOOLEAN;
        case INT ->
            logical(schema).equals("date") ? Primitive.DATE : timeOr(schema, Primitive.INT32, path);
        case LONG -> timeOr(schema, Primitive.INT64, path);
        case FLOAT -> Primitive.FLOAT32;
        case DOUBLE -> Primitive.FLOAT64;
        case STRING -> Primitive.STRING;
        case BYTES -> decimalOr(schema);
        case FIXED -> {
          FieldType type = decimalOr(schema);
          if (type == Primitive.BYTES) {
            losses.add(new Loss(path, "the fixed size " + schema.getFixedSize()));
          }
          yield type;
        }
        case ENUM -> new EnumType(schema.getEnumSymbols());
        case ARRAY ->
            new ListType(
                type(notNull(schema.getElementType()), path + "[]"),
                isNullable(schema.getElementType()));
        case MAP ->
            new MapType(
                type(notNull(schema.getValueType()), path + "{}"),
                isNullable(schema.getValueType()));
        case RECORD -> {
          if (within.contains(schema.getFullName())) {
            losses.add(new Loss(path, "the record " + schema.getName() + " contains itself"));
            yield Primitive.JSON;
          }
          yield new StructType(record(schema, path));
        }
        case UNION, NULL -> {
          losses.add(new Loss(path, "the union " + schema + "; it is any JSON value"));
          yield Primitive.JSON;
        }
      };
    }

    private static String logical(Schema schema) {
      LogicalType type = schema.getLogicalType();
      return type == null ? "" : type.getName();
    }

    private FieldType timeOr(Schema schema, Primitive plain, String path) {
      String logical = logical(schema);
      if (logical.endsWith("-millis") || logical.endsWith("-nanos")) {
        losses.add(new Loss(path, "the unit of " + logical + "; core's is the microsecond"));
      }
      if (logical.startsWith("local-timestamp")) {
        return Primitive.TIMESTAMP;
      }
      if (logical.startsWith("timestamp")) {
        return Primitive.TIMESTAMP_TZ;
      }
      return logical.startsWith("time-") ? Primitive.TIME : plain;
    }

    private static FieldType decimalOr(Schema schema) {
      return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
              && decimal.getPrecision() <= 38
          ? new DecimalType(decimal.getPrecision(), decimal.getScale())
          : Primitive.BYTES;
    }
  }
}
