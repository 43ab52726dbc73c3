package dev.datamesh.benchmarks.offline;

import com.sun.management.OperatingSystemMXBean;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.HistoricalRequest;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.parquet.ParquetFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Ingest, joins from segments and sizes, beside DuckDB in the same process with one thread. Times
 * are CPU time of the process, so that other work on the machine counts little. Arguments: feature
 * rows, features, spine rows; by default 10,000,000, 4, 1,000,000.
 */
public final class OfflineFigures {

  private static final int ENTITIES = 100_000;
  private static final long START = 1_700_000_000_000_000L;
  private static final long YEAR = 365L * 86_400_000_000L;

  private final int rows;
  private final int features;
  private final int spineRows;
  private final Path folder;
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private OfflineFigures(int rows, int features, int spineRows, Path folder) {
    this.rows = rows;
    this.features = features;
    this.spineRows = spineRows;
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
    int features = args.length > 1 ? Integer.parseInt(args[1]) : 4;
    int spine = args.length > 2 ? Integer.parseInt(args[2]) : 1_000_000;
    Path folder = Files.createTempDirectory("offline-figures");
    try {
      new OfflineFigures(rows, features, spine, folder).run();
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private double measure(String what, Step step) throws Exception {
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    step.run();
    double seconds = (system.getProcessCpuTime() - cpu) / 1e9;
    System.out.printf(
        "%-60s %8.3f s CPU %8.3f s wall%n", what, seconds, (System.nanoTime() - wall) / 1e9);
    return seconds;
  }

  private Frame batch(int seed, int count) {
    Random random = new Random(seed);
    long[] keys = new long[count];
    long[] events = new long[count];
    long[] created = new long[count];
    for (int row = 0; row < count; row++) {
      keys[row] = random.nextInt(ENTITIES);
      events[row] = START + (long) (random.nextDouble() * YEAR);
      created[row] = events[row] + random.nextInt(60_000_000);
    }
    BitSet none = new BitSet();
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of(Field.required("k", Primitive.INT64), keys, count, none));
    columns.add(Column.of(Field.required("at", Primitive.TIMESTAMP_TZ), events, count, none));
    columns.add(Column.of(Field.required("made", Primitive.TIMESTAMP_TZ), created, count, none));
    for (int feature = 0; feature < features; feature++) {
      columns.add(Column.ofDoubles("f" + feature, random.doubles(count).toArray()));
    }
    return Frame.of(columns);
  }

  private FeatureView view() {
    StringBuilder shorthand = new StringBuilder();
    for (int feature = 0; feature < features; feature++) {
      shorthand.append(feature == 0 ? "" : ", ").append("f").append(feature).append(": float64");
    }
    return FeatureView.named("v")
        .entities(Entity.of("thing", "k: int64"))
        .source(Source.ingested("at").withCreatedTime("made"))
        .ttl(Duration.ofDays(30))
        .features(shorthand.toString())
        .build();
  }

  private Frame spine() {
    Random random = new Random(7);
    long[] keys = new long[spineRows];
    long[] times = new long[spineRows];
    for (int row = 0; row < spineRows; row++) {
      keys[row] = random.nextInt(ENTITIES);
      times[row] = START + (long) (random.nextDouble() * YEAR);
    }
    return Frame.of(
        Column.of(Field.required("k", Primitive.INT64), keys),
        Column.of(Field.required("t", Primitive.TIMESTAMP_TZ), times));
  }

  private void run() throws Exception {
    FeatureView view = view();
    List<String> names = new ArrayList<>();
    view.featureNames().forEach(name -> names.add("v:" + name));
    HistoricalRequest request = HistoricalRequest.of(names.toArray(new String[0]));
    int batchRows = Math.min(rows, 1_000_000);
    Path data = folder.resolve("data");
    try (FeatureStore store = FeatureStore.at(data)) {
      store.apply(Definitions.of(view));
      for (int done = 0; done < rows; done += batchRows) {
        Frame batch = batch(done, batchRows);
        double cpu =
            measure(
                "ingest %,d rows, durable".formatted(batchRows), () -> store.ingest("v", batch));
        System.out.printf("  = %,.0f rows/s a core%n", batchRows / cpu);
      }
      measure("compact", store::compact);
      System.out.printf("segments: %,d bytes%n", store.stats("v").bytes());
    }
    Frame spine = spine();
    double first;
    double second = Double.MAX_VALUE;
    try (FeatureStore store = FeatureStore.at(data)) {
      store.apply(Definitions.of(view));
      first = measure("first join after opening", () -> join(store, spine, request));
      for (int round = 0; round < 3; round++) {
        second = Math.min(second, measure("join again", () -> join(store, spine, request)));
      }
    }
    try (FeatureStore store = FeatureStore.at(data)) {
      store.apply(Definitions.of(view));
      first =
          Math.min(
              first,
              measure("first join after opening, warmed JVM", () -> join(store, spine, request)));
    }
    try (FeatureStore store = FeatureStore.builder().heapShare(1e-9).at(data)) {
      store.apply(Definitions.of(view));
      measure("join block by block from disk", () -> blocks(store, spine, request));
    }
    double duckdb = duckdb(spine);
    System.out.printf(
        "DuckDB is %.1f times our first and %.1f times our second join%n",
        duckdb / first, duckdb / second);
  }

  private void join(FeatureStore store, Frame spine, HistoricalRequest request) {
    if (store.historicalFeatures(spine, request).rows() != spineRows) {
      throw new IllegalStateException("rows were lost");
    }
  }

  private void blocks(FeatureStore store, Frame spine, HistoricalRequest request) {
    long[] count = {0};
    try (var blocks = store.historicalFeatures(spine.blocks(65_536), request)) {
      blocks.forEachRemaining(block -> count[0] += block.rows());
    }
    if (count[0] != spineRows) {
      throw new IllegalStateException("rows were lost");
    }
  }

  private double duckdb(Frame spine) throws Exception {
    Path rowsFile = folder.resolve("rows.parquet");
    Path spineFile = folder.resolve("spine.parquet");
    ParquetFiles.at(spineFile).write(spine);
    try (FeatureStore store = FeatureStore.at(folder.resolve("data"))) {
      store.apply(Definitions.of(view()));
      measure(
          "write %,d rows as Parquet with Zstandard".formatted(rows),
          () -> ParquetFiles.at(rowsFile).write(store.rows("v")));
    }
    System.out.printf("Parquet: %,d bytes%n", size(rowsFile));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute("CREATE TABLE v AS SELECT * FROM read_parquet('" + rowsFile + "')");
      statement.execute("CREATE TABLE s AS SELECT * FROM read_parquet('" + spineFile + "')");
      double best = Double.MAX_VALUE;
      for (int round = 0; round < 3; round++) {
        best =
            Math.min(
                best,
                measure("DuckDB ASOF join of its own tables into a table", () -> asof(statement)));
      }
      return best;
    }
  }

  private static void asof(Statement statement) throws SQLException {
    statement.execute(
        "CREATE OR REPLACE TABLE r AS SELECT s.*, CASE WHEN v.\"at\" >= s.t - INTERVAL 30 DAY"
            + " THEN v.f0 END AS f0, v.* EXCLUDE (k, \"at\", made, f0)"
            + " FROM s ASOF LEFT JOIN v ON s.k = v.k AND s.t >= v.\"at\"");
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
