package dev.datamesh.featurestore.online;

import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Values as words of 64 bits: numbers and times as {@link dev.datamesh.core.frame.Column#getLong}
 * gives them, floating numbers by their bits, so that NaN and infinities come back as they were.
 */
final class Words {

  private static final long MICROS = 1_000_000L;

  private Words() {}

  /** Whether values of the type fit a word; all others are kept as objects. */
  static boolean fits(FieldType type) {
    if (type instanceof FieldType.DecimalType decimal) {
      return decimal.precision() <= 18;
    }
    return type instanceof Primitive && !isText(type) && type != Primitive.BYTES;
  }

  static boolean isText(FieldType type) {
    return type == Primitive.STRING || type == Primitive.JSON || type instanceof FieldType.EnumType;
  }

  static boolean isFloating(FieldType type) {
    return type == Primitive.FLOAT32 || type == Primitive.FLOAT64;
  }

  /** Whether a value is of the class that columns of the type answer. */
  static boolean accepts(FieldType type, Object value) {
    if (type instanceof FieldType.DecimalType decimal) {
      return value instanceof BigDecimal number
          && number.scale() == decimal.scale()
          && number.precision() <= decimal.precision();
    }
    if (type instanceof FieldType.EnumType symbols) {
      return value instanceof String text && symbols.symbols().contains(text);
    }
    if (type instanceof FieldType.ListType) {
      return value instanceof java.util.List;
    }
    return type instanceof Primitive primitive
        ? classOf(primitive).isInstance(value)
        : value instanceof java.util.Map;
  }

  static Class<?> classOf(Primitive type) {
    return switch (type) {
      case BOOLEAN -> Boolean.class;
      case INT32 -> Integer.class;
      case INT64 -> Long.class;
      case FLOAT32 -> Float.class;
      case FLOAT64 -> Double.class;
      case STRING, JSON -> String.class;
      case BYTES -> byte[].class;
      case DATE -> LocalDate.class;
      case TIME -> LocalTime.class;
      case TIMESTAMP -> LocalDateTime.class;
      case TIMESTAMP_TZ -> Instant.class;
    };
  }

  /** The word of a value that {@link #accepts} takes. */
  static long of(FieldType type, Object value) {
    if (type instanceof FieldType.DecimalType) {
      return ((BigDecimal) value).unscaledValue().longValueExact();
    }
    return switch ((Primitive) type) {
      case BOOLEAN -> (Boolean) value ? 1 : 0;
      case INT32 -> (Integer) value;
      case INT64 -> (Long) value;
      case FLOAT32 -> Double.doubleToRawLongBits((Float) value);
      case FLOAT64 -> Double.doubleToRawLongBits((Double) value);
      case DATE -> ((LocalDate) value).toEpochDay();
      case TIME -> ((LocalTime) value).toNanoOfDay() / 1000;
      case TIMESTAMP -> micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
      case TIMESTAMP_TZ -> micros((Instant) value);
      case STRING, JSON, BYTES -> throw new IllegalStateException("no word for " + type);
    };
  }

  /** The value of a word. */
  static Object toObject(FieldType type, long word) {
    if (type instanceof FieldType.DecimalType decimal) {
      return BigDecimal.valueOf(word, decimal.scale());
    }
    return switch ((Primitive) type) {
      case BOOLEAN -> word != 0;
      case INT32 -> (int) word;
      case INT64 -> word;
      case FLOAT32 -> (float) Double.longBitsToDouble(word);
      case FLOAT64 -> Double.longBitsToDouble(word);
      case DATE -> LocalDate.ofEpochDay(word);
      case TIME -> LocalTime.ofNanoOfDay(word * 1000);
      case TIMESTAMP -> LocalDateTime.ofInstant(instant(word), ZoneOffset.UTC);
      case TIMESTAMP_TZ -> instant(word);
      case STRING, JSON, BYTES -> throw new IllegalStateException("no word for " + type);
    };
  }

  static long micros(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1000);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
  }

  /** About how many bytes of heap an object value takes. */
  static long bytesOf(@Nullable Object value) {
    if (value == null) {
      return 0;
    }
    if (value instanceof String text) {
      return 56L + text.length();
    }
    if (value instanceof byte[] bytes) {
      return 16L + bytes.length;
    }
    if (value instanceof java.util.Collection<?> many) {
      long sum = 40;
      for (Object each : many) {
        sum += 8 + bytesOf(each);
      }
      return sum;
    }
    if (value instanceof java.util.Map<?, ?> map) {
      return 64 + bytesOf(map.keySet()) + bytesOf(map.values()) + 32L * map.size();
    }
    return 32;
  }
}
