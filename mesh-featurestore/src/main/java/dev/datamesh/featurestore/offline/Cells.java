package dev.datamesh.featurestore.offline;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column for some rows, in one array of the column's kind. At a null the array
 * has an arbitrary value. Not changed once it has been handed on.
 */
final class Cells {

  /** How values are held. */
  enum Kind {
    /** Whole numbers, booleans, dates, times, decimals of at most 18 digits: {@code long[]}. */
    LONG,
    DOUBLE,
    FLOAT,
    /** Strings, enums, JSON, and as JSON lists, maps and structs: {@code String[]}. */
    TEXT,
    /** Bytes, and decimals of more than 18 digits as their unscaled value: {@code byte[][]}. */
    BYTES;

    static Kind of(FieldType type) {
      if (type instanceof FieldType.DecimalType decimal) {
        return decimal.precision() <= 18 ? LONG : BYTES;
      }
      if (!(type instanceof Primitive primitive)) {
        return TEXT;
      }
      return switch (primitive) {
        case BOOLEAN, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> LONG;
        case FLOAT32 -> FLOAT;
        case FLOAT64 -> DOUBLE;
        case STRING, JSON -> TEXT;
        case BYTES -> BYTES;
      };
    }

    Object array(int rows) {
      return switch (this) {
        case LONG -> new long[rows];
        case DOUBLE -> new double[rows];
        case FLOAT -> new float[rows];
        case TEXT -> new String[rows];
        case BYTES -> new byte[rows][];
      };
    }
  }

  private final Kind kind;
  private final Object array;
  private final BitSet nulls;

  Cells(Kind kind, Object array, BitSet nulls) {
    this.kind = kind;
    this.array = array;
    this.nulls = nulls;
  }

  static Cells ofLongs(long[] values) {
    return new Cells(Kind.LONG, values, new BitSet());
  }

  /** As many nulls of a type. */
  static Cells ofNulls(FieldType type, int rows) {
    BitSet all = new BitSet(rows);
    all.set(0, rows);
    Kind kind = Kind.of(type);
    return new Cells(kind, kind.array(rows), all);
  }

  /** Some rows of a column. */
  static Cells of(Column column, long from, int rows) {
    Cells cells =
        new Cells(Kind.of(column.type()), Kind.of(column.type()).array(rows), new BitSet());
    cells.fill(column, from, 0, rows);
    return cells;
  }

  /** All rows of columns of one type, one column after another. */
  static Cells of(List<Column> columns, int rows) {
    Kind kind = Kind.of(columns.get(0).type());
    Cells cells = new Cells(kind, kind.array(rows), new BitSet());
    int at = 0;
    for (Column column : columns) {
      cells.fill(column, 0, at, (int) column.rows());
      at += (int) column.rows();
    }
    return cells;
  }

  private void fill(Column column, long from, int at, int rows) {
    if (column.hasNulls()) {
      for (int row = 0; row < rows; row++) {
        if (column.isNull(from + row)) {
          nulls.set(at + row);
        }
      }
    }
    if (kind == Kind.LONG) {
      column.copyLongs(from, longs(), at, rows);
    } else if (kind == Kind.DOUBLE) {
      column.copyDoubles(from, doubles(), at, rows);
    } else if (kind == Kind.FLOAT) {
      for (int row = 0; row < rows; row++) {
        floats()[at + row] = (float) column.getDouble(from + row);
      }
    } else if (kind == Kind.TEXT) {
      fillTexts(column, from, at, rows);
    } else {
      fillBytes(column, from, at, rows);
    }
  }

  private void fillTexts(Column column, long from, int at, int rows) {
    if (column.type() == Primitive.STRING
        || column.type() == Primitive.JSON
        || column.type() instanceof FieldType.EnumType) {
      column.copyStrings(from, texts(), at, rows);
      return;
    }
    for (int row = 0; row < rows; row++) {
      texts()[at + row] = column.getText(from + row);
    }
  }

  private void fillBytes(Column column, long from, int at, int rows) {
    for (int row = 0; row < rows; row++) {
      Object value = column.get(from + row);
      if (value instanceof BigDecimal decimal) {
        bytes()[at + row] = decimal.unscaledValue().toByteArray();
      } else if (value instanceof byte[] plain) {
        bytes()[at + row] = plain;
      }
    }
  }

  Kind kind() {
    return kind;
  }

  BitSet nulls() {
    return nulls;
  }

  Object array() {
    return array;
  }

