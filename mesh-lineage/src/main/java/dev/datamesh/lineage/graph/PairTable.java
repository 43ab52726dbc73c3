package dev.datamesh.lineage.graph;

/** The newest slot of each pair of nodes, by open addressing; for one thread. */
final class PairTable {

  private long[] keys = new long[1024];
  private int[] values = new int[1024];
  private int size;

  /** The value of a pair, 0 if it has none. */
  int get(int from, int to) {
    long key = key(from, to);
    int place = place(key, keys.length - 1);
    while (values[place] != 0) {
      if (keys[place] == key) {
        return values[place];
      }
      place = (place + 1) & (keys.length - 1);
    }
    return 0;
  }

  /** Sets the value of a pair and answers the one before, 0 if there was none. */
  int put(int from, int to, int value) {
    long key = key(from, to);
    int mask = keys.length - 1;
    int place = place(key, mask);
    while (values[place] != 0) {
      if (keys[place] == key) {
        int before = values[place];
        values[place] = value;
        return before;
      }
      place = (place + 1) & mask;
    }
    keys[place] = key;
    values[place] = value;
    if (++size * 2L > keys.length) {
      grow();
    }
    return 0;
  }

  long bytes() {
    return 12L * keys.length;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new int[oldKeys.length * 2];
    int mask = keys.length - 1;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != 0) {
        int place = place(oldKeys[i], mask);
        while (values[place] != 0) {
          place = (place + 1) & mask;
        }
        keys[place] = oldKeys[i];
        values[place] = oldValues[i];
      }
    }
  }

  private static long key(int from, int to) {
    return ((long) from << 32) | (to & 0xFFFFFFFFL);
  }

  private static int place(long key, int mask) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32) & mask;
  }
}
