package dev.datamesh.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.Row;
import dev.datamesh.core.spi.FrameSource.Scan;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Folders that Spark wrote, beside {@code spark-3.5/README.md}, read equal to what it wrote. */
class FilesOfSparkTest {

  private static Path folder(String name) {
    try {
      return Path.of(FilesOfSparkTest.class.getResource("/spark-3.5/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static final Instant START = Instant.parse("2024-01-15T00:00:00.000001Z");

  /** Checks all rows; the unit is what a time is cut to. */
  private static void check(Frame read, long unitNanos) {
    assertThat(read.rows()).isEqualTo(40);
    Set<Long> seen = new HashSet<>();
    for (long at = 0; at < 40; at++) {
      Row row = read.row(at);
      Map<String, Object> values = row.toMap();
      long id = (Long) values.get("id");
      seen.add(id);
      Instant time = START.plusSeconds(id * 3600);
      time = time.minusNanos(time.getNano() % unitNanos);
      assertThat(values.get("k")).isEqualTo(id % 7 == 3 ? null : "k" + id % 5);
      assertThat(values.get("t")).isEqualTo(id % 11 == 5 ? null : time);
      assertThat(values.get("amount")).isEqualTo(id / 8.0);
      assertThat(values.get("price"))
          .isEqualTo(new BigDecimal(id).movePointLeft(2).multiply(new BigDecimal(25)).setScale(2));
      assertThat(values.get("big")).isEqualTo(new BigDecimal(id).setScale(4));
      assertThat(values.get("n")).isEqualTo((int) id);
      assertThat(values.get("sm")).isEqualTo((int) id);
      assertThat(values.get("f")).isEqualTo(id / 2.0f);
      assertThat(values.get("d")).isEqualTo(LocalDate.of(2024, 1, 15).plusDays(id % 40));
      assertThat(values.get("flag")).isEqualTo(id % 2 == 0);
      assertThat((byte[]) values.get("bytes"))
          .isEqualTo(("b" + id).getBytes(StandardCharsets.UTF_8));
      assertThat(values.get("tags")).isEqualTo(Arrays.asList("x" + id, null));
      assertThat(values.get("m")).isEqualTo(Map.of("a", id * 1.5));
      assertThat(values.get("st")).isEqualTo(Map.of("p", id, "q", "q" + id));
      LocalDate day = LocalDate.of(2024, 1, 15).plusDays(id % 3);
      assertThat(values.get("dt").toString()).isEqualTo(day.toString());
      assertThat(((Number) values.get("shop")).longValue()).isEqualTo(id % 2);
    }
    assertThat(seen).hasSize(40);
  }

  @Test
  void asSparkWritesByDefaultWithTimesOfNinetySixBitsAndTwoPartitions() {
    ParquetFiles files = ParquetFiles.at(folder("int96"));

    check(files.read(), 1000);
    assertThat(files.schema().find("dt").orElseThrow().type().toString()).isEqualTo("date");
    assertThat(files.schema().find("shop").orElseThrow().type().toString()).isEqualTo("int64");
  }

  @Test
  void withTimesOfMicroseconds() {
    check(ParquetFiles.at(folder("micros")).read(), 1000);
  }

  @Test
  void inTheFormOfOlderSparksWithTimesOfMilliseconds() {
    check(ParquetFiles.at(folder("legacy")).read(), 1_000_000);
  }

  @Test
  void timesBoundAScanWhateverTheirForm() {
    for (String name : new String[] {"int96", "micros"}) {
      Scan scan =
          Scan.all()
              .withColumns("id")
              .withTimes("t", START.plusSeconds(3600), START.plusSeconds(3 * 3600));
      Set<Object> ids = new HashSet<>();
      ParquetFiles.at(folder(name))
          .read(scan)
          .collect()
          .toMaps()
          .forEach(row -> ids.add(row.get("id")));
      assertThat(ids).as(name).containsExactlyInAnyOrder(1L, 2L, 3L);
    }
  }

  @Test
  void partitionsAreChosenByTheirFolders() {
    Frame read =
        ParquetFiles.at(folder("int96"))
            .withPartitions("dt", "2024-01-16", "2024-01-17")
            .withPartitions("shop", "1", "1")
            .read();

    assertThat(read.toMaps())
        .hasSize(13)
        .allSatisfy(
            row -> {
              assertThat(row.get("shop")).isEqualTo(1L);
              assertThat(row.get("dt")).isNotEqualTo(LocalDate.of(2024, 1, 15));
            });
  }
}
