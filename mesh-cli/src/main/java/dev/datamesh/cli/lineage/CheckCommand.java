package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.Structure;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Looks for what a host may want to mend: circles, and nodes without any edge. */
@Command(
    name = "check",
    description = "Reads everything and reports circles and orphans; exit code 1 where there are.")
final class CheckCommand extends GraphCommand {

  @Override
  int answer(LineageGraph graph, PrintWriter out) {
    Structure structure = graph.structure();
    List<List<AssetId>> cycles = structure.cycles();
    List<AssetId> orphans = structure.orphans();
    for (List<AssetId> cycle : cycles) {
      out.println(
          "circle: " + cycle.stream().map(AssetId::toString).collect(Collectors.joining(", ")));
    }
    orphans.forEach(orphan -> out.println("orphan: " + orphan));
    boolean clean = cycles.isEmpty() && orphans.isEmpty();
    if (clean) {
      out.println("No circles, no orphans");
    }
    return clean ? ExitCode.YES : ExitCode.NO;
  }
}
