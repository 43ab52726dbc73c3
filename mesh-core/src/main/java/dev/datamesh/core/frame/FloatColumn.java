package dev.datamesh.core.frame;

import dev.datamesh.core.schema.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pages of floats. */
final class FloatColumn extends Column {

  private final float[][] pages;

  FloatColumn(Field field, long rows, @Nullable NullBits nulls, float[][] pages) {
    super(field, rows, nulls);
    this.pages = pages;
  }

  @Override
  Object object(long row) {
    return pages[(int) (row >>> PAGE_BITS)][(int) row & PAGE_MASK];
  }

  @Override
  public double getDouble(long row) {
    return pages[(int) (row >>> PAGE_BITS)][(int) row & PAGE_MASK];
  }

  @Override
  public Column take(int[] rows, int count) {
    float[][] taken = new float[pages(count)][];
    for (int page = 0; page < taken.length; page++) {
      float[] values = new float[pageRows(page, count)];
      int first = page << PAGE_BITS;
      for (int i = 0; i < values.length; i++) {
        int row = rows[first + i];
        values[i] = row < 0 ? 0 : pages[row >>> PAGE_BITS][row & PAGE_MASK];
      }
      taken[page] = values;
    }
    Taken rest = taken(rows, count);
    return new FloatColumn(rest.field(), count, rest.nulls(), taken);
  }

  @Override
  Column copy(Field other) {
    return new FloatColumn(other, rows(), nulls(), pages);
  }

  static final class Builder extends ColumnBuilder {

    private float[][] pages = new float[1][];
    private float[] page = new float[16];

    Builder(Field field, Conversion conversion) {
      super(field, conversion);
    }

    private void put(long row, float value) {
      int at = (int) row & PAGE_MASK;
      if (at == 0 && row > 0) {
        pages = filed(pages, row, page);
        page = new float[PAGE_ROWS];
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
    void put(long row, Object fitting) {
      put(row, (float) (Float) fitting);
    }

    @Override
    boolean putText(long row, char[] text, int at, int length) {
      try {
        put(row, Numbers.toFloat(text, at, length));
        return true;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    @Override
    Column seal(long count, @Nullable NullBits bits) {
      float[][] all = sealed(pages, count, Arrays.copyOf(page, lastRows(count)));
      pages = new float[1][];
      page = new float[16];
      return new FloatColumn(field, count, bits, all);
    }
  }
}
