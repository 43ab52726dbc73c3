package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.LineageQuery;
import dev.datamesh.lineage.Reach;
import dev.datamesh.lineage.ReachedNode;
import dev.datamesh.lineage.exchange.AssetNames;
import dev.datamesh.lineage.exchange.JsonTexts;
import dev.datamesh.lineage.model.Direction;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Walks from a node; prints what it reaches by hops, then by name. */
abstract class WalkCommand extends GraphCommand {

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

  @Option(names = "--as-of", paramLabel = "INSTANT", description = "Such as 2024-01-31T00:00:00Z.")
  @Nullable Instant asOf;

  @Option(
      names = "--min-edge-confidence",
      paramLabel = "SHARE",
      description = "Leave out edges below.")
  double minEdgeConfidence;

  @Option(
      names = "--min-path-confidence",
      paramLabel = "SHARE",
      description = "Leave out nodes no path to which has this product of confidences.")
  double minPathConfidence;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many nodes.")
  int limit = LineageQuery.NO_LIMIT;

  @Parameters(paramLabel = "NODE", description = "A bare name, or \"kind namespace:name\".")
  String node = "";

  @Option(names = "--depth", paramLabel = "N", description = "At most so many hops.")
  int depth = LineageQuery.ANY_DEPTH;

  WalkCommand(Direction direction) {
    this.direction = direction;
  }

  @Override
  int answer(LineageGraph graph, PrintWriter out) {
    AssetId root = AssetNames.read(node);
    Reach reach = graph.find(query(root));
    List<ReachedNode> nodes =
        reach.nodes().stream()
            .sorted(Comparator.comparingInt(ReachedNode::hops).thenComparing(ReachedNode::id))
            .toList();
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

  private LineageQuery query(AssetId root) {
    LineageQuery query =
        LineageQuery.of(direction, List.of(root))
            .withDepth(depth)
            .withMinEdgeConfidence(minEdgeConfidence)
            .withMinPathConfidence(minPathConfidence)
            .withLimit(limit);
    return asOf == null ? query : query.withAsOf(asOf);
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
