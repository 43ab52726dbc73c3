package dev.datamesh.featurestore.online;

import java.util.Arrays;

/** The keys of a buffer, equal ones together. For one thread at a time. */
final class DistinctKeys {

  private static final int NONE = -1;

  private final KeyBuffer keys;

  DistinctKeys(KeyBuffer keys) {
    this.keys = keys;
  }

  /** For each key the first that is equal, which may be itself. */
  int[] firstEqual() {
    int[] first = new int[keys.size()];
    if (first.length < 2) {
      return first;
    }
    int[] seen = new int[Integer.highestOneBit(first.length) << 2];
    Arrays.fill(seen, NONE);
    for (int row = 0; row < first.length; row++) {
      first[row] = firstEqual(row, seen);
    }
    return first;
  }

  private int firstEqual(int row, int[] seen) {
    int mask = seen.length - 1;
    for (int place = (int) keys.hash(row) & mask; ; place = place + 1 & mask) {
      int other = seen[place];
      if (other == NONE) {
        seen[place] = row;
        return row;
      }
      if (keys.same(row, other)) {
        return other;
      }
    }
  }
}
