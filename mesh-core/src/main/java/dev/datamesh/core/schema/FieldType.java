package dev.datamesh.core.schema;

import dev.datamesh.core.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The type of a field's values: a primitive, or one that nests others. Immutable. */
public sealed interface FieldType {

  /** Types without parameters. */
  enum Primitive implements FieldType {
    BOOLEAN,
    INT32,
    INT64,
    FLOAT32,
    FLOAT64,
    STRING,
    BYTES,
    /** A day of the proleptic Gregorian calendar. */
    DATE,
    /** A time of day, in microseconds. */
    TIME,
    /** A date and time of day without a zone, in microseconds. */
    TIMESTAMP,
    /** An instant, in microseconds, UTC. */
    TIMESTAMP_TZ,
    /** Any JSON value, as its text. */
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An exact decimal number.
   *
   * @param precision digits in all, 1 to 38
   * @param scale digits behind the point, 0 to precision
   */
  record DecimalType(int precision, int scale) implements FieldType {

    public DecimalType {
      if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
        throw new InvalidInputException(
            "Cannot make decimal(%d,%d): precision is 1 to 38, scale 0 to precision"
                .formatted(precision, scale));
      }
    }

    @Override
    public String toString() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /** One of a list of words, in a stated order. */
  record EnumType(List<String> symbols) implements FieldType {

    public EnumType {
      symbols = List.copyOf(symbols);
      if (symbols.isEmpty() || symbols.stream().distinct().count() != symbols.size()) {
        throw new InvalidInputException(
            "Cannot make an enum, its symbols must be distinct and at least one: " + symbols);
      }
    }

    @Override
    public String toString() {
      return symbols.stream()
          .map(SchemaShorthand::quoteIfNeeded)
          .collect(Collectors.joining("|", "enum(", ")"));
    }
  }

  /** A list whose elements have one type. */
  record ListType(FieldType element, boolean nullableElements) implements FieldType {

    @Override
    public String toString() {
      return "list<" + element + (nullableElements ? "" : "!") + ">";
    }
  }

  /** A map from strings to values of one type. */
  record MapType(FieldType value, boolean nullableValues) implements FieldType {

    @Override
    public String toString() {
      return "map<" + value + (nullableValues ? "" : "!") + ">";
    }
  }

  /** A record within a record. */
  record StructType(Schema schema) implements FieldType {

    @Override
    public String toString() {
      return "struct<" + schema + ">";
    }
  }
}
