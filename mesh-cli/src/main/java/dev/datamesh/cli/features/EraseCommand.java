package dev.datamesh.cli.features;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.featurestore.FeatureStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh features erase}. */
@Command(
    name = "erase",
    description = {
      "Take all rows of an entity out of every view with exactly its keys.",
      "When the command ends, no file of the store holds them."
    })
final class EraseCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--key",
      required = true,
      split = ",",
      paramLabel = "NAME=VALUE",
      description = "The entity's keys, separated by commas.")
  private List<String> parts = new ArrayList<>();

  @Override
  public Integer call() {
    Map<String, String> key = NamedValues.of("erase", parts);
    if (key.containsValue("")) {
      throw new InvalidInputException(
          "Cannot erase %s, a key is empty: expected NAME=VALUE".formatted(parts));
    }
    try (FeatureStore open = store.open()) {
      long rows = open.erase(key);
      Objects.requireNonNull(spec)
          .commandLine()
          .getOut()
          .printf("%,d rows of %s erased%n", rows, key);
      return ExitCode.YES;
    }
  }
}
