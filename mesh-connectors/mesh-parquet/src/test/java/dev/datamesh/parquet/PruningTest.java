package dev.datamesh.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Column;
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
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scan does not ask for is not read: proven by damage where nobody looks. */
class PruningTest {

  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  @TempDir Path folder;

  private Path partitions() {
    FrameBuilder rows = Frame.builder(Schema.of("id: int64, dt: date, who: string"));
    for (long i = 0; i < 30; i++) {
      rows.row(i, i == 29 ? null : LocalDate.of(2024, 1, 1).plusDays(i % 3), "w" + i % 2);
    }
    Path path = folder.resolve("by-day");
    ParquetFiles.at(path).partitionedBy("dt").write(rows.build());
    return path;
  }

  @Test
  void filesOfPartitionsOutsideTheRangeAreNotOpened() throws IOException {
    Path path = partitions();
    Files.writeString(path.resolve("dt=2024-01-03/part-0.parquet"), "no Parquet at all");
    Files.writeString(path.resolve("dt=__HIVE_DEFAULT_PARTITION__/part-0.parquet"), "nor this");
    ParquetFiles files = ParquetFiles.at(path);

    Frame read = files.withPartitions("dt", "2024-01-01", "2024-01-02").read();

    assertThat(read.rows()).isEqualTo(20);
    assertThat(read.schema().names()).containsExactly("id", "who", "dt");
    assertThat(files.withPartitions("dt", "2024-01-02", "2024-01-02").read().rows()).isEqualTo(10);
    assertThatThrownBy(files::read)
        .isInstanceOf(DamagedDataException.class)
        .hasMessageContaining("part-0.parquet");
  }

  @Test
  void aRangeWithoutAnyPartitionIsEmptyAndABadOneIsNamed() {
    ParquetFiles files = ParquetFiles.at(partitions());

    ParquetFiles none = files.withPartitions("dt", "2025-01-01", "2025-12-31");
    assertThat(none.read().rows()).isZero();
    assertThat(none.read().schema().names()).containsExactly("id", "who", "dt");
    assertThatThrownBy(() -> files.withPartitions("who", "a", "b").read())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("its partitions are [dt]");
    assertThatThrownBy(() -> files.withPartitions("dt", "January", "b").read())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"January\"")
        .hasMessageContaining("of type date");
    assertThatThrownBy(
            () -> ParquetFiles.at(folder.resolve("none")).withPartitions("dt", "a", "b").read())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void numbersAndTextsOfPartitionsAreComparedAsSuch() {
    FrameBuilder rows = Frame.builder(Schema.of("id: int64, n: int64, w: string"));
    for (long n : new long[] {2, 10, 9, -1, 100}) {
      rows.row(n, n, "w" + n);
    }
    Frame frame = rows.build();
    Path byNumber = folder.resolve("by-number");
    ParquetFiles.at(byNumber).partitionedBy("n").write(frame);
    Path byText = folder.resolve("by-text");
    ParquetFiles.at(byText).partitionedBy("w").write(frame);

    assertThat(ParquetFiles.at(byNumber).withPartitions("n", "2", "10").read().rows()).isEqualTo(3);
    assertThat(ParquetFiles.at(byText).withPartitions("w", "w10", "w2").read().rows()).isEqualTo(3);
  }

