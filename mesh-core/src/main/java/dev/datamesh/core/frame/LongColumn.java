package dev.datamesh.core.frame;

import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pages of longs: int64, time, both timestamps, decimals of at most 18 digits. */
final class LongColumn extends Column {

  private final long[][] pages;

  LongColumn(Field field, long rows, @Nullable NullBits nulls, long[][] pages) {
    super(field, rows, nulls);
    this.pages = pages;
  }

  @Override
  Object object(long row) {
    long value = getLong(row);
    if (type() instanceof FieldType.DecimalType decimal) {
      return BigDecimal.valueOf(value, decimal.scale());
    }
    if (type() == Primitive.TIMESTAMP_TZ) {
      return Times.instant(value);
    }
    if (type() == Primitive.TIMESTAMP) {
      return Times.local(value);
    }
    return type() == Primitive.TIME ? Times.time(value) : (Object) value;
  }

  @Override
  public long getLong(long row) {
    return pages[(int) (row >>> PAGE_BITS)][(int) row & PAGE_MASK];
  }

  @Override
  public double getDouble(long row) {
    return type() instanceof FieldType.DecimalType decimal
        ? BigDecimal.valueOf(getLong(row), decimal.scale()).doubleValue()
        : getLong(row);
  }

  @Override
  String text(long row) {
    return type() == Primitive.INT64
        ? Long.toString(getLong(row))
        : Values.text(type(), object(row));
  }

  @Override
  public void copyLongs(long from, long[] target, int at, int count) {
    copyRows(pages, from, target, at, count);
  }

  @Override
  public Column take(int[] rows, int count) {
    long[][] taken = new long[pages(count)][];
    for (int page = 0; page < taken.length; page++) {
      long[] values = new long[pageRows(page, count)];
      int first = page << PAGE_BITS;
      for (int i = 0; i < values.length; i++) {
        int row = rows[first + i];
        values[i] = row < 0 ? 0 : pages[row >>> PAGE_BITS][row & PAGE_MASK];
      }
      taken[page] = values;
    }
    Taken rest = taken(rows, count);
    return new LongColumn(rest.field(), count, rest.nulls(), taken);
  }

  @Override
  Column copy(Field other) {
    return new LongColumn(other, rows(), nulls(), pages);
  }

  static final class Builder extends ColumnBuilder {

    private final int scale;
    private final long limit;
    private long[][] pages = new long[1][];
    private long[] page = new long[16];

    Builder(Field field, Conversion conversion) {
      super(field, conversion);
      boolean decimal = field.type() instanceof FieldType.DecimalType;
      scale = decimal ? ((FieldType.DecimalType) field.type()).scale() : 0;
      int digits = decimal ? ((FieldType.DecimalType) field.type()).precision() : 0;
      limit = BigDecimal.ONE.movePointRight(digits).longValue();
    }

    private void put(long row, long value) {
      int at = (int) row & PAGE_MASK;
      if (at == 0 && row > 0) {
        pages = filed(pages, row, page);
        page = new long[PAGE_ROWS];
      }
      if (at == page.length) {
        page = Arrays.copyOf(page, at * 2);
      }
      page[at] = value;
    }

    @Override
    void putNull(long row) {
      put(row, 0L);
    }

    @Override
    void putFrom(long row, Column column, long from) {
      put(row, column.getLong(from));
    }

    @Override
    void put(long row, Object fitting) {
      if (fitting instanceof Instant instant) {
        put(row, Times.micros(instant, Rounding.DOWN));
      } else if (fitting instanceof LocalDateTime local) {
        put(row, Times.micros(local, Rounding.DOWN));
      } else if (fitting instanceof LocalTime time) {
        put(row, time.toNanoOfDay() / 1000);
      } else if (fitting instanceof BigDecimal decimal) {
        put(row, decimal.unscaledValue().longValueExact());
      } else {
        put(row, (long) (Long) fitting);
      }
    }

    @Override
    boolean putText(long row, char[] text, int at, int length) {
      if (field.type() instanceof FieldType.DecimalType) {
        return putDecimal(row, text, at, length);
      }
      long value;
      if (field.type() == Primitive.INT64) {
        if (!Numbers.isLong(text, at, length)) {
          return false;
        }
        put(row, Numbers.toLong(text, at, length));
        return true;
      } else if (field.type() == Primitive.TIME) {
        value = Times.timeOfDay(text, at, length, conversion.rounding());
      } else {
        value =
            Times.timestamp(text, at, length, conversion, field.type() == Primitive.TIMESTAMP_TZ);
      }
      put(row, value);
      return value != Times.NONE;
    }

    /** Plain digits with at most {@code scale} of them behind the point; else the long way. */
    private boolean putDecimal(long row, char[] text, int at, int length) {
      int end = at + length;
      boolean negative = text[at] == '-';
      long value = 0;
      int behind = -1;
      int digits = 0;
      for (int i = negative ? at + 1 : at; i < end; i++) {
        int digit = text[i] - '0';
        if (digit >= 0 && digit <= 9 && value < limit) {
          value = value * 10 + digit;
          digits++;
          behind += behind >= 0 ? 1 : 0;
        } else if (text[i] == '.' && behind < 0 && i > at) {
          behind = 0;
        } else {
          return putLongDecimal(row, text, at, length);
        }
      }
      int missing = scale - Math.max(0, behind);
      if (missing < 0 || digits == 0 || length > 18) {
        return putLongDecimal(row, text, at, length);
      }
      for (; missing > 0 && value < limit; missing--) {
        value *= 10;
      }
      if (missing > 0 || value >= limit) {
        return putLongDecimal(row, text, at, length);
      }
      put(row, negative ? -value : value);
      return true;
    }

    private boolean putLongDecimal(long row, char[] text, int at, int length) {
      Object fitting = Values.fit(field.type(), new String(text, at, length), conversion);
      if (fitting == null) {
        return false;
      }
      put(row, fitting);
      return true;
    }

    @Override
    Column seal(long count, @Nullable NullBits bits) {
      long[][] all = sealed(pages, count, Arrays.copyOf(page, lastRows(count)));
      pages = new long[1][];
      page = new long[16];
      return new LongColumn(field, count, bits, all);
    }
  }
}
