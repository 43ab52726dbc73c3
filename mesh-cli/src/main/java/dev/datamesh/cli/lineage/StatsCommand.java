package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.Progress;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.Structure;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the figures of a graph. */
@Command(name = "stats", description = "The figures of the graph, and its most critical nodes.")
final class StatsCommand extends GraphCommand {

  @Option(names = "--critical", paramLabel = "N", description = "So many of the most critical.")
  int critical;

  @Override
  int answer(LineageGraph graph, PrintWriter out) {
    Structure structure = graph.structure();
    Structure.Statistics figures = structure.statistics();
    String form =
        json
            ? "{\"nodes\": %d, \"edges\": %d, \"roots\": %d, \"leaves\": %d, \"orphans\": %d,"
                + " \"cycles\": %d, \"levels\": %d}%n"
            : "nodes    %d%nedges    %d%nroots    %d%nleaves   %d%norphans  %d%ncycles   %d%n"
                + "levels   %d%n";
    out.printf(
        form,
        figures.nodes(),
        figures.edges(),
        figures.roots(),
        figures.leaves(),
        figures.orphans(),
        figures.cycles(),
        figures.levels());
    if (critical > 0 && !json) {
      for (Structure.Critical each : structure.mostCritical(critical, Progress.NONE)) {
        out.println(each.reached() + "  " + each.id());
      }
    }
    return ExitCode.YES;
  }
}
