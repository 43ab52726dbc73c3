package dev.datamesh.cli.features;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameWriter;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.HistoricalRequest;
import dev.datamesh.featurestore.PreparedFeatures;
import dev.datamesh.featurestore.definition.Status;
import dev.datamesh.featurestore.registry.Registry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
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

/** {@code mesh features get}. */
@Command(
    name = "get",
    description = {
      "Read what is served online: value, status and event time of each feature, a row for each"
          + " key.",
      "Exit code 1: of one of the keys nothing is known."
    })
final class GetCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private StoreOptions store = new StoreOptions();

  @Mixin private AskedFeatures features = new AskedFeatures();

  @Option(
      names = "--key",
      split = ",",
      paramLabel = "NAME=VALUE",
      description = "One entity's keys (and request data), separated by commas.")
  private List<String> key = new ArrayList<>();

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "A file with a row for each entity, instead: .csv or .jsonl, or these and .gz.")
  private @Nullable Path keys;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = "The time by which ages are judged; now by default.")
  private @Nullable Instant at;

  @Option(names = "--json", description = "Print a JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    features.require("read");
    if (keys != null && !key.isEmpty()) {
      throw new InvalidInputException(
          "Cannot read without knowing whose: give either --key or --keys");
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (FeatureStore open = store.open()) {
      PreparedFeatures prepared = open.prepare(request(open.registry()));
      Frame asked = asked(prepared);
      Frame found = at == null ? prepared.get(asked) : prepared.get(asked, at);
      if (json) {
        FrameWriter.jsonLines(out).write(found);
      } else {
        out.print(found.toTable(Math.max(1, Math.toIntExact(found.rows()))));
      }
      return isKnown(prepared, found) ? ExitCode.YES : ExitCode.NO;
    }
  }

  private HistoricalRequest request(Registry registry) {
    return features.request(features.references(registry)).statuses().eventTimes();
  }

  /** The keys, and request data behind them. */
  private Frame asked(PreparedFeatures prepared) {
    List<Field> columns = new ArrayList<>();
    for (Schema each : List.of(prepared.keys(), prepared.requestData())) {
      each.fields().forEach(field -> columns.add(Field.nullable(field.name(), field.type())));
    }
    Schema wanted = new Schema(columns);
    Map<String, String> values = NamedValues.of("read", key);
    if (columns.isEmpty()) {
      return nobody(values);
    }
    if (keys != null) {
      return RowsFile.of(keys, wanted);
    }
    if (!values.keySet().containsAll(wanted.names())) {
      throw new InvalidInputException(
          "Cannot read the features of %s: expected %s".formatted(values, wanted));
    }
    return Frame.ofMaps(wanted, List.of(values));
  }

  /** A row for what holds for everybody. */
  private Frame nobody(Map<String, String> values) {
    if (keys != null || !values.isEmpty()) {
      throw new InvalidInputException(
          "Cannot read features by key, they hold for everybody: leave out --key and --keys");
    }
    return Frame.of(Column.ofLongs("row", 1));
  }

  /** Whether something is known of every key. */
  private static boolean isKnown(PreparedFeatures prepared, Frame found) {
    for (long row = 0; row < found.rows(); row++) {
      boolean known = false;
      for (String name : prepared.names()) {
        known |= !Status.NOT_FOUND.name().equals(found.get(row, name + "__status"));
      }
      if (!known) {
        return false;
      }
    }
    return true;
  }
}
