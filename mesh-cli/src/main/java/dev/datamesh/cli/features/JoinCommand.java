package dev.datamesh.cli.features;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.HistoricalRequest;
import dev.datamesh.featurestore.definition.DefinitionReader;
import dev.datamesh.featurestore.definition.FeatureReference;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh features join}. */
@Command(
    name = "join",
    description = {
      "Write the rows of SPINE.csv with the features that were known at each row's time.",
      "Its rows keep their order and its cells stay as they are; the features follow in the order",
      "asked for. Times have a zone; an empty cell is null. Files named .gz are gzipped; an OUT",
      "named .parquet has the keys, the time and the features with their types."
    })
final class JoinCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--definitions",
      required = true,
      paramLabel = "FEATURES.yml",
      description = "Entities, views and services, YAML or JSON.")
  private @Nullable Path definitions;

  @Option(
      names = "--spine",
      required = true,
      paramLabel = "SPINE.csv",
      description = "The rows that ask: keys and a time.")
  private @Nullable Path spine;

  @Mixin private AskedFeatures features = new AskedFeatures();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT.csv",
      description = "The file to write, CSV or .jsonl or .parquet; an existing one is replaced.")
  private @Nullable Path out;

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      description =
          "The spine's time column; by default the one named like the sources' event time.")
  private String time = "";

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "The zone of the spine's times that name none; without it they are refused.")
  private @Nullable ZoneId zone;

  @Option(names = "--statuses", description = "Add a status behind each feature.")
  private boolean statuses;

  @Option(names = "--event-times", description = "Add the time of its row behind each feature.")
  private boolean eventTimes;

  @Option(
      names = "--created-cutoff",
      description = "Leave out rows that were created after the spine row's time.")
  private boolean createdCutoff;

  @Option(
      names = "--created-by",
      paramLabel = "INSTANT",
      description = "Leave out rows that were created after this instant.")
  private @Nullable Instant createdBy;

  @Option(names = "--threads", paramLabel = "N", description = "How many threads join.")
  private int threads = 1;

  @Override
  public Integer call() {
    features.require("join");
    FrameFile to = new FrameFile(Objects.requireNonNull(out)).checked();
    FeatureStore store = FeatureStore.inMemory();
    store.apply(DefinitionReader.read(Objects.requireNonNull(definitions)));
    List<FeatureReference> references = features.references(store.registry());
    SpineFile file = new SpineFile(Objects.requireNonNull(spine), Optional.ofNullable(zone));
    String timeColumn = file.timeColumn(time, store.registry(), references);
    Frame typed = file.typed(store.registry(), references, timeColumn);
    Frame joined = store.historicalFeatures(typed, request(references).timeColumn(timeColumn));
    Frame result = to.isTyped() ? joined : withTexts(file, joined);
    to.write(result.blocks(1 << 16));
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .printf("%s: %,d rows, %d features%n", out, result.rows(), references.size());
    return ExitCode.YES;
  }

  /** The spine's cells as they are, then the features. */
  private static Frame withTexts(SpineFile file, Frame joined) {
    List<Column> columns = new ArrayList<>(file.texts().columns());
    columns.addAll(joined.columns().subList(columns.size(), joined.columns().size()));
    return Frame.of(columns);
  }

  private HistoricalRequest request(List<FeatureReference> references) {
    HistoricalRequest request = features.request(references).threads(threads);
    request = statuses ? request.statuses() : request;
    request = eventTimes ? request.eventTimes() : request;
    request = createdCutoff ? request.createdCutoff() : request;
    return createdBy == null ? request : request.createdCutoff(createdBy);
  }
}
