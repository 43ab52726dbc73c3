package dev.datamesh.lineage.graph;

import java.util.Arrays;

/** Spans of validity in microseconds, coded as ints. One writer, many readers. */
final class Validities {

  private static final Holding NONE_YET =
      new Holding(new long[0], true, 0, Long.MIN_VALUE, Long.MAX_VALUE);

  private volatile long[] spans = new long[32];
  private int size;
  private int[] table = new int[64];
  private volatile Holding last = NONE_YET;

  /**
   * Which spans hold at an instant, for all instants from one up to another.
   *
   * @param bits one for each code below the size
   * @param all whether all of them hold
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Holding(long[] bits, boolean all, int size, long from, long to) {

    boolean holds(int code) {
      return all || (bits[code >>> 6] & (1L << code)) != 0;
    }
  }

  /**
   * Which of the first spans hold at an instant. The last answer is kept: as long as no span begins
   * or ends between two instants the answer is the same, so "now" costs nothing mostly, and spans
   * that came since are added to it.
   */
  Holding holdingAt(long instant, int size) {
    Holding known = last;
    boolean usable = known.from() <= instant && instant < known.to() && known.size() <= size;
    if (usable && known.size() == size) {
      return known;
    }
    Holding fresh = extended(usable ? known : NONE_YET, instant, size);
    last = fresh;
    return fresh;
  }

  private Holding extended(Holding known, long instant, int size) {
    long[] now = spans;
    long[] bits = java.util.Arrays.copyOf(known.bits(), (size >>> 6) + 1);
    long from = known.from();
    long to = known.to();
    boolean all = known.all();
    for (int code = known.size(); code < size; code++) {
      long start = now[2 * code];
      long end = now[2 * code + 1];
      if (start <= instant) {
        from = Math.max(from, start);
      } else {
        to = Math.min(to, start);
      }
      if (end <= instant) {
        from = Math.max(from, end);
      } else {
        to = Math.min(to, end);
      }
      if (start <= instant && instant < end) {
        bits[code >>> 6] |= 1L << code;
      } else {
        all = false;
      }
    }
    return new Holding(bits, all, size, from, to);
  }

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
