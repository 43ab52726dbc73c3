package dev.datamesh.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The classification that is kept up to date against one reckoned from nothing and against {@link
 * NaiveGraph}, after each of many random changes. {@code -Dmesh.lineage.graphs=N} runs more; a
 * failure names its seed.
 */
class ClassificationTest {

  private static final int GRAPHS = Integer.getInteger("mesh.lineage.graphs", 400);

  @Test
  void what_is_kept_up_to_date_equals_a_fresh_reckoning_after_every_change() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      new Run(seed).go();
    }
  }

  @Test
  void a_bulk_load_and_more_changes_than_are_remembered_are_reckoned_anew() {
    LineageGraph graph = LineageGraph.inMemory(new TestClock());
    graph.describe(NodeDescription.of(node(0)).tagged("pii"));
    assertThat(graph.classified("pii").size()).isEqualTo(1);
    List<LineageEntry> chain = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      chain.add(LineageEntry.of("n" + i, "n" + (i + 1)));
    }
    graph.addAll(chain);
    assertThat(graph.classified("pii").size()).isEqualTo(5_001);
    assertThat(graph.classified("pii").explain(node(5_000)).orElseThrow().hops()).isEqualTo(5_000);

    List<LineageEntry> fan = new ArrayList<>();
    for (int i = 0; i < 70_000; i++) {
      fan.add(LineageEntry.of("n7", "m" + i));
    }
    graph.addAll(fan);
    assertThat(graph.classified("pii").size()).isEqualTo(75_001);
    graph.retract(Retraction.ofEdge(node(6), node(7)));
    assertThat(graph.classified("pii").size()).isEqualTo(7);
    assertThat(graph.classified("other").size()).isZero();
  }

  private static final class Run {

    private final int seed;
    private final Random random;
    private final TestClock clock = new TestClock();
    private final LineageGraph graph = LineageGraph.inMemory(clock);
    private final NaiveGraph naive = new NaiveGraph();
    private final int nodes;
    private boolean joined;

    Run(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.nodes = 3 + random.nextInt(20);
    }

    void go() {
      for (int step = 0; step < 40; step++) {
        change();
        if (random.nextInt(4) > 0) {
          check(step);
        }
      }
    }

    private void change() {
      switch (random.nextInt(12)) {
        case 0 -> graph.seal();
        case 1 -> clock.advance(Duration.ofHours(random.nextInt(30)));
        case 2 -> {
          String producer = "p" + random.nextInt(5);
          graph.retract(Retraction.ofProducer(producer));
          naive.retract(entry -> entry.producer().equals(producer), clock.instant());
        }
        case 3, 4, 5 -> {
          AssetId from = node(random.nextInt(nodes));
          AssetId to = node(random.nextInt(nodes));
          graph.retract(Retraction.ofEdge(from, to));
          naive.retract(
              entry -> entry.source().equals(from) && entry.target().equals(to), clock.instant());
        }
        case 6 -> graph.describe(NodeDescription.of(node(random.nextInt(nodes))).tagged("pii"));
        case 7 -> join();
        default -> addSome();
      }
    }

    private void join() {
      if (random.nextInt(6) == 0) {
        try {
          graph.join(node(random.nextInt(nodes)), node(random.nextInt(nodes)));
          joined = true;
        } catch (InvalidInputException e) {
          // A circle of alternate names.
        }
      }
    }

    private void addSome() {
      List<LineageEntry> entries = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        LineageEntry entry =
            LineageEntry.of(node(random.nextInt(nodes)), node(random.nextInt(nodes)))
                .withProducer("p" + random.nextInt(5))
                .withType(random.nextInt(4) == 0 ? LineageType.JOIN : LineageType.DIRECT);
        if (random.nextInt(3) == 0) {
          entry = entry.thatMasks();
        }
        if (random.nextInt(8) == 0) {
          Instant end = clock.instant().plus(Duration.ofHours(1 + random.nextInt(50)));
          entry = entry.withValidity(Validity.between(clock.instant(), end));
        }
        entries.add(entry);
      }
      graph.addAll(entries);
      entries.forEach(entry -> naive.add(entry, clock.instant()));
    }

    private void check(int step) {
      Classification kept = graph.classified("pii");
      Classification fresh = graph.view().classified("pii");

      assertThat(kept.tagged()).as("seed %d, step %d", seed, step).isEqualTo(fresh.tagged());
      assertThat(kept.inherited()).as("seed %d, step %d", seed, step).isEqualTo(fresh.inherited());
      assertThat(kept.size()).isEqualTo(kept.nodes().size());
      for (ReachedNode node : kept.inherited()) {
        LineagePath way = kept.explain(node.id()).orElseThrow();
        assertThat(way.hops()).isEqualTo(node.hops());
        assertThat(way.masking()).isFalse();
      }
      if (!joined) {
        Map<AssetId, Integer> hops = new HashMap<>();
        kept.inherited().forEach(node -> hops.put(node.id(), node.hops()));
        assertThat(hops).as("seed %d, step %d", seed, step).isEqualTo(naively(kept.tagged()));
      }
    }

    private Map<AssetId, Integer> naively(List<AssetId> tagged) {
      Map<AssetId, Integer> hops = new HashMap<>();
      tagged.forEach(node -> hops.put(node, 0));
      Set<NaiveGraph.Edge> edges =
          naive.edges(clock.instant(), Set.of(LineageType.values()), 0, true).keySet();
      boolean changed = true;
      while (changed) {
        changed = false;
        for (NaiveGraph.Edge edge : edges) {
          Integer near = hops.get(edge.source());
          Integer far = hops.get(edge.target());
          if (near != null && (far == null || far > near + 1)) {
            hops.put(edge.target(), near + 1);
            changed = true;
          }
        }
      }
      tagged.forEach(hops::remove);
      return hops;
    }
  }

  private static AssetId node(int i) {
    return AssetId.dataset("n" + i);
  }
}
