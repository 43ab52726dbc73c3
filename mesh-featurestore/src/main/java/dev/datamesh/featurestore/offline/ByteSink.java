package dev.datamesh.featurestore.offline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A byte array that grows, written little-endian. For one thread at a time. */
final class ByteSink {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int length;

  ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  void clear() {
    length = 0;
  }

  /** Cuts what was written behind this length. */
  void cut(int size) {
    length = size;
  }

  /** Makes room for so many bytes behind the end, whose place is answered. */
  int reserve(int count) {
    int at = length;
    long wanted = (long) length + count;
    if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, wanted * 3 / 2));
    }
    length += count;
    return at;
  }

  void putByte(int value) {
    int at = reserve(1);
    bytes[at] = (byte) value;
  }

  void putInt(int value) {
    int at = reserve(Integer.BYTES);
    INT.set(bytes, at, value);
  }

  void putLong(long value) {
    int at = reserve(Long.BYTES);
    LONG.set(bytes, at, value);
  }

  void putBytes(byte[] source, int from, int count) {
    int at = reserve(count);
    System.arraycopy(source, from, bytes, at, count);
  }

  /** The bytes' count, then the bytes. */
  void putBlob(byte[] source) {
    putInt(source.length);
    putBytes(source, 0, source.length);
  }

  void putText(String text) {
    putBlob(text.getBytes(StandardCharsets.UTF_8));
  }

  void putDoubles(double[] values, int from, int count) {
    int at = reserve(count * Double.BYTES);
    ByteBuffer.wrap(bytes, at, count * Double.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asDoubleBuffer()
        .put(values, from, count);
  }

  void putFloats(float[] values, int from, int count) {
    int at = reserve(count * Float.BYTES);
    ByteBuffer.wrap(bytes, at, count * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(values, from, count);
  }

  /** Adds bits to the eight bytes at a place, which must lie within the array. */
  void orLong(int at, long bits) {
    LONG.set(bytes, at, (long) LONG.get(bytes, at) | bits);
  }

  static int crc(byte[] source, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(source, from, count);
    return (int) crc.getValue();
  }
}
