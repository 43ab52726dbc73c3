package dev.datamesh.parquet;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Core's types as Parquet's, and back. */
final class ParquetTypes {

  /** The metadata key under which a file says its core schema, in the shorthand. */
  static final String SCHEMA_KEY = "mesh.schema";

  private ParquetTypes() {}

  static MessageType message(Schema schema) {
    return new MessageType("schema", schema.fields().stream().map(ParquetTypes::type).toList());
  }

  private static Type type(Field field) {
    return type(field.name(), field.type(), field.nullable());
  }

  private static Type type(String name, FieldType type, boolean nullable) {
    Repetition repetition = nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
    if (type instanceof Primitive primitive) {
      return primitive(name, primitive, repetition);
    }
    if (type instanceof FieldType.DecimalType decimal) {
      return decimal(name, decimal, repetition);
    }
    if (type instanceof FieldType.EnumType) {
      return Types.primitive(PrimitiveTypeName.BINARY, repetition)
          .as(LogicalTypeAnnotation.enumType())
          .named(name);
    }
    if (type instanceof FieldType.ListType list) {
      return Types.list(repetition)
          .element(type("element", list.element(), list.nullableElements()))
          .named(name);
    }
    if (type instanceof FieldType.MapType map) {
      return Types.map(repetition)
          .key(type("key", Primitive.STRING, false))
          .value(type("value", map.value(), map.nullableValues()))
          .named(name);
    }
    Types.GroupBuilder<GroupType> group = Types.buildGroup(repetition);
    ((FieldType.StructType) type).schema().fields().forEach(field -> group.addField(type(field)));
    return group.named(name);
  }

  private static Type decimal(String name, FieldType.DecimalType type, Repetition repetition) {
    LogicalTypeAnnotation as = LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
    if (type.precision() <= 9) {
      return Types.primitive(PrimitiveTypeName.INT32, repetition).as(as).named(name);
    }
    return type.precision() <= 18
        ? Types.primitive(PrimitiveTypeName.INT64, repetition).as(as).named(name)
        : Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
            .length(16)
            .as(as)
            .named(name);
  }

