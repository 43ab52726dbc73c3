package dev.datamesh.contracts;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Java record's shape as a {@link Schema}: components become fields, {@code Optional} and
 * anything annotated {@code Nullable} may be null.
 */
final class RecordSchemas {

  private static final Map<Class<?>, FieldType> SIMPLE =
      Map.ofEntries(
          Map.entry(boolean.class, Primitive.BOOLEAN),
          Map.entry(Boolean.class, Primitive.BOOLEAN),
          Map.entry(short.class, Primitive.INT32),
          Map.entry(Short.class, Primitive.INT32),
          Map.entry(int.class, Primitive.INT32),
          Map.entry(Integer.class, Primitive.INT32),
          Map.entry(long.class, Primitive.INT64),
          Map.entry(Long.class, Primitive.INT64),
          Map.entry(BigInteger.class, new FieldType.DecimalType(38, 0)),
          Map.entry(float.class, Primitive.FLOAT32),
          Map.entry(Float.class, Primitive.FLOAT32),
          Map.entry(double.class, Primitive.FLOAT64),
          Map.entry(Double.class, Primitive.FLOAT64),
          Map.entry(BigDecimal.class, Primitive.FLOAT64),
          Map.entry(String.class, Primitive.STRING),
          Map.entry(CharSequence.class, Primitive.STRING),
          Map.entry(java.util.UUID.class, Primitive.STRING),
          Map.entry(byte[].class, Primitive.BYTES),
          Map.entry(java.time.LocalDate.class, Primitive.DATE),
          Map.entry(java.time.LocalTime.class, Primitive.TIME),
          Map.entry(java.time.LocalDateTime.class, Primitive.TIMESTAMP),
          Map.entry(java.time.Instant.class, Primitive.TIMESTAMP_TZ),
          Map.entry(java.time.OffsetDateTime.class, Primitive.TIMESTAMP_TZ));

  private final Set<Class<?>> within = new HashSet<>();

  private RecordSchemas() {}

  static Schema of(Class<? extends Record> type) {
    return new RecordSchemas().schema(type);
  }

  private Schema schema(Class<?> type) {
    if (!within.add(type)) {
      throw new InvalidInputException(
          "Cannot read " + type.getName() + " as a contract: it contains itself");
    }
    List<Field> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Type declared = component.getGenericType();
      boolean optional = raw(declared) == Optional.class;
      fields.add(
          new Field(
              component.getName(),
              fieldType(optional ? argument(declared, 0) : declared, component),
              optional || isNullable(component) || isNullable(component.getAnnotatedType()),
              "",
              Set.of()));
    }
    within.remove(type);
    return new Schema(fields);
  }

  private FieldType fieldType(Type type, RecordComponent component) {
    Class<?> raw = raw(type);
    FieldType simple = SIMPLE.get(raw);
    if (simple != null) {
      return simple;
    }
    if (raw.isRecord()) {
      return new FieldType.StructType(schema(raw));
    }
    if (raw.isEnum()) {
      return new FieldType.EnumType(
          Arrays.stream(raw.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList());
    }
    if (java.util.Collection.class.isAssignableFrom(raw)) {
      return new FieldType.ListType(fieldType(argument(type, 0), component), false);
    }
    if (Map.class.isAssignableFrom(raw)) {
      return new FieldType.MapType(fieldType(argument(type, 1), component), false);
    }
    throw new InvalidInputException(
        "Cannot read %s.%s as a field of a contract: %s has no type there"
            .formatted(
                component.getDeclaringRecord().getName(), component.getName(), type.getTypeName()));
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : Object.class;
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[index]
        : Object.class;
  }

  private static boolean isNullable(@Nullable AnnotatedElement element) {
    if (element == null) {
      return false;
    }
    for (Annotation annotation : element.getAnnotations()) {
      if (annotation.annotationType().getSimpleName().equals("Nullable")) {
        return true;
      }
    }
    return false;
  }
}
