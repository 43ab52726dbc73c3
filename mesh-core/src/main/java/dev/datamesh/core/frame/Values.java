package dev.datamesh.core.frame;

import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as objects: which forms a type accepts, and how it is written as text. */
final class Values {

  private Values() {}

  /** The value in the type's own form, or null where it does not fit. */
  static @Nullable Object fit(FieldType type, Object value, Conversion conversion) {
    if (type instanceof Primitive primitive) {
      return primitive(primitive, value, conversion);
    }
    if (type instanceof FieldType.DecimalType decimal) {
      return decimal(decimal, value);
    }
    if (type instanceof FieldType.EnumType symbols) {
      String word = value instanceof Enum<?> constant ? constant.name() : text(value);
      return word != null && symbols.symbols().contains(word) ? word : null;
    }
    Object tree = value instanceof String text ? JsonValues.parse(text) : value;
    if (type instanceof FieldType.ListType list) {
      return tree instanceof Iterable<?> items ? list(list, items, conversion) : null;
    }
    if (type instanceof FieldType.MapType map) {
      return tree instanceof Map<?, ?> entries ? map(map, entries, conversion) : null;
    }
    return tree instanceof Map<?, ?> entries
        ? struct((FieldType.StructType) type, entries, conversion)
        : null;
  }

  private static @Nullable Object primitive(Primitive type, Object value, Conversion conversion) {
    return switch (type) {
      case BOOLEAN ->
          value instanceof Boolean ? value : value instanceof String text ? truth(text) : null;
      case INT32 -> {
        Long whole = whole(value);
        yield whole != null && whole == whole.intValue() ? (Object) whole.intValue() : null;
      }
      case INT64 -> whole(value);
      case FLOAT32 -> real(value, true);
      case FLOAT64 -> real(value, false);
      case STRING -> value instanceof Enum<?> constant ? constant.name() : text(value);
      case JSON -> value instanceof String text ? JsonValues.checked(text) : JsonValues.text(value);
      case BYTES -> bytes(value);
      case DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> temporal(type, value, conversion);
    };
  }

  private static @Nullable String text(Object value) {
    return value instanceof CharSequence || value instanceof Character ? value.toString() : null;
  }

