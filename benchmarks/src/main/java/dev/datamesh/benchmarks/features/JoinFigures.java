package dev.datamesh.benchmarks.features;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.HistoricalRequest;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The point-in-time join beside DuckDB's ASOF JOIN, one thread each. Arguments: the sections to run
 * ({@code join}, {@code large}, {@code strings}, {@code threads}, {@code csv}, with {@code scan}
 * beside it, {@code growth}), {@code rows=N}, {@code rounds=N}.
 */
public final class JoinFigures {

  private static final int ENTITIES = JoinData.ENTITIES;
  private static final long HOUR = JoinData.HOUR;
  private static final long START = JoinData.START;
  private static final int HOURS = JoinData.HOURS;
  private static final long TTL = JoinData.TTL;

  private final int rows;
  private final int rounds;

  private JoinFigures(int rows, int rounds) {
    this.rows = rows;
    this.rounds = rounds;
  }

  public static void main(String[] args) throws Exception {
    int rows = 10_000_000;
    int rounds = 3;
    for (String arg : args) {
      rows = arg.startsWith("rows=") ? Integer.parseInt(arg.substring(5)) : rows;
      rounds = arg.startsWith("rounds=") ? Integer.parseInt(arg.substring(7)) : rounds;
    }
    JoinFigures figures = new JoinFigures(rows, rounds);
    List<String> sections = Arrays.asList(args);
    if (sections.contains("join")) {
      figures.join(List.of(100_000, 1_000_000));
    }
    if (sections.contains("large")) {
      figures.join(List.of(rows));
    }
    if (sections.contains("strings")) {
      figures.strings();
    }
    if (sections.contains("threads")) {
      figures.threads();
    }
    if (sections.contains("csv")) {
      figures.csv(sections.contains("scan"));
    }
    if (sections.contains("growth")) {
      figures.growth();
    }
  }

  static FeatureStore store(Frame features, String keyType) {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(
        Definitions.of(
            FeatureView.named("v")
                .entities(Entity.of("e", "k: " + keyType))
                .ttl(Duration.ofNanos(TTL * 1000))
                .source(Source.frame(features, "t").withCreatedTime("created"))
                .features("a: float64, b: float64, c: float64, d: float64")
                .build()));
    return store;
  }

  private void join(List<Integer> spines) throws Exception {
    JoinData data = JoinData.of(rows, 1);
    Frame features = data.frame(Column.ofLongs("k", data.keys()));
    try (Connection duck = duck()) {
      load(duck, data);
      for (int size : spines) {
        long[][] spine = JoinData.spine(size, 2);
        loadSpine(duck, spine);
        Frame asking = JoinData.frame(spine);
        FeatureStore warm = store(features, "int64");
        HistoricalRequest request = HistoricalRequest.of(JoinData.REFERENCES).timeColumn("at");
        warm.index("v");
        double[] sums = new double[3];
        Rounds rounds =
            new Rounds()
                .with(
                    "ours, nothing prepared",
                    () ->
                        sums[0] =
                            JoinData.sum(
                                store(features, "int64").historicalFeatures(asking, request)))
                .with("ours, index there", () -> warm.historicalFeatures(asking, request))
                .with("DuckDB ASOF, ties arbitrary", () -> asOf(duck, "feat"))
                .with("DuckDB ASOF, exact ties", () -> sums[1] = asOf(duck, EXACT))
                .run(2, this.rounds);
        rounds.print("%,d feature rows, %,d spine rows".formatted(rows, size));
        System.out.printf(
            "  cold: %.2f times DuckDB without tie rule, %.2f with; warm: %.1f times DuckDB"
                + " without%n",
            rounds.ratio("DuckDB ASOF, ties arbitrary", "ours, nothing prepared"),
            rounds.ratio("DuckDB ASOF, exact ties", "ours, nothing prepared"),
            rounds.ratio("DuckDB ASOF, ties arbitrary", "ours, index there"));
        System.out.printf("  sums %.2f and %.2f%n", sums[0], sums[1]);
      }
    }
  }

