package dev.datamesh.cli.lineage;

import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.exchange.EdgeCsv;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command takes its graph from. */
final class GraphSource {

  @Option(
      names = "--edges",
      required = true,
      paramLabel = "EDGES.csv",
      description =
          "Edges as CSV with a header: source,target and any of type, confidence, transformation,"
              + " producer, job, masking.")
  Path edges = Path.of("");

  LineageGraph open() {
    LineageGraph graph = LineageGraph.inMemory();
    graph.addAll(EdgeCsv.read(edges));
    return graph;
  }
}
