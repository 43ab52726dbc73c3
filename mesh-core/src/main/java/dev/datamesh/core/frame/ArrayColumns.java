package dev.datamesh.core.frame;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns from arrays: in bulk where the types agree, value by value elsewhere. */
final class ArrayColumns {

  private ArrayColumns() {}

  static Column column(Field field, Object array, Conversion conversion) {
    if (array instanceof long[] longs && holdsLongs(field)) {
      return longs(field, longs);
    }
    if (array instanceof double[] doubles && field.type() == Primitive.FLOAT64) {
      return doubles(field, doubles);
    }
    if (!array.getClass().isArray()) {
      throw new InvalidInputException(
          "Cannot make column \"%s\" from %s: expected an array"
              .formatted(field.name(), array.getClass().getName()));
    }
    ColumnBuilder builder = ColumnBuilder.of(field, conversion);
    int length = Array.getLength(array);
    for (int row = 0; row < length; row++) {
      Object value = Array.get(array, row);
      if (!builder.add(value)) {
        throw unfit(field, row, value);
      }
    }
    return builder.build();
  }

  static Column column(Field field, Object array, int rows, BitSet nulls) {
    if (rows < 0 || !array.getClass().isArray() || rows > Array.getLength(array)) {
      throw new InvalidInputException(
          "Cannot make column \"%s\" of %d rows from %s: expected an array that has them"
              .formatted(field.name(), rows, array.getClass().getTypeName()));
    }
    int firstNull = nulls.nextSetBit(0);
    if (nulls.length() > rows || (firstNull >= 0 && !field.nullable())) {
      throw unfit(field, nulls.length() > rows ? nulls.length() - 1 : firstNull, null);
    }
    Column bulk = BulkColumns.column(field, array, rows, nulls);
    if (bulk != null) {
      return bulk;
    }
    ColumnBuilder builder = ColumnBuilder.of(field, Conversion.STRICT);
    for (int row = 0; row < rows; row++) {
      Object value = nulls.get(row) ? null : Array.get(array, row);
      if (!builder.add(value)) {
        throw unfit(field, row, value);
      }
    }
    return builder.build();
  }

  static Column pages(Field field, List<?> pages, int rows, BitSet nulls) {
    int firstNull = nulls.nextSetBit(0);
    if (rows < 0 || pages.size() != Column.pages(rows)) {
      throw new InvalidInputException(
          "Cannot make column \"%s\" of %d rows from %d pages: expected %d"
              .formatted(field.name(), rows, pages.size(), Column.pages(Math.max(0, rows))));
    }
    if (nulls.length() > rows || (firstNull >= 0 && !field.nullable())) {
      throw unfit(field, nulls.length() > rows ? nulls.length() - 1 : firstNull, null);
    }
    for (int page = 0; page < pages.size(); page++) {
      Object array = pages.get(page);
      if (!array.getClass().isArray() || Array.getLength(array) < Column.pageRows(page, rows)) {
        throw new InvalidInputException(
            "Cannot make column \"%s\", page %d has fewer than %d rows"
                .formatted(field.name(), page, Column.pageRows(page, rows)));
      }
    }
    Column bulk = BulkColumns.pages(field, pages, rows, nulls);
    if (bulk != null) {
      return bulk;
    }
    ColumnBuilder builder = ColumnBuilder.of(field, Conversion.STRICT);
    for (int row = 0; row < rows; row++) {
      Object page = pages.get(row >>> Column.PAGE_BITS);
      Object value = nulls.get(row) ? null : Array.get(page, row & Column.PAGE_MASK);
      if (!builder.add(value)) {
        throw unfit(field, row, value);
      }
    }
    return builder.build();
  }

  static InvalidInputException unfit(Field field, long row, @Nullable Object value) {
    return new InvalidInputException(
        new Problem(
            "/" + row + "/" + field.name(),
            SourcePosition.UNKNOWN,
            "Cannot take row %d, column \"%s\": expected %s, found %s"
                .formatted(row, field.name(), Values.expectation(field), Values.shown(value))));
  }

  private static boolean holdsLongs(Field field) {
    return field.type() == Primitive.INT64
        || field.type() == Primitive.TIMESTAMP_TZ
        || field.type() == Primitive.TIMESTAMP;
  }

  private static Column longs(Field field, long[] values) {
    if (field.type() != Primitive.INT64) {
      for (int row = 0; row < values.length; row++) {
        if (!Times.inRange(values[row])) {
          throw unfit(field, row, values[row]);
        }
      }
    }
    long[][] pages = new long[Column.pages(values.length)][];
    for (int page = 0; page < pages.length; page++) {
      int from = page << Column.PAGE_BITS;
      pages[page] = Arrays.copyOfRange(values, from, from + Column.pageRows(page, values.length));
    }
    return new LongColumn(field, values.length, null, pages);
  }

  private static Column doubles(Field field, double[] values) {
    double[][] pages = new double[Column.pages(values.length)][];
    for (int page = 0; page < pages.length; page++) {
      int from = page << Column.PAGE_BITS;
      pages[page] = Arrays.copyOfRange(values, from, from + Column.pageRows(page, values.length));
    }
    return new DoubleColumn(field, values.length, null, pages);
  }
}
