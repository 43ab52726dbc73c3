package dev.datamesh.core.frame;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One bit a row, set where the value is null; pages without nulls are absent. */
final class NullBits {

  private long[] @Nullable [] pages = new long[1][];
  private long count;

  void set(long row) {
    int page = (int) (row >>> Column.PAGE_BITS);
    if (page >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
    }
    long[] bits = pages[page];
    if (bits == null) {
      bits = new long[Column.PAGE_ROWS >>> 6];
      pages[page] = bits;
    }
    int at = (int) row & Column.PAGE_MASK;
    bits[at >>> 6] |= 1L << at;
    count++;
  }

  boolean get(long row) {
    int page = (int) (row >>> Column.PAGE_BITS);
    if (page >= pages.length) {
      return false;
    }
    long[] bits = pages[page];
    if (bits == null) {
      return false;
    }
    int at = (int) row & Column.PAGE_MASK;
    return (bits[at >>> 6] >>> at & 1) != 0;
  }

  long count() {
    return count;
  }
}
