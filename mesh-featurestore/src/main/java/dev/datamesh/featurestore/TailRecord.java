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
 * The record of a push: a byte of format, eight of the first sequence, then target, view, version
 * and the values of the version's columns, whose names and types the registry knows. Layout:
 * docs/tail-format.md.
 *
 * @param rows whole keys, those without an event time among them
 */
record TailRecord(long firstSequence, FeatureView view, PushTarget target, Frame rows) {

  private static final byte FORMAT = 1;
  private static final VarHandle NUMBER =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Finds a version's definition; empty where it was dropped. */
  @FunctionalInterface
  interface Known {
    Optional<FeatureView> find(String view, int version);
  }

  /** A record whose number is still to be set. */
  static byte[] bytes(FeatureView view, int version, PushTarget target, Frame rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(FORMAT);
      out.writeLong(0);
      out.writeByte(target.code());
      out.writeUTF(view.name());
      out.writeInt(version);
      FrameBytes.writeValues(rows, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] numbered(byte[] record, long number) {
    NUMBER.set(record, 1, number);
    return record;
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
      if (view.isEmpty()) {
        return Optional.empty();
      }
      Frame rows = FrameBytes.readValues(ViewRows.columns(view.get()), in);
      return Optional.of(new TailRecord(first, view.get(), target, rows));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new DamagedDataException(
          "Cannot read a push in %s, it is of another build: %s".formatted(folder, e.getMessage()),
          folder,
          0,
          e);
    }
  }
}
