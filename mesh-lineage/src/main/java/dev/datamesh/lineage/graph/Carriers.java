package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Which nodes carry a tag: those that have it and all they feed over edges that do not mask, each
 * with the hops from the nearest that has it. Immutable.
 */
public final class Carriers {

  private final Snapshot snapshot;
  private final EdgeFilter filter;
  private final int[][] hops;
  private final int count;

  /**
   * Takes published rows.
   *
   * @param hops by node: hops plus one, 0 for those who do not carry it
   */
  Carriers(Snapshot snapshot, EdgeFilter filter, int[][] hops, int count) {
    this.snapshot = snapshot;
    this.filter = filter;
    this.hops = hops;
    this.count = count;
  }

  /** Reckons them from nothing. */
  public static Carriers of(Snapshot snapshot, EdgeFilter filter, String tag) {
    return Classifier.from(snapshot, filter, tag).carriers();
  }

  /** The edges of an instant that do not mask. */
  public static EdgeFilter unmasked(Instant at) {
    return new EdgeFilter(at, Set.of(LineageType.values()), 0, true);
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  /** How many there are. */
  public int size() {
    return count;
  }

  /** The hops of a node, -1 where it does not carry the tag. */
  public int hops(int node) {
    return CowInts.get(hops, node) - 1;
  }

  /** The nodes by hops, then in the order of first mention. */
  public int[] nodes() {
    int[] ofHop = new int[count + 2];
    int most = snapshot.nodes();
    for (int node = 0; node < most; node++) {
      ofHop[CowInts.get(hops, node)]++;
    }
    int sum = 0;
    for (int hop = 1; hop < ofHop.length; hop++) {
      int here = ofHop[hop];
      ofHop[hop] = sum;
      sum += here;
    }
    int[] nodes = new int[count];
    for (int node = 0; node < most; node++) {
      int hop = CowInts.get(hops, node);
      if (hop > 0) {
        nodes[ofHop[hop]++] = node;
      }
    }
    return nodes;
  }

  /** A shortest way from a node that has the tag; empty for those and for who does not carry it. */
  public List<LineageEdge> pathTo(int node) {
    List<LineageEdge> path = new ArrayList<>();
    LiveEdges edges = new LiveEdges(snapshot, filter);
    int now = node;
    for (int hop = hops(node); hop > 0; hop--) {
      edges.start(now, Direction.UPSTREAM);
      int before = -1;
      while (before < 0 && edges.next()) {
        before = hops(edges.other()) == hop - 1 ? edges.other() : -1;
      }
      if (before < 0) {
        throw new IllegalStateException("no unmasked edge leads to node " + now);
      }
      path.add(Witness.edge(snapshot, edges, before, now));
      now = before;
    }
    Collections.reverse(path);
    return path;
  }
}
