package dev.datamesh.core.frame;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Columns from primitive arrays with the nulls beside them, copied page by page. */
final class BulkColumns {

  private static final long[] DIGITS = new long[19];

  static {
    for (int digits = 0; digits < DIGITS.length; digits++) {
      DIGITS[digits] = BigDecimal.ONE.movePointRight(digits).longValue();
    }
  }

  private BulkColumns() {}

  /** The column, or null where the array's type does not carry the field's values in bulk. */
  static @Nullable Column column(Field field, Object array, int rows, BitSet nulls) {
    FieldType type = field.type();
    if (array instanceof long[] longs) {
      if (type == Primitive.INT32 || type == Primitive.DATE || type == Primitive.BOOLEAN) {
        return ints(field, longs, rows, nulls);
      }
      boolean carried =
          type == Primitive.INT64
              || type == Primitive.TIME
              || type == Primitive.TIMESTAMP
              || type == Primitive.TIMESTAMP_TZ
              || (type instanceof FieldType.DecimalType decimal && decimal.precision() <= 18);
      return carried ? longs(field, longs, rows, nulls) : null;
    }
    if (array instanceof double[] doubles && type == Primitive.FLOAT64) {
      double[][] pages = new double[Column.pages(rows)][];
      for (int page = 0; page < pages.length; page++) {
        int from = page << Column.PAGE_BITS;
        pages[page] = Arrays.copyOfRange(doubles, from, from + Column.pageRows(page, rows));
      }
      return new DoubleColumn(field, rows, bits(nulls), pages);
    }
    if (array instanceof float[] floats && type == Primitive.FLOAT32) {
      float[][] pages = new float[Column.pages(rows)][];
      for (int page = 0; page < pages.length; page++) {
        int from = page << Column.PAGE_BITS;
        pages[page] = Arrays.copyOfRange(floats, from, from + Column.pageRows(page, rows));
      }
      return new FloatColumn(field, rows, bits(nulls), pages);
    }
    return array instanceof String[] texts && type == Primitive.STRING
        ? strings(field, texts, rows, nulls)
        : null;
  }

  private static Column longs(Field field, long[] values, int rows, BitSet nulls) {
    long least = Long.MIN_VALUE;
    long most = Long.MAX_VALUE;
    if (field.type() instanceof FieldType.DecimalType decimal) {
      most = DIGITS[decimal.precision()] - 1;
      least = -most;
    } else if (field.type() == Primitive.TIME) {
      least = 0;
      most = Times.DAY - 1;
    } else if (field.type() != Primitive.INT64) {
      least = Times.EARLIEST;
      most = Times.LATEST;
    }
    check(field, values, rows, nulls, least, most);
    long[][] pages = new long[Column.pages(rows)][];
    for (int page = 0; page < pages.length; page++) {
      int from = page << Column.PAGE_BITS;
      pages[page] = Arrays.copyOfRange(values, from, from + Column.pageRows(page, rows));
    }
    return new LongColumn(field, rows, bits(nulls), pages);
  }

  private static Column ints(Field field, long[] values, int rows, BitSet nulls) {
    long least = Integer.MIN_VALUE;
    long most = Integer.MAX_VALUE;
    if (field.type() == Primitive.BOOLEAN) {
      least = 0;
      most = 1;
    } else if (field.type() == Primitive.DATE) {
      least = Math.floorDiv(Times.EARLIEST, Times.DAY);
      most = Math.floorDiv(Times.LATEST, Times.DAY);
    }
    check(field, values, rows, nulls, least, most);
    int[][] pages = new int[Column.pages(rows)][];
    for (int page = 0; page < pages.length; page++) {
      int from = page << Column.PAGE_BITS;
      int[] narrow = new int[Column.pageRows(page, rows)];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = (int) values[from + i];
      }
      pages[page] = narrow;
    }
    return new IntColumn(field, rows, bits(nulls), pages);
  }

  private static void check(
      Field field, long[] values, int rows, BitSet nulls, long least, long most) {
    if (least == Long.MIN_VALUE) {
      return;
    }
    for (int row = 0; row < rows; row++) {
      if ((values[row] < least || values[row] > most) && !nulls.get(row)) {
        throw ArrayColumns.unfit(field, row, values[row]);
      }
    }
  }

  private static Column strings(Field field, @Nullable String[] values, int rows, BitSet nulls) {
    @Nullable Object[][] pages = new Object[Column.pages(rows)][];
    for (int page = 0; page < pages.length; page++) {
      int from = page << Column.PAGE_BITS;
      @Nullable Object[] part = new Object[Column.pageRows(page, rows)];
      for (int i = 0; i < part.length; i++) {
        part[i] = nulls.get(from + i) ? null : values[from + i];
        if (part[i] == null && !nulls.get(from + i)) {
          throw new InvalidInputException(
              "Cannot make column \"%s\", row %d has neither a value nor is it marked null"
                  .formatted(field.name(), from + i));
        }
      }
      pages[page] = part;
    }
    return new ObjectColumn(field, rows, bits(nulls), pages);
  }

  private static @Nullable NullBits bits(BitSet nulls) {
    if (nulls.isEmpty()) {
      return null;
    }
    NullBits bits = new NullBits();
    for (int row = nulls.nextSetBit(0); row >= 0; row = nulls.nextSetBit(row + 1)) {
      bits.set(row);
    }
    return bits;
  }
}
