package dev.datamesh.lineage.graph;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Numbers, texts and rows of ints, little-endian, into a stream. For one thread at a time. */
final class ImageWriter {

  private static final int BUFFER = 1 << 20;

  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

  ImageWriter(OutputStream out) {
    this.out = out;
  }

  void put(int value) throws IOException {
    room(4).putInt(value);
  }

  void put(long value) throws IOException {
    room(8).putLong(value);
  }

  void put(double value) throws IOException {
    room(8).putDouble(value);
  }

  void put(String value) throws IOException {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    put(utf8.length);
    put(utf8, utf8.length);
  }

  void put(byte[] values, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int now = Math.min(room(1).remaining(), length - done);
      buffer.put(values, done, now);
      done += now;
    }
  }

  /** The length, then the values. */
  void put(int[] values) throws IOException {
    put(values.length);
    int done = 0;
    while (done < values.length) {
      int now = Math.min(room(4).remaining() / 4, values.length - done);
      buffer.asIntBuffer().put(values, done, now);
      buffer.position(buffer.position() + now * 4);
      done += now;
    }
  }

  /** The length, then the values. */
  void put(long[] values) throws IOException {
    put(values.length);
    for (long value : values) {
      put(value);
    }
  }

  void finish() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
    out.flush();
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      out.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return buffer;
  }
}
