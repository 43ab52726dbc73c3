package dev.datamesh.cli.features;

import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.definition.DefinitionReader;
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
      description = "The data folder; it is made where it is missing.")
  private @Nullable Path folder;

  @Option(
      names = "--definitions",
      required = true,
      paramLabel = "FEATURES.yml",
      description = "Entities, views and services, YAML or JSON.")
  private @Nullable Path definitions;

  /** Opens the store with the definitions applied; the caller closes it. */
  FeatureStore open() {
    var read = DefinitionReader.read(Objects.requireNonNull(definitions));
    FeatureStore store = FeatureStore.at(Objects.requireNonNull(folder));
    try {
      store.apply(read);
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }
}
