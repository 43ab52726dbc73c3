package dev.datamesh.lineage;

import dev.datamesh.core.Progress;
import dev.datamesh.lineage.graph.EdgeFilter;
import dev.datamesh.lineage.graph.LiveCsr;
import dev.datamesh.lineage.graph.Reached;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.graph.Walk;
import dev.datamesh.lineage.model.Direction;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** The graph as it would be without some nodes. */
final class Overlays {

  private Overlays() {}

  /** The nodes that data still reaches from a node made from nothing, once some are removed. */
  static Set<Integer> fedWithout(Snapshot snapshot, EdgeFilter filter, int[] removed) {
    LiveCsr graph = LiveCsr.of(snapshot, filter);
    Set<Integer> gone = new HashSet<>();
    for (int node : removed) {
      gone.add(node);
    }
    int[] sources =
        IntStream.range(0, graph.nodes())
            .filter(node -> graph.inDegree(node) == 0 && !gone.contains(node))
            .toArray();
    Reached fed =
        Walk.from(
            snapshot,
            sources,
            removed,
            Direction.DOWNSTREAM,
            Integer.MAX_VALUE,
            filter,
            Integer.MAX_VALUE,
            Progress.NONE);
    Set<Integer> nodes = new HashSet<>();
    for (int place = 0; place < fed.end(); place++) {
      nodes.add(fed.node(place));
    }
    return nodes;
  }
}
