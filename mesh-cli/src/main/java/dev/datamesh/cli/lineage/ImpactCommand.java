package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.lineage.Impact;
import dev.datamesh.lineage.LineageQuery;
import dev.datamesh.lineage.exchange.AssetNames;
import dev.datamesh.lineage.model.Direction;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says who is hit when nodes break. */
@Command(
    name = "impact",
    description = "Who is hit when NODE breaks: by domain, owner and hops, and what to do.")
final class ImpactCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Mixin GraphSource source = new GraphSource();

  @Parameters(arity = "1..*", paramLabel = "NODE", description = "What breaks.")
  List<String> nodes = List.of();

  @Option(names = "--depth", paramLabel = "N", description = "At most so many hops.")
  int depth = LineageQuery.ANY_DEPTH;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--markdown", description = "Answer as Markdown.")
  boolean markdown;

  @SuppressWarnings("NullAway.Init")
  ImpactCommand() {}

  @Override
  public Integer call() {
    Impact impact =
        source
            .open()
            .impact(
                LineageQuery.of(Direction.DOWNSTREAM, nodes.stream().map(AssetNames::read).toList())
                    .withDepth(depth));
    String text = json ? impact.toJson() + "\n" : markdown ? impact.toMarkdown() : impact.toText();
    spec.commandLine().getOut().print(text);
    return ExitCode.YES;
  }
}
