package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import java.util.Arrays;

/**
 * The edges of one node under a filter, evidences grouped to edges: by the other end, the job, and
 * whether they carry values. In the order of the other end's number, then of the group. For one
 * thread at a time.
 */
final class LiveEdges {

  private final Snapshot snapshot;
  private final EdgeFilter filter;
  private final long asOf;
  private final EdgeCursor cursor;
  private long[] keys = new long[16];
  private int[] rows = new int[16 * 3];
  private int count;
  private int at;
  private int other;
  private double confidence;
  private boolean masking;
  private int first;
  private int end;

  LiveEdges(Snapshot snapshot, EdgeFilter filter) {
    this.snapshot = snapshot;
    this.filter = filter;
    this.asOf = Micros.of(filter.asOf());
    this.cursor = snapshot.cursor();
  }

  void start(int node, Direction direction) {
    count = 0;
    at = 0;
    Tables tables = snapshot.tables();
    cursor.start(node, direction);
    while (cursor.next()) {
      int when = cursor.when();
      How how = tables.hows.get(cursor.how());
      if (tables.whens.from(when) <= asOf
          && asOf < tables.whens.to(when)
          && filter.types().contains(how.type())) {
        push(cursor.other());
      }
    }
    sort();
  }

  /** Steps to the next edge that passes. */
  boolean next() {
    while (at < count) {
      first = at;
      other = (int) (keys[at] >>> 32);
      double doubt = 1;
      double last = 0;
      boolean allMask = true;
      do {
        How how = snapshot.tables().hows.get(rows[row(at)]);
        last = how.confidence();
        doubt *= 1 - last;
        allMask &= how.masking();
        at++;
      } while (at < count && sameEdge(first, at));
      end = at;
      confidence = end - first == 1 ? last : 1 - doubt;
      masking = allMask;
      if (confidence >= filter.minConfidence() && !(masking && filter.unmaskedOnly())) {
        return true;
      }
    }
    return false;
  }

  int other() {
    return other;
  }

  double confidence() {
    return confidence;
  }

  boolean masking() {
    return masking;
  }

  /** How many evidences the edge has. */
  int evidences() {
    return end - first;
  }

  int how(int evidence) {
    return rows[row(first + evidence)];
  }

  int when(int evidence) {
    return rows[row(first + evidence) + 1];
  }

  int who(int evidence) {
    return rows[row(first + evidence) + 2];
  }

  private int row(int sorted) {
    return ((int) keys[sorted]) * 3;
  }

  private void push(int node) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
      rows = Arrays.copyOf(rows, count * 6);
    }
    keys[count] = (long) node << 32 | count;
    rows[count * 3] = cursor.how();
    rows[count * 3 + 1] = cursor.when();
    rows[count * 3 + 2] = cursor.who();
    count++;
  }

  private void sort() {
    Arrays.sort(keys, 0, count);
    int from = 0;
    while (from < count) {
      int to = from + 1;
      while (to < count && keys[to] >>> 32 == keys[from] >>> 32) {
        to++;
      }
      if (to - from > 1) {
        sortGroup(from, to);
      }
      from = to;
    }
  }

  /** Orders parallel evidences by job, influence, then source of the statement: few, so simply. */
  private void sortGroup(int from, int to) {
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
    Tables tables = snapshot.tables();
    Who a = tables.whos.get(rows[left + 2]);
    Who b = tables.whos.get(rows[right + 2]);
    int order = a.job().compareTo(b.job());
    if (order == 0) {
      order = Boolean.compare(indirect(left), indirect(right));
    }
    if (order == 0) {
      order = a.producer().compareTo(b.producer());
    }
    return order != 0 ? order : a.transformation().compareTo(b.transformation());
  }

  private boolean sameEdge(int left, int right) {
    if (keys[left] >>> 32 != keys[right] >>> 32) {
      return false;
    }
    Tables tables = snapshot.tables();
    return indirect(row(left)) == indirect(row(right))
        && tables
            .whos
            .get(rows[row(left) + 2])
            .job()
            .equals(tables.whos.get(rows[row(right) + 2]).job());
  }

  private boolean indirect(int row) {
    return snapshot.tables().hows.get(rows[row]).type().isIndirect();
  }
}
