package dev.datamesh.lineage.graph;

import dev.datamesh.core.Progress;
import dev.datamesh.lineage.model.Direction;
import java.util.BitSet;
import java.util.PriorityQueue;

/**
 * Keeps up to date who carries a tag. After changes it first takes the tag from nodes that nothing
 * holds up any more, by hops from near to far, then hands it on from what is left, likewise; nodes
 * whose hops stay as they were are not looked at, as in Ramalingam and Reps, An Incremental
 * Algorithm for a Generalization of the Shortest-Path Problem, 1996. For one thread at a time.
 */
final class Classifier {

  private final String tag;
  private final CowInts hops = new CowInts();
  private Snapshot snapshot;
  private EdgeFilter filter;
  private Validities.Holding holding;
  private int count;

  private Classifier(Snapshot snapshot, EdgeFilter filter, String tag) {
    this.tag = tag;
    this.snapshot = snapshot;
    this.filter = filter;
    this.holding = holding(snapshot, filter);
  }

  /** Reckons from nothing; the filter leaves masked edges out. */
  static Classifier from(Snapshot snapshot, EdgeFilter filter, String tag) {
    Classifier fresh = new Classifier(snapshot, filter, tag);
    int[] tagged = snapshot.tagged(tag);
    Reached reached =
        Walk.from(
            snapshot,
            tagged,
            Direction.DOWNSTREAM,
            Integer.MAX_VALUE,
            filter,
            Integer.MAX_VALUE,
            Progress.NONE);
    for (int hop = 0; hop <= reached.hops(); hop++) {
      for (int place = reached.start(hop); place < reached.start(hop + 1); place++) {
        fresh.set(reached.node(place), hop);
      }
    }
    return fresh;
  }

  /** Whether nothing but the changes told of can be different at an instant. */
  boolean canFollowTo(long instant) {
    return holding.from() <= instant && instant < holding.to();
  }

  /** The place of the changes up to which it has followed. */
  long place() {
    return snapshot.changes();
  }

  Carriers carriers() {
    return new Carriers(snapshot, filter, hops.publish(), count);
  }

  /** Takes in what changed since the snapshot before. */
  void follow(Snapshot next, EdgeFilter nextFilter, int[] changed) {
    snapshot = next;
    filter = nextFilter;
    holding = holding(next, nextFilter);
    if (changed.length > 0) {
      new Update().run(changed);
    }
  }

  private static Validities.Holding holding(Snapshot snapshot, EdgeFilter filter) {
    return snapshot.tables().whens.holdingAt(Micros.of(filter.asOf()), snapshot.whens());
  }

  private int hops(int node) {
    return hops.get(node) - 1;
  }

  private void set(int node, int hop) {
    int before = hops(node);
    count += (hop >= 0 ? 1 : 0) - (before >= 0 ? 1 : 0);
    hops.set(node, hop + 1);
  }

  /** One reckoning. */
  private final class Update {

    private final LiveEdges edges = new LiveEdges(snapshot, filter);
    private final PriorityQueue<Long> queue = new PriorityQueue<>();
    private final BitSet unsure = new BitSet();

    void run(int[] changed) {
      for (int node : changed) {
        unsure.set(node);
        if (hops(node) >= 0) {
          offer(hops(node), node);
        }
      }
      takeAway();
      for (int node = unsure.nextSetBit(0); node >= 0; node = unsure.nextSetBit(node + 1)) {
        int best = best(node);
        if (best >= 0) {
          offer(best, node);
        }
      }
      handOn();
    }

    /** A node keeps its hops if it has the tag, or an edge from a node that is one hop nearer. */
    private void takeAway() {
      while (!queue.isEmpty()) {
        long next = queue.remove();
        int node = (int) next;
        int hop = (int) (next >>> 32);
        if (hops(node) == hop && !isHeldUp(node, hop)) {
          set(node, -1);
          unsure.set(node);
          edges.start(node, Direction.DOWNSTREAM);
          while (edges.next()) {
            if (hops(edges.other()) == hop + 1) {
              offer(hop + 1, edges.other());
            }
          }
        }
      }
    }

    private void handOn() {
      while (!queue.isEmpty()) {
        long next = queue.remove();
        int node = (int) next;
        int hop = (int) (next >>> 32);
        if (hops(node) < 0 || hops(node) > hop) {
          set(node, hop);
          edges.start(node, Direction.DOWNSTREAM);
          while (edges.next()) {
            int known = hops(edges.other());
            if (known < 0 || known > hop + 1) {
              offer(hop + 1, edges.other());
            }
          }
        }
      }
    }

    private boolean isHeldUp(int node, int hop) {
      if (hop == 0) {
        return isTagged(node);
      }
      edges.start(node, Direction.UPSTREAM);
      while (edges.next()) {
        if (hops(edges.other()) == hop - 1) {
          return true;
        }
      }
      return false;
    }

    /** The fewest hops that what is left can give a node, -1 for none. */
    private int best(int node) {
      if (isTagged(node)) {
        return 0;
      }
      int best = -1;
      edges.start(node, Direction.UPSTREAM);
      while (edges.next()) {
        int near = hops(edges.other());
        if (near >= 0 && (best < 0 || near + 1 < best)) {
          best = near + 1;
        }
      }
      return best;
    }

    private boolean isTagged(int node) {
      return snapshot.canonical(node) == node && snapshot.facts(node).tags().contains(tag);
    }

    private void offer(int hop, int node) {
      queue.add((long) hop << 32 | node);
    }
  }
}
