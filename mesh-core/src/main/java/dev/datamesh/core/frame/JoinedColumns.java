package dev.datamesh.core.frame;

import dev.datamesh.core.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns of numbers put behind each other in bulk. */
final class JoinedColumns {

  private JoinedColumns() {}

  /** The column of all parts, or null where they are no pages of longs or doubles throughout. */
  static @Nullable Column column(Field field, List<Column> parts) {
    long rows = 0;
    boolean longs = true;
    boolean doubles = true;
    for (Column part : parts) {
      longs &= part instanceof LongColumn && part.type().equals(field.type());
      doubles &= part instanceof DoubleColumn;
      rows += part.rows();
    }
    if (longs) {
      return new LongColumn(field, rows, nulls(parts), longs(parts, rows));
    }
    return doubles ? new DoubleColumn(field, rows, nulls(parts), doubles(parts, rows)) : null;
  }

  private static long[][] longs(List<Column> parts, long rows) {
    long[][] pages = new long[Column.pages(rows)][];
    for (int page = 0; page < pages.length; page++) {
      pages[page] = new long[Column.pageRows(page, rows)];
    }
    long at = 0;
    for (Column part : parts) {
      for (long from = 0; from < part.rows(); ) {
        long[] page = pages[(int) (at >>> Column.PAGE_BITS)];
        int start = (int) at & Column.PAGE_MASK;
        int count = (int) Math.min(part.rows() - from, page.length - start);
        part.copyLongs(from, page, start, count);
        from += count;
        at += count;
      }
    }
    return pages;
  }

  private static double[][] doubles(List<Column> parts, long rows) {
    double[][] pages = new double[Column.pages(rows)][];
    for (int page = 0; page < pages.length; page++) {
      pages[page] = new double[Column.pageRows(page, rows)];
    }
    long at = 0;
    for (Column part : parts) {
      for (long from = 0; from < part.rows(); ) {
        double[] page = pages[(int) (at >>> Column.PAGE_BITS)];
        int start = (int) at & Column.PAGE_MASK;
        int count = (int) Math.min(part.rows() - from, page.length - start);
        part.copyDoubles(from, page, start, count);
        from += count;
        at += count;
      }
    }
    return pages;
  }

  private static @Nullable NullBits nulls(List<Column> parts) {
    NullBits nulls = null;
    long at = 0;
    for (Column part : parts) {
      if (part.hasNulls()) {
        nulls = nulls == null ? new NullBits() : nulls;
        for (long row = 0; row < part.rows(); row++) {
          if (part.isNull(row)) {
            nulls.set(at + row);
          }
        }
      }
      at += part.rows();
    }
    return nulls;
  }
}
