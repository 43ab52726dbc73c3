package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.LineagePath;
import dev.datamesh.lineage.Paths;
import dev.datamesh.lineage.exchange.AssetNames;
import dev.datamesh.lineage.exchange.JsonTexts;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains how data gets from one node to another. */
@Command(
    name = "path",
    description = "How data gets from one node to another; exit code 1 where it does not.")
final class PathCommand extends GraphCommand {

  @Parameters(index = "0", paramLabel = "FROM")
  String from = "";

  @Parameters(index = "1", paramLabel = "TO")
  String to = "";

  @Option(names = "--best", paramLabel = "K", description = "The K best by confidence.")
  int best;

  @Option(names = "--all", description = "All of the fewest hops.")
  boolean all;

  @Override
  int answer(LineageGraph graph, PrintWriter out) {
    Paths paths = graph.paths(AssetNames.read(from), AssetNames.read(to));
    List<LineagePath> found =
        best > 0 ? paths.best(best) : paths.allShortest(all ? Integer.MAX_VALUE : 1);
    if (json) {
      out.println(
          found.stream().map(PathCommand::json).collect(Collectors.joining(", ", "[", "]")));
    } else {
      found.forEach(path -> out.print(path.explain()));
    }
    if (found.isEmpty() && !json) {
      out.println("No path from " + from + " to " + to);
    }
    return found.isEmpty() ? ExitCode.NO : ExitCode.YES;
  }

  private static String json(LineagePath path) {
    return "{\"nodes\": "
        + path.nodes().stream()
            .map(node -> JsonTexts.string(node.toString()))
            .collect(Collectors.joining(", ", "[", "]"))
        + ", \"type\": "
        + JsonTexts.string(path.type().word())
        + ", \"masking\": "
        + path.masking()
        + ", \"confidence\": "
        + path.confidence()
        + "}";
  }
}
