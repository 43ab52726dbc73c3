package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.Progress;
import dev.datamesh.lineage.graph.Components;
import dev.datamesh.lineage.graph.LiveCsr;
import dev.datamesh.lineage.graph.ReachCounts;
import dev.datamesh.lineage.graph.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The shape of a graph as a whole. Lists are in the order of first mention unless they say
 * otherwise. Immutable.
 */
public final class Structure {

  private final Snapshot snapshot;
  private final LiveCsr graph;
  private final Components components;

  Structure(Snapshot snapshot, LiveCsr graph) {
    this.snapshot = snapshot;
    this.graph = graph;
    this.components = Components.of(graph);
  }

  /** A node and how many others are made from it. */
  public record Critical(AssetId id, int reached) {}

  /**
   * Figures of the graph.
   *
   * @param edges pairs of nodes with an edge, parallel ones counted once
   * @param cycles groups of nodes that are all made from one another
   * @param levels how many nodes the longest way passes, groups taken as one
   */
  public record Statistics(
      int nodes,
      int edges,
      int roots,
      int leaves,
      int orphans,
      int cycles,
      int levels,
      Map<AssetId.Kind, Integer> kinds) {

    public Statistics {
      kinds = java.util.Collections.unmodifiableMap(new TreeMap<>(kinds));
    }
  }

  /** Groups of nodes that are made from one another in circles, the largest first. */
  public List<List<AssetId>> cycles() {
    Map<Integer, List<AssetId>> members = new TreeMap<>();
    for (int node = 0; node < graph.nodes(); node++) {
      members
          .computeIfAbsent(components.of(node), any -> new ArrayList<>())
          .add(snapshot.asset(node));
    }
    List<List<AssetId>> cycles = new ArrayList<>();
    members.forEach(
        (component, ids) -> {
          if (ids.size() > 1 || selfLoop(snapshot.find(ids.get(0)))) {
            cycles.add(List.copyOf(ids));
          }
        });
    cycles.sort(
        Comparator.<List<AssetId>>comparingInt(List::size)
            .reversed()
            .thenComparing(ids -> ids.get(0)));
    return List.copyOf(cycles);
  }

  /**
   * The nodes by topological level: each is made only from nodes of lower levels, or from its own
   * group.
   */
  public List<List<AssetId>> levels() {
    int[] levels = components.levels(graph);
    List<List<AssetId>> rows = new ArrayList<>();
    for (int node : real().toArray()) {
      int level = levels[components.of(node)];
      while (rows.size() <= level) {
        rows.add(new ArrayList<>());
      }
      rows.get(level).add(snapshot.asset(node));
    }
    return rows.stream().map(List::copyOf).toList();
  }

  /** Nodes made from nothing, from which something is made. */
  public List<AssetId> roots() {
    return assets(real().filter(n -> graph.inDegree(n) == 0 && graph.outDegree(n) > 0));
  }

  /** Nodes from which nothing is made. */
  public List<AssetId> leaves() {
    return assets(real().filter(n -> graph.outDegree(n) == 0 && graph.inDegree(n) > 0));
  }

  /** Nodes without any edge. */
  public List<AssetId> orphans() {
    return assets(real().filter(n -> graph.outDegree(n) == 0 && graph.inDegree(n) == 0));
  }

  /**
   * The nodes from which most others are made, counted exactly for every node: the work is edges
   * times nodes / 512.
   */
  public List<Critical> mostCritical(int most, Progress progress) {
    int[] counts = ReachCounts.of(graph, components, progress);
    return real()
        .mapToObj(node -> new Critical(snapshot.asset(node), counts[node]))
        .sorted(Comparator.comparingInt(Critical::reached).reversed().thenComparing(Critical::id))
        .limit(most)
        .toList();
  }

  public Statistics statistics() {
    Map<AssetId.Kind, Integer> kinds = new TreeMap<>();
    real().forEach(node -> kinds.merge(snapshot.kind(node), 1, Integer::sum));
    int levels = IntStream.of(components.levels(graph)).max().orElse(-1) + 1;
    return new Statistics(
        (int) real().count(),
        graph.edges(),
        roots().size(),
        leaves().size(),
        orphans().size(),
        cycles().size(),
        levels,
        kinds);
  }

  private IntStream real() {
    return IntStream.range(0, graph.nodes()).filter(node -> snapshot.canonical(node) == node);
  }

  private boolean selfLoop(int node) {
    for (int place = graph.outStart(node); place < graph.outStart(node + 1); place++) {
      if (graph.out(place) == node) {
        return true;
      }
    }
    return false;
  }

  private List<AssetId> assets(IntStream nodes) {
    return nodes.mapToObj(snapshot::asset).toList();
  }
}
