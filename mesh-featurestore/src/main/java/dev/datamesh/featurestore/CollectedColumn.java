package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.featurestore.join.Matches;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A column whose rows are found in any order, a later find in the place of an earlier. */
final class CollectedColumn {

  private final int rows;
  private final BitSet nulls;
  private final long @Nullable [] longs;
  private final double @Nullable [] doubles;
  private final @Nullable Object @Nullable [] objects;

  CollectedColumn(FieldType type, int rows) {
    this.rows = rows;
    this.nulls = new BitSet(rows);
    nulls.set(0, rows);
    boolean whole =
        type == Primitive.INT32
            || type == Primitive.INT64
            || type == Primitive.BOOLEAN
            || type == Primitive.DATE
            || type == Primitive.TIME
            || type == Primitive.TIMESTAMP
            || type == Primitive.TIMESTAMP_TZ;
    boolean real = type == Primitive.FLOAT64;
    this.longs = whole ? new long[rows] : null;
    this.doubles = real ? new double[rows] : null;
    this.objects = whole || real ? null : new Object[rows];
  }

  /**
   * For each asking row the value of a row, null where that is negative but something was found.
   */
  void take(Column column, int[] from, Matches matches, int[] asking) {
    for (int i = 0; i < asking.length; i++) {
      int row = from[i];
      int to = asking[i];
      if (row < 0) {
        if (matches.anyRow(i) != Matches.NOT_FOUND) {
          nulls.set(to);
        }
        continue;
      }
      boolean isNull = column.isNull(row);
      nulls.set(to, isNull);
      if (isNull) {
        continue;
      }
      if (doubles != null) {
        doubles[to] = column.getDouble(row);
      } else if (longs != null) {
        longs[to] = column.getLong(row);
      } else if (objects != null) {
        objects[to] = column.get(row);
      }
    }
  }

  Column toColumn(Field field) {
    if (longs != null) {
      return Column.of(field, longs, rows, nulls);
    }
    if (doubles != null) {
      return Column.of(field, doubles, rows, nulls);
    }
    return Column.of(field, java.util.Objects.requireNonNull(objects), rows, nulls);
  }
}
