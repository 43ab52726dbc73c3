package dev.datamesh.lineage;

import static dev.datamesh.lineage.Graphs.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.ClosedException;
import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.StorageException;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {

  @TempDir Path folder;

  @Test
  void everything_written_is_there_after_reopening_with_and_without_a_graph_file() {
    for (int seed = 0; seed < 6; seed++) {
      Path each = folder.resolve("graph" + seed);
      Random random = new Random(seed);
      Object before;
      try (LineageGraph graph = LineageGraph.at(each)) {
        for (int step = 0; step < 40; step++) {
          change(graph, random);
        }
        before = stateOf(graph);
      }
      for (int reopening = 0; reopening < 2; reopening++) {
        try (LineageGraph graph = LineageGraph.at(each)) {
          assertThat(stateOf(graph)).as("seed %d", seed).isEqualTo(before);
          graph.checkpoint();
          graph.add(LineageEntry.of("after" + reopening, "n1").withProducer("r"));
          before = stateOf(graph);
        }
      }
      try (LineageGraph reader = LineageGraph.readOnly(each)) {
        assertThat(stateOf(reader)).isEqualTo(before);
      }
    }
  }

  @Test
  void a_large_batch_goes_through_a_file_of_its_own_and_is_whole_or_not_there() throws Exception {
    List<LineageEntry> entries = new ArrayList<>();
    for (int i = 0; i < 120_000; i++) {
      entries.add(LineageEntry.of("a" + i % 5_000, "b" + i).withConfidence(i % 7 / 7.0));
    }
    try (LineageGraph graph = LineageGraph.at(folder)) {
      assertThat(graph.addAll(entries)).isEqualTo(120_000);
    }
    Files.writeString(folder.resolve("lineage/load-1-0"), "never named by a record");
    try (LineageGraph graph = LineageGraph.at(folder)) {
      assertThat(graph.downstream(id("a1")).size()).isEqualTo(24);
    }
    assertThat(folder.resolve("lineage/load-1-0")).doesNotExist();
    Path load = folder.resolve("lineage/load-0-0");
    byte[] bytes = Files.readAllBytes(load);
    bytes[bytes.length / 2] ^= 1;
    Files.write(load, bytes);
    assertThatThrownBy(() -> LineageGraph.at(folder)).isInstanceOf(DamagedDataException.class);
  }

  @Test
  void what_was_refused_is_refused_again_and_changes_nothing() {
    try (LineageGraph graph = LineageGraph.at(folder)) {
      graph.contain(id("a"), id("b"));
      assertThatThrownBy(() -> graph.contain(id("b"), id("a")))
          .isInstanceOf(InvalidInputException.class);
    }
    try (LineageGraph graph = LineageGraph.at(folder)) {
      assertThat(graph.node(id("a")).orElseThrow().container()).isEqualTo(id("b"));
      assertThat(graph.node(id("b")).orElseThrow().container()).isEqualTo(id("b"));
    }
  }

  @Test
  void one_opener_writes_and_a_closed_graph_takes_no_writes() {
    LineageGraph graph = LineageGraph.at(folder);
    assertThatThrownBy(() -> LineageGraph.at(folder)).isInstanceOf(StorageException.class);
    graph.close();
    graph.close();
    assertThatThrownBy(() -> graph.add(LineageEntry.of("a", "b")))
        .isInstanceOf(ClosedException.class);
    try (LineageGraph reader = LineageGraph.readOnly(folder)) {
      assertThatThrownBy(() -> reader.add(LineageEntry.of("a", "b")))
          .isInstanceOf(StorageException.class);
    }
  }

  private static void change(LineageGraph graph, Random random) {
    switch (random.nextInt(8)) {
      case 0 -> graph.retract(Retraction.ofProducer("p" + random.nextInt(3)));
      case 1 ->
          graph.describe(
              NodeDescription.of(node(random)).inDomain("d" + random.nextInt(3)).tagged("pii"));
      case 2 -> ignoreRefusal(() -> graph.join(node(random), node(random)));
      case 3 -> ignoreRefusal(() -> graph.contain(node(random), node(random)));
      default -> graph.addAll(entries(random));
    }
  }

  private static List<LineageEntry> entries(Random random) {
    List<LineageEntry> entries = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      LineageEntry entry =
          LineageEntry.of(node(random), node(random))
              .withType(LineageType.values()[random.nextInt(9)])
              .withConfidence(random.nextInt(11) / 10.0)
              .withProducer("p" + random.nextInt(3))
              .withJob(random.nextBoolean() ? "job ä" : "")
              .withEvent(random.nextBoolean() ? "event" : "")
              .withTransformation(random.nextBoolean() ? "sum" : "")
              .withMetadata(random.nextBoolean() ? Map.of("k", "v") : Map.of());
      entries.add(
          random.nextBoolean()
              ? entry
              : entry.withValidity(Validity.from(Instant.parse("2024-01-01T00:00:00.0000001Z"))));
    }
    return entries;
  }

  private static void ignoreRefusal(Runnable write) {
    try {
      write.run();
    } catch (InvalidInputException e) {
      // Random joins and containments run in circles now and then.
    }
  }

  private static Object stateOf(LineageGraph graph) {
    Instant later = Instant.parse("2100-01-01T00:00:00Z");
    return List.of(
        graph.nodes(), graph.edges(later), graph.edges(Instant.parse("2024-06-01T00:00:00Z")));
  }

  private static AssetId node(Random random) {
    return AssetId.dataset("n" + random.nextInt(15));
  }
}
