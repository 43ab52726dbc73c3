package dev.datamesh.featurestore;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The record of a push: a byte of format, eight of the first sequence, then target, view, version,
 * how many rows have key and event time and how many a key alone, and the values of the version's
 * columns, whose names and types the registry knows. Layout: docs/tail-format.md.
 *
 * @param kept how many rows have key and event time; their sequences begin with the first
 * @param aside how many have no event time; their sequences follow
 * @param valuesAt where the values begin in the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record TailRecord(
    FeatureView view,
    PushTarget target,
    int kept,
    int aside,
    long firstSequence,
    byte[] bytes,
    int valuesAt) {

  private static final byte FORMAT = 1;
  private static final VarHandle NUMBER =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Finds a version's definition; empty where it was dropped. */
  @FunctionalInterface
  interface Known {
    Optional<FeatureView> find(String view, int version);
  }

  /** A record whose number is still to be set. */
  static TailRecord of(FeatureView view, int version, PushTarget target, PushedRows rows) {
    int kept = Math.toIntExact(rows.kept().rows());
    int aside = Math.toIntExact(rows.aside().rows());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(FORMAT);
      out.writeLong(0);
      out.writeByte(target.code());
      out.writeUTF(view.name());
      out.writeInt(version);
      out.writeInt(kept);
      out.writeInt(aside);
      int valuesAt = out.size();
      FrameBytes.writeValues(rows.all(), out);
      return new TailRecord(view, target, kept, aside, 0, bytes.toByteArray(), valuesAt);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This record with its number. */
  TailRecord numbered(long number) {
    NUMBER.set(bytes, 1, number);
    return new TailRecord(view, target, kept, aside, number, bytes, valuesAt);
  }

  /** The values, from the first on. */
  DataInputStream values() {
    return new DataInputStream(new ByteArrayInputStream(bytes, valuesAt, bytes.length - valuesAt));
  }

  /** All rows, those without an event time among them. */
  Frame rows() {
    try {
      return FrameBytes.readValues(ViewRows.columns(view), values());
    } catch (IOException | IllegalArgumentException e) {
      throw new DamagedDataException(
          "Cannot read rows pushed to view \"%s\": %s".formatted(view.name(), e.getMessage()),
          view.name(),
          0,
          e);
    }
  }

  /** Reads a record; empty where its version is no longer known. */
  static Optional<TailRecord> read(byte[] record, Known known, String folder) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
      byte format = in.readByte();
      if (format != FORMAT) {
        throw new IOException("format " + format);
      }
      long first = in.readLong();
      PushTarget target = PushTarget.of(in.readByte());
      String name = in.readUTF();
      Optional<FeatureView> view = known.find(name, in.readInt());
      int kept = in.readInt();
      int aside = in.readInt();
      int valuesAt = record.length - in.available();
      return view.map(
          definition -> new TailRecord(definition, target, kept, aside, first, record, valuesAt));
    } catch (IOException | IllegalArgumentException e) {
      throw new DamagedDataException(
          "Cannot read a push in %s, it is of another build: %s".formatted(folder, e.getMessage()),
          folder,
          0,
          e);
    }
  }
}
