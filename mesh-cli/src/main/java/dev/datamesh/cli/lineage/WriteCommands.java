package dev.datamesh.cli.lineage;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.Progress;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.exchange.AssetNames;
import dev.datamesh.lineage.exchange.EdgeRows;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that write to a data folder. */
final class WriteCommands {

  private WriteCommands() {}

  /** Adds one edge. */
  @Command(name = "add", description = "Add an edge to a data folder.")
  static final class Add implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "FOLDER")
    Path data = Path.of("");

    @Parameters(index = "0", paramLabel = "SOURCE")
    String source = "";

    @Parameters(index = "1", paramLabel = "TARGET")
    String target = "";

    @Option(names = "--type", description = "direct, derived, aggregated, join, filter, ...")
    String type = "direct";

    @Option(names = "--confidence")
    double confidence = 1;

    @Option(names = "--transformation")
    String transformation = "";

    @Option(names = "--producer")
    String producer = "";

    @Option(names = "--job")
    String job = "";

    @SuppressWarnings("NullAway.Init")
    Add() {}

    @Override
    public Integer call() {
      LineageEntry entry =
          LineageEntry.of(AssetNames.read(source), AssetNames.read(target))
              .withType(LineageType.of(type))
              .withConfidence(confidence)
              .withTransformation(transformation)
              .withProducer(producer)
              .withJob(job);
      try (LineageGraph graph = LineageGraph.at(data)) {
        boolean changed = graph.add(entry);
        spec.commandLine().getOut().println(changed ? "added" : "known already");
      }
      return ExitCode.YES;
    }
  }

  /** Loads a file of edges. */
  @Command(name = "import", description = "Load a CSV of edges into a data folder, all or none.")
  static final class Import implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Parameters(paramLabel = "EDGES.csv")
    @Nullable Path file;

    @Option(names = "--data", required = true, paramLabel = "FOLDER")
    Path data = Path.of("");

    @Option(names = "--skip-bad", description = "Go on without bad rows, and report each.")
    boolean skipBad;

    @Option(names = "--quiet", description = "No progress.")
    boolean quiet;

    @SuppressWarnings("NullAway.Init")
    Import() {}

    @Override
    public Integer call() {
      PrintWriter err = spec.commandLine().getErr();
      GraphSource source = new GraphSource();
      source.skipBad = skipBad;
      ProgressBar bar =
          new ProgressBar(err, CommandLine.Help.Ansi.AUTO.enabled(), System::nanoTime);
      // The file first: where it cannot be opened, no folder is made.
      try (EdgeRows rows = GraphSource.rows(file, quiet ? Progress.NONE : bar);
          LineageGraph graph = LineageGraph.at(data)) {
        int changed = source.load(graph, rows, err);
        if (!quiet) {
          bar.say("writing the graph file");
        }
        graph.checkpoint();
        bar.end();
        spec.commandLine().getOut().println("%,d entries changed something".formatted(changed));
      }
      return ExitCode.YES;
    }
  }
}
