package dev.datamesh.cli.features;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.featurestore.FeatureStore;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mesh features compact}. */
@Command(name = "compact", description = "Merge the segments of every view into one.")
final class CompactCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private StoreOptions store = new StoreOptions();

  @Override
  public Integer call() {
    try (FeatureStore open = store.open()) {
      int merged = open.compact();
      var out = Objects.requireNonNull(spec).commandLine().getOut();
      out.printf("%d segments merged%n", merged);
      for (String view : open.registry().views().keySet()) {
        var stats = open.stats(view);
        out.printf("%s: %,d rows, %,d bytes%n", view, stats.rows(), stats.bytes());
      }
    }
    return ExitCode.YES;
  }
}
