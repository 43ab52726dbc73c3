package dev.datamesh.lineage.graph;

import java.util.Arrays;

/**
 * The evidences of one node in one direction, gathered and ordered: by the number of the other end,
 * then by job, influence, producer, transformation and start, so that those of one edge lie side by
 * side. For one thread at a time.
 */
final class EvidenceRow {

  private final Tables tables;
  private long[] keys = new long[16];
  private int[] rows = new int[16 * 3];
  private int count;
  private boolean ordered;

  EvidenceRow(Tables tables) {
    this.tables = tables;
  }

  void clear() {
    count = 0;
    ordered = true;
  }

  int size() {
    return count;
  }

  void push(int other, int how, int when, int who) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
      rows = Arrays.copyOf(rows, count * 6);
    }
    ordered &= count == 0 || (int) (keys[count - 1] >>> 32) < other;
    keys[count] = ((long) other << 32) | count;
    rows[count * 3] = how;
    rows[count * 3 + 1] = when;
    rows[count * 3 + 2] = who;
    count++;
  }

  void order() {
    if (ordered) {
      return;
    }
    Arrays.sort(keys, 0, count);
    int from = 0;
    while (from < count) {
      int to = from + 1;
      while (to < count && other(to) == other(from)) {
        to++;
      }
      if (to - from > 1) {
        orderGroup(from, to);
      }
      from = to;
    }
    ordered = true;
  }

  int other(int place) {
    return (int) (keys[place] >>> 32);
  }

  int how(int place) {
    return rows[row(place)];
  }

  int when(int place) {
    return rows[row(place) + 1];
  }

  int who(int place) {
    return rows[row(place) + 2];
  }

  /** In what turn the evidence was pushed. */
  int pushed(int place) {
    return (int) keys[place];
  }

  /** Whether two evidences are of one edge. */
  boolean sameEdge(int left, int right) {
    return other(left) == other(right)
        && indirect(row(left)) == indirect(row(right))
        && (who(left) == who(right)
            || tables.whos.get(who(left)).job().equals(tables.whos.get(who(right)).job()));
  }

  private int row(int place) {
    return ((int) keys[place]) * 3;
  }

  /** Parallel evidences are few, but a pair of nodes may have thousands. */
  private void orderGroup(int from, int to) {
    Long[] group = new Long[to - from];
    for (int i = from; i < to; i++) {
      group[i - from] = keys[i];
    }
    Arrays.sort(group, (a, b) -> compare(a.intValue() * 3, b.intValue() * 3));
    for (int i = from; i < to; i++) {
      keys[i] = group[i - from];
    }
  }

  private int compare(int left, int right) {
    Who a = tables.whos.get(rows[left + 2]);
    Who b = tables.whos.get(rows[right + 2]);
    int order = a.job().compareTo(b.job());
    if (order == 0) {
      order = Boolean.compare(indirect(left), indirect(right));
    }
    if (order == 0) {
      order = a.producer().compareTo(b.producer());
    }
    if (order == 0) {
      order = a.transformation().compareTo(b.transformation());
    }
    return order != 0
        ? order
        : Long.compare(tables.whens.from(rows[left + 1]), tables.whens.from(rows[right + 1]));
  }

  private boolean indirect(int row) {
    return tables.hows.get(rows[row]).type().isIndirect();
  }
}
