package dev.datamesh.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.model.LineageEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

  /**
   * A chain grows by commits of two edges, one of which is taken back and given again, while
   * readers ask for its length and sealings go on: each must see whole commits, and what was there
   * before.
   */
  @Test
  void readers_see_whole_commits_while_the_graph_is_written_and_sealed() throws Exception {
    LineageGraph graph = LineageGraph.inMemory();
    AtomicInteger written = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    graph.add(LineageEntry.of("n0", "n1"));
    Callable<Integer> reader =
        () -> {
          int reads = 0;
          while (!done.get()) {
            int atLeast = written.get();
            int size = graph.downstream(AssetId.dataset("n0")).size();
            assertThat(size % 2).as("half a commit").isEqualTo(1);
            assertThat(size).isGreaterThanOrEqualTo(1 + 2 * atLeast);
            reads++;
          }
          return reads;
        };
    List<Future<Integer>> running = List.of(readers.submit(reader), readers.submit(reader));
    int node = 1;
    for (int i = 0; i < 3_000; i++) {
      List<LineageEntry> two = new ArrayList<>();
      two.add(LineageEntry.of("n" + node, "n" + (node + 1)));
      two.add(LineageEntry.of("n" + (node + 1), "n" + (node + 2)));
      graph.addAll(two);
      written.incrementAndGet();
      node += 2;
      if (i % 7 == 0) {
        graph.add(LineageEntry.of("n" + i / 2, "n" + (i / 2 + 1)).withConfidence(0.5));
      }
      if (i % 500 == 0) {
        graph.seal();
      }
    }
    done.set(true);
    for (Future<Integer> each : running) {
      assertThat(each.get()).isPositive();
    }
    readers.shutdown();
  }

  @Test
  void the_background_sealing_loses_nothing_of_what_is_written_meanwhile() throws Exception {
    TestClock clock = new TestClock();
    LineageGraph graph = LineageGraph.inMemory(clock);
    LineageGraph peer = LineageGraph.inMemory(clock);
    java.util.Random random = new java.util.Random(1);
    for (int batch = 0; batch < 60; batch++) {
      List<LineageEntry> entries = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        entries.add(
            LineageEntry.of("n" + random.nextInt(30_000), "n" + random.nextInt(30_000))
                .withProducer("p" + random.nextInt(4))
                .withConfidence(random.nextInt(10) / 10.0));
      }
      graph.addAll(entries);
      peer.addAll(entries);
      if (batch % 10 == 3) {
        graph.retract(Retraction.ofProducer("p1"));
        peer.retract(Retraction.ofProducer("p1"));
      }
      peer.seal();
    }
    assertThat(graph.edges(clock.instant())).isEqualTo(peer.edges(clock.instant()));
    assertThat(graph.edges(clock.instant().minusSeconds(1))).isEmpty();
  }
}