  private static Type primitive(String name, Primitive type, Repetition repetition) {
    return switch (type) {
      case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
      case INT32 -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
      case INT64 -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
      case FLOAT32 -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
      case FLOAT64 -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
      case BYTES -> Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name);
      case STRING ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition)
              .as(LogicalTypeAnnotation.stringType())
              .named(name);
      case JSON ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition)
              .as(LogicalTypeAnnotation.jsonType())
              .named(name);
      case DATE ->
          Types.primitive(PrimitiveTypeName.INT32, repetition)
              .as(LogicalTypeAnnotation.dateType())
              .named(name);
      case TIME ->
          Types.primitive(PrimitiveTypeName.INT64, repetition)
              .as(LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS))
              .named(name);
      case TIMESTAMP, TIMESTAMP_TZ ->
          Types.primitive(PrimitiveTypeName.INT64, repetition)
              .as(
                  LogicalTypeAnnotation.timestampType(
                      type == Primitive.TIMESTAMP_TZ, TimeUnit.MICROS))
              .named(name);
    };
  }

  /** The core schema of a file: the one it says where it fits, else what its types give. */
  static Schema schema(MessageType message, Map<String, String> metadata, String file) {
    List<Field> fields = new ArrayList<>();
    Schema said = said(metadata);
    for (Type type : message.getFields()) {
      Field derived = field(type, file);
      Field own = said == null ? null : said.find(type.getName()).orElse(null);
      boolean fits = own != null && type(own).equals(type);
      fields.add(fits && own != null ? own : derived);
    }
    return new Schema(fields);
  }

  private static @Nullable Schema said(Map<String, String> metadata) {
    String shorthand = metadata.get(SCHEMA_KEY);
    try {
      return shorthand == null ? null : Schema.of(shorthand);
    } catch (InvalidInputException e) {
      return null;
    }
  }

  static Field field(Type type, String file) {
    boolean nullable = !type.isRepetition(Repetition.REQUIRED);
    FieldType of =
        type.isRepetition(Repetition.REPEATED)
            ? new FieldType.ListType(value(type, file), false)
            : value(type, file);
    return nullable ? Field.nullable(type.getName(), of) : Field.required(type.getName(), of);
  }

  private static FieldType value(Type type, String file) {
    return type.isPrimitive()
        ? primitive(type.asPrimitiveType(), file)
        : group(type.asGroupType(), file);
  }

  private static FieldType group(GroupType group, String file) {
    LogicalTypeAnnotation as = group.getLogicalTypeAnnotation();
    if (LogicalTypeAnnotation.listType().equals(as) && group.getFieldCount() == 1) {
      Type element = element(group);
      return new FieldType.ListType(
          value(element, file), element.isRepetition(Repetition.OPTIONAL));
    }
    if (LogicalTypeAnnotation.mapType().equals(as) && group.getFieldCount() == 1) {
      GroupType entry = group.getType(0).asGroupType();
      Type value = entry.getType(1);
      return new FieldType.MapType(value(value, file), value.isRepetition(Repetition.OPTIONAL));
    }
    return new FieldType.StructType(
        new Schema(group.getFields().stream().map(each -> field(each, file)).toList()));
  }

  /** The type of a list's elements: within the repeated group, or the repeated type itself. */
  static Type element(GroupType list) {
    Type repeated = list.getType(0);
    return repeated.isPrimitive() || !isWrapper(repeated.asGroupType())
        ? repeated
        : repeated.asGroupType().getType(0);
  }

  static boolean isWrapper(GroupType repeated) {
    return repeated.getFieldCount() == 1
        && !repeated.getName().equals("array")
        && !repeated.getName().endsWith("_tuple");
  }

  private static FieldType primitive(PrimitiveType type, String file) {
    LogicalTypeAnnotation as = type.getLogicalTypeAnnotation();
    if (as instanceof DecimalLogicalTypeAnnotation decimal) {
      return new FieldType.DecimalType(decimal.getPrecision(), decimal.getScale());
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Primitive.BOOLEAN;
      case FLOAT -> Primitive.FLOAT32;
      case DOUBLE -> Primitive.FLOAT64;
      case INT96 -> Primitive.TIMESTAMP_TZ;
      case INT32 -> int32(as);
      case INT64 -> int64(type, as, file);
      case BINARY -> binary(as);
      case FIXED_LEN_BYTE_ARRAY -> Primitive.BYTES;
    };
  }

  private static FieldType int32(@Nullable LogicalTypeAnnotation as) {
    if (LogicalTypeAnnotation.dateType().equals(as)) {
      return Primitive.DATE;
    }
    if (as instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation) {
      return Primitive.TIME;
    }
    boolean wide =
        as instanceof IntLogicalTypeAnnotation number
            && !number.isSigned()
            && number.getBitWidth() == 32;
    return wide ? Primitive.INT64 : Primitive.INT32;
  }

  private static FieldType int64(
      PrimitiveType type, @Nullable LogicalTypeAnnotation as, String file) {
    if (as instanceof TimestampLogicalTypeAnnotation timestamp) {
      return timestamp.isAdjustedToUTC() ? Primitive.TIMESTAMP_TZ : Primitive.TIMESTAMP;
    }
    if (as instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation) {
      return Primitive.TIME;
    }
    if (as instanceof IntLogicalTypeAnnotation number && !number.isSigned()) {
      throw new InvalidInputException(
          "Cannot read column \"%s\" of %s, it is unsigned with 64 bits: no type of core holds it"
              .formatted(type.getName(), file));
    }
    return Primitive.INT64;
  }

  private static FieldType binary(@Nullable LogicalTypeAnnotation as) {
    if (LogicalTypeAnnotation.jsonType().equals(as)) {
      return Primitive.JSON;
    }
    boolean text =
        LogicalTypeAnnotation.stringType().equals(as)
            || LogicalTypeAnnotation.enumType().equals(as);
    return text ? Primitive.STRING : Primitive.BYTES;
  }
}