  static @Nullable Boolean truth(String text) {
    return switch (text) {
      case "true", "TRUE", "True" -> Boolean.TRUE;
      case "false", "FALSE", "False" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static @Nullable Long whole(Object value) {
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    try {
      if (value instanceof BigDecimal decimal) {
        return decimal.longValueExact();
      }
      if (value instanceof BigInteger integer) {
        return integer.longValueExact();
      }
    } catch (ArithmeticException e) {
      return null;
    }
    if (value instanceof String text) {
      char[] chars = text.toCharArray();
      return Numbers.isLong(chars, 0, chars.length)
          ? (Long) Numbers.toLong(chars, 0, chars.length)
          : null;
    }
    return null;
  }

  private static @Nullable Object real(Object value, boolean single) {
    if (value instanceof Number number) {
      return single ? (Object) number.floatValue() : (Object) number.doubleValue();
    }
    if (value instanceof String text) {
      char[] chars = text.toCharArray();
      try {
        return single
            ? (Object) Numbers.toFloat(chars, 0, chars.length)
            : (Object) Numbers.toDouble(chars, 0, chars.length);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return null;
  }

  private static @Nullable Object decimal(FieldType.DecimalType type, Object value) {
    try {
      BigDecimal number;
      if (value instanceof BigDecimal decimal) {
        number = decimal;
      } else if (value instanceof BigInteger integer) {
        number = new BigDecimal(integer);
      } else if (value instanceof Double || value instanceof Float || value instanceof String) {
        String digits = value.toString();
        if (digits.length() > 400) {
          return null;
        }
        number = new BigDecimal(digits);
      } else {
        Long whole = whole(value);
        if (whole == null) {
          return null;
        }
        number = BigDecimal.valueOf(whole);
      }
      return Math.abs((long) number.scale()) > 1000
          ? null
          : Numbers.toDecimal(number, type.precision(), type.scale());
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  private static byte @Nullable [] bytes(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    return null;
  }

  private static @Nullable Object temporal(Primitive type, Object value, Conversion conversion) {
    if (value instanceof String text) {
      return temporalText(type, text.toCharArray(), conversion);
    }
    return switch (type) {
      case DATE ->
          value instanceof LocalDate date && date.getYear() >= 1 && date.getYear() <= 9999
              ? date
              : null;
      case TIME ->
          value instanceof LocalTime time
              ? temporalText(type, time.toString().toCharArray(), conversion)
              : null;
      case TIMESTAMP ->
          value instanceof LocalDateTime local
              ? exact(Times.micros(local, conversion.rounding()), type)
              : null;
      default -> {
        Instant instant = instant(value, conversion);
        yield instant == null ? null : exact(Times.micros(instant, conversion.rounding()), type);
      }
    };
  }

  private static @Nullable Object exact(long micros, Primitive type) {
    if (micros == Times.NONE) {
      return null;
    }
    return type == Primitive.TIMESTAMP ? Times.local(micros) : Times.instant(micros);
  }

  private static @Nullable Instant instant(Object value, Conversion conversion) {
    if (value instanceof Instant instant) {
      return instant;
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof ZonedDateTime time) {
      return time.toInstant();
    }
    return value instanceof LocalDateTime time && conversion.zone() != null
        ? time.atZone(conversion.zone()).toInstant()
        : null;
  }

  private static @Nullable Object temporalText(Primitive type, char[] text, Conversion conversion) {
    long value =
        switch (type) {
          case DATE -> Times.date(text, 0, text.length);
          case TIME -> Times.timeOfDay(text, 0, text.length, conversion.rounding());
          default ->
              Times.timestamp(text, 0, text.length, conversion, type == Primitive.TIMESTAMP_TZ);
        };
    if (value == Times.NONE) {
      return null;
    }
    return switch (type) {
      case DATE -> LocalDate.ofEpochDay(value);
      case TIME -> Times.time(value);
      case TIMESTAMP -> Times.local(value);
      default -> Times.instant(value);
    };
  }

  private static @Nullable Object list(
      FieldType.ListType type, Iterable<?> items, Conversion conversion) {
    List<@Nullable Object> fitting = new ArrayList<>();
    for (Object item : items) {
      Object value = item == null ? null : fit(type.element(), item, conversion);
      if (value == null && (item != null || !type.nullableElements())) {
        return null;
      }
      fitting.add(value);
    }
    return Collections.unmodifiableList(fitting);
  }

  private static @Nullable Object map(
      FieldType.MapType type, Map<?, ?> entries, Conversion conversion) {
    Map<String, @Nullable Object> fitting = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      Object item = entry.getValue();
      Object value = item == null ? null : fit(type.value(), item, conversion);
      boolean lost = value == null && (item != null || !type.nullableValues());
      if (lost || !(entry.getKey() instanceof String key)) {
        return null;
      }
      fitting.put(key, value);
    }
    return Collections.unmodifiableMap(fitting);
  }

  private static @Nullable Object struct(
      FieldType.StructType type, Map<?, ?> entries, Conversion conversion) {
    Map<String, @Nullable Object> fitting = new LinkedHashMap<>();
    for (Field field : type.schema().fields()) {
      Object item = entries.get(field.name());
      Object value = item == null ? null : fit(field.type(), item, conversion);
      if (value == null && (item != null || !field.nullable())) {
        return null;
      }
      fitting.put(field.name(), value);
    }
    return type.schema().names().containsAll(entries.keySet())
        ? Collections.unmodifiableMap(fitting)
        : null;
  }

  /** The text a CSV cell has; lists, maps and structs as JSON. */
  static String text(FieldType type, Object value) {
    if (value instanceof Instant instant) {
      return Times.text(Times.micros(instant, Rounding.DOWN), true);
    }
    if (value instanceof LocalDateTime local) {
      return Times.text(Times.micros(local, Rounding.DOWN), false);
    }
    if (value instanceof LocalTime time) {
      StringBuilder text = new StringBuilder(15);
      Times.timeText(text, time.toNanoOfDay() / 1000);
      return text.toString();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return type instanceof FieldType.ListType
            || type instanceof FieldType.MapType
            || type instanceof FieldType.StructType
        ? JsonValues.text(value)
        : value.toString();
  }

  /** What the field's values have to be, for messages. */
  static String expectation(Field field) {
    String form = "";
    if (field.type() == Primitive.TIMESTAMP_TZ) {
      form = " with a zone, such as 2024-02-29T12:00:00Z";
    } else if (field.type() == Primitive.TIMESTAMP) {
      form = " without a zone, such as 2024-02-29T12:00:00";
    } else if (field.type() == Primitive.DATE) {
      form = " such as 2024-02-29";
    }
    return field.type() + form + (field.nullable() ? "" : ", not null");
  }

  /** The value as messages show it: short, quoted. */
  static String shown(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    String text = value.toString();
    return '"' + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + '"';
  }
}
