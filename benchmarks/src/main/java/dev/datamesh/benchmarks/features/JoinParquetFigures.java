package dev.datamesh.benchmarks.features;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.FrameSource.Scan;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.parquet.ParquetFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;

/**
 * A view whose source is a Parquet file, joined with 50,000 spine rows, beside DuckDB doing
 * read_parquet and ASOF JOIN, one thread each, in alternating rounds of one process. The files are
 * DuckDB's, of 1,000,000 rows and 10 features, as Zstandard and as Snappy. Argument: {@code
 * rounds=N}.
 */
public final class JoinParquetFigures {

  private static final String ROWS =
      """
      SELECT (hash(range) %% 100000)::BIGINT AS k,
        TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL ((hash(range + 1) %% 8760)::INTEGER) HOUR AS t,
        TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL ((hash(range + 2) %% 8760)::INTEGER) HOUR AS created,
        %s
      FROM range(1000000)
      """;
  private static final String SPINE =
      """
      SELECT (hash(range + 77) % 100000)::BIGINT AS k,
        TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL ((hash(range + 78) % 31536000)::INTEGER) SECOND AS ts
      FROM range(50000)
      """;

  private JoinParquetFigures() {}

  public static void main(String[] args) throws Exception {
    int rounds = 15;
    for (String arg : args) {
      rounds = arg.startsWith("rounds=") ? Integer.parseInt(arg.substring(7)) : rounds;
    }
    Path folder = Files.createTempDirectory("join-parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute("SET threads = 1");
      sql.execute("SET TimeZone = 'UTC'");
      String features =
          String.join(
              ", ",
              java.util.stream.IntStream.range(0, 10)
                  .mapToObj(
                      i ->
                          "(hash(range + %d) %% 1000000) / 100.0::DOUBLE AS f%d"
                              .formatted(i + 5, i))
                  .toList());
      Path spine = folder.resolve("spine.parquet");
      sql.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(SPINE, spine));
      for (String codec : new String[] {"zstd", "snappy"}) {
        Path file = folder.resolve(codec + ".parquet");
        sql.execute(
            "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION %s)"
                .formatted(ROWS.formatted(features), file, codec));
        figures(sql, file, spine, codec, rounds);
        Files.delete(file);
      }
      Files.delete(spine);
    }
    Files.delete(folder);
  }

  private static void figures(Statement sql, Path file, Path spine, String codec, int rounds)
      throws Exception {
    String[] references = new String[10];
    Arrays.setAll(references, i -> "v:f" + i);
    Schema features =
        Schema.of(
            String.join(
                ", ", Arrays.stream(references).map(r -> r.substring(2) + ": float64").toList()));
    FeatureView.Builder view =
        FeatureView.named("v")
            .entities(Entity.of("e", "k: int64"))
            .ttl(Duration.ofDays(30))
            .source(Source.parquet(file, "t").withCreatedTime("created"))
            .features(features.toString());
    FeatureView built = view.build();
    double[] sums = new double[2];
    Rounds measured =
        new Rounds()
            .with(
                "ours",
                () -> {
                  FeatureStore store = FeatureStore.inMemory();
                  store.apply(Definitions.of(built));
                  Frame asking = ParquetFiles.at(spine).read();
                  Frame joined = store.historicalFeatures(asking, references);
                  sums[0] = sum(joined);
                })
            .with(
                "ours, reading alone",
                () -> {
                  try (var blocks = ParquetFiles.at(file).read(Scan.all())) {
                    while (blocks.hasNext()) {
                      blocks.next();
                    }
                  }
                })
            .with(
                "DuckDB read_parquet and ASOF",
                () -> {
                  sql.execute(
                      """
                      CREATE OR REPLACE TABLE out AS
                      SELECT s.*, %s
                      FROM read_parquet('%s') s ASOF LEFT JOIN read_parquet('%s') f
                      ON s.k = f.k AND s.ts >= f.t
                      """
                          .formatted(
                              String.join(
                                  ", ",
                                  Arrays.stream(references)
                                      .map(r -> r.substring(2))
                                      .map(
                                          f ->
                                              "CASE WHEN s.ts - f.t <= INTERVAL 30 DAY THEN f.%s END AS %s"
                                                  .formatted(f, f))
                                      .toList()),
                              spine,
                              file));
                  try (ResultSet result = sql.executeQuery("SELECT sum(f0) FROM out")) {
                    result.next();
                    sums[1] = result.getDouble(1);
                  }
                })
            .run(10, rounds);
    measured.print(
        "1,000,000 rows x 10 features, 50,000 spine rows, from Parquet with %s (%,d bytes)"
            .formatted(codec, Files.size(file)));
    System.out.printf(
        "  %.2f times DuckDB's time; sums %.2f and %.2f (ties may differ)%n",
        measured.ratio("ours", "DuckDB read_parquet and ASOF"), sums[0], sums[1]);
  }

  private static double sum(Frame frame) {
    double sum = 0;
    for (long row = 0; row < frame.rows(); row++) {
      sum += frame.column("f0").isNull(row) ? 0 : frame.column("f0").getDouble(row);
    }
    return sum;
  }
}
