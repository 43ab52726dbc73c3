package dev.datamesh.featurestore.offline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link ByteSink} wrote. Bytes come here after their checksum was found right, so
 * that running over the end means a writer's mistake; it ends as an {@link
 * IndexOutOfBoundsException}, which readers of files turn into damage. For one thread at a time.
 */
final class ByteSource {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int at;

  ByteSource(byte[] bytes, int from, int length) {
    if (from < 0 || length < 0 || from + length > bytes.length) {
      throw new IndexOutOfBoundsException("bytes " + from + " + " + length);
    }
    this.bytes = bytes;
    this.at = from;
    this.end = from + length;
  }

  ByteSource(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  boolean isEmpty() {
    return at == end;
  }

  int remaining() {
    return end - at;
  }

  byte[] array() {
    return bytes;
  }

  /** Passes over so many bytes, whose place is answered. */
  int skip(int count) {
    int place = at;
    if (count < 0 || count > end - at) {
      throw new IndexOutOfBoundsException("bytes " + at + " + " + count + " of " + end);
    }
    at += count;
    return place;
  }

  int getByte() {
    return bytes[skip(1)] & 0xff;
  }

  int getInt() {
    return (int) INT.get(bytes, skip(Integer.BYTES));
  }

  long getLong() {
    return (long) LONG.get(bytes, skip(Long.BYTES));
  }

  byte[] getBlob() {
    int length = getInt();
    int from = skip(length);
    return java.util.Arrays.copyOfRange(bytes, from, from + length);
  }

  String getText() {
    int length = getInt();
    return new String(bytes, skip(length), length, StandardCharsets.UTF_8);
  }

  void getDoubles(double[] target, int count) {
    int from = skip(Math.multiplyExact(count, Double.BYTES));
    ByteBuffer.wrap(bytes, from, count * Double.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asDoubleBuffer()
        .get(target, 0, count);
  }

  void getFloats(float[] target, int count) {
    int from = skip(Math.multiplyExact(count, Float.BYTES));
    ByteBuffer.wrap(bytes, from, count * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(target, 0, count);
  }

  /** The eight bytes at a place of the array. */
  static long longAt(byte[] bytes, int place) {
    return (long) LONG.get(bytes, place);
  }

  static int intAt(byte[] bytes, int place) {
    return (int) INT.get(bytes, place);
  }
}
