package dev.datamesh.parquet;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Decodes a list, map or struct of a row group, row by row. */
final class NestedDecoder {

  private final RecordReader<Group> reader;
  private final Field field;
  private final Type type;

  NestedDecoder(RecordReader<Group> reader, Field field, Type type) {
    this.reader = reader;
    this.field = field;
    this.type = type;
  }

  /** The next rows. */
  Column next(int rows) {
    List<@Nullable Object> values = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      Group record = reader.read();
      if (type.isRepetition(Type.Repetition.REPEATED)) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < record.getFieldRepetitionCount(0); i++) {
          items.add(value(record, 0, i, ((FieldType.ListType) field.type()).element()));
        }
        values.add(items);
      } else {
        values.add(
            record.getFieldRepetitionCount(0) == 0 ? null : value(record, 0, 0, field.type()));
      }
    }
    return Column.of(field, values);
  }

  private static Object value(Group group, int place, int index, FieldType as) {
    Type type = group.getType().getType(place);
    return type.isPrimitive()
        ? primitive(group, place, index, as)
        : nested(group.getGroup(place, index), as);
  }

  private static Object nested(Group group, FieldType as) {
    if (as instanceof FieldType.ListType list) {
      return list(group, list);
    }
    if (as instanceof FieldType.MapType map) {
      return map(group, map);
    }
    Map<String, @Nullable Object> struct = new LinkedHashMap<>();
    GroupType type = group.getType();
    for (Field each : ((FieldType.StructType) as).schema().fields()) {
      int place = type.getFieldIndex(each.name());
      struct.put(each.name(), optional(group, place, each.type()));
    }
    return struct;
  }

  private static @Nullable Object optional(Group group, int place, FieldType as) {
    return group.getFieldRepetitionCount(place) == 0 ? null : value(group, place, 0, as);
  }

  private static Object list(Group group, FieldType.ListType as) {
    Type repeated = group.getType().getType(0);
    boolean wrapped = !repeated.isPrimitive() && ParquetTypes.isWrapper(repeated.asGroupType());
    List<@Nullable Object> items = new ArrayList<>();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      items.add(
          wrapped
              ? optional(group.getGroup(0, i), 0, as.element())
              : value(group, 0, i, as.element()));
    }
    return items;
  }

  private static Object map(Group group, FieldType.MapType as) {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      Group entry = group.getGroup(0, i);
      entries.put(
          String.valueOf(primitive(entry, 0, 0, Primitive.STRING)), optional(entry, 1, as.value()));
    }
    return entries;
  }

  private static Object primitive(Group group, int place, int index, FieldType as) {
    PrimitiveTypeName name =
        group.getType().getType(place).asPrimitiveType().getPrimitiveTypeName();
    Object raw =
        switch (name) {
          case BOOLEAN -> group.getBoolean(place, index);
          case INT32 -> (long) group.getInteger(place, index);
          case INT64 -> group.getLong(place, index);
          case FLOAT -> group.getFloat(place, index);
          case DOUBLE -> group.getDouble(place, index);
          default -> group.getBinary(place, index).getBytes();
        };
    return raw instanceof Long number
        ? ofNumber(number, as, unit(group.getType().getType(place)))
        : raw instanceof byte[] bytes ? ofBytes(bytes, as) : raw;
  }

  private static TimeUnit unit(Type type) {
    if (type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp) {
      return timestamp.getUnit();
    }
    return type.getLogicalTypeAnnotation() instanceof TimeLogicalTypeAnnotation time
        ? time.getUnit()
        : TimeUnit.MICROS;
  }

  private static Object ofNumber(long number, FieldType as, TimeUnit unit) {
    if (as instanceof FieldType.DecimalType decimal) {
      return BigDecimal.valueOf(number, decimal.scale());
    }
    if (as == Primitive.DATE) {
      return LocalDate.ofEpochDay(number);
    }
    long micros =
        switch (unit) {
          case MILLIS -> number * 1000;
          case MICROS -> number;
          case NANOS -> -Math.floorDiv(-number, 1000L);
        };
    if (as == Primitive.TIME) {
      return LocalTime.ofNanoOfDay(micros * 1000);
    }
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    if (as == Primitive.TIMESTAMP_TZ) {
      return instant;
    }
    return as == Primitive.TIMESTAMP
        ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
        : (Object) number;
  }

  private static Object ofBytes(byte[] bytes, FieldType as) {
    if (as instanceof FieldType.DecimalType decimal) {
      return new BigDecimal(new BigInteger(bytes), decimal.scale());
    }
    return as == Primitive.BYTES
        ? bytes
        : new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }
}
