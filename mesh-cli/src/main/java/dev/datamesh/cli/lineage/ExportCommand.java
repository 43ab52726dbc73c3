package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.export.LineageExport;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the graph for other tools. */
@Command(name = "export", description = "The graph as CSV, JSON, GraphML, DOT or Mermaid.")
final class ExportCommand extends GraphCommand {

  /** The formats. */
  enum Format {
    CSV,
    JSON,
    GRAPHML,
    DOT,
    MERMAID
  }

  @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  Format format = Format.CSV;

  @Override
  int answer(LineageGraph graph, PrintWriter out) {
    LineageExport export = LineageExport.of(graph.view());
    out.print(
        switch (format) {
          case CSV -> export.toCsv();
          case JSON -> export.toJson();
          case GRAPHML -> export.toGraphMl();
          case DOT -> export.toDot();
          case MERMAID -> export.toMermaid().text();
        });
    return ExitCode.YES;
  }
}
