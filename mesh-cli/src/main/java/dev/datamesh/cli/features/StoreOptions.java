package dev.datamesh.cli.features;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.definition.DefinitionReader;
import dev.datamesh.featurestore.definition.Definitions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command works on, and what the views in it are. */
final class StoreOptions {

  @Option(
      names = "--store",
      required = true,
      paramLabel = "DIR",
      description = "The data folder; with --definitions it is made where it is missing.")
  private @Nullable Path folder;

  @Option(
      names = "--definitions",
      paramLabel = "FEATURES.yml",
      description =
          "Entities, views and services, YAML or JSON, applied first; the store's own where left"
              + " out.")
  private @Nullable Path definitions;

  /** Opens the store with the definitions applied; the caller closes it. */
  FeatureStore open() {
    Path data = Objects.requireNonNull(folder);
    if (definitions == null && !Files.isDirectory(data.resolve("features"))) {
      throw new InvalidInputException(
          "Cannot open the feature store in %s: there is none; --definitions makes one"
              .formatted(data));
    }
    var read = definitions == null ? Definitions.of() : DefinitionReader.read(definitions);
    FeatureStore store = FeatureStore.at(data);
    try {
      if (definitions != null) {
        store.apply(read);
      }
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }
}
