package dev.datamesh.lineage.graph;

import java.util.Arrays;

/**
 * Spans of validity in microseconds, coded as ints. Most have no end: ends are kept only for the
 * pages of codes among which some have one. One writer, many readers.
 */
final class Validities {

  private static final int BITS = 12;
  private static final int SIZE = 1 << BITS;
  private static final int MASK = SIZE - 1;
  private static final long[] ALL_OPEN = new long[0];

  private static final Holding NONE_YET =
      new Holding(new long[0], true, 0, Long.MIN_VALUE, Long.MAX_VALUE);

  private volatile long[][] starts = new long[0][];
  private volatile long[][] ends = new long[0][];
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
    long[] bits = java.util.Arrays.copyOf(known.bits(), (size >>> 6) + 1);
    long from = known.from();
    long to = known.to();
    boolean all = known.all();
    for (int code = known.size(); code < size; code++) {
      long start = from(code);
      long end = to(code);
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
      if (from(code) == from && to(code) == to) {
        return code;
      }
      place = (place + 1) & mask;
    }
    store(size, from, to);
    table[place] = ++size;
    if (size * 4L > table.length * 3L) {
      grow();
    }
    return size - 1;
  }

  long from(int code) {
    return starts[code >>> BITS][code & MASK];
  }

  long to(int code) {
    long[] page = ends[code >>> BITS];
    return page == ALL_OPEN ? Micros.OPEN : page[code & MASK];
  }

  int size() {
    return size;
  }

  private void store(int code, long from, long to) {
    int page = code >>> BITS;
    if (page == starts.length) {
      int pages = page + 1 + (page >> 3);
      long[][] longer = Arrays.copyOf(starts, pages);
      long[][] longerEnds = Arrays.copyOf(ends, pages);
      Arrays.fill(longer, page, pages, ALL_OPEN);
      Arrays.fill(longerEnds, page, pages, ALL_OPEN);
      ends = longerEnds;
      starts = longer;
    }
    if (starts[page] == ALL_OPEN) {
      starts[page] = new long[SIZE];
    }
    starts[page][code & MASK] = from;
    if (to != Micros.OPEN) {
      if (ends[page] == ALL_OPEN) {
        long[] open = new long[SIZE];
        Arrays.fill(open, Micros.OPEN);
        ends[page] = open;
      }
      ends[page][code & MASK] = to;
    }
  }

  private void grow() {
    table = new int[table.length * 2];
    int mask = table.length - 1;
    for (int code = 0; code < size; code++) {
      int place = hash(from(code), to(code)) & mask;
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
    long bytes = 4L * table.length + 16L * starts.length;
    for (int page = 0; page < starts.length; page++) {
      bytes += 8L * starts[page].length + 8L * ends[page].length;
    }
    return bytes;
  }
}
