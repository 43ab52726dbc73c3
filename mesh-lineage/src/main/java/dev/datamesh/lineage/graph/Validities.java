package dev.datamesh.lineage.graph;

import java.util.Arrays;

/** Spans of validity in microseconds, coded as ints. One writer, many readers. */
final class Validities {

  private volatile long[] spans = new long[32];
  private int size;
  private int[] table = new int[64];

  int of(long from, long to) {
    int mask = table.length - 1;
    int place = hash(from, to) & mask;
    while (table[place] != 0) {
      int code = table[place] - 1;
      if (spans[2 * code] == from && spans[2 * code + 1] == to) {
        return code;
      }
      place = (place + 1) & mask;
    }
    if (2 * size == spans.length) {
      spans = Arrays.copyOf(spans, Math.max(32, spans.length + (spans.length >> 1)) & ~1);
    }
    spans[2 * size] = from;
    spans[2 * size + 1] = to;
    table[place] = ++size;
    if (size * 2 > table.length) {
      grow();
    }
    return size - 1;
  }

  long from(int code) {
    return spans[2 * code];
  }

  long to(int code) {
    return spans[2 * code + 1];
  }

  int size() {
    return size;
  }

  /** Starts at even places, ends at odd ones. */
  long[] spans() {
    return spans;
  }

  private void grow() {
    table = new int[table.length * 2];
    int mask = table.length - 1;
    for (int code = 0; code < size; code++) {
      int place = hash(spans[2 * code], spans[2 * code + 1]) & mask;
      while (table[place] != 0) {
        place = (place + 1) & mask;
      }
      table[place] = code + 1;
    }
  }

  private static int hash(long from, long to) {
    long mixed = (from * 0x9E3779B97F4A7C15L) ^ (to * 0xC2B2AE3D27D4EB4FL);
    mixed ^= mixed >>> 32;
    mixed *= 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 32);
  }

  long bytes() {
    return 8L * spans.length + 4L * table.length;
  }
}
