package dev.datamesh.core.frame;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
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
    if (!isCarried(field.type(), array)) {
      return null;
    }
    List<Object> pages = new ArrayList<>();
    for (int page = 0; page < Column.pages(rows); page++) {
      int from = page << Column.PAGE_BITS;
      pages.add(part(array, from, from + Column.pageRows(page, rows)));
    }
    return pages(field, pages, rows, nulls);
  }

  private static Object part(Object array, int from, int to) {
    if (array instanceof long[] longs) {
      return Arrays.copyOfRange(longs, from, to);
    }
    if (array instanceof double[] doubles) {
      return Arrays.copyOfRange(doubles, from, to);
    }
    if (array instanceof float[] floats) {
      return Arrays.copyOfRange(floats, from, to);
    }
    return Arrays.copyOfRange((Object[]) array, from, to);
  }

  private static boolean isCarried(FieldType type, Object array) {
    if (array instanceof long[]) {
      return type == Primitive.INT32
          || type == Primitive.DATE
          || type == Primitive.BOOLEAN
          || type == Primitive.INT64
          || type == Primitive.TIME
          || type == Primitive.TIMESTAMP
          || type == Primitive.TIMESTAMP_TZ
          || (type instanceof FieldType.DecimalType decimal && decimal.precision() <= 18);
    }
    return (array instanceof double[] && type == Primitive.FLOAT64)
        || (array instanceof float[] && type == Primitive.FLOAT32)
        || (array instanceof String[] && type == Primitive.STRING);
  }

  /** The column of pages, or null where their type does not carry the field's values in bulk. */
  static @Nullable Column pages(Field field, List<?> pages, int rows, BitSet nulls) {
    for (Object page : pages) {
      if (!isCarried(field.type(), page)) {
        return null;
      }
    }
    if (pages.isEmpty()) {
      return null;
    }
    FieldType type = field.type();
    if (type == Primitive.FLOAT64) {
      return new DoubleColumn(field, rows, bits(nulls), pages.toArray(new double[0][]));
    }
    if (type == Primitive.FLOAT32) {
      return new FloatColumn(field, rows, bits(nulls), pages.toArray(new float[0][]));
    }
    if (type == Primitive.STRING) {
      return strings(field, pages.toArray(new String[0][]), rows, nulls);
    }
    long[][] longs = pages.toArray(new long[0][]);
    return type == Primitive.INT32 || type == Primitive.DATE || type == Primitive.BOOLEAN
        ? ints(field, longs, rows, nulls)
        : longs(field, longs, rows, nulls);
  }

  private static Column longs(Field field, long[][] pages, int rows, BitSet nulls) {
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
    check(field, pages, rows, nulls, least, most);
    return new LongColumn(field, rows, bits(nulls), pages);
  }

  private static Column ints(Field field, long[][] pages, int rows, BitSet nulls) {
    long least = Integer.MIN_VALUE;
    long most = Integer.MAX_VALUE;
    if (field.type() == Primitive.BOOLEAN) {
      least = 0;
      most = 1;
    } else if (field.type() == Primitive.DATE) {
      least = Math.floorDiv(Times.EARLIEST, Times.DAY);
      most = Math.floorDiv(Times.LATEST, Times.DAY);
    }
    check(field, pages, rows, nulls, least, most);
    int[][] narrowed = new int[pages.length][];
    for (int page = 0; page < pages.length; page++) {
      int[] narrow = new int[Column.pageRows(page, rows)];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = (int) pages[page][i];
      }
      narrowed[page] = narrow;
    }
    return new IntColumn(field, rows, bits(nulls), narrowed);
  }

  private static void check(
      Field field, long[][] pages, int rows, BitSet nulls, long least, long most) {
    if (least == Long.MIN_VALUE) {
      return;
    }
    for (int page = 0; page < pages.length; page++) {
      long[] values = pages[page];
      int first = page << Column.PAGE_BITS;
      for (int i = 0; i < Column.pageRows(page, rows); i++) {
        if ((values[i] < least || values[i] > most) && !nulls.get(first + i)) {
          throw ArrayColumns.unfit(field, first + i, values[i]);
        }
      }
    }
  }

  private static Column strings(Field field, @Nullable String[][] pages, int rows, BitSet nulls) {
    for (int page = 0; page < pages.length; page++) {
      int first = page << Column.PAGE_BITS;
      for (int i = 0; i < Column.pageRows(page, rows); i++) {
        if (nulls.get(first + i)) {
          pages[page][i] = null;
        } else if (pages[page][i] == null) {
          throw new InvalidInputException(
              "Cannot make column \"%s\", row %d has neither a value nor is it marked null"
                  .formatted(field.name(), first + i));
        }
      }
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
