package dev.datamesh.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.FrameSource.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFilesTest {

  @TempDir Path folder;

  private static Instant at(long seconds) {
    return Instant.parse("2024-01-01T00:00:00Z").plusSeconds(seconds);
  }

  private static Frame everyType() {
    Schema schema =
        Schema.of(
            "b: boolean, i: int32!, l: int64, f: float32, g: float64, s: string, y: bytes, d: date,"
                + " tm: time, ts: timestamp, tz: timestamp_tz, j: json, p: decimal(5,2),"
                + " q: decimal(15,3), r: decimal(38,10), e: enum(x|y), li: list<int64>,"
                + " ls: list<string>, m: map<float64>, st: struct<a: int32, n: list<date>>");
    return Frame.builder(schema)
        .row(
            true,
            1,
            2L,
            1.5f,
            Double.NaN,
            "ü",
            new byte[] {0, -1},
            "2024-02-29",
            "23:59:59.999999",
            "2024-01-01T00:00:00.000001",
            at(1),
            "{\"a\":[1]}",
            "-1.25",
            "123456789012.345",
            "-1234567890123456789012345678.0123456789",
            "y",
            Arrays.asList(1L, null),
            List.of(),
            Map.of("k", 1.0),
            Map.of("a", 7, "n", List.of(LocalDate.of(2020, 1, 1))))
        .row(
            null, 2, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null)
        .row(
            false,
            -3,
            Long.MIN_VALUE,
            -0f,
            -0.0,
            "",
            new byte[0],
            "0001-01-01",
            "00:00:00",
            "0001-01-01T00:00:00",
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            "1",
            "0",
            "0",
            "9999999999999999999999999999.9999999999",
            "x",
            List.of(),
            List.of("a", "b"),
            Map.of(),
            Map.of())
        .build();
  }

  @Test
  void every_type_comes_back() {
    Path file = folder.resolve("all.parquet");
    Frame frame = everyType();
    ParquetFiles.at(file).write(frame);
    Frame read = ParquetFiles.at(file).read();
    assertThat(read.schema()).isEqualTo(frame.schema());
    assertThat(read).isEqualTo(frame);
  }

  private static Frame orders(int rows) {
    Random random = new Random(1);
    FrameBuilder frame =
        Frame.builder(
            Schema.of("id: int64!, at: timestamp_tz, dt: date, shop: string, amount: float64"));
    for (int i = 0; i < rows; i++) {
      frame.row(
          (long) i,
          random.nextInt(50) == 0 ? null : at(i),
          LocalDate.of(2024, 1, 1 + i % 3),
          random.nextInt(10) == 0 ? null : "shop-" + random.nextInt(5),
          random.nextInt(10) == 0 ? null : random.nextDouble());
    }
    return frame.build();
  }

  @Test
  void columns_and_times_are_chosen() {
    Path file = folder.resolve("orders.parquet");
    ParquetFiles.at(file).write(orders(200_000));
    try (FrameBlocks blocks =
        ParquetFiles.at(file)
            .read(Scan.all().withColumns("amount", "id").withTimes("at", at(1000), at(1999)))) {
      Frame read = blocks.collect();
      assertThat(read.schema().names()).containsExactly("amount", "id");
      assertThat(read.rows()).isBetween(900L, 1000L);
      assertThat(read.get(0, "id")).isIn(1000L, 1001L, 1002L);
    }
    assertThatThrownBy(() -> ParquetFiles.at(file).read(Scan.all().withColumns("nothing")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("amount");
  }

  @Test
  void a_partitioned_folder_is_written_and_read_as_spark_has_it() throws IOException {
    Frame orders = orders(3_000);
    Path out = folder.resolve("orders");
    ParquetFiles.at(out).partitionedBy("dt").write(orders);
    assertThat(out.resolve("dt=2024-01-02/part-0.parquet")).exists();
    Files.writeString(out.resolve("_SUCCESS"), "");
    Frame read = ParquetFiles.at(out).read();
    assertThat(read.schema().names()).containsExactly("id", "at", "shop", "amount", "dt");
    assertThat(read.rows()).isEqualTo(3_000);
    assertThat(read.get(0, "dt")).isEqualTo(LocalDate.of(2024, 1, 1));
    assertThat(read.get(2_999, "dt")).isEqualTo(LocalDate.of(2024, 1, 3));
  }

  @Test
  void null_partitions_and_escaped_names_come_back() {
    Frame frame =
        Frame.builder(Schema.of("v: int64, who: string")).row(1L, "a/b c=ü").row(2L, null).build();
    Path out = folder.resolve("by-who");
    ParquetFiles.at(out).partitionedBy("who").write(frame);
    Frame read = ParquetFiles.at(out).read();
    assertThat(read.toMaps())
        .extracting(row -> row.get("who"))
        .containsExactlyInAnyOrder("a/b c=ü", null);
  }

  @Test
  void a_partition_without_a_column_or_with_another_type_is_named() {
    Path out = folder.resolve("mixed");
    ParquetFiles.at(out.resolve("dt=2024-01-01/part-0.parquet"))
        .write(Frame.builder(Schema.of("a: int64, b: int64")).row(1L, 2L).build());
    ParquetFiles.at(out.resolve("dt=2024-01-02/part-0.parquet"))
        .write(Frame.builder(Schema.of("a: int64")).row(1L).build());
    assertThatThrownBy(() -> ParquetFiles.at(out).read())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"b\"")
        .hasMessageContaining("dt=2024-01-02");
    Path typed = folder.resolve("typed");
    ParquetFiles.at(typed.resolve("dt=1/part-0.parquet"))
        .write(Frame.builder(Schema.of("a: int64")).row(1L).build());
    ParquetFiles.at(typed.resolve("dt=2/part-0.parquet"))
        .write(Frame.builder(Schema.of("a: string")).row("x").build());
    assertThatThrownBy(() -> ParquetFiles.at(typed).read())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is string there: expected int64");
  }

  @Test
  void corrupt_and_truncated_files_are_typed_errors() throws IOException {
    Path file = folder.resolve("whole.parquet");
    ParquetFiles.at(file).write(orders(2_000));
    byte[] whole = Files.readAllBytes(file);
    Path bad = folder.resolve("bad.parquet");
    for (int length : new int[] {0, 3, 8, whole.length / 2, whole.length - 1}) {
      Files.write(bad, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ParquetFiles.at(bad).read())
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(DamagedDataException.class)
          .hasMessageContaining("bad.parquet");
    }
    Frame right = ParquetFiles.at(file).read();
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(bad, flipped);
      try {
        Frame read = ParquetFiles.at(bad).read();
        // What no checksum covers (statistics, names in the footer) may differ; data may not.
        assertThat(read.rows()).isEqualTo(right.rows());
      } catch (DamagedDataException | InvalidInputException e) {
        assertThat(e.getMessage()).contains("bad.parquet");
      }
    }
    assertThatThrownBy(() -> ParquetFiles.at(folder.resolve("none.parquet")).read())
        .isInstanceOf(StorageException.class);
  }

  @Test
  void writing_refuses_what_is_there_and_leaves_nothing_half_written() throws IOException {
    Path file = folder.resolve("orders.parquet");
    ParquetFiles.at(file).write(orders(10));
    assertThatThrownBy(() -> ParquetFiles.at(file).write(orders(10)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("already");
    Path failing = folder.resolve("failing.parquet");
    assertThatThrownBy(() -> ParquetFiles.at(failing).write(new FailingBlocks(orders(10))))
        .isInstanceOf(IllegalStateException.class);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("orders.parquet");
    }
  }

  /** One block, then a failure. */
  private static final class FailingBlocks implements FrameBlocks {
    private final Frame frame;
    private boolean given;

    FailingBlocks(Frame frame) {
      this.frame = frame;
    }

    @Override
    public Schema schema() {
      return frame.schema();
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Frame next() {
      if (given) {
        throw new IllegalStateException("the source broke");
      }
      given = true;
      return frame;
    }

    @Override
    public void close() {}
  }

  private static void duckdb(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void files_of_duckdb_read_equal_whatever_their_compression() throws SQLException {
    String table =
        "SELECT CASE WHEN range % 7 = 0 THEN NULL ELSE range END AS l, range::INTEGER AS i,"
            + " range * 0.5::DOUBLE AS d, 'w' || range % 13 AS s, range % 2 = 0 AS b,"
            + " DATE '2024-01-01' + range::INTEGER % 90 AS dt,"
            + " TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL (range) SECOND AS tz,"
            + " (range / 4.0)::DECIMAL(12,2) AS p, [range, range + 1] AS li"
            + " FROM range(30000)";
    for (String codec : List.of("zstd", "snappy", "gzip", "uncompressed")) {
      Path file = folder.resolve(codec + ".parquet");
      duckdb("COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION %s)".formatted(table, file, codec));
      Frame read = ParquetFiles.at(file).read();
      assertThat(read.rows()).isEqualTo(30_000);
      for (int row = 0; row < 30_000; row += 997) {
        assertThat(read.get(row, "l")).isEqualTo(row % 7 == 0 ? null : (Object) (long) row);
        assertThat(read.get(row, "d")).isEqualTo(row * 0.5);
        assertThat(read.get(row, "s")).isEqualTo("w" + row % 13);
        assertThat(read.get(row, "b")).isEqualTo(row % 2 == 0);
        assertThat(read.get(row, "dt")).isEqualTo(LocalDate.of(2024, 1, 1).plusDays(row % 90));
        assertThat(read.get(row, "tz")).isEqualTo(at(row));
        assertThat(read.get(row, "li")).isEqualTo(List.of((long) row, row + 1L));
      }
    }
  }

  @Test
  void ours_read_equal_by_duckdb() throws SQLException {
    Path file = folder.resolve("ours.parquet");
    Frame orders = orders(20_000);
    ParquetFiles.at(file).write(orders);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet results =
            statement.executeQuery(
                "SELECT id, epoch_us(\"at\") AS t_us, dt, shop, amount FROM read_parquet('%s') ORDER BY id"
                    .formatted(file))) {
      for (long row = 0; row < orders.rows(); row++) {
        assertThat(results.next()).isTrue();
        assertThat(results.getLong("id")).isEqualTo(row);
        long micros = results.getLong("t_us");
        assertThat(results.wasNull() ? null : (Object) micros)
            .isEqualTo(orders.column("at").isNull(row) ? null : orders.column("at").getLong(row));
        assertThat(results.getString("shop")).isEqualTo(orders.get(row, "shop"));
        assertThat(results.getObject("amount")).isEqualTo(orders.get(row, "amount"));
        assertThat(results.getDate("dt").toLocalDate()).isEqualTo(orders.get(row, "dt"));
      }
      assertThat(results.next()).isFalse();
    }
    Path all = folder.resolve("all.parquet");
    ParquetFiles.at(all).write(everyType());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet results =
            statement.executeQuery(
                "SELECT p::VARCHAR AS p, r::VARCHAR AS r, li::VARCHAR AS li, st.a AS a FROM read_parquet('%s')"
                    .formatted(all))) {
      assertThat(results.next()).isTrue();
      assertThat(results.getString("p")).isEqualTo("-1.25");
      assertThat(results.getString("r")).isEqualTo("-1234567890123456789012345678.0123456789");
      assertThat(results.getString("li")).isEqualTo("[1, NULL]");
      assertThat(results.getInt("a")).isEqualTo(7);
    }
  }
}
