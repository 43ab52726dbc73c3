package dev.datamesh.featurestore;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One record of the intake's journal: a byte of kind, eight of number, then its parts. A record of
 * rows describes itself, so that it is read before definitions are there.
 */
sealed interface IntakeRecord {

  byte ROWS = 1;
  byte MATERIALIZED = 2;
  byte ERASED = 3;
  byte RUN = 4;

  VarHandle NUMBER = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Rows that were pushed or ingested. */
  record Rows(String view, PushTarget target, long firstSequence, Frame rows)
      implements IntakeRecord {}

  /**
   * A materialization that came to its end, or rows of a push.
   *
   * @param rows how many rows a materialization took; {@link #PUSHED} for a push
   */
  record Materialized(String table, OnlineRun run, long rows) implements IntakeRecord {

    static final long PUSHED = -1;

    boolean isPush() {
      return rows == PUSHED;
    }

    byte[] toBytes() {
      return bytes(
          isPush() ? MATERIALIZED : RUN,
          out -> {
            if (!isPush()) {
              out.writeLong(rows);
            }
            out.writeUTF(table);
            out.writeLong(run.open());
            out.writeLong(run.from());
            out.writeLong(run.to());
            out.writeLong(run.future());
            out.writeLong(run.end());
          });
    }
  }

  /** An entity that is to be forgotten. */
  record Erased(String view, ErasedKey key) implements IntakeRecord {

    byte[] toBytes() {
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < key.names().size(); i++) {
        columns.add(KeyColumn.of(key.names().get(i), key.values().get(i)));
      }
      return bytes(
          ERASED,
          out -> {
            out.writeUTF(view);
            FrameBytes.write(Frame.of(columns), out);
          });
    }
  }

  /** A record of rows whose number is still to be set. */
  static byte[] rows(String view, PushTarget target, Frame rows) {
    return bytes(
        ROWS,
        out -> {
          out.writeUTF(view);
          out.writeUTF(target.name());
          FrameBytes.write(rows, out);
        });
  }

  /** The record with its number. */
  static byte[] numbered(byte[] record, long number) {
    NUMBER.set(record, 1, number);
    return record;
  }

  static long number(byte[] record) {
    return (long) NUMBER.get(record, 1);
  }

  /** A record that is only numbered. */
  static byte[] empty() {
    return new byte[1 + Long.BYTES];
  }

  static IntakeRecord read(byte[] record) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
      byte kind = in.readByte();
      long number = in.readLong();
      return switch (kind) {
        case ROWS ->
            new Rows(in.readUTF(), PushTarget.valueOf(in.readUTF()), number, FrameBytes.read(in));
        case MATERIALIZED -> materialized(in, Materialized.PUSHED);
        case RUN -> materialized(in, in.readLong());
        case ERASED -> {
          String view = in.readUTF();
          Frame key = FrameBytes.read(in);
          List<Object> values = new ArrayList<>();
          for (Column column : key.columns()) {
            values.add(java.util.Objects.requireNonNull(column.get(0)));
          }
          yield new Erased(view, new ErasedKey(key.schema().names(), values));
        }
        default -> throw new IOException("kind " + kind);
      };
    } catch (IOException | IllegalArgumentException e) {
      throw new DamagedDataException(
          "Cannot read a record of the feature store, it is of another build: " + e.getMessage(),
          "feature-rows",
          0,
          e);
    }
  }

  private static Materialized materialized(DataInputStream in, long rows) throws IOException {
    return new Materialized(
        in.readUTF(),
        new OnlineRun(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong()),
        rows);
  }

  /** Writes the parts of a record. */
  @FunctionalInterface
  interface Parts {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(byte kind, Parts parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(kind);
      out.writeLong(0);
      parts.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A key's component as a column of the type that its class has. */
  final class KeyColumn {

    private KeyColumn() {}

    static Column of(String name, Object value) {
      return Column.of(Field.nullable(name, typeOf(value)), List.of(value));
    }

    private static dev.datamesh.core.schema.FieldType typeOf(Object value) {
      if (value instanceof java.math.BigDecimal number) {
        return new dev.datamesh.core.schema.FieldType.DecimalType(18, number.scale());
      }
      String shorthand =
          value instanceof Long
              ? "int64"
              : value instanceof Integer
                  ? "int32"
                  : value instanceof Boolean
                      ? "boolean"
                      : value instanceof java.time.LocalDate
                          ? "date"
                          : value instanceof java.time.LocalTime
                              ? "time"
                              : value instanceof java.time.LocalDateTime
                                  ? "timestamp"
                                  : value instanceof java.time.Instant ? "timestamp_tz" : "string";
      return Schema.of("k: " + shorthand).fields().get(0).type();
    }
  }
}
