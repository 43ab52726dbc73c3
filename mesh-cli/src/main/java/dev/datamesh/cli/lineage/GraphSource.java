package dev.datamesh.cli.lineage;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.Progress;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.exchange.EdgeCsv;
import dev.datamesh.lineage.exchange.EdgeRows;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command takes its graph from: a data folder, a file of edges. */
final class GraphSource {

  @Option(
      names = "--edges",
      paramLabel = "EDGES.csv",
      description =
          "Edges as CSV with a header: source,target and any of type, confidence, transformation,"
              + " producer, job, masking.")
  @Nullable Path edges;

  @Option(names = "--data", paramLabel = "FOLDER", description = "A data folder.")
  @Nullable Path data;

  @Option(names = "--skip-bad", description = "Go on without bad rows, and report each.")
  boolean skipBad;

  /** Opens the graph to read; bad rows that were skipped are reported. */
  LineageGraph open(PrintWriter err) {
    if ((edges == null) == (data == null)) {
      throw new InvalidInputException(
          "Cannot tell which lineage is meant; name either --edges or --data");
    }
    if (data != null) {
      return LineageGraph.readOnly(data);
    }
    LineageGraph graph = LineageGraph.inMemory();
    try (EdgeRows rows = rows(edges, Progress.NONE)) {
      load(graph, rows, err);
    }
    return graph;
  }

  /** Opens a file of edges. */
  static EdgeRows rows(@Nullable Path file, Progress progress) {
    if (file == null) {
      throw new InvalidInputException("Cannot load edges without a file; name one");
    }
    return EdgeCsv.open(file, progress);
  }

  /** Loads edges into a graph; answers how many entries changed something. */
  int load(LineageGraph graph, EdgeRows rows, PrintWriter err) {
    int changed = graph.load(skipBad ? rows.skippingBadRows() : rows);
    for (Problem problem : rows.problems()) {
      err.println("mesh: skipped " + problem);
    }
    if (rows.badRows() > rows.problems().size()) {
      err.println("mesh: and %,d more".formatted(rows.badRows() - rows.problems().size()));
    }
    return changed;
  }
}
