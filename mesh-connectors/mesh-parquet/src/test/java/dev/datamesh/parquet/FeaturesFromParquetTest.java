package dev.datamesh.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.HistoricalRequest;
import dev.datamesh.featurestore.SavedDataset;
import dev.datamesh.featurestore.definition.DefinitionReader;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views whose source is Parquet, and training sets written as Parquet. */
class FeaturesFromParquetTest {

  private static final Instant T = Instant.parse("2024-01-10T00:00:00Z");

  @TempDir Path folder;

  private static Frame rows(int count) {
    Random random = new Random(4);
    FrameBuilder rows =
        Frame.builder(
            Schema.of(
                "k: string, t: timestamp_tz, made: timestamp_tz, x: float64, n: int32, dt: date"));
    for (int i = 0; i < count; i++) {
      rows.row(
          random.nextInt(20) == 0 ? null : "k" + random.nextInt(30),
          random.nextInt(20) == 0 ? null : T.plusSeconds(random.nextInt(3_000)),
          T.plusSeconds(random.nextInt(3_000)),
          random.nextInt(5) == 0 ? null : random.nextDouble(),
          random.nextInt(100),
          LocalDate.of(2024, 1, 1 + i * 3 / count));
    }
    return rows.build();
  }

  private static Frame spine() {
    Random random = new Random(5);
    FrameBuilder spine = Frame.builder(Schema.of("k: string, at: timestamp_tz, label: int64"));
    for (long i = 0; i < 500; i++) {
      spine.row("k" + random.nextInt(32), T.plusSeconds(random.nextInt(3_300)), i);
    }
    return spine.build();
  }

  private static Definitions view(Source source) {
    return Definitions.of(
        FeatureView.named("v")
            .entities(Entity.of("e", "k: string"))
            .ttl(Duration.ofSeconds(900))
            .source(source.withCreatedTime("made"))
            .features("x: float64, n: int64")
            .build());
  }

  private static FeatureStore store(Source source) {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(view(source));
    return store;
  }

  @Test
  void aPartitionedFolderJoinsAsTheSameRowsInMemoryDo() {
    Frame rows = rows(2_000);
    Path path = folder.resolve("orders");
    ParquetFiles.at(path).partitionedBy("dt").write(rows);
    HistoricalRequest request = HistoricalRequest.of("v:x", "v:n").statuses().eventTimes();

    Frame joined = store(Source.parquet(path, "t")).historicalFeatures(spine(), request);

    assertThat(joined)
        .isEqualTo(store(Source.frame(rows, "t")).historicalFeatures(spine(), request));
  }

  @Test
  void aDefinitionsFileNamesAFolderBesideItAndItIsReadAgainWhenAFileIsAdded() {
    ParquetFiles.at(folder.resolve("orders")).partitionedBy("dt").write(rows(300));
    Definitions read =
        DefinitionReader.read(
            """
            entities: {e: {keys: {k: string}}}
            views:
              v:
                entities: [e]
                source: {parquet: orders, eventTime: t, createdTime: made}
                features: {x: float64, dt: date}
            """,
            "features.yml",
            folder);
    FeatureStore store = FeatureStore.inMemory();
    store.apply(read);
    Frame asking =
        Frame.ofRows(Schema.of("k: string, at: timestamp_tz"), List.of(List.of("new", T)));
    assertThat(store.historicalFeatures(asking, "v:x", "v:dt").get(0, "x")).isNull();

    ParquetFiles.at(folder.resolve("orders/dt=2024-01-09/part-0.parquet"))
        .write(
            Frame.ofRows(
                Schema.of("k: string, t: timestamp_tz, made: timestamp_tz, x: float64, n: int32"),
                List.of(List.of("new", T, T, 7.0, 1))));

    Frame joined = store.historicalFeatures(asking, "v:x", "v:dt");
    assertThat(joined.get(0, "x")).isEqualTo(7.0);
    assertThat(joined.get(0, "dt")).isEqualTo(LocalDate.of(2024, 1, 9));
  }

  @Test
  void aStoreInAFolderIngestsAParquetSourceAndExportsIntoOne() {
    Path path = folder.resolve("orders");
    ParquetFiles.at(path).partitionedBy("dt").write(rows(2_000));
    Source source = Source.parquet(path, "t");
    HistoricalRequest request = HistoricalRequest.of("v:x", "v:n").statuses().eventTimes();
    Path exported = folder.resolve("exported.parquet");
    try (FeatureStore stored = FeatureStore.at(folder.resolve("store"))) {
      stored.apply(view(source));
      assertThat(stored.ingestSource("v")).isBetween(1_700L, 1_900L);
      assertThat(stored.historicalFeatures(spine(), request))
          .isEqualTo(store(source).historicalFeatures(spine(), request));
      ParquetFiles.at(exported).write(stored.rows("v"));
    }
    assertThat(store(Source.parquet(exported, "t")).historicalFeatures(spine(), request))
        .isEqualTo(store(source).historicalFeatures(spine(), request));
  }

  @Test
  void aTrainingSetIsWrittenAsParquetBlockByBlockAndAsADataSet() throws IOException {
    FeatureStore store = store(Source.frame(rows(2_000), "t"));
    HistoricalRequest request = HistoricalRequest.of("v:x", "v:n").statuses();
    Frame expected = store.historicalFeatures(spine(), request);
    Path file = folder.resolve("training.parquet");

    ParquetFiles.at(file).write(store.historicalFeatures(spine().blocks(77), request));
    SavedDataset saved = store.saveDataset(folder.resolve("set"), "parquet", spine(), request);

    assertThat(ParquetFiles.at(file).read()).isEqualTo(expected);
    assertThat(SavedDataset.open(folder.resolve("set")).read()).isEqualTo(expected);
    Path data = folder.resolve("set/data.parquet");
    byte[] bytes = Files.readAllBytes(data);
    bytes[bytes.length / 3] ^= 1;
    Files.write(data, bytes);
    assertThatThrownBy(saved::read)
        .isInstanceOf(DamagedDataException.class)
        .hasMessageContaining("SHA-256");
  }

  @Test
  void aFolderThatDoesNotFitTheViewIsNamed() throws IOException {
    Path path = folder.resolve("orders");
    ParquetFiles.at(path).partitionedBy("dt").write(rows(100));
    List<String> problems = new ArrayList<>();
    for (String features : List.of("missing: float64", "k2: int64", "x: string")) {
      FeatureStore store = FeatureStore.inMemory();
      store.apply(
          Definitions.of(
              FeatureView.named("v")
                  .entities(Entity.of("e", "k: string"))
                  .source(Source.parquet(path, "t").withColumn("k2", "k"))
                  .features(features)
                  .build()));
      assertThatThrownBy(
              () ->
                  store.historicalFeatures(
                      spine(), "v:" + features.substring(0, features.indexOf(':'))))
          .isInstanceOf(InvalidInputException.class)
          .satisfies(e -> problems.add(e.getMessage()));
    }
    assertThat(problems.get(0)).contains("column \"missing\" is missing: there are [k, t");
    assertThat(problems.get(1)).contains("column \"k\" is string: expected int64");
    assertThat(problems.get(2)).contains("column \"x\" is float64: expected string");
    Path file = path.resolve("dt=2024-01-02/part-0.parquet");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 20));
    assertThatThrownBy(() -> store(Source.parquet(path, "t")).historicalFeatures(spine(), "v:x"))
        .isInstanceOf(DamagedDataException.class)
        .hasMessageContaining("dt=2024-01-02");
  }
}
