package dev.datamesh.lineage.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which sealed evidences ended, and by which commit. One writer, many readers: a reader finds every
 * place that was put before its snapshot was published.
 */
final class EndedPlaces {

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final long OUT = 1L << 62;
  private static final long IN = 1L << 61;

  private static final class Table {

    final long[] keys;
    final int[] commits;

    Table(int places) {
      keys = new long[places];
      commits = new int[places];
    }
  }

  private volatile Table table = new Table(64);
  private int size;

  static long key(boolean out, int block, int place) {
    return (out ? OUT : IN) | ((long) block << 32) | place;
  }

  /** Takes a place of the outgoing rows. */
  interface Taker {

    void take(int block, int place);
  }

  int size() {
    return size;
  }

  void eachOut(int commit, Taker taker) {
    Table now = table;
    for (int i = 0; i < now.keys.length; i++) {
      long key = (long) LONGS.getAcquire(now.keys, i);
      if ((key & OUT) != 0 && now.commits[i] <= commit) {
        taker.take((int) ((key & ~OUT) >>> 32), (int) key);
      }
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The commit that ended a place, 0 if none did. */
  int commitOf(long key) {
    Table now = table;
    int mask = now.keys.length - 1;
    for (int i = place(key, mask); ; i = (i + 1) & mask) {
      long there = (long) LONGS.getAcquire(now.keys, i);
      if (there == key) {
        return now.commits[i];
      }
      if (there == 0) {
        return 0;
      }
    }
  }

  void put(long key, int commit) {
    Table now = table;
    if (size * 2 >= now.keys.length) {
      now = grown(now);
      table = now;
    }
    insert(now, key, commit);
    size++;
  }

  private static Table grown(Table old) {
    Table grown = new Table(old.keys.length * 2);
    for (int i = 0; i < old.keys.length; i++) {
      if (old.keys[i] != 0) {
        insert(grown, old.keys[i], old.commits[i]);
      }
    }
    return grown;
  }

  private static void insert(Table into, long key, int commit) {
    int mask = into.keys.length - 1;
    int i = place(key, mask);
    while (into.keys[i] != 0) {
      i = (i + 1) & mask;
    }
    into.commits[i] = commit;
    LONGS.setRelease(into.keys, i, key);
  }

  private static int place(long key, int mask) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ (mixed >>> 32)) & mask;
  }

  long bytes() {
    return 12L * table.keys.length;
  }
}
