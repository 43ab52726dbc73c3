package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the edges of a snapshot that hold at an instant differ from those of its last sealing, pairs
 * of nodes counted and not evidences: saying something again, or with another confidence, is no
 * difference. Immutable.
 */
final class LaterEdges {

  /** Beyond so many changes nobody looks which they are. */
  private static final int MOST_CHANGES = 4_096;

  private final int[] froms;
  private final int[] tos;
  private final int size;
  private final boolean unknown;
  private final boolean removed;

  private LaterEdges(int[] froms, int[] tos, int size, boolean unknown, boolean removed) {
    this.froms = froms;
    this.tos = tos;
    this.size = size;
    this.unknown = unknown;
    this.removed = removed;
  }

  /**
   * Compares.
   *
   * @param pass what counts at the instant
   */
  static LaterEdges of(Snapshot snapshot, Pass pass) {
    DeltaLog delta = snapshot.delta();
    if (delta.isEmpty()) {
      return new LaterEdges(new int[0], new int[0], 0, false, false);
    }
    if (snapshot.slots() > MOST_CHANGES || delta.endings() > MOST_CHANGES) {
      return new LaterEdges(new int[0], new int[0], 0, true, delta.endings() > 0);
    }
    return new Comparison(snapshot, pass).later();
  }

  /** Whether there may be edges that were not sealed. */
  boolean anyAdded() {
    return unknown || size > 0;
  }

  /** Whether sealed edges may be gone. */
  boolean anyRemoved() {
    return removed;
  }

  /** How many pairs were added; only to be asked where they are known. */
  int added() {
    return size;
  }

  /** Whether it is known which pairs were added. */
  boolean areKnown() {
    return !unknown;
  }

  int from(int index) {
    return froms[index];
  }

  int to(int index) {
    return tos[index];
  }

  /** Looks at the rows of the nodes that are touched. */
  private static final class Comparison {

    private final Snapshot snapshot;
    private final Pass pass;
    private final EdgeCursor cursor;
    private int[] froms = new int[16];
    private int[] tos = new int[16];
    private int size;
    private boolean removed;

    Comparison(Snapshot snapshot, Pass pass) {
      this.snapshot = snapshot;
      this.pass = pass;
      this.cursor = snapshot.cursor();
    }

    LaterEdges later() {
      DeltaLog delta = snapshot.delta();
      for (int slot = 0; slot < snapshot.slots(); slot++) {
        if (delta.aliveAt(slot, snapshot.commit())
            && pass.counts(delta.get(slot, DeltaLog.HOW), delta.get(slot, DeltaLog.WHEN))) {
          int from = delta.get(slot, DeltaLog.FROM);
          int to = delta.get(slot, DeltaLog.TO);
          if (!wasSealed(from, to)) {
            add(from, to);
          }
        }
      }
      delta.eachEndedRow(snapshot.commit(), this::lookForRemoved);
      return new LaterEdges(froms, tos, size, false, removed);
    }

    private boolean wasSealed(int from, int to) {
      Sealed sealed = snapshot.sealed();
      if (from >= sealed.nodes()) {
        return false;
      }
      Side out = sealed.out();
      int block = from >>> Side.BLOCK_BITS;
      int end = out.starts[block][(from & Side.IN_BLOCK) + 1];
      for (int place = out.firstOf(from, to); place < end; place++) {
        if (out.ends[block][place] != to) {
          return false;
        }
        if (countsAt(out, block, place)) {
          return true;
        }
      }
      return false;
    }

    private boolean countsAt(Side out, int block, int place) {
      long word = out.word(block, place);
      WordFormat format = snapshot.sealed().format();
      return pass.counts(format.how(word), format.when(word));
    }

    /** Of an ended evidence: whether no other keeps its pair together. */
    private void lookForRemoved(int block, int place) {
      Side out = snapshot.sealed().out();
      if (removed || !countsAt(out, block, place)) {
        return;
      }
      int found = Arrays.binarySearch(out.starts[block], place);
      int row = found < 0 ? -found - 2 : found;
      while (out.starts[block][row + 1] == place) {
        row++;
      }
      int to = out.ends[block][place];
      cursor.start((block << Side.BLOCK_BITS) + row, Direction.DOWNSTREAM);
      while (cursor.next()) {
        if (cursor.other() == to && pass.counts(cursor.how(), cursor.when())) {
          return;
        }
      }
      removed = true;
    }

    private void add(int from, int to) {
      if (size == froms.length) {
        froms = Arrays.copyOf(froms, size * 2);
        tos = Arrays.copyOf(tos, size * 2);
      }
      froms[size] = from;
      tos[size++] = to;
    }
  }

  /** The difference of one snapshot, kept as long as the next question is of the same one. */
  static final class Latest {

    private record Known(Snapshot snapshot, long instant, LaterEdges edges) {}

    private volatile @Nullable Known known;

    LaterEdges of(Snapshot snapshot, Pass pass, long instant) {
      Known now = known;
      if (now == null
          || now.snapshot() != snapshot
          || (now.instant() != instant && !pass.sameAt(now.instant()))) {
        now = new Known(snapshot, instant, LaterEdges.of(snapshot, pass));
        known = now;
      }
      return now.edges();
    }
  }
}
