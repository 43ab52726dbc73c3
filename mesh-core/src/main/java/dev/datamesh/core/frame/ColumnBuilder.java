package dev.datamesh.core.frame;

import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects the values of one column. For one thread at a time. */
abstract class ColumnBuilder {

  final Field field;
  final Conversion conversion;
  private @Nullable NullBits nulls;
  private long rows;

  ColumnBuilder(Field field, Conversion conversion) {
    this.field = field;
    this.conversion = conversion;
  }

  static ColumnBuilder of(Field field, Conversion conversion) {
    FieldType type = field.type();
    if (type instanceof FieldType.DecimalType decimal) {
      return decimal.precision() <= 18
          ? new LongColumn.Builder(field, conversion)
          : new ObjectColumn.Builder(field, conversion);
    }
    if (!(type instanceof Primitive primitive)) {
      return new ObjectColumn.Builder(field, conversion);
    }
    return switch (primitive) {
      case BOOLEAN, INT32, DATE -> new IntColumn.Builder(field, conversion);
      case INT64, TIME, TIMESTAMP, TIMESTAMP_TZ -> new LongColumn.Builder(field, conversion);
      case FLOAT32 -> new FloatColumn.Builder(field, conversion);
      case FLOAT64 -> new DoubleColumn.Builder(field, conversion);
      case STRING, JSON, BYTES -> new ObjectColumn.Builder(field, conversion);
    };
  }

  final long rows() {
    return rows;
  }

  /** Adds a null; false where the field forbids it. */
  final boolean addNull() {
    if (!field.nullable()) {
      return false;
    }
    if (nulls == null) {
      nulls = new NullBits();
    }
    nulls.set(rows);
    putNull(rows++);
    return true;
  }

  /** Adds a value in any of its accepted forms; false where it does not fit. */
  final boolean add(@Nullable Object value) {
    if (value == null) {
      return addNull();
    }
    Object fitting = Values.fit(field.type(), value, conversion);
    if (fitting == null) {
      return false;
    }
    put(rows, fitting);
    rows++;
    return true;
  }

  /** Adds all values of a column of the same type. */
  final void addAll(Column column) {
    for (long row = 0; row < column.rows(); row++) {
      if (column.isNull(row)) {
        if (nulls == null) {
          nulls = new NullBits();
        }
        nulls.set(rows);
        putNull(rows);
      } else {
        putFrom(rows, column, row);
      }
      rows++;
    }
  }

  /** Puts another column's value that is not null, without an object where that can be. */
  void putFrom(long row, Column column, long from) {
    put(row, column.object(from));
  }

  /** Adds a CSV cell; an empty cell is null unless it was quoted. False where it does not fit. */
  final boolean addText(char[] text, int at, int length, boolean quoted) {
    if (length == 0 && !(quoted && takesEmptyText())) {
      return addNull();
    }
    if (!putText(rows, text, at, length)) {
      return false;
    }
    rows++;
    return true;
  }

  private boolean takesEmptyText() {
    return field.type() == Primitive.STRING || field.type() == Primitive.BYTES;
  }

  abstract void putNull(long row);

  abstract void put(long row, Object fitting);

  abstract boolean putText(long row, char[] text, int at, int length);

  /** Seals the column and begins a new one. */
  final Column build() {
    Column column = seal(rows, nulls);
    rows = 0;
    nulls = null;
    return column;
  }

  abstract Column seal(long count, @Nullable NullBits bits);

  /** The pages with a full one, which ends before the row, put to them. */
  static <P> P[] filed(P[] pages, long row, P full) {
    int number = (int) (row >>> Column.PAGE_BITS);
    P[] room = number > pages.length ? Arrays.copyOf(pages, pages.length * 2) : pages;
    room[number - 1] = full;
    return room;
  }

  /** The pages of so many rows, of which the last has as many as {@link #lastRows} says. */
  static <P> P[] sealed(P[] pages, long count, P last) {
    P[] sealed = Arrays.copyOf(pages, Column.pages(count));
    if (sealed.length > 0) {
      sealed[sealed.length - 1] = last;
    }
    return sealed;
  }

  /** How many of so many rows the last page has. */
  static int lastRows(long count) {
    int used = Column.pages(count);
    return used == 0 ? 0 : Column.pageRows(used - 1, count);
  }
}
