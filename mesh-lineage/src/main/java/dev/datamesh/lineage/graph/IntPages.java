package dev.datamesh.lineage.graph;

import java.util.Arrays;

/**
 * A growing row of ints in pages; what was never set reads 0. One writer; readers see at least what
 * was set before the snapshot they hold was published.
 */
final class IntPages {

  static final int BITS = 14;
  static final int SIZE = 1 << BITS;
  private static final int MASK = SIZE - 1;
  private static final int[] NONE = new int[SIZE];

  private volatile int[][] pages = new int[0][];

  int get(int index) {
    int[][] now = pages;
    int page = index >>> BITS;
    return page < now.length ? now[page][index & MASK] : 0;
  }

  void set(int index, int value) {
    pageFor(index)[index & MASK] = value;
  }

  /** The page that holds an index, made if there is none. */
  int[] pageFor(int index) {
    int page = index >>> BITS;
    int[][] now = pages;
    if (page >= now.length) {
      int[][] longer = Arrays.copyOf(now, Math.max(page + 1, now.length + (now.length >> 1) + 4));
      Arrays.fill(longer, now.length, longer.length, NONE);
      pages = longer;
      now = longer;
    }
    if (now[page] == NONE) {
      int[] fresh = new int[SIZE];
      int[][] copy = now.clone();
      copy[page] = fresh;
      pages = copy;
      return fresh;
    }
    return now[page];
  }

  /** The pages as they are now; pages never set are full of zeros and not to be written. */
  int[][] pages() {
    return pages;
  }

  long bytes() {
    long bytes = 0;
    for (int[] page : pages) {
      bytes += page == NONE ? 0 : 4L * SIZE;
    }
    return bytes + 8L * pages.length;
  }
}
