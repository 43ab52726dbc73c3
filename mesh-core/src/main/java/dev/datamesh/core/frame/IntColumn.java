package dev.datamesh.core.frame;

import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pages of ints: boolean, int32, date. */
final class IntColumn extends Column {

  private final int[][] pages;

  IntColumn(Field field, long rows, @Nullable NullBits nulls, int[][] pages) {
    super(field, rows, nulls);
    this.pages = pages;
  }

  @Override
  Object object(long row) {
    int value = value(row);
    if (type() == Primitive.BOOLEAN) {
      return value != 0;
    }
    return type() == Primitive.DATE ? LocalDate.ofEpochDay(value) : (Object) value;
  }

  private int value(long row) {
    return pages[(int) (row >>> PAGE_BITS)][(int) row & PAGE_MASK];
  }

  @Override
  public long getLong(long row) {
    return value(row);
  }

  @Override
  public double getDouble(long row) {
    return value(row);
  }

  @Override
  public Column take(int[] rows, int count) {
    int[][] taken = new int[pages(count)][];
    for (int page = 0; page < taken.length; page++) {
      int[] values = new int[pageRows(page, count)];
      int first = page << PAGE_BITS;
      for (int i = 0; i < values.length; i++) {
        int row = rows[first + i];
        values[i] = row < 0 ? 0 : pages[row >>> PAGE_BITS][row & PAGE_MASK];
      }
      taken[page] = values;
    }
    Taken rest = taken(rows, count);
    return new IntColumn(rest.field(), count, rest.nulls(), taken);
  }

  @Override
  Column copy(Field other) {
    return new IntColumn(other, rows(), nulls(), pages);
  }

  static final class Builder extends ColumnBuilder {

    private int[][] pages = new int[1][];
    private int[] page = new int[16];

    Builder(Field field, Conversion conversion) {
      super(field, conversion);
    }

    private void put(long row, int value) {
      int at = (int) row & PAGE_MASK;
      if (at == 0 && row > 0) {
        pages = filed(pages, row, page);
        page = new int[PAGE_ROWS];
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
      put(row, (int) column.getLong(from));
    }

    @Override
    void put(long row, Object fitting) {
      if (fitting instanceof Boolean truth) {
        put(row, truth ? 1 : 0);
      } else if (fitting instanceof LocalDate date) {
        put(row, (int) date.toEpochDay());
      } else {
        put(row, (int) (Integer) fitting);
      }
    }

    @Override
    boolean putText(long row, char[] text, int at, int length) {
      if (field.type() == Primitive.BOOLEAN) {
        Boolean truth = Values.truth(new String(text, at, length));
        put(row, truth != null && truth ? 1 : 0);
        return truth != null;
      }
      if (field.type() == Primitive.DATE) {
        long day = Times.date(text, at, length);
        put(row, (int) day);
        return day != Times.NONE;
      }
      if (!Numbers.isLong(text, at, length)) {
        return false;
      }
      long value = Numbers.toLong(text, at, length);
      put(row, (int) value);
      return value == (int) value;
    }

    @Override
    Column seal(long count, @Nullable NullBits bits) {
      int[][] all = sealed(pages, count, Arrays.copyOf(page, lastRows(count)));
      pages = new int[1][];
      page = new int[16];
      return new IntColumn(field, count, bits, all);
    }
  }
}
