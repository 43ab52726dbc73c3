package dev.datamesh.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random multigraphs with cycles, diamonds, parallel edges, self-loops, deletions and times,
 * against {@link NaiveGraph}. {@code -Dmesh.lineage.graphs=N} runs more; a failure names its seed,
 * and {@code -Dmesh.lineage.seed=S} runs only that one.
 */
class RandomGraphsTest {

  private static final int GRAPHS = Integer.getInteger("mesh.lineage.graphs", 1_500);
  private static final int SEED = Integer.getInteger("mesh.lineage.seed", -1);
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  @Test
  void every_query_answers_what_the_naive_graph_answers() {
    int first = SEED >= 0 ? SEED : 0;
    int end = SEED >= 0 ? SEED + 1 : GRAPHS;
    for (int seed = first; seed < end; seed++) {
      new Run(seed).go();
    }
  }

  private static final class Run {

    private final int seed;
    private final Random random;
    private final TestClock clock = new TestClock();
    private final LineageGraph graph = LineageGraph.inMemory(clock);
    private final NaiveGraph naive = new NaiveGraph();
    private final int nodes;

    Run(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.nodes = 2 + random.nextInt(12);
    }

    void go() {
      int steps = 1 + random.nextInt(40);
      for (int step = 0; step < steps; step++) {
        change();
      }
      for (int i = 0; i < nodes; i++) {
        // Every node is named, so that every one can be asked for.
        graph.describe(NodeDescription.of(node(i)).inDomain("d" + i % 3));
      }
      checkEdges(clock.instant());
      checkEdges(instant());
      for (int i = 0; i < 6; i++) {
        checkQuery(query());
      }
    }

    private void change() {
      int what = random.nextInt(20);
      if (what == 0) {
        graph.seal();
      } else if (what == 1) {
        clock.advance(Duration.ofDays(random.nextInt(3)));
      } else if (what == 2) {
        String producer = "p" + random.nextInt(3);
        graph.retract(Retraction.ofProducer(producer));
        naive.retract(entry -> entry.producer().equals(producer), clock.instant());
      } else if (what == 3) {
        AssetId from = node(random.nextInt(nodes));
        AssetId to = node(random.nextInt(nodes));
        graph.retract(Retraction.ofEdge(from, to));
        naive.retract(
            entry -> entry.source().equals(from) && entry.target().equals(to), clock.instant());
      } else {
        List<LineageEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
          entries.add(entry());
        }
        graph.addAll(entries);
        entries.forEach(entry -> naive.add(entry, clock.instant()));
      }
    }

    private LineageEntry entry() {
      LineageEntry entry =
          LineageEntry.of(node(random.nextInt(nodes)), node(random.nextInt(nodes)))
              .withProducer("p" + random.nextInt(3))
              .withConfidence((1 + random.nextInt(10)) / 10.0)
              .withType(LineageType.values()[random.nextInt(LineageType.values().length)]);
      if (random.nextInt(3) == 0) {
        entry = entry.withJob("j" + random.nextInt(3));
      }
      if (random.nextInt(4) == 0) {
        entry = entry.withTransformation("t" + random.nextInt(2));
      }
      if (random.nextInt(4) == 0) {
        entry = entry.thatMasks();
      }
      if (random.nextInt(3) == 0) {
        Instant from = instant();
        entry =
            entry.withValidity(
                random.nextBoolean()
                    ? Validity.from(from)
                    : Validity.between(from, from.plus(Duration.ofDays(1 + random.nextInt(5)))));
      }
      return entry;
    }

    private LineageQuery query() {
      LineageQuery query =
          LineageQuery.of(
              random.nextBoolean() ? Direction.DOWNSTREAM : Direction.UPSTREAM,
              random.nextInt(4) == 0
                  ? List.of(node(random.nextInt(nodes)), node(random.nextInt(nodes)))
                  : List.of(node(random.nextInt(nodes))));
      if (random.nextBoolean()) {
        query = query.withDepth(random.nextInt(5));
      }
      if (random.nextInt(3) == 0) {
        query = query.withAsOf(instant());
      }
      if (random.nextInt(3) == 0) {
        query = query.withMinEdgeConfidence(random.nextInt(10) / 10.0);
      }
      if (random.nextInt(3) == 0) {
        query = query.withMinPathConfidence((1 + random.nextInt(9)) / 10.0);
      }
      if (random.nextInt(4) == 0) {
        query = query.withTypes(EnumSet.of(LineageType.DIRECT, LineageType.JOIN, LineageType.SORT));
      }
      return query;
    }

    private void checkQuery(LineageQuery query) {
      Reach reach = graph.find(query);
      Map<AssetId, Integer> hops = new TreeMap<>();
      reach.nodes().forEach(node -> hops.put(node.id(), node.hops()));

      assertThat(hops).as("seed %d, %s", seed, query).isEqualTo(naive.hops(query, clock.instant()));
      for (ReachedNode node : reach.nodes()) {
        assertThat(reach.hopsTo(node.id())).hasValue(node.hops());
        LineagePath path = reach.pathTo(node.id()).orElseThrow();
        checkPath(query, node, path);
        assertThat(reach.bestPathTo(node.id()).orElseThrow().confidence())
            .as("seed %d", seed)
            .isCloseTo(reach.confidenceOf(node.id()), within(1e-9));
      }
    }

    private void checkPath(LineageQuery query, ReachedNode node, LineagePath path) {
      boolean down = query.direction() == Direction.DOWNSTREAM;
      assertThat(path.hops()).as("seed %d, %s", seed, query).isEqualTo(node.hops());
      List<AssetId> ids = path.nodes();
      assertThat(ids.get(down ? ids.size() - 1 : 0)).isEqualTo(node.id());
      assertThat(query.roots()).contains(ids.get(down ? 0 : ids.size() - 1));
      assertThat(path.confidence()).isGreaterThan(query.minPathConfidence() - 1e-9);
      path.edges()
          .forEach(
              edge ->
                  assertThat(edge.confidence()).isGreaterThan(query.minEdgeConfidence() - 1e-9));
    }

    private void checkEdges(Instant at) {
      Map<NaiveGraph.Edge, NaiveGraph.Judged> expected =
          naive.edges(at, Set.of(LineageType.values()), 0, false);
      Map<NaiveGraph.Edge, LineageEdge> actual = new HashMap<>();
      for (LineageEdge edge : graph.edges(at)) {
        var key =
            new NaiveGraph.Edge(edge.source(), edge.target(), edge.job(), edge.type().isIndirect());
        assertThat(actual.put(key, edge)).as("seed %d: %s twice", seed, key).isNull();
      }
      assertThat(actual.keySet()).as("seed %d at %s", seed, at).isEqualTo(expected.keySet());
      actual.forEach(
          (key, edge) -> {
            assertThat(edge.confidence())
                .as("seed %d, %s", seed, key)
                .isCloseTo(expected.get(key).confidence(), within(1e-9));
            assertThat(edge.masking()).isEqualTo(expected.get(key).masking());
          });
    }

    private Instant instant() {
      return START.plus(Duration.ofDays(random.nextInt(12) - 3));
    }

    private static AssetId node(int i) {
      return AssetId.dataset("n" + i);
    }
  }
}
