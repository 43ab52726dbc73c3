package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.LineageQuery;
import dev.datamesh.lineage.Reach;
import dev.datamesh.lineage.ReachedNode;
import dev.datamesh.lineage.exchange.AssetNames;
import dev.datamesh.lineage.exchange.JsonTexts;
import dev.datamesh.lineage.model.Direction;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Walks from a node; prints what it reaches by hops, then by name. */
abstract class WalkCommand implements Callable<Integer> {

  @Command(name = "downstream", description = "What is made from NODE, with exact hops.")
  static final class Downstream extends WalkCommand {

    Downstream() {
      super(Direction.DOWNSTREAM);
    }
  }

  @Command(name = "upstream", description = "What NODE is made from, with exact hops.")
  static final class Upstream extends WalkCommand {

    Upstream() {
      super(Direction.UPSTREAM);
    }
  }

  private final Direction direction;

  @Spec CommandSpec spec;

  @Mixin GraphSource source = new GraphSource();

  @Parameters(paramLabel = "NODE", description = "A bare name, or \"kind namespace:name\".")
  String node = "";

  @Option(names = "--depth", paramLabel = "N", description = "At most so many hops.")
  int depth = LineageQuery.ANY_DEPTH;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @SuppressWarnings("NullAway.Init")
  WalkCommand(Direction direction) {
    this.direction = direction;
  }

  @Override
  public Integer call() {
    AssetId root = AssetNames.read(node);
    Reach reach = source.open().find(LineageQuery.of(direction, List.of(root)).withDepth(depth));
    List<ReachedNode> nodes =
        reach.nodes().stream()
            .sorted(Comparator.comparingInt(ReachedNode::hops).thenComparing(ReachedNode::id))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      printJson(out, root, reach.isComplete(), nodes);
    } else {
      for (ReachedNode each : nodes) {
        out.println(each.hops() + "  " + each.id());
      }
      if (nodes.isEmpty()) {
        out.println(
            direction == Direction.DOWNSTREAM
                ? "No downstream dependencies"
                : "No upstream dependencies");
      }
    }
    return ExitCode.YES;
  }

  private static void printJson(
      PrintWriter out, AssetId root, boolean complete, List<ReachedNode> nodes) {
    out.print("{\"root\": " + JsonTexts.string(root.toString()));
    out.print(", \"complete\": " + complete + ", \"nodes\": [");
    String separator = "";
    for (ReachedNode each : nodes) {
      out.print(separator + "{\"name\": " + JsonTexts.string(each.id().toString()));
      out.print(", \"hops\": " + each.hops() + "}");
      separator = ", ";
    }
    out.println("]}");
  }
}
