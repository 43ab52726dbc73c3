package dev.datamesh.cli.features;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.HistoricalRequest;
import dev.datamesh.featurestore.SavedDataset;
import dev.datamesh.featurestore.definition.DefinitionReader;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Plan;
import dev.datamesh.featurestore.registry.Registry;
import dev.datamesh.featurestore.registry.Version;
import dev.datamesh.featurestore.registry.Versions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The subcommands about definitions, and those that look at a join. */
class DefinitionsCommand {

  @Spec private @Nullable CommandSpec spec;

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  @Command(
      name = "plan",
      description = {
        "Show what applying FEATURES.yml would change, and warn of what another domain has.",
        "Exit code 0: nothing; 1: there are changes."
      })
  int plan(
      @Option(names = "--definitions", required = true, paramLabel = "FEATURES.yml") Path file,
      @Option(names = "--data", paramLabel = "DIR", description = "A data folder.")
          @Nullable Path data) {
    Plan plan = registry(null, data).plan(DefinitionReader.read(file));
    out().print(plan);
    return plan.isEmpty() ? ExitCode.YES : ExitCode.NO;
  }

  @Command(
      name = "apply",
      description = "Apply FEATURES.yml to a data folder; the same again changes nothing.")
  int apply(
      @Option(names = "--definitions", required = true, paramLabel = "FEATURES.yml") Path file,
      @Option(
              names = "--data",
              required = true,
              paramLabel = "DIR",
              description = "A data folder; it is made where there is none.")
          Path data) {
    try (FeatureStore store = FeatureStore.at(data)) {
      out().print(store.apply(DefinitionReader.read(file)));
    }
    return ExitCode.YES;
  }

  @Command(
      name = "list",
      description = "List views and services, or those that words are found in.")
  int list(
      @Option(names = "--definitions", paramLabel = "FEATURES.yml") @Nullable Path file,
      @Option(names = "--data", paramLabel = "DIR") @Nullable Path data,
      @Option(names = "--search", paramLabel = "WORDS") @Nullable String words) {
    Registry registry = registry(file, data);
    if (words != null) {
      registry.search(words).forEach(out()::println);
      return ExitCode.YES;
    }
    for (Versions<FeatureView> versions : registry.views().values()) {
      Version<FeatureView> version = versions.current();
      FeatureView view = version.definition();
      out()
          .printf(
              "view %s@v%d  domain %s  owner %s  keys %s  %d features  ttl %s%n",
              view.name(),
              version.number(),
              orDash(view.domain()),
              orDash(view.owner()),
              view.keys().names(),
              view.features().size(),
              view.ttl().map(Object::toString).orElse("none"));
    }
    registry
        .onDemandViews()
        .forEach(
            (name, versions) ->
                out()
                    .printf(
                        "on-demand view %s@v%d  function %s%n",
                        name,
                        versions.current().number(),
                        versions.current().definition().function()));
    registry
        .services()
        .forEach((name, service) -> out().printf("service %s  %s%n", name, service.features()));
    return ExitCode.YES;
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  @Command(
      name = "show",
      description = "Show a view, an on-demand view or a service with all that is known of it.")
  int show(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--definitions", paramLabel = "FEATURES.yml") @Nullable Path file,
      @Option(names = "--data", paramLabel = "DIR") @Nullable Path data) {
    new Shown(registry(file, data), out()).show(name);
    return ExitCode.YES;
  }

  /** The registry of a data folder, or of a file alone. */
  private static Registry registry(@Nullable Path file, @Nullable Path data) {
    if (data != null) {
      if (!Files.isDirectory(data)) {
        throw new InvalidInputException(
            "Cannot read the data folder %s: there is none; mesh features apply makes one"
                .formatted(data));
      }
      try (DataFolder folder = DataFolder.readOnly(data);
          FeatureStore store = FeatureStore.builder().at(folder)) {
        return store.registry();
      }
    }
    FeatureStore store = FeatureStore.inMemory();
    if (file != null) {
      store.apply(DefinitionReader.read(file));
    }
    return store.registry();
  }

  @Command(
      name = "explain",
      description = "Tell for one row of SPINE.csv why a feature has the value it has.")
  int explain(
      @Option(names = "--definitions", required = true, paramLabel = "FEATURES.yml") Path file,
      @Option(names = "--spine", required = true, paramLabel = "SPINE.csv") Path spine,
      @Option(
              names = "--row",
              required = true,
              paramLabel = "N",
              description = "The row, from 1, without the header.")
          long row,
      @Option(names = "--feature", required = true, paramLabel = "view:feature") String feature,
      @Option(names = "--time", paramLabel = "COLUMN", defaultValue = "") String time) {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(DefinitionReader.read(file));
    List<FeatureReference> references = List.of(FeatureReference.of(feature));
    SpineFile asking = new SpineFile(spine, Optional.empty());
    String column = asking.timeColumn(time, store.registry(), references);
    Frame typed = asking.typed(store.registry(), references, column);
    if (row < 1 || row > typed.rows()) {
      throw new InvalidInputException(
          "Cannot explain row %d, %s has %d rows, counted from 1"
              .formatted(row, spine, typed.rows()));
    }
    out().print(store.explain(typed, row - 1, HistoricalRequest.of(references).timeColumn(column)));
    return ExitCode.YES;
  }

  @Command(
      name = "dataset",
      description = {
        "Join and keep the result in a folder with a manifest and a hash, or verify such a folder.",
        "Exit code 1: the data is not what was saved."
      })
  int dataset(
      @Parameters(paramLabel = "DIR", description = "The data set's folder.") Path folder,
      @Option(names = "--definitions", paramLabel = "FEATURES.yml") @Nullable Path file,
      @Option(names = "--spine", paramLabel = "SPINE.csv") @Nullable Path spine,
      @Option(names = "--features", split = ",", paramLabel = "view:feature")
          @Nullable List<String> features,
      @Option(names = "--time", paramLabel = "COLUMN", defaultValue = "") String time,
      @Option(
              names = "--format",
              paramLabel = "NAME",
              description = "parquet, or another connector's; gzipped CSV by default.")
          @Nullable String format) {
    if (spine == null && file == null && features == null && format == null) {
      return verify(folder);
    }
    if (spine == null || file == null || features == null) {
      throw new InvalidInputException(
          "Cannot save a data set without --definitions, --spine and --features; without any of"
              + " them %s is verified".formatted(folder));
    }
    FeatureStore store = FeatureStore.inMemory();
    store.apply(DefinitionReader.read(file));
    List<FeatureReference> references =
        features.stream().map(String::strip).map(FeatureReference::of).toList();
    SpineFile asking = new SpineFile(spine, Optional.empty());
    String column = asking.timeColumn(time, store.registry(), references);
    Frame typed = asking.typed(store.registry(), references, column);
    HistoricalRequest request = HistoricalRequest.of(references).timeColumn(column);
    SavedDataset saved =
        format == null
            ? store.saveDataset(folder, typed, request)
            : store.saveDataset(folder, format, typed, request);
    out().printf("%s: %,d rows, SHA-256 %s%n", folder, saved.rows(), saved.sha256());
    return ExitCode.YES;
  }

  private int verify(Path folder) {
    SavedDataset saved = SavedDataset.open(folder);
    try {
      Frame data = saved.read();
      out().printf("%s: %,d rows, as saved%n", folder, data.rows());
      return ExitCode.YES;
    } catch (dev.datamesh.core.DamagedDataException e) {
      out().println(e.getMessage());
      return ExitCode.NO;
    }
  }
}
