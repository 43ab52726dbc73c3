package dev.datamesh.cli.features;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.featurestore.FeatureStore;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh features export}. */
@Command(
    name = "export",
    description = {
      "Write a view's rows from a store to a file, ordered by key and time, block by block:",
      "CSV, a JSON object a line where the name ends in .jsonl, gzipped where it ends in .gz,",
      "or Parquet where it ends in .parquet."
    })
final class ExportCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(names = "--view", required = true, paramLabel = "NAME", description = "The view.")
  private String view = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write; an existing one is replaced.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    FrameFile file = new FrameFile(Objects.requireNonNull(out)).checked();
    try (FeatureStore open = store.open()) {
      file.write(open.rows(view));
      Objects.requireNonNull(spec)
          .commandLine()
          .getOut()
          .printf("%s: %,d rows%n", out, open.stats(view).rows());
    }
    return ExitCode.YES;
  }
}
