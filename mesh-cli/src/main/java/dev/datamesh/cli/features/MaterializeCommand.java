package dev.datamesh.cli.features;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Progress;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.Materialization;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh features materialize}. */
@Command(
    name = "materialize",
    description = {
      "Bring rows of a store's online views into what is served.",
      "Without --from: what is new since the last run, however late; the first run reaches back a",
      "view's ttl. Running it again changes nothing. With --definitions and --ingest one command",
      "applies definitions, appends what the sources have and materializes."
    })
final class MaterializeCommand implements Callable<Integer> {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  @Spec private @Nullable CommandSpec spec;

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "The earliest event time that takes part; without it the run is incremental.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "INSTANT",
      description = "The latest event time that takes part; now by default.")
  private @Nullable Instant to;

  @Option(names = "--ingest", description = "Append the rows of the views' sources before.")
  private boolean ingest;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Instant end = to == null ? Instant.now() : to;
    checkTimes(end);
    try (FeatureStore open = store.open()) {
      if (ingest) {
        for (String view : open.registry().views().keySet()) {
          out.printf("%s: %,d rows appended%n", view, open.ingestSource(view));
        }
      }
      long views =
          open.registry().views().values().stream()
              .filter(view -> view.current().definition().online())
              .count();
      ProgressLine line = new ProgressLine(spec.commandLine().getErr(), views, System::nanoTime);
      Progress progress = quiet ? Progress.NONE : line;
      Materialization run =
          from == null
              ? open.materializeIncremental(end, progress)
              : open.materialize(from, end, progress);
      line.end();
      run.rows().forEach((view, rows) -> out.printf("%s: %,d rows materialized%n", view, rows));
      if (run.rows().isEmpty()) {
        out.println("no view is online");
      }
    }
    return ExitCode.YES;
  }

  /** Before anything is applied or appended, which the run would refuse too late. */
  private void checkTimes(Instant end) {
    Instant start = from == null ? end : from;
    if (start.isAfter(end) || start.isBefore(FIRST) || end.isAfter(LAST)) {
      throw new InvalidInputException(
          "Cannot materialize from %s to %s: expected the years 1 to 9999, the first time first"
              .formatted(start, end));
    }
  }
}
