package dev.datamesh.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Small numbers as Parquet packs them: runs of one value, and groups of eight in so many bits each.
 * Decoded many at a time. For one thread at a time.
 */
final class HybridRuns {

  private final ByteBuffer bytes;
  private final int width;

  /** Values left of the run, and the one they all are; negative: they are packed. */
  private int run;

  private int same;
  private int packed;

  /** Where the packed numbers end; the next run begins there. */
  private int packedEnd;

  private long bits;
  private int bitCount;

  /** The bytes from their position to their limit, of values of so many bits. */
  HybridRuns(ByteBuffer bytes, int width) {
    if (width < 0 || width > 32) {
      throw new IllegalArgumentException("numbers of %d bits".formatted(width));
    }
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.width = width;
  }

  /** The next numbers; running out of bytes is an exception. */
  void read(int[] target, int count) {
    int at = 0;
    while (at < count) {
      if (run > 0) {
        int length = Math.min(run, count - at);
        Arrays.fill(target, at, at + length, same);
        run -= length;
        at += length;
      } else if (packed > 0) {
        int length = Math.min(packed, count - at);
        unpack(target, at, length);
        packed -= length;
        at += length;
      } else {
        next();
      }
    }
  }

  private void next() {
    int header = header();
    bits = 0;
    bitCount = 0;
    if ((header & 1) == 0) {
      run = header >>> 1;
      same = 0;
      for (int shift = 0; shift < width; shift += 8) {
        same |= (bytes.get() & 0xff) << shift;
      }
    } else {
      packed = Math.multiplyExact(header >>> 1, 8);
      // Writers may cut the last group short.
      packedEnd = (int) Math.min(bytes.limit(), bytes.position() + (long) width * (header >>> 1));
    }
    if (run == 0 && packed == 0) {
      throw new IllegalStateException("an empty run");
    }
  }

  private int header() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte part = bytes.get();
      value |= (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new IllegalStateException("a run's length is too long");
  }

  private void unpack(int[] target, int at, int count) {
    long mask = (1L << width) - 1;
    for (int i = at; i < at + count; i++) {
      while (bitCount < width) {
        if (packedEnd - bytes.position() >= Integer.BYTES && bitCount <= 32) {
          bits |= (bytes.getInt() & 0xffff_ffffL) << bitCount;
          bitCount += 32;
        } else {
          bits |= (bytes.get() & 0xffL) << bitCount;
          bitCount += 8;
        }
      }
      target[i] = (int) (bits & mask);
      bits >>>= width;
      bitCount -= width;
    }
  }
}