  private static final String EXACT =
      "(SELECT * FROM feat QUALIFY row_number() OVER (PARTITION BY k, t ORDER BY created DESC, seq"
          + " DESC) = 1)";

  private static Connection duck() throws Exception {
    Connection duck = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duck.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute("SET preserve_insertion_order = false");
    }
    return duck;
  }

  private static void load(Connection duck, JoinData data) throws Exception {
    try (Statement statement = duck.createStatement()) {
      statement.execute(
          "CREATE TABLE feat (k BIGINT, t BIGINT, created BIGINT, seq BIGINT, a DOUBLE, b DOUBLE, c"
              + " DOUBLE, d DOUBLE)");
    }
    try (DuckDBAppender appender =
        duck.unwrap(DuckDBConnection.class).createAppender("main", "feat")) {
      for (int i = 0; i < data.keys().length; i++) {
        appender.beginRow();
        appender.append(data.keys()[i]);
        appender.append(data.events()[i]);
        appender.append(data.createds()[i]);
        appender.append((long) i);
        for (double[] column : data.values()) {
          appender.append(column[i]);
        }
        appender.endRow();
      }
    }
  }

  private static void loadSpine(Connection duck, long[][] spine) throws Exception {
    try (Statement statement = duck.createStatement()) {
      statement.execute("CREATE OR REPLACE TABLE spine (k BIGINT, ts BIGINT)");
    }
    try (DuckDBAppender appender =
        duck.unwrap(DuckDBConnection.class).createAppender("main", "spine")) {
      for (int i = 0; i < spine[0].length; i++) {
        appender.beginRow();
        appender.append(spine[0][i]);
        appender.append(spine[1][i]);
        appender.endRow();
      }
    }
  }

  private static double asOf(Connection duck, String features) throws Exception {
    try (Statement statement = duck.createStatement()) {
      statement.execute(
          """
          CREATE OR REPLACE TABLE out AS
          SELECT s.k, s.ts,
            CASE WHEN s.ts - f.t <= %1$d THEN f.a END AS a,
            CASE WHEN s.ts - f.t <= %1$d THEN f.b END AS b,
            CASE WHEN s.ts - f.t <= %1$d THEN f.c END AS c,
            CASE WHEN s.ts - f.t <= %1$d THEN f.d END AS d
          FROM spine s ASOF LEFT JOIN %2$s f ON s.k = f.k AND s.ts >= f.t
          """
              .formatted(TTL, features));
      try (ResultSet result = statement.executeQuery("SELECT sum(a) FROM out")) {
        result.next();
        return result.getDouble(1);
      }
    }
  }

  private void strings() throws Exception {
    JoinData data = JoinData.of(rows, 1);
    String[] words = new String[rows];
    for (int i = 0; i < rows; i++) {
      words[i] = ("c" + data.keys()[i] + "0000000000000000000").substring(0, 20);
    }
    long[][] spine = JoinData.spine(1_000_000, 2);
    String[] asking = new String[spine[0].length];
    for (int i = 0; i < asking.length; i++) {
      asking[i] = ("c" + spine[0][i] + "0000000000000000000").substring(0, 20);
    }
    Frame longs = data.frame(Column.ofLongs("k", data.keys()));
    Frame texts = data.frame(Column.ofStrings("k", words));
    Frame longSpine = JoinData.frame(spine);
    Frame textSpine = Frame.of(Column.ofStrings("k", asking), Column.ofMicros("at", spine[1]));
    HistoricalRequest request = HistoricalRequest.of(JoinData.REFERENCES).timeColumn("at");
    FeatureStore warmLongs = store(longs, "int64");
    FeatureStore warmTexts = store(texts, "string");
    warmLongs.index("v");
    warmTexts.index("v");
    Rounds rounds =
        new Rounds()
            .with(
                "long keys, cold",
                () -> store(longs, "int64").historicalFeatures(longSpine, request))
            .with(
                "string keys, cold",
                () -> store(texts, "string").historicalFeatures(textSpine, request))
            .with("long keys, index there", () -> warmLongs.historicalFeatures(longSpine, request))
            .with(
                "string keys, index there", () -> warmTexts.historicalFeatures(textSpine, request))
            .run(1, this.rounds);
    rounds.print("string keys of 20 characters, %,d x 1,000,000 rows".formatted(rows));
    System.out.printf(
        "  resident %.2f, from raw strings %.2f times long keys%n",
        rounds.ratio("string keys, index there", "long keys, index there"),
        rounds.ratio("string keys, cold", "long keys, cold"));
  }

  private void threads() throws Exception {
    JoinData data = JoinData.of(rows, 1);
    Frame features = data.frame(Column.ofLongs("k", data.keys()));
    Frame asking = JoinData.frame(JoinData.spine(1_000_000, 2));
    HistoricalRequest one = HistoricalRequest.of(JoinData.REFERENCES).timeColumn("at");
    HistoricalRequest two = one.threads(2);
    FeatureStore warm = store(features, "int64");
    warm.index("v");
    Rounds rounds =
        new Rounds()
            .with(
                "one thread, cold", () -> store(features, "int64").historicalFeatures(asking, one))
            .with(
                "two threads, cold", () -> store(features, "int64").historicalFeatures(asking, two))
            .with("one thread, index there", () -> warm.historicalFeatures(asking, one))
            .with("two threads, index there", () -> warm.historicalFeatures(asking, two))
            .run(1, this.rounds);
    rounds.print("threads (wall time counts, on a quiet machine)");
  }

  private void csv(boolean scanned) throws Exception {
    Path folder = Files.createTempDirectory("join-figures");
    int count = 1_000_000;
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder("k,t,created,f0,f1,f2,f3,f4,f5,f6,f7,f8,f9\n");
    Path features = folder.resolve("features.csv");
    try (var out = Files.newBufferedWriter(features)) {
      for (int i = 0; i < count; i++) {
        text.append(random.nextInt(ENTITIES)).append(',');
        time(text, START + random.nextInt(HOURS) * HOUR).append(',');
        time(text, START + random.nextInt(HOURS) * HOUR);
        for (int f = 0; f < 10; f++) {
          text.append(',').append(random.nextInt(1_000_000) / 100.0);
        }
        out.append(text.append('\n'));
        text.setLength(0);
      }
    }
    Path spine = folder.resolve("spine.csv");
    try (var out = Files.newBufferedWriter(spine)) {
      out.append("k,ts\n");
      for (int i = 0; i < 50_000; i++) {
        text.setLength(0);
        text.append(random.nextInt(ENTITIES)).append(',');
        out.append(time(text, START + random.nextLong(HOURS * HOUR)).append('\n'));
      }
    }
    String names =
        "f0: float64, f1: float64, f2: float64, f3: float64, f4: float64, f5: float64,"
            + " f6: float64, f7: float64, f8: float64, f9: float64";
    String[] references = new String[10];
    Arrays.setAll(references, i -> "v:f" + i);
    FeatureView view =
        FeatureView.named("v")
            .entities(Entity.of("e", "k: int64"))
            .ttl(Duration.ofDays(30))
            .source(Source.csv(features, "t").withCreatedTime("created"))
            .features(names)
            .build();
    try (Connection duck = duck()) {
      Rounds rounds =
          new Rounds()
              .with(
                  "ours",
                  () -> {
                    FeatureStore store = FeatureStore.inMemory();
                    store.apply(Definitions.of(view));
                    Frame asking =
                        Frame.readCsv(
                            spine,
                            dev.datamesh.core.schema.Schema.of("k: int64, ts: timestamp_tz"));
                    store.historicalFeatures(asking, references);
                  })
              .with(
                  "DuckDB read_csv and ASOF",
                  () -> {
                    try (Statement statement = duck.createStatement()) {
                      statement.execute(
                          """
                          CREATE OR REPLACE TABLE out AS
                          SELECT s.*, f.* EXCLUDE (k, t, created)
                          FROM read_csv('%s', header = true, columns = {k: 'BIGINT', ts: 'TIMESTAMPTZ'}) s
                          ASOF LEFT JOIN read_csv('%s', header = true, columns = {k: 'BIGINT', t: 'TIMESTAMPTZ', created: 'TIMESTAMPTZ', f0: 'DOUBLE', f1: 'DOUBLE', f2: 'DOUBLE', f3: 'DOUBLE', f4: 'DOUBLE', f5: 'DOUBLE', f6: 'DOUBLE', f7: 'DOUBLE', f8: 'DOUBLE', f9: 'DOUBLE'}) f
                          ON s.k = f.k AND s.ts >= f.t
                          """
                              .formatted(spine, features));
                    }
                  })
              .run(3, Math.max(5, this.rounds));
      rounds.print("1,000,000 rows x 10 features, 50,000 spine rows, from CSV, one thread");
      System.out.printf("  %.2f times DuckDB%n", rounds.ratio("ours", "DuckDB read_csv and ASOF"));
    }
    if (scanned) {
      scan(features, names);
    }
    Files.delete(features);
    Files.delete(spine);
    Files.delete(folder);
  }

  /** CSV to frame beside FastCSV's scan into strings. */
  private void scan(Path file, String names) throws Exception {
    var schema =
        dev.datamesh.core.schema.Schema.of(
            "k: int64, t: timestamp_tz, created: timestamp_tz, " + names);
    long[] cells = new long[1];
    Rounds rounds =
        new Rounds()
            .with("CSV to frame", () -> Frame.readCsv(file, schema))
            .with(
                "CSV to frame, all strings",
                () -> dev.datamesh.core.frame.FrameReader.csv(file).read())
            .with(
                "FastCSV, bare scan into strings",
                () -> {
                  try (var reader =
                      de.siegmar.fastcsv.reader.CsvReader.builder().ofCsvRecord(file)) {
                    for (var record : reader) {
                      cells[0] += record.getFieldCount();
                    }
                  }
                })
            .run(2, Math.max(5, this.rounds));
    rounds.print("CSV of 1,000,000 rows x 13 columns");
    System.out.printf(
        "  throughput %.2f (numbers) and %.2f (strings) of FastCSV's bare scan%n",
        rounds.ratio("FastCSV, bare scan into strings", "CSV to frame"),
        rounds.ratio("FastCSV, bare scan into strings", "CSV to frame, all strings"));
  }

  private static StringBuilder time(StringBuilder text, long micros) {
    return text.append(
        java.time.Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000));
  }

  private void growth() throws Exception {
    System.out.printf("%ngrowth: cold join of a tenth as many spine rows as feature rows%n");
    int[] sizes = {1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000};
    for (int size : sizes) {
      if (size > rows) {
        break;
      }
      Frame features;
      {
        JoinData data = JoinData.of(size, 1);
        features = data.frame(Column.ofLongs("k", data.keys()));
      }
      Frame asking = JoinData.frame(JoinData.spine(size / 10, 2));
      HistoricalRequest request = HistoricalRequest.of(JoinData.REFERENCES).timeColumn("at");
      long before = used();
      long[] kept = new long[1];
      Rounds rounds =
          new Rounds()
              .with(
                  "cold",
                  () -> {
                    FeatureStore store = store(features, "int64");
                    Frame joined = store.historicalFeatures(asking, request);
                    kept[0] = used() - before;
                    if (joined.rows() != asking.rows() || store.registry().revision() != 1) {
                      throw new AssertionError();
                    }
                  })
              .run(size > 10_000_000 ? 0 : 1, size > 10_000_000 ? 1 : 3);
      System.out.printf(
          "  %,11d rows: cpu %6.0f ms, %5.1f ns a feature row; %,d MB of index and result, %4.1f"
              + " bytes a feature row%n",
          size,
          rounds.cpu("cold"),
          rounds.cpu("cold") * 1e6 / size,
          kept[0] >> 20,
          kept[0] / (double) size);
    }
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
