package dev.datamesh.lineage.graph;

import dev.datamesh.core.Progress;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.LineageEdge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.YenKShortestPath;
import org.jgrapht.graph.DirectedWeightedMultigraph;

/** Finds several paths between two nodes. */
public final class PathSearch {

  /** Confidence 0 has an infinite length; such edges are no way at all for the best paths. */
  private record Step(int from, int to, int index, LineageEdge edge) {}

  private PathSearch() {}

  /** All paths of the fewest hops, at most so many, in the order of first mention. */
  public static List<List<LineageEdge>> allShortest(
      Snapshot snapshot, EdgeFilter filter, int from, int to, int most) {
    Reached reached =
        Walk.from(
            snapshot,
            new int[] {from},
            Direction.DOWNSTREAM,
            Integer.MAX_VALUE,
            filter,
            Integer.MAX_VALUE,
            Progress.NONE);
    Map<Integer, Integer> hops = new HashMap<>();
    for (int place = 0; place < reached.end(); place++) {
      hops.put(reached.node(place), reached.hopsAt(place));
    }
    List<List<LineageEdge>> found = new ArrayList<>();
    if (from != to && hops.containsKey(to)) {
      walkBack(snapshot, filter, hops, from, to, new ArrayList<>(), found, most);
    }
    return found;
  }

  /** The best paths by product of confidences, by Yen's algorithm on the part between the nodes. */
  public static List<List<LineageEdge>> best(
      Snapshot snapshot, EdgeFilter filter, int from, int to, int count) {
    DirectedWeightedMultigraph<Integer, Step> part = between(snapshot, filter, from, to);
    List<List<LineageEdge>> found = new ArrayList<>();
    if (from == to || !part.containsVertex(from) || !part.containsVertex(to)) {
      return found;
    }
    for (GraphPath<Integer, Step> path : new YenKShortestPath<>(part).getPaths(from, to, count)) {
      found.add(path.getEdgeList().stream().map(Step::edge).toList());
    }
    return found;
  }

  private static void walkBack(
      Snapshot snapshot,
      EdgeFilter filter,
      Map<Integer, Integer> hops,
      int from,
      int node,
      List<LineageEdge> tail,
      List<List<LineageEdge>> found,
      int most) {
    if (node == from) {
      List<LineageEdge> path = new ArrayList<>(tail);
      Collections.reverse(path);
      found.add(path);
      return;
    }
    int hop = hops.getOrDefault(node, 0);
    LiveEdges edges = new LiveEdges(snapshot, filter);
    edges.start(node, Direction.UPSTREAM);
    while (found.size() < most && edges.next()) {
      if (hops.getOrDefault(edges.other(), -1) == hop - 1) {
        tail.add(Witness.edge(snapshot, edges, edges.other(), node));
        walkBack(snapshot, filter, hops, from, edges.other(), tail, found, most);
        tail.remove(tail.size() - 1);
      }
    }
  }

  private static DirectedWeightedMultigraph<Integer, Step> between(
      Snapshot snapshot, EdgeFilter filter, int from, int to) {
    Set<Integer> after = reachedBy(snapshot, filter, from, Direction.DOWNSTREAM);
    Set<Integer> both = reachedBy(snapshot, filter, to, Direction.UPSTREAM);
    both.retainAll(after);
    DirectedWeightedMultigraph<Integer, Step> part = new DirectedWeightedMultigraph<>(Step.class);
    both.forEach(part::addVertex);
    LiveEdges edges = new LiveEdges(snapshot, filter);
    for (int node : both) {
      edges.start(node, Direction.DOWNSTREAM);
      int index = 0;
      while (edges.next()) {
        if (both.contains(edges.other()) && edges.other() != node && edges.confidence() > 0) {
          LineageEdge edge = Witness.edge(snapshot, edges, node, edges.other());
          Step step = new Step(node, edges.other(), index++, edge);
          part.addEdge(node, edges.other(), step);
          part.setEdgeWeight(step, -Math.log(edge.confidence()));
        }
      }
    }
    return part;
  }

  private static Set<Integer> reachedBy(
      Snapshot snapshot, EdgeFilter filter, int node, Direction direction) {
    Reached reached =
        Walk.from(
            snapshot,
            new int[] {node},
            direction,
            Integer.MAX_VALUE,
            filter,
            Integer.MAX_VALUE,
            Progress.NONE);
    Set<Integer> nodes = new HashSet<>();
    for (int place = 0; place < reached.end(); place++) {
      nodes.add(reached.node(place));
    }
    return nodes;
  }
}
