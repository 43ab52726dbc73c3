package dev.datamesh.core.frame;

import dev.datamesh.core.schema.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pages of doubles. */
final class DoubleColumn extends Column {

  private final double[][] pages;

  DoubleColumn(Field field, long rows, @Nullable NullBits nulls, double[][] pages) {
    super(field, rows, nulls);
    this.pages = pages;
  }

  @Override
  Object object(long row) {
    return getDouble(row);
  }

  @Override
  public double getDouble(long row) {
    return pages[(int) (row >>> PAGE_BITS)][(int) row & PAGE_MASK];
  }

  @Override
  public void copyDoubles(long from, double[] target, int at, int count) {
    copyRows(pages, from, target, at, count);
  }

  @Override
  public Column take(int[] rows, int count) {
    double[][] taken = new double[pages(count)][];
    for (int page = 0; page < taken.length; page++) {
      double[] values = new double[pageRows(page, count)];
      int first = page << PAGE_BITS;
      for (int i = 0; i < values.length; i++) {
        int row = rows[first + i];
        values[i] = row < 0 ? 0 : pages[row >>> PAGE_BITS][row & PAGE_MASK];
      }
      taken[page] = values;
    }
    Taken rest = taken(rows, count);
    return new DoubleColumn(rest.field(), count, rest.nulls(), taken);
  }

  @Override
  Column copy(Field other) {
    return new DoubleColumn(other, rows(), nulls(), pages);
  }

  static final class Builder extends ColumnBuilder {

    private double[][] pages = new double[1][];
    private double[] page = new double[16];

    Builder(Field field, Conversion conversion) {
      super(field, conversion);
    }

    private void put(long row, double value) {
      int at = (int) row & PAGE_MASK;
      if (at == 0 && row > 0) {
        pages = filed(pages, row, page);
        page = new double[PAGE_ROWS];
      }
      if (at == page.length) {
        page = Arrays.copyOf(page, at * 2);
      }
      page[at] = value;
    }

    @Override
    void putNull(long row) {
      put(row, 0);
    }

    @Override
    void putFrom(long row, Column column, long from) {
      put(row, column.getDouble(from));
    }

    @Override
    void put(long row, Object fitting) {
      put(row, (double) (Double) fitting);
    }

    @Override
    boolean putText(long row, char[] text, int at, int length) {
      try {
        put(row, Numbers.toDouble(text, at, length));
        return true;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    @Override
    Column seal(long count, @Nullable NullBits bits) {
      double[][] all = sealed(pages, count, Arrays.copyOf(page, lastRows(count)));
      pages = new double[1][];
      page = new double[16];
      return new DoubleColumn(field, count, bits, all);
    }
  }
}
