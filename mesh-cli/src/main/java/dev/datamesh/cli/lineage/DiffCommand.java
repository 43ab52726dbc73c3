package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.lineage.LineageDiff;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.exchange.JsonTexts;
import dev.datamesh.lineage.model.LineageEdge;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares two instants. */
@Command(
    name = "diff",
    description = "What became different between two instants; exit code 1 where anything did.")
final class DiffCommand extends GraphCommand {

  @Option(names = "--from", required = true, paramLabel = "INSTANT")
  Instant from = Instant.EPOCH;

  @Option(names = "--to", paramLabel = "INSTANT", description = "Now if left out.")
  @Nullable Instant to;

  @Override
  int answer(LineageGraph graph, PrintWriter out) {
    LineageDiff diff = graph.diff(from, to == null ? graph.view().now() : to);
    if (json) {
      out.println(
          "{\"added\": "
              + edges(diff.addedEdges())
              + ", \"removed\": "
              + edges(diff.removedEdges())
              + ", \"changed\": "
              + edges(diff.changedEdges())
              + "}");
    } else {
      out.print(diff.toText());
    }
    return diff.isEmpty() ? ExitCode.YES : ExitCode.NO;
  }

  private static String edges(List<LineageEdge> edges) {
    return edges.stream()
        .map(
            edge ->
                "{\"source\": "
                    + JsonTexts.string(edge.source().toString())
                    + ", \"target\": "
                    + JsonTexts.string(edge.target().toString())
                    + "}")
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
