package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.exchange.JsonTexts;
import dev.datamesh.lineage.select.Selection;
import java.io.PrintWriter;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the nodes of a selection. */
@Command(
    name = "select",
    description =
        "The nodes that a selection describes: +x, x+2, @x, a,b (both), a b (either), domain:,"
            + " owner:, tag:, kind:, type:, column:, confidence>=, asof:.")
final class SelectCommand extends GraphCommand {

  @Parameters(paramLabel = "SELECTION")
  String selection = "";

  @Option(names = "--exclude", paramLabel = "SELECTION", description = "Without these.")
  String exclude = "";

  @Override
  int answer(LineageGraph graph, PrintWriter out) {
    Set<AssetId> nodes = Selection.read(selection).of(graph.view(), Selection.read(exclude));
    if (json) {
      out.println(
          nodes.stream()
              .map(node -> JsonTexts.string(node.toString()))
              .collect(Collectors.joining(", ", "[", "]")));
    } else {
      nodes.forEach(out::println);
    }
    return ExitCode.YES;
  }
}
