package dev.datamesh.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Frame;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A file as pandas has them, beside {@code arrow-18/README.md}, reads equal to what was put in. */
class FilesOfArrowTest {

  @Test
  void aFileOfArrowWithTimesOfNanosecondsAndPandasIndexReadsEqual() throws URISyntaxException {
    Path file = Path.of(FilesOfArrowTest.class.getResource("/arrow-18/data.parquet").toURI());

    Frame read = ParquetFiles.at(file).read();

    assertThat(read.schema().toString())
        .isEqualTo(
            "id: int64, k: string, t: timestamp_tz, local: timestamp, amount: float64, f: float32,"
                + " n: int32, u: int64, small: int32, flag: boolean, d: date, price: decimal(10,2),"
                + " bytes: bytes, tags: list<string>, __index_level_0__: int64");
    assertThat(read.rows()).isEqualTo(40);
    Instant start = Instant.parse("2024-01-15T00:00:00.000001Z");
    for (int i = 0; i < 40; i++) {
      Map<String, Object> row = read.row(i).toMap();
      Instant time = start.plusSeconds(i * 3600L);
      // Between two microseconds an event time goes up: nothing is known earlier than it was.
      Instant up = time.plusNanos(i % 3 == 0 ? 0 : 1000);
      assertThat(row.get("id")).isEqualTo((long) i);
      assertThat(row.get("k")).isEqualTo(i % 7 == 3 ? null : "k" + i % 5);
      assertThat(row.get("t")).isEqualTo(i % 11 == 5 ? null : up);
      assertThat(row.get("local")).isEqualTo(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
      assertThat(row.get("amount")).isEqualTo(i / 8.0);
      assertThat(row.get("f")).isEqualTo(i / 2f);
      assertThat(row.get("n")).isEqualTo(-i);
      assertThat(row.get("u")).isEqualTo(4_294_967_295L - i);
      assertThat(row.get("small")).isEqualTo(-i);
      assertThat(row.get("flag")).isEqualTo(i % 2 == 0);
      assertThat(row.get("d")).isEqualTo(LocalDate.of(2024, 1, 15).plusDays(i));
      assertThat(row.get("price")).isEqualTo(BigDecimal.valueOf(25L * i, 2));
      assertThat((byte[]) row.get("bytes")).isEqualTo(("b" + i).getBytes(StandardCharsets.UTF_8));
      assertThat(row.get("tags")).isEqualTo(Arrays.asList("x" + i, null));
      assertThat(row.get("__index_level_0__")).isEqualTo(39L - i);
    }
  }
}
