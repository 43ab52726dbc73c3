package dev.datamesh.benchmarks.lineage;

import com.google.common.graph.GraphBuilder;
import com.google.common.graph.MutableGraph;
import com.google.common.graph.Traverser;
import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.ReachedNode;
import dev.datamesh.lineage.model.LineageEntry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedMultigraph;
import org.jgrapht.traverse.BreadthFirstIterator;

/** Questions whose answers are small, beside JGraphT and Guava. */
final class SmallFigures {

  private SmallFigures() {}

  /** Small closures and neighbourhoods through the door. */
  static long run(int nodes) {
    LineageGraph door = LineageGraph.inMemory(Clock.fixed(LayeredGraph.NOW, ZoneOffset.UTC));
    List<LineageEntry> entries = new ArrayList<>();
    // Trees of 50 nodes, each node also linked to three others of its tree.
    for (int node = 0; node < nodes; node++) {
      int tree = node / 50 * 50;
      int at = node % 50;
      for (int k = 1; k <= 4 && at + k < 50; k++) {
        entries.add(LineageEntry.of("n" + node, "n" + (tree + at + k)));
      }
    }
    door.addAll(entries);
    Graph<String, DefaultEdge> multigraph = new DirectedMultigraph<>(DefaultEdge.class);
    for (LineageEntry entry : entries) {
      multigraph.addVertex(entry.source().name());
      multigraph.addVertex(entry.target().name());
      multigraph.addEdge(entry.source().name(), entry.target().name());
    }
    MutableGraph<String> guavaGraph = GraphBuilder.directed().expectedNodeCount(nodes).build();
    for (LineageEntry entry : entries) {
      guavaGraph.putEdge(entry.source().name(), entry.target().name());
    }
    Traverser<String> guava = Traverser.forGraph(guavaGraph);
    Random random = new Random(5);
    String[] roots = new String[1_000];
    AssetId[] ids = new AssetId[1_000];
    for (int i = 0; i < roots.length; i++) {
      roots[i] = "n" + random.nextInt(nodes / 50) * 50;
      ids[i] = AssetId.dataset(roots[i]);
    }
    return Rounds.compare(
        List.of(
            "1,000 closures of 49, door, records",
            "1,000 closures of 49, door, names read",
            "1,000 closures, JGraphT",
            "1,000 closures, Guava",
            "1,000 3-hop neighbourhoods, door",
            "1,000 3-hop neighbourhoods, JGraphT"),
        List.of(
            () -> {
              long sum = 0;
              for (AssetId id : ids) {
                for (ReachedNode node : door.downstream(id).nodes()) {
                  sum += node.hops();
                }
              }
              return sum;
            },
            () -> {
              long sum = 0;
              for (AssetId id : ids) {
                for (ReachedNode node : door.downstream(id).nodes()) {
                  sum += node.hops() + node.id().name().length();
                }
              }
              return sum;
            },
            () -> {
              long sum = 0;
              for (String root : roots) {
                sum += Rounds.count(new BreadthFirstIterator<>(multigraph, root));
              }
              return sum;
            },
            () -> {
              long sum = 0;
              for (String root : roots) {
                sum += Rounds.count(guava.breadthFirst(root).iterator());
              }
              return sum;
            },
            () -> {
              long sum = 0;
              for (AssetId id : ids) {
                sum += door.downstream(id, 3).size();
              }
              return sum;
            },
            () -> {
              long sum = 0;
              for (String root : roots) {
                var walk = new BreadthFirstIterator<>(multigraph, root);
                while (walk.hasNext() && walk.getDepth(walk.next()) <= 3) {
                  sum++;
                }
              }
              return sum;
            }),
        41);
  }
}
