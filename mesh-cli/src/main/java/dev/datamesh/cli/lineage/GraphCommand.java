package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.lineage.LineageGraph;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks a graph one question. */
abstract class GraphCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Mixin GraphSource source = new GraphSource();

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @SuppressWarnings("NullAway.Init")
  GraphCommand() {}

  @Override
  public Integer call() {
    try (LineageGraph graph = source.open(spec.commandLine().getErr())) {
      return answer(graph, spec.commandLine().getOut());
    }
  }

  /** Prints the answer; answers an {@link ExitCode}. */
  abstract int answer(LineageGraph graph, PrintWriter out);
}
