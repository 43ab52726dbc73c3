package dev.datamesh.lineage.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.NodeDescription;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineageJsonTest {

  private static final Instant NOW = Instant.parse("2024-01-15T10:30:00Z");

  private static LineageGraph graph(Instant now) {
    return LineageGraph.inMemory(Clock.fixed(now, ZoneOffset.UTC));
  }

  private static Node node(String text) {
    return DocumentReader.standard().read(text, "lineage.json");
  }

  @Test
  void the_entry_of_the_requirements_is_read_with_its_defaults() {
    LineageGraph graph = graph(NOW);
    int changed =
        LineageJson.load(
            graph,
            node(
                """
                [{"source": "raw-orders", "target": "customer-orders",
                  "transformation": "clean and join", "lineage_type": "derived",
                  "confidence": 0.95, "metadata": {"job": "daily"},
                  "timestamp": "2024-01-14T00:00:00Z"},
                 {"source": "raw-events", "target": "customer-orders"}]
                """),
            "lineage.json");
    assertThat(changed).isEqualTo(2);
    assertThat(graph.edges(Instant.parse("2024-01-14T12:00:00Z"))).hasSize(1);
    assertThat(LineageJson.export(graph.view()).at("/lineage/1/confidence").orElseThrow())
        .isEqualTo(node("0.95"));
    assertThat(graph.edges())
        .extracting(edge -> edge.type().word() + " " + edge.confidence())
        .containsExactlyInAnyOrder("derived 0.95", "direct 1.0");
  }

  @Test
  void what_is_exported_and_loaded_is_the_same_graph() {
    LineageGraph graph = graph(NOW);
    AssetId product = AssetId.of(ProductId.of("ventas.orders"));
    AssetId odd = new AssetId(AssetId.Kind.DATASET, "s3", "bucket:part one");
    AssetId table = AssetId.dataset("product table");
    graph.add(
        LineageEntry.of(odd, table)
            .withType(LineageType.AGGREGATED)
            .withConfidence(0.5)
            .withProducer("etl")
            .withJob("nightly")
            .withEvent("e1")
            .withMetadata(Map.of("k", "v"))
            .withValidity(Validity.between(NOW.minusSeconds(60), NOW.plusSeconds(3600)))
            .thatMasks());
    graph.add(LineageEntry.of(odd, table).withProducer("somebody").withJob("nightly"));
    graph.add(LineageEntry.of(product, AssetId.mesh(AssetId.Kind.DASHBOARD, "board")));
    graph.contain(table, product);
    graph.describe(
        NodeDescription.of(odd)
            .inDomain("raw")
            .ownedBy("a@b.c")
            .tagged("pii")
            .withFallbacks(table));
    graph.delete(AssetId.mesh(AssetId.Kind.DASHBOARD, "board"));

    Node written = LineageJson.export(graph.view());
    LineageGraph copy = graph(NOW.plusSeconds(10));
    LineageJson.load(copy, node(DocumentWriter.prettyJson().write(written)), "lineage.json");

    assertThat(LineageExport.of(copy.view()).toCsv())
        .isEqualTo(LineageExport.of(graph.view()).toCsv());
    assertThat(copy.nodes()).containsExactlyInAnyOrderElementsOf(graph.nodes());
    assertThat(copy.edges(NOW.minusSeconds(30))).hasSize(1);
    assertThat(copy.edges(NOW.plusSeconds(4000))).hasSize(2);
  }

  @Test
  void every_problem_is_told_with_its_place_and_nothing_is_loaded() {
    LineageGraph graph = graph(NOW);
    InvalidInputException e =
        catchThrowableOfType(
            InvalidInputException.class,
            () ->
                LineageJson.load(
                    graph,
                    node(
                        """
                        {"lineage": [
                          {"source": "a", "target": "b"},
                          {"source": "a"},
                          {"source": "a", "target": "b", "confidence": 1.2},
                          {"source": "a", "target": "b", "lineage_type": "odd"},
                          {"source": "a", "target": "b", "timestamp": "yesterday"},
                          {"source": "a", "target": "b", "valid_to": "0001-01-01T00:00:00Z",
                           "valid_from": "2024-01-01T00:00:00Z"},
                          {"source": "a", "target": "b", "sauce": 1}],
                         "nodes": [{"domain": "x"}, 7]}
                        """),
                    "lineage.json"));
    assertThat(e.problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "/lineage/1/target",
            "/lineage/2/confidence",
            "/lineage/3/lineage_type",
            "/lineage/4/timestamp",
            "/lineage/5",
            "/lineage/6/sauce",
            "/nodes/0/name",
            "/nodes/1",
            "/nodes/1/name");
    assertThat(graph.nodes()).isEmpty();
  }
}
