package dev.datamesh.cli.features;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.featurestore.FeatureStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh features ingest}. */
@Command(
    name = "ingest",
    description = {
      "Append the rows that views' sources have now to a store, each view in one durable commit.",
      "Running it again appends the rows again; joins are the same, the later rows win ties."
    })
final class IngestCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--view",
      split = ",",
      paramLabel = "NAME",
      description = "The views, separated by commas; all by default.")
  private List<String> views = new ArrayList<>();

  @Override
  public Integer call() {
    try (FeatureStore open = store.open()) {
      List<String> names =
          views.isEmpty() ? new ArrayList<>(open.registry().views().keySet()) : views;
      for (String view : names) {
        long rows = open.ingestSource(view);
        Objects.requireNonNull(spec)
            .commandLine()
            .getOut()
            .printf(
                "%s: %,d rows appended, %,d in the store%n", view, rows, open.stats(view).rows());
      }
    }
    return ExitCode.YES;
  }
}