  /** Ten row groups, one after another in time. */
  private Path manyGroups() throws Exception {
    Path file = folder.resolve("groups.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute(
          ("COPY (SELECT range AS id, hash(range)::VARCHAR AS noise,"
                  + " TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL (range) SECOND AS t"
                  + " FROM range(20480)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)")
              .formatted(file));
    }
    return file;
  }

  @Test
  void rowGroupsOutsideTheTimesAreNotDecoded() throws Exception {
    Path file = manyGroups();
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 100, bytes.length / 2, (byte) 0x55); // the first groups' pages
    Files.write(file, bytes);
    ParquetFiles files = ParquetFiles.at(file);

    Scan late = Scan.all().withTimes("t", START.plusSeconds(18_500), START.plusSeconds(30_000));
    try (FrameBlocks blocks = files.read(late)) {
      assertThat(blocks.collect().rows()).isEqualTo(20_480 - 18_500);
    }
    assertThatThrownBy(files::read)
        .isInstanceOf(DamagedDataException.class)
        .hasMessageContaining("groups.parquet");
  }

  @Test
  void timesAreBoundedHoweverFarTheBoundsAndWhateverTheColumnsName() {
    for (String name : new String[] {"at", "event.at", "at=1"}) {
      ParquetFiles files = ParquetFiles.at(folder.resolve(name + ".parquet"));
      files.write(Frame.of(Column.ofLongs("id", 1, 2, 3), Column.ofMicros(name, 5, 6, 7)));
      Instant sixth = Instant.EPOCH.plusNanos(6_000);

      Frame one = files.read(Scan.all().withTimes(name, sixth.minusNanos(1), sixth)).collect();
      assertThat(one.rows()).as(name).isEqualTo(1);
      assertThat(one.get(0, "id")).isEqualTo(2L);
      Scan all = Scan.all().withTimes(name, Instant.MIN, Instant.MAX);
      assertThat(files.read(all).collect().rows()).as(name).isEqualTo(3);
      Scan late = Scan.all().withTimes(name, Instant.MAX, Instant.MAX);
      assertThat(files.read(late).collect().rows()).as(name).isZero();
      Scan early = Scan.all().withTimes(name, Instant.MIN, Instant.MIN);
      assertThat(files.read(early).collect().rows()).as(name).isZero();
    }
  }

  @Test
  void partitionsComeBackWhateverTheirColumnIsNamed() throws IOException {
    int number = 0;
    for (String name : new String[] {"a=b", ".hidden", "_low", "100%", "../up", "a/b", "ü +"}) {
      Path path = folder.resolve("n" + number++);
      Frame rows = Frame.of(Column.ofLongs("id", 1, 2), Column.ofStrings(name, "x=..%", null));

      ParquetFiles.at(path).partitionedBy(name).write(rows);

      Frame read = ParquetFiles.at(path).read();
      assertThat(read.schema().names()).containsExactly("id", name);
      for (long row = 0; row < 2; row++) {
        boolean first = read.get(row, "id").equals(1L);
        assertThat(read.get(row, name)).isEqualTo(first ? "x=..%" : null);
      }
    }
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.toList()).hasSize(number);
    }
  }

  @Test
  void aFolderOfAnotherToolMayHaveAPercentSignInItsName() {
    ParquetFiles.at(folder.resolve("p/off=50%/part-0.parquet"))
        .write(Frame.of(Column.ofLongs("id", 1)));
    ParquetFiles.at(folder.resolve("p/off=%zz/part-0.parquet"))
        .write(Frame.of(Column.ofLongs("id", 2)));

    Frame read = ParquetFiles.at(folder.resolve("p")).read();

    assertThat(read.get(0, "off")).isEqualTo("%zz");
    assertThat(read.get(1, "off")).isEqualTo("50%");
  }

  @Test
  void aTextThatStandsForNullIsNoPartition() {
    Frame rows =
        Frame.of(Column.ofLongs("id", 1), Column.ofStrings("who", "__HIVE_DEFAULT_PARTITION__"));
    assertThatThrownBy(() -> ParquetFiles.at(folder.resolve("x")).partitionedBy("who").write(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"who\"")
        .hasMessageContaining("stands for null");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void columnsNotAskedForAreNotDecoded() throws Exception {
    FrameBuilder rows = Frame.builder(Schema.of("id: int64!, noise: string!, last: int64!"));
    for (long i = 0; i < 5_000; i++) {
      rows.row(i, Long.toHexString(i * 0x9E3779B97F4A7C15L), i);
    }
    Path file = folder.resolve("wide.parquet");
    ParquetFiles.at(file).write(rows.build());
    byte[] bytes = Files.readAllBytes(file);
    int middle = bytes.length / 2; // within the noise, by far the largest column
    Arrays.fill(bytes, middle, middle + 500, (byte) 0x55);
    Files.write(file, bytes);

    Frame read = ParquetFiles.at(file).read(Scan.all().withColumns("last", "id")).collect();

    assertThat(read.rows()).isEqualTo(5_000);
    assertThat(read.get(4_999, "id")).isEqualTo(4_999L);
    assertThatThrownBy(() -> ParquetFiles.at(file).read()).isInstanceOf(DamagedDataException.class);
  }
}
