package dev.datamesh.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BulkLoadTest {

  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  @Test
  void one_large_batch_is_the_same_as_many_small_ones() {
    List<LineageEntry> entries = entries(20_000, 300, 20, 5, 3);
    LineageGraph atOnce = LineageGraph.inMemory(new TestClock());
    LineageGraph inParts = LineageGraph.inMemory(new TestClock());

    atOnce.addAll(entries);
    for (int i = 0; i < entries.size(); i += 500) {
      inParts.addAll(entries.subList(i, i + 500));
      if (i % 5_000 == 0) {
        inParts.seal();
      }
    }

    assertThat(atOnce.edges(START)).isEqualTo(inParts.edges(START));
    assertThat(atOnce.edges(START.plus(Duration.ofDays(400))))
        .isEqualTo(inParts.edges(START.plus(Duration.ofDays(400))));
  }

  @Test
  void nodes_in_several_blocks_and_codes_that_need_wide_words_come_back_as_they_went_in() {
    List<LineageEntry> entries = entries(150_000, 140_000, 3_000, 3_000, 3_000);
    LineageGraph atOnce = LineageGraph.inMemory(new TestClock());
    LineageGraph inParts = LineageGraph.inMemory(new TestClock());

    atOnce.addAll(entries);
    inParts.addAll(entries.subList(0, 3_000));
    inParts.addAll(entries.subList(3_000, 100_000));
    inParts.seal();
    inParts.addAll(entries.subList(100_000, 150_000));

    assertThat(atOnce.edges(START)).isEqualTo(inParts.edges(START));
    LineageQuery query =
        LineageQuery.downstreamOf(entries.get(0).source())
            .withAsOf(START)
            .withMinEdgeConfidence(0.2);
    assertThat(atOnce.find(query).nodes())
        .containsExactlyInAnyOrderElementsOf(inParts.find(query).nodes());
  }

  @Test
  void a_batch_with_a_bad_entry_leaves_no_trace() {
    LineageGraph graph = LineageGraph.inMemory(new TestClock());
    graph.add(LineageEntry.of("a", "b"));
    LineageEntry ended =
        LineageEntry.of("new", "newer")
            .withValidity(Validity.between(Validity.WHEN_RECORDED, START.minusSeconds(1)));

    assertThatThrownBy(
            () ->
                graph.addAll(
                    List.of(
                        LineageEntry.of("x", "y"),
                        LineageEntry.of(
                            AssetId.mesh(AssetId.Kind.PRODUCT, "ventas.orders"),
                            AssetId.dataset("z")),
                        ended)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("ends before it begins");

    assertThat(graph.nodes()).extracting(node -> node.id().name()).containsExactly("a", "b");
    graph.add(LineageEntry.of("c", "d"));
    assertThat(graph.node(AssetId.dataset("c")).orElseThrow().domain()).isEmpty();
  }

  private static List<LineageEntry> entries(
      int count, int nodes, int confidences, int validities, int jobs) {
    Random random = new Random(7);
    List<LineageEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LineageEntry entry =
          LineageEntry.of("n" + random.nextInt(nodes), "n" + random.nextInt(nodes))
              .withConfidence(random.nextInt(confidences) / (double) confidences)
              .withType(LineageType.values()[random.nextInt(4)])
              .withJob("j" + random.nextInt(jobs));
      int validity = random.nextInt(validities + 1);
      entries.add(
          validity == 0
              ? entry
              : entry.withValidity(Validity.from(START.minus(Duration.ofHours(validity)))));
    }
    return entries;
  }
}
