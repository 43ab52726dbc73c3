package dev.datamesh.lineage.graph;

import java.util.Arrays;

/**
 * A row of ints whose published state never changes: a page is copied before its first change after
 * a publication. What was never set reads 0. One writer.
 */
final class CowInts {

  private static final int BITS = 10;
  private static final int SIZE = 1 << BITS;

  private int[][] table = new int[0][];
  private boolean[] mine = new boolean[0];
  private boolean tableIsMine = true;

  /** Reads from a published table. */
  static int get(int[][] published, int index) {
    int page = index >>> BITS;
    if (page >= published.length) {
      return 0;
    }
    int[] values = published[page];
    return values.length == 0 ? 0 : values[index & (SIZE - 1)];
  }

  int get(int index) {
    return get(table, index);
  }

  void set(int index, int value) {
    if (get(index) == value) {
      return;
    }
    int page = index >>> BITS;
    if (page >= table.length) {
      int before = table.length;
      table = Arrays.copyOf(table, Math.max(page + 1, before + (before >> 1)));
      Arrays.fill(table, before, table.length, new int[0]);
      mine = Arrays.copyOf(mine, table.length);
      tableIsMine = true;
    } else if (!tableIsMine) {
      table = table.clone();
      tableIsMine = true;
    }
    if (!mine[page]) {
      table[page] = table[page].length == 0 ? new int[SIZE] : table[page].clone();
      mine[page] = true;
    }
    table[page][index & (SIZE - 1)] = value;
  }

  /** The state as of now, which later changes leave alone. */
  int[][] publish() {
    if (tableIsMine) {
      Arrays.fill(mine, false);
      tableIsMine = false;
    }
    return table;
  }

  long bytes() {
    long bytes = 0;
    for (int[] page : table) {
      bytes += 4L * page.length;
    }
    return bytes + 9L * table.length;
  }
}
