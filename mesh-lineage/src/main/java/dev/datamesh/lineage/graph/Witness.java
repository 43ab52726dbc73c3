package dev.datamesh.lineage.graph;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.Evidence;
import dev.datamesh.lineage.model.LineageEdge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shortest paths back from reached nodes to a root, found when they are asked for. For one thread
 * at a time.
 */
public final class Witness {

  private final Snapshot snapshot;
  private final Direction direction;
  private final LiveEdges edges;
  private final IntTable hops;

  public Witness(Snapshot snapshot, Reached reached, Direction direction, EdgeFilter filter) {
    this.snapshot = snapshot;
    this.direction = direction;
    this.edges = new LiveEdges(snapshot, filter);
    this.hops = new IntTable(reached.end());
    for (int hop = 0; hop <= reached.hops(); hop++) {
      for (int place = reached.start(hop); place < reached.start(hop + 1); place++) {
        hops.put(reached.node(place), hop);
      }
    }
  }

  /** How many hops a node is away, empty where it was not reached. */
  public Optional<Integer> hopsTo(int node) {
    int hop = hops.get(node);
    return hop < 0 ? Optional.empty() : Optional.of(hop);
  }

  /**
   * A shortest path in the direction of the data, whichever way the walk went; among several the
   * one over the nodes first mentioned.
   */
  public List<LineageEdge> pathTo(int node) {
    List<LineageEdge> path = new ArrayList<>();
    int hop = hops.get(node);
    int now = node;
    while (hop > 0) {
      edges.start(now, direction.reversed());
      int before = -1;
      while (before < 0 && edges.next()) {
        before = hops.get(edges.other()) == hop - 1 ? edges.other() : -1;
      }
      if (before < 0) {
        break;
      }
      path.add(
          direction == Direction.DOWNSTREAM
              ? edge(snapshot, edges, before, now)
              : edge(snapshot, edges, now, before));
      now = before;
      hop--;
    }
    if (direction == Direction.DOWNSTREAM) {
      java.util.Collections.reverse(path);
    }
    return path;
  }

  static LineageEdge edge(Snapshot snapshot, LiveEdges edges, int from, int to) {
    AssetId source = snapshot.asset(from);
    AssetId target = snapshot.asset(to);
    List<Evidence> evidences = new ArrayList<>(edges.evidences());
    for (int i = 0; i < edges.evidences(); i++) {
      evidences.add(snapshot.evidence(edges.how(i), edges.when(i), edges.who(i)));
    }
    return LineageEdge.of(source, target, evidences.get(0).job(), evidences);
  }

  /** All edges that hold under a filter, by source and target in the order of first mention. */
  public static List<LineageEdge> allEdges(Snapshot snapshot, EdgeFilter filter) {
    LiveEdges edges = new LiveEdges(snapshot, filter);
    List<LineageEdge> all = new ArrayList<>();
    for (int node = 0; node < snapshot.nodes(); node++) {
      edges.start(node, Direction.DOWNSTREAM);
      while (edges.next()) {
        all.add(edge(snapshot, edges, node, edges.other()));
      }
    }
    return all;
  }
}
