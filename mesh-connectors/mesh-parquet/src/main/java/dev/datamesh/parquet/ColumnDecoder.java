package dev.datamesh.parquet;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Decodes a flat column of a row group into frames' columns, so many rows at a time. */
final class ColumnDecoder {

  private static final int MOST_WORDS = 1 << 12;
  private static final long JULIAN_1970 = 2_440_588;
  private static final long DAY = 86_400_000_000L;

  /** Gives values one by one; null where numbers are taken in bulk. */
  private final @Nullable ColumnReader reader;

  private final @Nullable PageNumbers numbers;
  private final Field field;
  private final PrimitiveType type;
  private final int full;
  private final Map<Binary, String> words = new HashMap<>();

  private final Scratch scratch;

  /** Arrays that columns are copied from, used again for each column and row group. */
  static final class Scratch {

    private final int rows;
    private long @Nullable [] longs;
    private double @Nullable [] doubles;

    Scratch(int rows) {
      this.rows = rows;
    }

    long[] longs() {
      long[] there = longs;
      if (there == null) {
        there = new long[rows];
        longs = there;
      }
      return there;
    }

    double[] doubles() {
      double[] there = doubles;
      if (there == null) {
        there = new double[rows];
        doubles = there;
      }
      return there;
    }
  }

  private ColumnDecoder(
      @Nullable ColumnReader reader,
      @Nullable PageNumbers numbers,
      Field field,
      ColumnDescriptor column,
      Scratch scratch) {
    this.reader = reader;
    this.numbers = numbers;
    this.scratch = scratch;
    this.field = field;
    this.type = column.getPrimitiveType();
    this.full = column.getMaxDefinitionLevel();
  }

  /** Values one by one. */
  static ColumnDecoder of(
      ColumnReader reader, Field field, ColumnDescriptor column, Scratch scratch) {
    return new ColumnDecoder(reader, null, field, column, scratch);
  }

  /** Numbers in bulk. */
  static ColumnDecoder of(
      PageNumbers numbers, Field field, ColumnDescriptor column, Scratch scratch) {
    return new ColumnDecoder(null, numbers, field, column, scratch);
  }

  /** The next rows. */
  Column next(int rows) throws IOException {
    BitSet nulls = new BitSet();
    if (field.type() == Primitive.FLOAT64) {
      return doubles(rows, nulls);
    }
    if (field.type() == Primitive.FLOAT32) {
      return floats(rows, nulls);
    }
    boolean small =
        field.type() instanceof FieldType.DecimalType decimal
            ? decimal.precision() <= 18 && isWhole()
            : isWhole() || type.getPrimitiveTypeName() == PrimitiveTypeName.INT96;
    return small ? longs(rows, nulls) : objects(rows, nulls);
  }

  private boolean isWhole() {
    PrimitiveTypeName name = type.getPrimitiveTypeName();
    return name == PrimitiveTypeName.INT32
        || name == PrimitiveTypeName.INT64
        || name == PrimitiveTypeName.BOOLEAN;
  }

  private ColumnReader one() {
    return java.util.Objects.requireNonNull(reader, "a reader of single values");
  }

  private boolean isNull() {
    return one().getCurrentDefinitionLevel() < full;
  }

  private double[] reals(int rows, BitSet nulls) throws IOException {
    double[] values = scratch.doubles();
    java.util.Objects.requireNonNull(numbers, "pages of numbers").read(values, rows, nulls);
    return values;
  }

  private Column doubles(int rows, BitSet nulls) throws IOException {
    return Column.of(field, reals(rows, nulls), rows, nulls);
  }

  private Column floats(int rows, BitSet nulls) throws IOException {
    double[] reals = reals(rows, nulls);
    float[] values = new float[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = (float) reals[row];
    }
    return Column.of(field, values, rows, nulls);
  }

  private Column longs(int rows, BitSet nulls) throws IOException {
    long[] values = scratch.longs();
    PageNumbers bulk = numbers;
    if (bulk != null) {
      bulk.read(values, rows, nulls);
    } else {
      singly(values, rows, nulls);
    }
    if (field.type() == Primitive.INT64 && type.getPrimitiveTypeName() == PrimitiveTypeName.INT32) {
      for (int row = 0; row < rows; row++) {
        values[row] &= 0xffff_ffffL; // unsigned
      }
    }
    TimeUnit unit = unit();
    if (unit == TimeUnit.MILLIS) {
      for (int row = 0; row < rows; row++) {
        values[row] = Math.multiplyExact(values[row], 1000L);
      }
    } else if (unit == TimeUnit.NANOS) {
      // Rounded up, as event times are: nothing is known earlier than it was.
      for (int row = 0; row < rows; row++) {
        values[row] = -Math.floorDiv(-values[row], 1000L);
      }
    }
    return Column.of(field, values, rows, nulls);
  }

  private void singly(long[] values, int rows, BitSet nulls) {
    boolean truths = type.getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN;
    ColumnReader from = one();
    for (int row = 0; row < rows; row++) {
      values[row] = 0;
      if (isNull()) {
        nulls.set(row);
      } else if (truths) {
        values[row] = from.getBoolean() ? 1 : 0;
      } else {
        values[row] = ofJulian(from.getBinary());
      }
      from.consume();
    }
  }

  private TimeUnit unit() {
    LogicalTypeAnnotation as = type.getLogicalTypeAnnotation();
    if (as instanceof TimestampLogicalTypeAnnotation timestamp) {
      return timestamp.getUnit();
    }
    return as instanceof TimeLogicalTypeAnnotation time ? time.getUnit() : TimeUnit.MICROS;
  }

  /** Spark's older timestamps: nanoseconds of the day, then the Julian day. */
  private static long ofJulian(Binary value) {
    var bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong(bytes.position());
    long day = bytes.getInt(bytes.position() + Long.BYTES) & 0xffff_ffffL;
    return (day - JULIAN_1970) * DAY - Math.floorDiv(-nanos, 1000L);
  }

  private Column objects(int rows, BitSet nulls) {
    boolean strings = field.type() == Primitive.STRING;
    Object[] values = strings ? new String[rows] : new Object[rows];
    ColumnReader from = one();
    for (int row = 0; row < rows; row++) {
      if (isNull()) {
        nulls.set(row);
      } else {
        values[row] = object(from.getBinary());
      }
      from.consume();
    }
    return Column.of(field, values, rows, nulls);
  }

  private Object object(Binary value) {
    if (field.type() == Primitive.BYTES) {
      return value.getBytes();
    }
    if (field.type() instanceof FieldType.DecimalType decimal) {
      return new BigDecimal(new BigInteger(value.getBytes()), decimal.scale());
    }
    String known = words.get(value);
    if (known == null) {
      known = value.toStringUsingUTF8();
      if (words.size() < MOST_WORDS) {
        words.put(value.copy(), known);
      }
    }
    return known;
  }
}
