package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.lineage.Impact;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.LineageQuery;
import dev.datamesh.lineage.exchange.AssetNames;
import dev.datamesh.lineage.model.Direction;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says who is hit when nodes break. */
@Command(
    name = "impact",
    description = "Who is hit when NODE breaks: by domain, owner and hops, and what to do.")
final class ImpactCommand extends GraphCommand {

  @Parameters(arity = "1..*", paramLabel = "NODE", description = "What breaks.")
  List<String> nodes = List.of();

  @Option(names = "--depth", paramLabel = "N", description = "At most so many hops.")
  int depth = LineageQuery.ANY_DEPTH;

  @Option(names = "--markdown", description = "Answer as Markdown.")
  boolean markdown;

  @Override
  int answer(LineageGraph graph, PrintWriter out) {
    Impact impact =
        graph.impact(
            LineageQuery.of(Direction.DOWNSTREAM, nodes.stream().map(AssetNames::read).toList())
                .withDepth(depth));
    out.print(json ? impact.toJson() + "\n" : markdown ? impact.toMarkdown() : impact.toText());
    return ExitCode.YES;
  }
}
