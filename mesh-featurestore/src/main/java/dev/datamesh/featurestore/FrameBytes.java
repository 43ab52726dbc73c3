package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameWriter;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/**
 * A frame as bytes: schema and number of rows, then column after column: null bits, then the values
 * that are there; numbers and times in eight bytes, texts with their length, nested values as JSON
 * lines.
 */
final class FrameBytes {

  private FrameBytes() {}

  static void write(Frame frame, DataOutputStream out) throws IOException {
    text(frame.schema().toString(), out);
    writeValues(frame, out);
  }

  /** The same without the schema, for whoever reads it and knows the columns. */
  static void writeValues(Frame frame, DataOutputStream out) throws IOException {
    int rows = Math.toIntExact(frame.rows());
    out.writeInt(rows);
    for (Column column : frame.columns()) {
      BitSet nulls = new BitSet();
      for (int row = 0; column.hasNulls() && row < rows; row++) {
        nulls.set(row, column.isNull(row));
      }
      bytes(nulls.toByteArray(), out);
      Kind kind = Kind.of(column.type());
      if (kind == Kind.NESTED) {
        StringBuilder lines = new StringBuilder();
        FrameWriter.jsonLines(lines).write(Frame.of(column));
        text(lines.toString(), out);
        continue;
      }
      for (int row = 0; row < rows; row++) {
        if (!column.isNull(row)) {
          value(kind, column, row, out);
        }
      }
    }
  }

  /** How values of a type are written. */
  enum Kind {
    LONG,
    DOUBLE,
    TEXT,
    BYTES,
    NESTED;

    static Kind of(FieldType type) {
      if (type instanceof FieldType.EnumType) {
        return TEXT;
      }
      if (!(type instanceof Primitive primitive)) {
        return NESTED;
      }
      return switch (primitive) {
        case FLOAT32, FLOAT64 -> DOUBLE;
        case STRING, JSON -> TEXT;
        case BYTES -> BYTES;
        case BOOLEAN, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> LONG;
      };
    }
  }

  private static void value(Kind kind, Column column, int row, DataOutputStream out)
      throws IOException {
    switch (kind) {
      case LONG -> out.writeLong(column.getLong(row));
      case DOUBLE -> out.writeLong(Double.doubleToRawLongBits(column.getDouble(row)));
      case TEXT -> text(java.util.Objects.requireNonNull(column.get(row)).toString(), out);
      case BYTES -> bytes((byte[]) java.util.Objects.requireNonNull(column.get(row)), out);
      case NESTED -> throw new IllegalStateException("nested");
    }
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static Frame read(DataInputStream in) throws IOException {
    return readValues(Schema.of(text(in)).fields(), in);
  }

  static Frame readValues(List<Field> fields, DataInputStream in) throws IOException {
    FrameColumns columns = new FrameColumns(fields);
    columns.add(in);
    return columns.frame();
  }

  static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the record ends within a value");
    }
    return bytes;
  }
}