  boolean isNull(int row) {
    return nulls.get(row);
  }

  long[] longs() {
    return (long[]) array;
  }

  double[] doubles() {
    return (double[]) array;
  }

  float[] floats() {
    return (float[]) array;
  }

  @Nullable String[] texts() {
    return (String[]) array;
  }

  byte[][] bytes() {
    return (byte[][]) array;
  }

  /** A value of a key, which is never null. */
  Comparable<?> key(int row) {
    return kind == Kind.LONG
        ? (Comparable<?>) longs()[row]
        : (Comparable<?>) Objects.requireNonNull(texts()[row]);
  }

  /** Compares two keys: numbers by value, texts by their UTF-16 units. */
  int compare(int row, Cells other, int otherRow) {
    return kind == Kind.LONG
        ? Long.compare(longs()[row], other.longs()[otherRow])
        : Objects.requireNonNull(texts()[row])
            .compareTo(Objects.requireNonNull(other.texts()[otherRow]));
  }

  /** Whether two keys are the same. */
  boolean same(int row, Cells other, int otherRow) {
    return kind == Kind.LONG
        ? longs()[row] == other.longs()[otherRow]
        : Objects.equals(texts()[row], other.texts()[otherRow]);
  }

  /** How many rows the array has room for. */
  int count() {
    return java.lang.reflect.Array.getLength(array);
  }

  /** Rows {@code order[from]} to {@code order[to - 1]}. */
  Cells gather(int[] order, int from, int to) {
    Object target = kind.array(to - from);
    BitSet bits = new BitSet();
    if (!nulls.isEmpty()) {
      for (int i = from; i < to; i++) {
        if (nulls.get(order[i])) {
          bits.set(i - from);
        }
      }
    }
    copy(order, from, to, target, 0);
    return new Cells(kind, target, bits);
  }

  /** Copies rows {@code order[from…to)} into an array of this kind. */
  void copy(int[] order, int from, int to, Object target, int at) {
    int shift = at - from;
    if (kind == Kind.LONG) {
      long[] source = longs();
      long[] out = (long[]) target;
      for (int i = from; i < to; i++) {
        out[i + shift] = source[order[i]];
      }
    } else if (kind == Kind.DOUBLE) {
      double[] source = doubles();
      double[] out = (double[]) target;
      for (int i = from; i < to; i++) {
        out[i + shift] = source[order[i]];
      }
    } else if (kind == Kind.FLOAT) {
      float[] source = floats();
      float[] out = (float[]) target;
      for (int i = from; i < to; i++) {
        out[i + shift] = source[order[i]];
      }
    } else {
      Object[] source = (Object[]) array;
      Object[] out = (Object[]) target;
      for (int i = from; i < to; i++) {
        out[i + shift] = source[order[i]];
      }
    }
  }

  /** Copies rows to places of other cells of this kind. */
  void scatter(int[] from, int[] to, int count, Cells target) {
    if (kind == Kind.LONG) {
      long[] out = target.longs();
      for (int i = 0; i < count; i++) {
        out[to[i]] = longs()[from[i]];
      }
    } else if (kind == Kind.DOUBLE) {
      double[] out = target.doubles();
      for (int i = 0; i < count; i++) {
        out[to[i]] = doubles()[from[i]];
      }
    } else if (kind == Kind.FLOAT) {
      float[] out = target.floats();
      for (int i = 0; i < count; i++) {
        out[to[i]] = floats()[from[i]];
      }
    } else {
      Object[] out = (Object[]) target.array;
      for (int i = 0; i < count; i++) {
        out[to[i]] = ((Object[]) array)[from[i]];
      }
    }
    if (!nulls.isEmpty()) {
      for (int i = 0; i < count; i++) {
        if (nulls.get(from[i])) {
          target.nulls.set(to[i]);
        }
      }
    }
  }

  /** The first rows as a column of a field of this kind. */
  Column toColumn(Field field, int rows) {
    if (field.type() instanceof FieldType.DecimalType decimal && kind == Kind.BYTES) {
      Object[] values = new Object[rows];
      for (int row = 0; row < rows; row++) {
        byte[] unscaled = bytes()[row];
        if (unscaled != null && !nulls.get(row)) {
          values[row] = new BigDecimal(new BigInteger(unscaled), decimal.scale());
        }
      }
      return Column.of(field, values, rows, nulls);
    }
    return Column.of(field, array, rows, nulls);
  }
}
