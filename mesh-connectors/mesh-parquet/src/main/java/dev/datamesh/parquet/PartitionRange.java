package dev.datamesh.parquet;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of a partition from a first to a last, both included, as folders' names have them.
 * Immutable.
 */
record PartitionRange(String column, String first, String last) {

  /** The parts whose value is within the range; values are of a type. */
  List<Partitions.Part> of(List<Partitions.Part> parts, FieldType type) {
    Object least = bound(first, type);
    Object most = bound(last, type);
    if (compare(least, most) > 0) {
      throw new InvalidInputException(
          "Cannot choose partitions by \"%s\" from %s to %s: nothing lies between"
              .formatted(column, first, last));
    }
    return parts.stream()
        .filter(part -> isBetween(part.values().get(column), least, most))
        .toList();
  }

  private Object bound(String text, FieldType type) {
    boolean fits =
        type == Primitive.INT64
            ? Partitions.isNumber(text)
            : type != Primitive.DATE || Partitions.isDate(text);
    Object value = fits ? Partitions.value(type, text) : null;
    if (value == null) {
      throw new InvalidInputException(
          "Cannot choose partitions by \"%s\" of \"%s\", its values are of type %s"
              .formatted(text, column, type));
    }
    return value;
  }

  private static boolean isBetween(@Nullable Object value, Object least, Object most) {
    return value != null && compare(value, least) >= 0 && compare(value, most) <= 0;
  }

  private static int compare(Object a, Object b) {
    if (a instanceof Long left && b instanceof Long right) {
      return left.compareTo(right);
    }
    if (a instanceof LocalDate left && b instanceof LocalDate right) {
      return left.compareTo(right);
    }
    return a.toString().compareTo(b.toString());
  }
}
