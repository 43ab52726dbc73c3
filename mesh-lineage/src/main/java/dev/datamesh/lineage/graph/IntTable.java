package dev.datamesh.lineage.graph;

/** A number for each of some nodes, by open addressing. For one thread at a time. */
final class IntTable {

  private int[] keys;
  private int[] values;
  private int size;

  IntTable(int expected) {
    int places = Integer.highestOneBit(Math.max(8, expected) * 2 - 1) * 2;
    keys = new int[places];
    values = new int[places];
  }

  /** The number of a node, -1 if it has none. */
  int get(int node) {
    int at = place(keys, node);
    return keys[at] == 0 ? -1 : values[at];
  }

  /** Sets the number of a node that has none. */
  void put(int node, int value) {
    int at = place(keys, node);
    keys[at] = node + 1;
    values[at] = value;
    if (++size * 3L > keys.length * 2L) {
      grow();
    }
  }

  private void grow() {
    int[] oldKeys = keys;
    int[] oldValues = values;
    keys = new int[oldKeys.length * 2];
    values = new int[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int at = place(keys, oldKeys[i] - 1);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }

  private static int place(int[] keys, int node) {
    int mask = keys.length - 1;
    int mixed = node * 0x9E3779B9;
    int at = (mixed ^ (mixed >>> 15)) & mask;
    while (keys[at] != 0 && keys[at] != node + 1) {
      at = (at + 1) & mask;
    }
    return at;
  }
}
