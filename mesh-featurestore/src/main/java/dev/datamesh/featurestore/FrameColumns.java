package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameReader;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns that are read from the bytes of frames, one frame behind the other; see {@link
 * FrameBytes}. For one thread at a time.
 */
final class FrameColumns {

  private final List<Growing> columns = new ArrayList<>();
  private int rows;

  FrameColumns(List<Field> fields) {
    for (Field field : fields) {
      columns.add(new Growing(field));
    }
  }

  /** Reads the rows of one more frame. */
  void add(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IOException(count + " rows");
    }
    for (Growing column : columns) {
      column.read(in, rows, count);
    }
    rows += count;
  }

  /** All rows so far. */
  Frame frame() {
    return Frame.of(columns.stream().map(column -> column.column(rows)).toList());
  }

  /** The values of one column. */
  private static final class Growing {

    private final Field field;
    private final FrameBytes.Kind kind;
    private final BitSet nulls = new BitSet();

    /** Numbers as they are, doubles by their bits. */
    private long[] numbers = new long[0];

    private final List<@Nullable Object> values = new ArrayList<>();

    Growing(Field field) {
      this.field = field;
      this.kind = FrameBytes.Kind.of(field.type());
    }

    void read(DataInputStream in, int from, int count) throws IOException {
      byte[] bits = FrameBytes.bytes(in);
      BitSet none = bits.length == 0 ? new BitSet(0) : BitSet.valueOf(bits);
      switch (kind) {
        case LONG, DOUBLE -> readNumbers(in, none, from, count);
        case NESTED -> readNested(FrameBytes.text(in));
        case TEXT, BYTES -> {
          for (int row = 0; row < count; row++) {
            values.add(
                none.get(row)
                    ? null
                    : kind == FrameBytes.Kind.TEXT ? FrameBytes.text(in) : FrameBytes.bytes(in));
          }
        }
      }
    }

    private void readNumbers(DataInputStream in, BitSet none, int from, int count)
        throws IOException {
      if (from + count > numbers.length) {
        // No more than the bytes can hold: a damaged count is found by reading.
        numbers = Arrays.copyOf(numbers, Math.max(from + Math.min(count, 1 << 16), 2 * from));
      }
      for (int row = 0; row < count; row++) {
        if (from + row == numbers.length) {
          numbers = Arrays.copyOf(numbers, 2 * numbers.length);
        }
        if (none.get(row)) {
          nulls.set(from + row);
        } else {
          numbers[from + row] = in.readLong();
        }
      }
    }

    private void readNested(String lines) {
      Column column =
          FrameReader.jsonLines(new StringReader(lines), "a record")
              .schema(new Schema(List.of(field)))
              .read()
              .columns()
              .get(0);
      for (long row = 0; row < column.rows(); row++) {
        values.add(column.get(row));
      }
    }

    Column column(int rows) {
      return switch (kind) {
        case LONG -> Column.of(field, Arrays.copyOf(numbers, rows), rows, nulls);
        case DOUBLE -> real(rows);
        case TEXT, BYTES, NESTED -> Column.of(field, values);
      };
    }

    private Column real(int rows) {
      if (field.type() == Primitive.FLOAT32) {
        float[] values = new float[rows];
        for (int row = 0; row < rows; row++) {
          values[row] = (float) Double.longBitsToDouble(numbers[row]);
        }
        return Column.of(field, values, rows, nulls);
      }
      double[] values = new double[rows];
      for (int row = 0; row < rows; row++) {
        values[row] = Double.longBitsToDouble(numbers[row]);
      }
      return Column.of(field, values, rows, nulls);
    }
  }
}
