package dev.datamesh.lineage.jgrapht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.NodeDescription;
import dev.datamesh.lineage.model.LineageEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.GraphTests;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.alg.cycle.CycleDetector;
import org.jgrapht.alg.scoring.ClosenessCentrality;
import org.jgrapht.alg.scoring.ClusteringCoefficient;
import org.jgrapht.alg.scoring.PageRank;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.alg.shortestpath.GraphMeasurer;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedPseudograph;
import org.jgrapht.traverse.BreadthFirstIterator;
import org.junit.jupiter.api.Test;

class SnapshotGraphTest {

  private static final int GRAPHS = Integer.getInteger("mesh.lineage.jgrapht", 2_000);

  @Test
  void ten_algorithms_agree_with_a_pseudograph_of_the_same_edges() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      Random random = new Random(seed);
      int nodes = 1 + random.nextInt(8);
      LineageGraph lineage = LineageGraph.inMemory();
      Graph<AssetId, DefaultEdge> peer = new DirectedPseudograph<>(DefaultEdge.class);
      for (int i = 0; i < nodes; i++) {
        lineage.describe(NodeDescription.of(node(i)).inDomain("d"));
        peer.addVertex(node(i));
      }
      List<LineageEntry> entries = new ArrayList<>();
      for (int i = random.nextInt(20); i > 0; i--) {
        AssetId from = node(random.nextInt(nodes));
        AssetId to = node(random.nextInt(nodes));
        entries.add(LineageEntry.of(from, to).withJob("job" + i));
        peer.addEdge(from, to);
      }
      lineage.addAll(entries);
      compare(seed, SnapshotGraph.of(lineage.view()), peer);
    }
  }

  private static void compare(
      int seed, Graph<AssetId, Link> ours, Graph<AssetId, DefaultEdge> peer) {
    assertThat(results(ours)).as("seed %d", seed).isEqualTo(results(peer));
  }

  private static <E> Map<String, Object> results(Graph<AssetId, E> graph) {
    Map<String, Object> results = new HashMap<>();
    results.put("edges", graph.edgeSet().size());
    AssetId first = node(0);
    Map<AssetId, Integer> depths = new HashMap<>();
    var bfs = new BreadthFirstIterator<>(graph, first);
    while (bfs.hasNext()) {
      AssetId next = bfs.next();
      depths.put(next, bfs.getDepth(next));
    }
    results.put("1 breadth first", depths);
    results.put(
        "2 strong components",
        Set.copyOf(new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()));
    results.put(
        "3 weak components", Set.copyOf(new ConnectivityInspector<>(graph).connectedSets()));
    results.put("4 on cycles", new HashSet<>(new CycleDetector<>(graph).findCycles()));
    Map<AssetId, Double> dijkstra = new HashMap<>();
    var paths = new DijkstraShortestPath<>(graph).getPaths(first);
    graph.vertexSet().forEach(node -> dijkstra.put(node, paths.getWeight(node)));
    results.put("5 Dijkstra", dijkstra);
    Map<AssetId, Double> unweighted = new HashMap<>();
    var bfsPaths = new BFSShortestPath<>(graph).getPaths(first);
    graph.vertexSet().forEach(node -> unweighted.put(node, bfsPaths.getWeight(node)));
    results.put("6 breadth-first paths", unweighted);
    results.put("7 diameter", new GraphMeasurer<>(graph).getDiameter());
    results.put("8 page rank", rounded(new PageRank<>(graph).getScores()));
    results.put("9 closeness", rounded(new ClosenessCentrality<>(graph).getScores()));
    results.put("10 simple", GraphTests.isSimple(graph));
    Map<AssetId, List<Integer>> degrees = new HashMap<>();
    graph
        .vertexSet()
        .forEach(
            node ->
                degrees.put(
                    node,
                    List.of(
                        graph.inDegreeOf(node),
                        graph.outDegreeOf(node),
                        graph.degreeOf(node),
                        graph.edgesOf(node).size())));
    results.put("11 degrees", degrees);
    return results;
  }

  @Test
  void cannot_be_changed() {
    LineageGraph lineage = LineageGraph.inMemory();
    lineage.add(LineageEntry.of("a", "b"));
    Graph<AssetId, Link> graph = SnapshotGraph.of(lineage.view());

    assertThatThrownBy(() -> graph.addVertex(node(9)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(graph.getEdge(AssetId.dataset("a"), AssetId.dataset("b"))).hasToString("a -> b");
    assertThat(graph.getEdge(AssetId.dataset("b"), AssetId.dataset("a"))).isNull();
    assertThat(graph.getAllEdges(AssetId.dataset("a"), AssetId.dataset("unknown"))).isNull();
    assertThat(new ClusteringCoefficient<>(graph).getScores()).hasSize(2);
  }

  @Test
  void a_host_graph_can_be_loaded() {
    Graph<String, DefaultEdge> host = new DirectedPseudograph<>(DefaultEdge.class);
    host.addVertex("a");
    host.addVertex("b");
    host.addEdge("a", "b");
    host.addEdge("b", "a");
    LineageGraph lineage = LineageGraph.inMemory();

    assertThat(SnapshotGraph.load(host, AssetId::dataset, "host", lineage)).isEqualTo(2);
    assertThat(SnapshotGraph.load(host, AssetId::dataset, "host", lineage)).isZero();
    assertThat(lineage.edges()).hasSize(2);
  }

  private static Map<AssetId, Long> rounded(Map<AssetId, Double> scores) {
    Map<AssetId, Long> rounded = new HashMap<>();
    scores.forEach((node, score) -> rounded.put(node, Math.round(score * 1e9)));
    return rounded;
  }

  private static AssetId node(int i) {
    return AssetId.dataset("n" + i);
  }
}
