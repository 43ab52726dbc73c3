package dev.datamesh.lineage;

import static dev.datamesh.lineage.Graphs.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Who reaches whom, by labels and by search, against {@link NaiveGraph} and against walks. {@code
 * -Dmesh.lineage.graphs=N} runs more; a failure names its seed.
 */
class ReachabilityTest {

  private static final int GRAPHS = Integer.getInteger("mesh.lineage.graphs", 120);

  @Test
  void the_index_answers_what_the_naive_graph_answers_after_each_of_many_writes() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      new Run(seed).go();
    }
  }

  @Test
  void the_index_of_a_large_layered_graph_agrees_with_walks() {
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      LineageGraph graph = LineageGraph.inMemory(new TestClock());
      List<LineageEntry> entries = new ArrayList<>();
      int nodes = 6_000;
      for (int i = 0; i < nodes; i++) {
        for (int edge = random.nextInt(4); edge > 0; edge--) {
          int ahead = 1 + random.nextInt(seed % 2 == 0 ? 400 : 60);
          int to = random.nextInt(50) == 0 && seed > 1 ? random.nextInt(nodes) : i + ahead;
          entries.add(LineageEntry.of("n" + i, "n" + Math.min(nodes, to)));
        }
      }
      graph.addAll(entries);
      graph.describe(NodeDescription.of(id("n0")));
      graph.indexReachability();
      for (int i = 0; i < 60; i++) {
        AssetId from = someNode(graph, random);
        Set<AssetId> reached = new HashSet<>();
        graph.downstream(from).nodes().forEach(node -> reached.add(node.id()));
        reached.add(from);
        for (int j = 0; j < 150; j++) {
          AssetId to = someNode(graph, random);
          assertThat(graph.isReachable(from, to))
              .as("seed %d, %s to %s", seed, from, to)
              .isEqualTo(reached.contains(to));
        }
      }
    }
  }

  @Test
  void an_instant_of_its_own_is_answered_by_the_edges_of_that_instant() {
    TestClock clock = new TestClock();
    LineageGraph graph = LineageGraph.inMemory(clock);
    graph.add(LineageEntry.of("a", "b"));
    graph.add(LineageEntry.of("b", "c"));
    Instant first = clock.instant();
    graph.seal();
    assertThat(graph.isReachable(id("a"), id("c"))).isTrue();

    clock.advance(Duration.ofDays(1));
    graph.retract(Retraction.ofEdge(id("a"), id("b")));

    assertThat(graph.isReachable(id("a"), id("c"))).isFalse();
    assertThat(graph.isReachable(id("a"), id("c"), first)).isTrue();
    assertThat(graph.isReachable(id("a"), id("c"), first.minusSeconds(1))).isFalse();
    graph.seal();
    assertThat(graph.isReachable(id("a"), id("c"))).isFalse();
    assertThat(graph.isReachable(id("a"), id("c"), first)).isTrue();
    assertThatThrownBy(() -> graph.isReachable(id("a"), id("nobody")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void an_edge_that_ends_by_itself_is_not_answered_beyond_its_end() {
    TestClock clock = new TestClock();
    LineageGraph graph = LineageGraph.inMemory(clock);
    Instant end = clock.instant().plus(Duration.ofDays(2));
    graph.add(LineageEntry.of("a", "b").withValidity(Validity.between(clock.instant(), end)));
    graph.seal();
    graph.indexReachability();

    assertThat(graph.isReachable(id("a"), id("b"))).isTrue();
    clock.advance(Duration.ofDays(2));
    assertThat(graph.isReachable(id("a"), id("b"))).isFalse();
  }

  private static AssetId someNode(LineageGraph graph, Random random) {
    AssetId node = id("n" + random.nextInt(6_001));
    return graph.node(node).isPresent() ? node : id("n0");
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
      this.nodes = 3 + random.nextInt(22);
    }

    void go() {
      for (int i = 0; i < nodes; i++) {
        graph.describe(NodeDescription.of(node(i)));
      }
      addSome(nodes);
      graph.seal();
      if (random.nextBoolean()) {
        graph.indexReachability();
      }
      for (int step = 0; step < 8; step++) {
        change();
        check(clock.instant());
      }
      check(clock.instant().minus(Duration.ofDays(1)));
      check(clock.instant());
    }

    private void change() {
      switch (random.nextInt(8)) {
        case 0 -> graph.seal();
        case 1 -> clock.advance(Duration.ofHours(random.nextInt(40)));
        case 2 -> {
          String producer = "p" + random.nextInt(6);
          graph.retract(Retraction.ofProducer(producer));
          naive.retract(entry -> entry.producer().equals(producer), clock.instant());
        }
        case 3, 4 -> {
          AssetId from = node(random.nextInt(nodes));
          AssetId to = node(random.nextInt(nodes));
          graph.retract(Retraction.ofEdge(from, to));
          naive.retract(
              entry -> entry.source().equals(from) && entry.target().equals(to), clock.instant());
        }
        default -> addSome(1 + random.nextInt(3));
      }
    }

    private void addSome(int count) {
      List<LineageEntry> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        LineageEntry entry =
            LineageEntry.of(node(random.nextInt(nodes)), node(random.nextInt(nodes)))
                .withProducer("p" + random.nextInt(6))
                .withType(random.nextInt(5) == 0 ? LineageType.FILTER : LineageType.DIRECT);
        if (random.nextInt(6) == 0) {
          Instant end = clock.instant().plus(Duration.ofHours(1 + random.nextInt(60)));
          entry = entry.withValidity(Validity.between(clock.instant(), end));
        }
        entries.add(entry);
      }
      graph.addAll(entries);
      entries.forEach(entry -> naive.add(entry, clock.instant()));
    }

    private void check(Instant at) {
      boolean now = at.equals(clock.instant());
      for (int i = 0; i < nodes; i++) {
        LineageQuery query = LineageQuery.downstreamOf(node(i)).withAsOf(at);
        Set<AssetId> reached = new HashSet<>(naive.hops(query, at).keySet());
        reached.add(node(i));
        for (int j = 0; j < nodes; j++) {
          boolean answer =
              now ? graph.isReachable(node(i), node(j)) : graph.isReachable(node(i), node(j), at);
          assertThat(answer)
              .as("seed %d at %s: n%d to n%d", seed, at, i, j)
              .isEqualTo(reached.contains(node(j)));
        }
      }
    }

    private static AssetId node(int i) {
      return AssetId.dataset("n" + i);
    }
  }
}
