package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import java.util.Arrays;

/**
 * Looks for a way between two nodes from both ends, each time widening the smaller side; the first
 * node seen from both ends is the answer. For one thread at a time.
 */
final class Meeting {

  private final LiveEdges edges;
  private final Marks seenFromStart = new Marks();
  private final Marks seenFromEnd = new Marks();

  Meeting(Snapshot snapshot, EdgeFilter filter) {
    this.edges = new LiveEdges(snapshot, filter);
  }

  boolean areJoined(int from, int to) {
    int[] forward = {from};
    int[] backward = {to};
    seenFromStart.add(from);
    seenFromEnd.add(to);
    while (forward.length > 0 && backward.length > 0) {
      boolean widenForward = forward.length <= backward.length;
      int[] frontier = widenForward ? forward : backward;
      int[] next =
          widen(
              frontier,
              widenForward ? Direction.DOWNSTREAM : Direction.UPSTREAM,
              widenForward ? seenFromStart : seenFromEnd,
              widenForward ? seenFromEnd : seenFromStart);
      if (next.length > 0 && next[0] < 0) {
        return true;
      }
      if (widenForward) {
        forward = next;
      } else {
        backward = next;
      }
    }
    return false;
  }

  /** The next level, or -1 alone if it meets the other side. */
  private int[] widen(int[] frontier, Direction direction, Marks ours, Marks theirs) {
    int[] next = new int[Math.max(8, frontier.length * 2)];
    int size = 0;
    for (int node : frontier) {
      edges.start(node, direction);
      while (edges.next()) {
        int other = edges.other();
        if (theirs.has(other)) {
          return new int[] {-1};
        }
        if (ours.add(other)) {
          if (size == next.length) {
            next = Arrays.copyOf(next, size * 2);
          }
          next[size++] = other;
        }
      }
    }
    return Arrays.copyOf(next, size);
  }

  /** A set of node numbers, by open addressing. */
  private static final class Marks {

    private int[] places = new int[64];
    private int size;

    boolean has(int node) {
      int at = place(node);
      return places[at] != 0;
    }

    boolean add(int node) {
      int at = place(node);
      if (places[at] != 0) {
        return false;
      }
      places[at] = node + 1;
      if (++size * 2 > places.length) {
        int[] old = places;
        places = new int[old.length * 2];
        for (int entry : old) {
          if (entry != 0) {
            places[place(entry - 1)] = entry;
          }
        }
      }
      return true;
    }

    private int place(int node) {
      int mask = places.length - 1;
      int at = ((node * 0x9E3779B9) >>> 7) & mask;
      while (places[at] != 0 && places[at] != node + 1) {
        at = (at + 1) & mask;
      }
      return at;
    }
  }
}
