package dev.datamesh.lineage;

import static dev.datamesh.lineage.Graphs.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.lineage.graph.EdgeFilter;
import dev.datamesh.lineage.graph.LineageStore;
import dev.datamesh.lineage.graph.Witness;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import dev.datamesh.testkit.Folders;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kept graphs of every version of the graph file open in this build: a folder with a graph file
 * and records after it, and a graph file of wide words. {@code -Dmesh.lineage.fixture=DIR} writes
 * them anew, which only a new version should need.
 */
class GraphFormatTest {

  private static final int CODES = 1_100;

  @TempDir Path folder;

  @Test
  void a_folder_of_version_1_opens_answers_and_goes_on() throws Exception {
    String target = System.getProperty("mesh.lineage.fixture");
    if (target != null) {
      write(Path.of(target).resolve("folder"));
    }
    Path kept = Path.of(GraphFormatTest.class.getResource("/lineage-v1/folder").toURI());
    Folders.copy(kept, folder);
    LineageGraph expected = LineageGraph.inMemory(new TestClock());
    TestClock clock = new TestClock();
    LineageGraph again = LineageGraph.inMemory(clock);
    fill(again, clock);
    more(again, clock);
    try (LineageGraph graph = LineageGraph.at(folder)) {
      assertThat(graph.nodes()).isEqualTo(again.nodes()).isNotEqualTo(expected.nodes());
      for (int day = -1; day < 12; day++) {
        Instant at = new TestClock().instant().plus(Duration.ofDays(day));
        assertThat(graph.edges(at)).as("day %d", day).isEqualTo(again.edges(at));
      }
      assertThat(graph.add(LineageEntry.of("one", "more"))).isTrue();
      graph.checkpoint();
    }
    try (LineageGraph graph = LineageGraph.readOnly(folder)) {
      assertThat(graph.isReachable(id("one"), id("more"))).isTrue();
    }
  }

  @Test
  void a_graph_file_of_version_1_with_wide_words_opens() throws Exception {
    String target = System.getProperty("mesh.lineage.fixture");
    if (target != null) {
      try (OutputStream out = Files.newOutputStream(Path.of(target).resolve("wide.graph"))) {
        wide().image().writeTo(out);
      }
    }
    try (InputStream in = GraphFormatTest.class.getResourceAsStream("/lineage-v1/wide.graph")) {
      LineageStore read = LineageStore.readImage(in);
      Instant later = Instant.parse("2030-01-01T00:00:00Z");
      assertThat(Witness.allEdges(read.snapshot(), EdgeFilter.at(later)))
          .hasSize(CODES)
          .isEqualTo(Witness.allEdges(wide().snapshot(), EdgeFilter.at(later)));
    }
  }

  private static void write(Path target) {
    TestClock clock = new TestClock();
    JournalOptions options = JournalOptions.standard().withClock(clock).withPieceBytes(8192);
    try (DataFolder data = DataFolder.at(target, options);
        LineageGraph graph = LineageGraph.at(data)) {
      fill(graph, clock);
      graph.checkpoint();
      more(graph, clock);
    }
  }

  /** What the graph file holds. */
  private static void fill(LineageGraph graph, TestClock clock) {
    Random random = new Random(7);
    for (int step = 0; step < 30; step++) {
      graph.addAll(entries(random));
      if (step % 6 == 5) {
        graph.retract(Retraction.ofProducer("p" + random.nextInt(3)));
        clock.advance(Duration.ofDays(1));
      }
    }
    graph.describe(
        new NodeDescription(
            id("n1"), "ventas", "ana@ventas", java.util.Set.of("pii", "ä"), List.of(id("n2"))));
    graph.contain(id("n3"), AssetId.mesh(AssetId.Kind.PRODUCT, "ventas.orders"));
    graph.join(id("alternate"), id("n4"));
    graph.join(id("n5"), id("n6"));
    graph.delete(id("n7"));
  }

  /** What is in records after the graph file. */
  private static void more(LineageGraph graph, TestClock clock) {
    Random random = new Random(8);
    clock.advance(Duration.ofDays(1));
    graph.addAll(entries(random));
    graph.retract(Retraction.ofJob("job 1"));
    graph.describe(NodeDescription.of(id("n8")).inDomain("logistica"));
    graph.join(id("late"), id("n8"));
    graph.add(
        LineageEntry.of(
            new AssetId(AssetId.Kind.FIELD, "warehouse", "orders#total"),
            AssetId.mesh(AssetId.Kind.DASHBOARD, "board")));
  }

  private static List<LineageEntry> entries(Random random) {
    List<LineageEntry> entries = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Instant from = new TestClock().instant().plus(Duration.ofDays(random.nextInt(9)));
      LineageEntry entry =
          new LineageEntry(
              id("n" + random.nextInt(20)),
              id("n" + random.nextInt(20)),
              LineageType.values()[random.nextInt(9)],
              random.nextInt(4) == 0,
              random.nextInt(11) / 10.0,
              random.nextBoolean() ? "sum" : "",
              "p" + random.nextInt(3),
              random.nextBoolean() ? "job " + random.nextInt(3) : "",
              random.nextBoolean() ? "event" : "",
              random.nextBoolean() ? Map.of("k", "välue") : Map.of(),
              Validity.FROM_NOW_ON);
      entries.add(
          random.nextInt(3) > 0
              ? entry
              : entry.withValidity(Validity.between(from, from.plus(Duration.ofDays(2)))));
    }
    return entries;
  }

  /** More codes than fit into 32 bits together. */
  private static LineageStore wide() {
    LineageStore store = new LineageStore();
    List<LineageEntry> entries = new ArrayList<>();
    for (int i = 0; i < CODES; i++) {
      entries.add(
          LineageEntry.of("a" + i % 37, "b" + i)
              .withConfidence(i / (double) CODES)
              .withJob("j" + i)
              .withValidity(Validity.from(Instant.parse("2024-01-01T00:00:00Z").plusSeconds(i))));
    }
    store.add(entries.iterator(), Instant.parse("2024-06-01T00:00:00Z"));
    return store;
  }
}
