package dev.datamesh.parquet;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Decodes a flat column of a row group into frames' columns, so many rows at a time. */
final class ColumnDecoder {

  private static final int MOST_WORDS = 1 << 12;
  private static final long JULIAN_1970 = 2_440_588;
  private static final long DAY = 86_400_000_000L;

  private final ColumnReader reader;
  private final Field field;
  private final PrimitiveType type;
  private final int full;
  private final Map<Binary, String> words = new HashMap<>();

  ColumnDecoder(ColumnReader reader, Field field, PrimitiveType type) {
    this.reader = reader;
    this.field = field;
    this.type = type;
    this.full = reader.getDescriptor().getMaxDefinitionLevel();
  }

  /** The next rows. */
  Column next(int rows) {
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

  private boolean isNull() {
    return reader.getCurrentDefinitionLevel() < full;
  }

  private Column doubles(int rows, BitSet nulls) {
    double[] values = new double[rows];
    for (int row = 0; row < rows; row++) {
      if (isNull()) {
        nulls.set(row);
      } else {
        values[row] = reader.getDouble();
      }
      reader.consume();
    }
    return Column.of(field, values, rows, nulls);
  }

  private Column floats(int rows, BitSet nulls) {
    float[] values = new float[rows];
    for (int row = 0; row < rows; row++) {
      if (isNull()) {
        nulls.set(row);
      } else {
        values[row] = reader.getFloat();
      }
      reader.consume();
    }
    return Column.of(field, values, rows, nulls);
  }

  private Column longs(int rows, BitSet nulls) {
    PrimitiveTypeName name = type.getPrimitiveTypeName();
    boolean unsigned = field.type() == Primitive.INT64 && name == PrimitiveTypeName.INT32;
    TimeUnit unit = unit();
    long[] values = new long[rows];
    for (int row = 0; row < rows; row++) {
      if (isNull()) {
        nulls.set(row);
      } else if (name == PrimitiveTypeName.INT64) {
        values[row] = reader.getLong();
      } else if (name == PrimitiveTypeName.INT32) {
        values[row] = unsigned ? reader.getInteger() & 0xffff_ffffL : reader.getInteger();
      } else if (name == PrimitiveTypeName.BOOLEAN) {
        values[row] = reader.getBoolean() ? 1 : 0;
      } else {
        values[row] = ofJulian(reader.getBinary());
      }
      reader.consume();
    }
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
    for (int row = 0; row < rows; row++) {
      if (isNull()) {
        nulls.set(row);
      } else {
        values[row] = object(reader.getBinary());
      }
      reader.consume();
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
