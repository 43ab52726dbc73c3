package dev.datamesh.core.frame;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records as rows, by their components. */
final class RecordRows {

  private static final Map<Class<?>, FieldType> TYPES =
      Map.ofEntries(
          Map.entry(boolean.class, Primitive.BOOLEAN),
          Map.entry(Boolean.class, Primitive.BOOLEAN),
          Map.entry(byte.class, Primitive.INT32),
          Map.entry(Byte.class, Primitive.INT32),
          Map.entry(short.class, Primitive.INT32),
          Map.entry(Short.class, Primitive.INT32),
          Map.entry(int.class, Primitive.INT32),
          Map.entry(Integer.class, Primitive.INT32),
          Map.entry(long.class, Primitive.INT64),
          Map.entry(Long.class, Primitive.INT64),
          Map.entry(float.class, Primitive.FLOAT32),
          Map.entry(Float.class, Primitive.FLOAT32),
          Map.entry(double.class, Primitive.FLOAT64),
          Map.entry(Double.class, Primitive.FLOAT64),
          Map.entry(BigDecimal.class, new FieldType.DecimalType(38, 18)),
          Map.entry(String.class, Primitive.STRING),
          Map.entry(byte[].class, Primitive.BYTES),
          Map.entry(LocalDate.class, Primitive.DATE),
          Map.entry(LocalTime.class, Primitive.TIME),
          Map.entry(LocalDateTime.class, Primitive.TIMESTAMP),
          Map.entry(Instant.class, Primitive.TIMESTAMP_TZ));

  private RecordRows() {}

  static Schema schema(Class<? extends Record> type) {
    List<Field> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      FieldType fieldType = fieldType(type, component.getName(), component.getGenericType());
      fields.add(
          component.getType().isPrimitive()
              ? Field.required(component.getName(), fieldType)
              : Field.nullable(component.getName(), fieldType));
    }
    return new Schema(fields);
  }

  private static FieldType fieldType(Class<?> owner, String component, Type type) {
    if (type instanceof Class<?> plain) {
      FieldType known = TYPES.get(plain);
      if (known != null) {
        return known;
      }
      if (plain.isEnum()) {
        return new FieldType.EnumType(
            Arrays.stream(plain.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList());
      }
      if (plain.isRecord()) {
        return new FieldType.StructType(schema(plain.asSubclass(Record.class)));
      }
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return new FieldType.ListType(fieldType(owner, component, arguments[0]), true);
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new FieldType.MapType(fieldType(owner, component, arguments[1]), true);
      }
    }
    throw new InvalidInputException(
        "Cannot take component %s of record %s as a column, no type of a schema is like %s"
            .formatted(component, owner.getSimpleName(), type.getTypeName()));
  }

  static <R extends Record> Frame frame(Class<R> type, Iterable<? extends R> rows) {
    FrameBuilder builder = Frame.builder(schema(type));
    Method[] accessors = accessors(type);
    for (R record : rows) {
      @Nullable Object[] values = new Object[accessors.length];
      for (int i = 0; i < accessors.length; i++) {
        values[i] = plain(call(accessors[i], record));
      }
      builder.row(values);
    }
    return builder.build();
  }

  private static Method[] accessors(Class<?> type) {
    Method[] accessors =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getAccessor)
            .toArray(Method[]::new);
    for (Method accessor : accessors) {
      if (!accessor.trySetAccessible()) {
        throw closed(type);
      }
    }
    return accessors;
  }

  private static InvalidInputException closed(Class<?> type) {
    return new InvalidInputException(
        "Cannot look into record %s, its module keeps it closed; open the package to"
                .formatted(type.getName())
            + " dev.datamesh.core or make the record public in an exported package");
  }

  private static @Nullable Object call(Method accessor, Object record) {
    try {
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new InvalidInputException(
          "Cannot read component %s of %s: %s"
              .formatted(
                  accessor.getName(), accessor.getDeclaringClass().getSimpleName(), e.getCause()));
    }
  }

  /** Nested records as maps, enum constants by name. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Record record) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (Method accessor : accessors(record.getClass())) {
        map.put(accessor.getName(), plain(call(accessor, record)));
      }
      return map;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(item -> items.add(plain(item)));
      return items;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
      map.forEach((key, item) -> entries.put(key, plain(item)));
      return entries;
    }
    return value;
  }

  static <R extends Record> List<R> records(Frame frame, Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    List<Column> columns =
        Arrays.stream(components).map(component -> frame.column(component.getName())).toList();
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      if (!constructor.trySetAccessible()) {
        throw closed(type);
      }
      List<R> records = new ArrayList<>();
      for (long row = 0; row < frame.rows(); row++) {
        @Nullable Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
          values[i] = argument(types[i], columns.get(i), row);
        }
        records.add(constructor.newInstance(values));
      }
      return records;
    } catch (ReflectiveOperationException e) {
      throw new InvalidInputException(
          "Cannot make records %s of a frame: %s"
              .formatted(type.getSimpleName(), e.getCause() == null ? e : e.getCause()));
    }
  }

  private static @Nullable Object argument(Class<?> type, Column column, long row) {
    Object value = column.get(row);
    if (value == null) {
      if (type.isPrimitive()) {
        throw unfit(type, column, row, null);
      }
      return null;
    }
    Object fitting = value;
    if (value instanceof Number number
        && (type.isPrimitive() || Number.class.isAssignableFrom(type))) {
      fitting = narrowed(type, number);
    } else if (type.isEnum()) {
      fitting =
          Arrays.stream(type.getEnumConstants())
              .filter(constant -> ((Enum<?>) constant).name().equals(value))
              .findFirst()
              .orElse(null);
    }
    if (fitting == null || !(type.isPrimitive() || type.isInstance(fitting))) {
      throw unfit(type, column, row, value);
    }
    return fitting;
  }

  private static @Nullable Object narrowed(Class<?> type, Number number) {
    boolean whole = number instanceof Long || number instanceof Integer;
    if (type == double.class || type == Double.class) {
      return number.doubleValue();
    }
    if (type == float.class || type == Float.class) {
      return number instanceof Float ? number : null;
    }
    if (!whole) {
      return type.isInstance(number) ? number : null;
    }
    long value = number.longValue();
    if (type == long.class || type == Long.class) {
      return value;
    }
    if (type == int.class || type == Integer.class) {
      return value == (int) value ? (int) value : null;
    }
    if (type == short.class || type == Short.class) {
      return value == (short) value ? (short) value : null;
    }
    return value == (byte) value ? (byte) value : null;
  }

  private static InvalidInputException unfit(
      Class<?> type, Column column, long row, @Nullable Object value) {
    return new InvalidInputException(
        "Cannot make a record of row %d, column \"%s\": expected %s, found %s"
            .formatted(row, column.name(), type.getSimpleName(), Values.shown(value)));
  }
}
