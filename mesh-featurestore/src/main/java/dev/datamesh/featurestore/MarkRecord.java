package dev.datamesh.featurestore;

import dev.datamesh.core.DamagedDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One record of the journal of marks: what is served, of rows that are elsewhere. None of them has
 * a key or a value of a row. Layout: docs/tail-format.md.
 */
sealed interface MarkRecord {

  byte PUSHED = 1;
  byte RAN = 2;
  byte TAIL = 3;
  byte MOVING = 4;
  byte MOVED = 5;

  /** Rows of these sequences were pushed to a view to be served. */
  record Pushed(String view, long first, long end) implements MarkRecord {

    @Override
    public byte[] toBytes() {
      return bytes(
          PUSHED,
          out -> {
            out.writeUTF(view);
            out.writeLong(first);
            out.writeLong(end);
          });
    }
  }

  /**
   * A table was materialized.
   *
   * @param rows how many rows were taken; negative for rows of a push that an earlier build marked
   * @param micros when it had ended
   */
  record Ran(String table, OnlineRun run, long rows, long micros) implements MarkRecord {

    @Override
    public byte[] toBytes() {
      return bytes(
          RAN,
          out -> {
            out.writeUTF(table);
            out.writeLong(rows);
            out.writeLong(micros);
            out.writeLong(run.open());
            out.writeLong(run.from());
            out.writeLong(run.to());
            out.writeLong(run.future());
            out.writeLong(run.end());
          });
    }
  }

  /** All rows of the tail's generations below this one are in segments. */
  record Tail(long generation) implements MarkRecord {

    @Override
    public byte[] toBytes() {
      return bytes(TAIL, out -> out.writeLong(generation));
    }
  }

  /**
   * The rows of an earlier build's journal are about to become part of the store.
   *
   * @param first that their numbers count from
   */
  record Moving(long first) implements MarkRecord {

    @Override
    public byte[] toBytes() {
      return bytes(MOVING, out -> out.writeLong(first));
    }
  }

  /** The journal of an earlier build is no longer needed. */
  record Moved() implements MarkRecord {

    @Override
    public byte[] toBytes() {
      return bytes(MOVED, out -> {});
    }
  }

  byte[] toBytes();

  static MarkRecord read(byte[] record, String folder) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
      byte kind = in.readByte();
      return switch (kind) {
        case PUSHED -> new Pushed(in.readUTF(), in.readLong(), in.readLong());
        case RAN -> ran(in);
        case TAIL -> new Tail(in.readLong());
        case MOVING -> new Moving(in.readLong());
        case MOVED -> new Moved();
        default -> throw new IOException("kind " + kind);
      };
    } catch (IOException e) {
      throw new DamagedDataException(
          "Cannot read the journal in %s, it has a record of another build: %s"
              .formatted(folder, e.getMessage()),
          folder,
          0,
          e);
    }
  }

  private static Ran ran(DataInputStream in) throws IOException {
    String table = in.readUTF();
    long rows = in.readLong();
    long micros = in.readLong();
    return new Ran(table, run(in), rows, micros);
  }

  /** Reads a run, which earlier builds wrote as this one does. */
  static OnlineRun run(DataInputStream in) throws IOException {
    return new OnlineRun(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }

  /** Writes the parts of a record. */
  @FunctionalInterface
  interface Parts {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(byte kind, Parts parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(kind);
      parts.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
