package dev.datamesh.lineage.graph;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ImageWriter} wrote. For one thread at a time. */
final class ImageReader {

  private static final int BUFFER = 1 << 20;

  private final InputStream in;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

  ImageReader(InputStream in) {
    this.in = in;
    buffer.limit(0);
  }

  int nextInt() throws IOException {
    return need(4).getInt();
  }

  long nextLong() throws IOException {
    return need(8).getLong();
  }

  double nextDouble() throws IOException {
    return need(8).getDouble();
  }

  String nextText() throws IOException {
    byte[] utf8 = new byte[length()];
    bytes(utf8, utf8.length);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  void bytes(byte[] into, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int now = Math.min(need(1).remaining(), length - done);
      buffer.get(into, done, now);
      done += now;
    }
  }

  int[] nextInts() throws IOException {
    int[] values = new int[length()];
    int done = 0;
    while (done < values.length) {
      int now = Math.min(need(4).remaining() / 4, values.length - done);
      buffer.asIntBuffer().get(values, done, now);
      buffer.position(buffer.position() + now * 4);
      done += now;
    }
    return values;
  }

  long[] nextLongs() throws IOException {
    long[] values = new long[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = nextLong();
    }
    return values;
  }

  private int length() throws IOException {
    int length = nextInt();
    if (length < 0) {
      throw new IOException("a negative length");
    }
    return length;
  }

  private ByteBuffer need(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      buffer.compact();
      while (buffer.position() < bytes) {
        int read =
            in.read(buffer.array(), buffer.position(), buffer.capacity() - buffer.position());
        if (read < 0) {
          throw new EOFException("the graph file ends too early");
        }
        buffer.position(buffer.position() + read);
      }
      buffer.flip();
    }
    return buffer;
  }
}
