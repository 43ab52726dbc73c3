package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.util.ArrayList;
import java.util.List;

/** Finds in a spine what a join needs of it: the time and the keys. */
final class Spines {

  private Spines() {}

  /** The spine's times; a named column, else the only one of instants. */
  static long[] times(Frame spine, String named) {
    Column column = timeColumn(spine, named);
    for (long row = 0; column.hasNulls() && row < column.rows(); row++) {
      requireTime(column, row);
    }
    long[] times = new long[Math.toIntExact(column.rows())];
    column.copyLongs(0, times, 0, times.length);
    return times;
  }

  /** The time of one row. */
  static long time(Frame spine, String named, long row) {
    Column column = timeColumn(spine, named);
    requireTime(column, row);
    return column.getLong(row);
  }

  private static void requireTime(Column column, long row) {
    if (column.isNull(row)) {
      throw new InvalidInputException(
          "Cannot join the spine, row %d has no time in column \"%s\""
              .formatted(row, column.name()));
    }
  }

  static Column timeColumn(Frame spine, String named) {
    if (!named.isEmpty()) {
      Column column =
          spine
              .findColumn(named)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "Cannot join the spine, it has no time column \"%s\": it has %s"
                              .formatted(named, spine.schema().names())));
      if (column.type() != Primitive.TIMESTAMP_TZ) {
        throw new InvalidInputException(
            "Cannot join the spine by column \"%s\", it is %s: expected timestamp_tz"
                .formatted(named, column.type()));
      }
      return column;
    }
    List<Column> candidates = new ArrayList<>();
    for (Column column : spine.columns()) {
      if (column.type() == Primitive.TIMESTAMP_TZ) {
        candidates.add(column);
      }
    }
    if (candidates.size() != 1) {
      throw new InvalidInputException(
          candidates.isEmpty()
              ? "Cannot join the spine, it has no column of instants (timestamp_tz): it has "
                  + spine.schema()
              : "Cannot join the spine, several columns could be its time: %s; name one with timeColumn"
                  .formatted(candidates.stream().map(Column::name).toList()));
    }
    return candidates.get(0);
  }

  /** The spine's column for a key of a view. */
  static Column key(Frame spine, String view, Field key, String name) {
    Column column =
        spine
            .findColumn(name)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "Cannot join view \"%s\", the spine has no key column \"%s\": it has %s"
                            .formatted(view, name, spine.schema().names())));
    if (!family(column.type()).equals(family(key.type()))) {
      throw new InvalidInputException(
          "Cannot join view \"%s\", the spine's column \"%s\" is %s: the key is %s"
              .formatted(view, name, column.type(), key.type()));
    }
    return column;
  }

  /** Types whose values compare as keys. */
  private static String family(FieldType type) {
    if (type == Primitive.INT32 || type == Primitive.INT64) {
      return "whole number";
    }
    return type == Primitive.STRING || type instanceof FieldType.EnumType
        ? "string"
        : type.toString();
  }
}
