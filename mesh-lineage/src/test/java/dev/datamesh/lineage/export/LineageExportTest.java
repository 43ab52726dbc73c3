package dev.datamesh.lineage.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.NodeDescription;
import dev.datamesh.lineage.exchange.EdgeCsv;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class LineageExportTest {

  private static final List<LineageEntry> ENTRIES =
      List.of(
          LineageEntry.of("raw, \"orders\"", "orders")
              .withType(LineageType.DERIVED)
              .withConfidence(0.95)
              .withTransformation("SELECT a, b\nFROM \"t\" WHERE a < 1 & b > 2")
              .withJob("etl"),
          LineageEntry.of("orders", "revenue").withProducer("spark").thatMasks(),
          LineageEntry.of("orders", "revenue").withProducer("dbt"));

  @Test
  void csv_is_read_back_as_the_same_graph() {
    LineageGraph graph = graph(ENTRIES);
    String csv = LineageExport.of(graph.view()).toCsv();

    LineageGraph again = LineageGraph.inMemory();
    again.addAll(EdgeCsv.read(new StringReader(csv), "edges.csv"));

    assertThat(LineageExport.of(again.view()).toCsv()).isEqualTo(csv);
    assertThat(again.edges()).hasSize(2);
  }

  @Test
  void every_format_can_be_read_and_is_the_same_whatever_the_order_of_arrival() throws Exception {
    List<LineageEntry> reversed = new ArrayList<>(ENTRIES);
    java.util.Collections.reverse(reversed);
    LineageExport one = LineageExport.of(graph(ENTRIES).view());
    LineageExport other = LineageExport.of(graph(reversed).view());

    assertThat(one.toDot()).isEqualTo(other.toDot());
    assertThat(one.toGraphMl()).isEqualTo(other.toGraphMl());
    assertThat(one.toJson()).isEqualTo(other.toJson());
    assertThat(one.toMermaid()).isEqualTo(other.toMermaid());
    Node json = DocumentReader.standard().read(one.toJson(), "export");
    assertThat(((Node.Sequence) json.find("nodes").orElseThrow()).items()).hasSize(3);
    var xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(one.toGraphMl().getBytes(StandardCharsets.UTF_8)));
    assertThat(xml.getElementsByTagName("edge").getLength()).isEqualTo(2);
    assertThat(xml.getElementsByTagName("data").item(0).getTextContent()).isEqualTo("dataset");
  }

  @Test
  void dot_is_byte_stable() {
    LineageGraph graph = LineageGraph.inMemory();
    graph.add(LineageEntry.of("b", "c").withConfidence(0.5));
    graph.add(LineageEntry.of("a", "b").withType(LineageType.JOIN));
    graph.describe(NodeDescription.of(AssetId.dataset("b")).inDomain("ventas"));

    assertThat(LineageExport.of(graph.view()).toDot())
        .isEqualTo(
            """
            digraph lineage {
              rankdir=LR;
              "a";
              "c";
              subgraph cluster_0 {
                label="ventas";
                "b";
              }
              "a" -> "b" [label="join 100%", style=dashed];
              "b" -> "c" [label="direct 50%"];
            }
            """);
  }

  @Test
  void a_chart_too_large_for_mermaid_is_collapsed_and_says_so() {
    List<LineageEntry> entries = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      entries.add(LineageEntry.of("a" + i, "b" + i % 700));
    }
    LineageGraph graph = graph(entries);
    for (int i = 0; i < 2_000; i++) {
      graph.describe(NodeDescription.of(AssetId.dataset("a" + i)).inDomain("d" + i % 900));
    }

    MermaidChart chart = LineageExport.of(graph.view()).toMermaid();

    assertThat(chart.text().length()).isLessThanOrEqualTo(50_000);
    assertThat(chart.text().lines().filter(line -> line.contains("-->")).count())
        .isLessThanOrEqualTo(500);
    assertThat(chart.collapsed()).contains("drawn by domain").contains("heaviest");
    assertThat(chart.text()).contains(chart.collapsed());
  }

  private static LineageGraph graph(List<LineageEntry> entries) {
    LineageGraph graph = LineageGraph.inMemory();
    graph.addAll(entries);
    return graph;
  }
}
