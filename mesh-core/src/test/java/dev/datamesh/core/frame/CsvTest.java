package dev.datamesh.core.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.schema.Schema;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  private static final Schema SALE = Schema.of("id: int64!, amount: float64, word: string");

  @TempDir Path folder;

  private static Frame read(String text, Schema schema) {
    return FrameReader.csv(new StringReader(text), "sales.csv").schema(schema).read();
  }

  @Test
  void columnsAreFoundByNameInAnyOrderAndOthersPassedOver() {
    Frame frame = read("word,other,id,amount\nx,?,1,2.5\n", SALE);

    assertThat(frame.row(0).toMap().toString()).isEqualTo("{id=1, amount=2.5, word=x}");
  }

  @Test
  void withoutASchemaEveryColumnIsAString() {
    Frame frame = FrameReader.csv(new StringReader("a,b\n1,\n\"\",x\n"), "t").read();

    assertThat(frame.schema().toString()).isEqualTo("a: string, b: string");
    assertThat(frame.get(0, "b")).isNull();
    assertThat(frame.get(1, "a")).isEqualTo("");
  }

  @Test
  void nullAndTheEmptyStringSurviveTheRoundTrip() {
    Frame frame =
        Frame.builder(SALE)
            .row(1, null, null)
            .row(2, 0.1, "")
            .row(3, -1e300, "a,\"b\"\r\nc")
            .row(4, Double.NaN, " blank ")
            .row(5, Double.NEGATIVE_INFINITY, "#no comment")
            .build();

    String text = frame.toCsv();

    assertThat(text).startsWith("id,amount,word\n1,,\n2,0.1,\"\"\n");
    assertThat(read(text, SALE)).isEqualTo(frame);
  }

  @Test
  void aSingleColumnKeepsItsNullRows() {
    Schema schema = Schema.of("word: string");
    Frame frame = Frame.builder(schema).row("a").row((Object) null).row("").row("b").build();

    assertThat(read(frame.toCsv(), schema)).isEqualTo(frame);
  }

  @Test
  void emptyLinesBetweenRowsOfSeveralColumnsAreSkipped() {
    assertThat(read("id,amount,word\n\n1,,\n\n\n2,,\n\n", SALE).rows()).isEqualTo(2);
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() {
    assertThat(read("\uFEFFid,amount,word\n1,2,x\n", SALE).rows()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,abc,x    | column "amount": expected float64, found "abc"
          1,1e,x     | column "amount": expected float64, found "1e"
          1,0x1p3,x  | column "amount": expected float64, found "0x1p3"
          1.5,1,x    | column "id": expected int64, not null, found "1.5"
          ,1,x       | column "id": expected int64, not null, found an empty cell
          9223372036854775808,1,x | column "id": expected int64, not null, found "9223372036854775808"
          1,2        | expected 3 cells as in the header, found 2
          1,2,3,4    | expected 3 cells as in the header, found 4
          """)
  void aCellThatDoesNotFitNamesFileLineRowColumnAndExpectation(String line, String message) {
    assertThatThrownBy(() -> read("id,amount,word\n7,1,\"two\nlines\"\n" + line + "\n", SALE))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> {
              assertThat(e.getMessage())
                  .contains("Cannot read sales.csv, line 4 (row 2): " + message);
              assertThat(e.problems().get(0).position().line()).isEqualTo(4);
            });
  }

  @Test
  void aMissingColumnNamesWhatTheHeaderHas() {
    assertThatThrownBy(() -> read("id,amout,word\n", SALE))
        .hasMessageContaining("\"amount\" is missing: the header has [id, amout, word]");
  }

  @Test
  void aColumnThatStandsTwiceIsRefused() {
    assertThatThrownBy(() -> read("id,amount,id,word\n", SALE))
        .hasMessageContaining("\"id\" stands in the header twice");
  }

  @Test
  void anEmptyFileHasNoHeader() {
    assertThatThrownBy(() -> read("", SALE)).hasMessageContaining("expected a header line");
    assertThat(read("id,amount,word", SALE).rows()).isZero();
  }

  @Test
  void anUnclosedQuoteIsATypedError() {
    assertThatThrownBy(() -> read("id,amount,word\n1,2,\"x\n", SALE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("sales.csv");
  }

  @Test
  void longsAtTheirLimitsAreRead() {
    Frame frame =
        read("id,amount,word\n9223372036854775807,1,\n-9223372036854775808,1,\n+5,1,\n", SALE);

    assertThat(frame.column("id").getLong(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(frame.column("id").getLong(1)).isEqualTo(Long.MIN_VALUE);
    assertThat(frame.column("id").getLong(2)).isEqualTo(5);
  }

  @Test
  void doublesAreTheNearestWhateverTheirForm() {
    Random random = new Random(11);
    StringBuilder text = new StringBuilder("d,f\n");
    List<String> forms = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      double value =
          switch (random.nextInt(4)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(100_000) / 100.0;
            case 2 -> random.nextGaussian();
            default -> random.nextLong();
          };
      String form = Double.isNaN(value) ? "0" : Double.toString(value);
      forms.add(form);
      text.append(form).append(',').append(form).append('\n');
    }
    Frame frame = read(text.toString(), Schema.of("d: float64, f: float32"));

    for (int i = 0; i < forms.size(); i++) {
      assertThat(frame.get(i, "d")).isEqualTo(Double.parseDouble(forms.get(i)));
      assertThat(frame.get(i, "f")).isEqualTo(Float.parseFloat(forms.get(i)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29T12:00:00Z, 2024-02-29T12:00:00Z",
    "2024-02-29 12:00:00+00:00, 2024-02-29T12:00:00Z",
    "2024-02-29T12:00:00.5+01:00, 2024-02-29T11:00:00.5Z",
    "2024-02-29T12:00-0130, 2024-02-29T13:30:00Z",
    "2024-02-29T12:00:00+02, 2024-02-29T10:00:00Z",
    "2024-02-29T12:00:00+01:00[Europe/Berlin], 2024-02-29T11:00:00Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    "1969-12-31T23:59:59.999999900Z, 1969-12-31T23:59:59.999999Z"
  })
  void timesWithAZoneAreRead(String text, Instant instant) {
    Frame frame = read("t\n\"" + text + "\"\n", Schema.of("t: timestamp_tz"));

    assertThat(frame.row(0).getInstant("t")).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-02-30T12:00:00Z",
        "2023-02-29T12:00:00Z",
        "2024-13-01T12:00:00Z",
        "2024-02-29T24:00:00Z",
        "2024-02-29T12:60:00Z",
        "2024-02-29T12:00:00",
        "2024-02-29",
        "2024-02-29T12:00:00.Z",
        "2024-02-29T12:00:00+25:00",
        "2024-02-29T12:00:00Zulu",
        "0000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "12:00:00Z",
        "yesterday",
        "1700000000"
      })
  void whatIsNoTimeWithAZoneIsRefused(String text) {
    assertThatThrownBy(() -> read("t\n" + text + "\n", Schema.of("t: timestamp_tz")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected timestamp_tz with a zone");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-31T02:30:00, 2024-03-31T01:30:00Z", // skipped by the clock change: moved on
    "2024-10-27T02:30:00, 2024-10-27T00:30:00Z", // comes twice: the earlier
    "2024-07-01, 2024-06-30T22:00:00Z"
  })
  void timesWithoutAZoneTakeTheGivenOne(String text, Instant instant) {
    Frame frame =
        FrameReader.csv(new StringReader("t\n" + text + "\n"), "t")
            .schema(Schema.of("t: timestamp_tz"))
            .zone(ZoneId.of("Europe/Berlin"))
            .read();

    assertThat(frame.row(0).getInstant("t")).isEqualTo(instant);
  }

  @Test
  void gzipIsReadAndWrittenByTheFilesName() {
    Frame frame = Frame.builder(SALE).row(1, 2.5, "é 漢 🙂").build();
    Path file = folder.resolve("sales.csv.gz");
    frame.writeCsv(file);

    assertThat(Frame.readCsv(file, SALE)).isEqualTo(frame);
    Path json = folder.resolve("sales.jsonl.gz");
    frame.writeJsonLines(json);
    assertThat(FrameReader.jsonLines(json).schema(SALE).read()).isEqualTo(frame);
  }

  @Test
  void aTruncatedGzipIsNeverTakenForAWholeFile() throws IOException {
    FrameBuilder builder = Frame.builder(SALE);
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      builder.row(i, random.nextDouble(), "w" + random.nextInt());
    }
    Path file = folder.resolve("sales.csv.gz");
    builder.build().writeCsv(file);
    byte[] whole = Files.readAllBytes(file);

    for (int length : new int[] {0, 1, 5, 9, 10, 100, whole.length / 2, whole.length - 1}) {
      Path cut = folder.resolve("cut" + length + ".csv.gz");
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Frame.readCsv(cut, SALE))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(DamagedDataException.class)
          .hasMessageContaining(cut.toString());
    }
  }

  @Test
  void textThatIsNotUtf8IsATypedError() throws IOException {
    Path file = folder.resolve("latin.csv");
    Files.write(file, "id,amount,word\n1,2,é\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Frame.readCsv(file, SALE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not UTF-8");
  }

  @Test
  void aMissingFileIsATypedError() {
    assertThatThrownBy(() -> Frame.readCsv(folder.resolve("none.csv"), SALE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void blocksOfAFileAreItsRows() {
    StringBuilder text = new StringBuilder("id,amount,word\n");
    for (int i = 0; i < 1_000; i++) {
      text.append(i).append(",,\n");
    }
    for (int size : new int[] {1, 7, 500, 1_000, 1_001}) {
      List<Long> seen = new ArrayList<>();
      try (FrameBlocks blocks =
          FrameReader.csv(new StringReader(text.toString()), "t").schema(SALE).blocks(size)) {
        while (blocks.hasNext()) {
          Frame block = blocks.next();
          assertThat(block.rows()).isLessThanOrEqualTo(size);
          block.forEach(row -> seen.add(row.getLong("id")));
        }
      }
      assertThat(seen).hasSize(1_000).isSorted();
    }
  }

  @Test
  void randomFramesSurviveTheRoundTrip() {
    Schema schema = Schema.of("a: string, b: int32, c: timestamp_tz, d: decimal(12,3), e: boolean");
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      FrameBuilder builder = Frame.builder(schema);
      for (int row = random.nextInt(30); row > 0; row--) {
        builder.row(
            random.nextInt(4) == 0 ? null : word(random),
            random.nextInt(4) == 0 ? null : (Object) random.nextInt(),
            Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1000L),
            java.math.BigDecimal.valueOf(random.nextInt(), 3),
            random.nextBoolean());
      }
      Frame frame = builder.build();
      assertThat(read(frame.toCsv(), schema)).as("seed %d", seed).isEqualTo(frame);
      StringBuilder json = new StringBuilder();
      FrameWriter.jsonLines(json).write(frame);
      assertThat(
              FrameReader.jsonLines(new StringReader(json.toString()), "t").schema(schema).read())
          .as("seed %d", seed)
          .isEqualTo(frame);
    }
  }

  private static String word(Random random) {
    String letters = "ab,\"\n\r' ;é\t";
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }
}
