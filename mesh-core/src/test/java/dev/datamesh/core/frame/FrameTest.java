package dev.datamesh.core.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameTest {

  private static final Schema ALL =
      Schema.of(
          "b: boolean, i: int32, l: int64, f: float32, d: float64, m: decimal(10,2),"
              + " w: decimal(38,4), s: string, y: bytes, day: date, t: time, ts: timestamp,"
              + " tz: timestamp_tz, j: json, e: enum(red|green), li: list<int64>,"
              + " ma: map<string>, st: struct<x: int64, y: string>");

  static Object[] everyType() {
    return new Object[] {
      true,
      7,
      8L,
      1.5f,
      2.25,
      new BigDecimal("12345.67"),
      new BigDecimal("123456789012345678901234.5678"),
      "text",
      new byte[] {1, 2},
      LocalDate.parse("2024-02-29"),
      LocalTime.parse("23:59:59.999999"),
      LocalDateTime.parse("2024-02-29T12:00:00.000001"),
      Instant.parse("1969-12-31T23:59:59.999999Z"),
      "{\"a\":[1,2]}",
      "green",
      List.of(1L, 2L),
      Map.of("k", "v"),
      Map.of("x", 1L, "y", "z")
    };
  }

  @Test
  void everyTypeKeepsItsValueAndItsNull() {
    Frame frame = Frame.builder(ALL).row(everyType()).row(new Object[ALL.fields().size()]).build();

    assertThat(frame.rows()).isEqualTo(2);
    Object[] expected = everyType();
    for (int i = 0; i < expected.length; i++) {
      Column column = frame.columns().get(i);
      assertThat(column.get(0)).as(column.name()).isEqualTo(expected[i]);
      assertThat(column.get(1)).as(column.name()).isNull();
      assertThat(column.isNull(1)).isTrue();
      assertThat(column.nullCount()).isEqualTo(1);
    }
    assertThat(frame.column("tz").getLong(0)).isEqualTo(-1);
    assertThat(frame.column("day").getLong(0)).isEqualTo(19782);
    assertThat(frame.column("m").getLong(0)).isEqualTo(1234567);
    assertThat(frame.column("m").getDouble(0)).isEqualTo(12345.67);
  }

  @Test
  void everyTypeSurvivesCsvAndJsonLines() {
    Frame frame = Frame.builder(ALL).row(everyType()).row(new Object[ALL.fields().size()]).build();
    StringBuilder json = new StringBuilder();
    FrameWriter.jsonLines(json).write(frame);

    assertThat(FrameReader.csv(new java.io.StringReader(frame.toCsv()), "t").schema(ALL).read())
        .isEqualTo(frame);
    assertThat(
            FrameReader.jsonLines(new java.io.StringReader(json.toString()), "t")
                .schema(ALL)
                .read())
        .isEqualTo(frame);
  }

  @Test
  void valuesThatLoseNothingAreTakenInOtherForms() {
    Frame frame =
        Frame.builder(Schema.of("l: int64, d: float64, tz: timestamp_tz, m: decimal(5,1)"))
            .row(3, 4, OffsetDateTime.parse("2024-01-01T01:00:00+01:00"), 2.5)
            .row("3", "4.0", "2024-01-01T00:00:00Z", "2.50")
            .build();

    assertThat(frame.row(0).toMap()).isEqualTo(frame.row(1).toMap());
    assertThat(frame.row(0).getInstant("tz")).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
  }

  @Test
  void whatDoesNotFitNamesRowColumnAndExpectation() {
    FrameBuilder builder = Frame.builder(Schema.of("l: int64!, m: decimal(3,1)")).row(1, 99.9);

    assertThatThrownBy(() -> builder.row("x", null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("row 1, column \"l\": expected int64, not null, found \"x\"");
  }

  @Test
  void decimalsThatLoseDigitsAreRefused() {
    Schema schema = Schema.of("m: decimal(3,1)");

    for (Object bad : List.of(new BigDecimal("1.23"), "100.0", 12345, "1e99999999", "-", ".")) {
      assertThatThrownBy(() -> Frame.builder(schema).row(bad)).as("%s", bad).isNotNull();
    }
    for (String bad : List.of("1.23", "100.0", "1e99999999", "-", ".", "--1", "1.2.3")) {
      assertThatThrownBy(
              () ->
                  FrameReader.csv(new java.io.StringReader("m\n" + bad + "\n"), "t")
                      .schema(schema)
                      .read())
          .as(bad)
          .isInstanceOf(InvalidInputException.class);
    }
    assertThat(
            FrameReader.csv(new java.io.StringReader("m\n-1.50\n99.9\n7\n+.5\n"), "t")
                .schema(schema)
                .read()
                .column("m")
                .get(0))
        .isEqualTo(new BigDecimal("-1.5"));
  }

  @Test
  void instantsBetweenMicrosecondsRoundAsAsked() {
    Instant between = Instant.parse("1960-01-01T00:00:00.000000500Z");
    Schema schema = Schema.of("tz: timestamp_tz");

    Frame down = Frame.builder(schema).row(between).build();
    Frame up = Frame.builder(schema).rounding(Rounding.UP).row(between).build();

    assertThat(down.row(0).getInstant("tz")).isEqualTo(Instant.parse("1960-01-01T00:00:00Z"));
    assertThat(up.row(0).getInstant("tz")).isEqualTo(Instant.parse("1960-01-01T00:00:00.000001Z"));
  }

  @Test
  void aTimeWithoutZoneIsRefusedUnlessAZoneIsGiven() {
    Schema schema = Schema.of("tz: timestamp_tz");
    LocalDateTime local = LocalDateTime.parse("2024-07-01T12:00:00");

    assertThatThrownBy(() -> Frame.builder(schema).row(local)).hasMessageContaining("with a zone");
    assertThat(
            Frame.builder(schema)
                .zone(ZoneId.of("Europe/Berlin"))
                .row(local)
                .build()
                .row(0)
                .getInstant("tz"))
        .isEqualTo(Instant.parse("2024-07-01T10:00:00Z"));
  }

  @Test
  void yearsBeyondOneTo9999AreRefused() {
    Schema schema = Schema.of("tz: timestamp_tz");

    assertThatThrownBy(() -> Frame.builder(schema).row(Instant.parse("+10000-01-01T00:00:00Z")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Frame.builder(schema).row(Instant.parse("0000-12-31T23:59:59Z")))
        .isInstanceOf(InvalidInputException.class);
    assertThat(Frame.builder(schema).row("9999-12-31T23:59:59.999999Z").build().rows())
        .isEqualTo(1);
    assertThatThrownBy(() -> Column.ofMicros("t", Long.MAX_VALUE))
        .isInstanceOf(InvalidInputException.class);
  }

  enum Colour {
    RED,
    GREEN
  }

  record Inner(int x, String word) {}

  record Sale(
      long id, Double amount, Instant at, Colour colour, List<Integer> parts, Inner inner) {}

  @Test
  void recordsBecomeRowsAndRowsRecords() {
    Frame frame =
        Frame.ofRecords(
            Sale.class,
            List.of(
                new Sale(1, 2.5, Instant.EPOCH, Colour.GREEN, List.of(1, 2), new Inner(3, "three")),
                new Sale(2, null, Instant.EPOCH, Colour.RED, List.of(), new Inner(0, null))));

    assertThat(frame.schema().toString())
        .isEqualTo(
            "id: int64!, amount: float64, at: timestamp_tz, colour: enum(RED|GREEN),"
                + " parts: list<int32>, inner: struct<x: int32!, word: string>");
    assertThat(frame.get(0, "inner")).isEqualTo(Map.of("x", 3, "word", "three"));

    record Back(long id, Double amount, Colour colour) {}
    assertThat(frame.toRecords(Back.class))
        .containsExactly(new Back(1, 2.5, Colour.GREEN), new Back(2, null, Colour.RED));
    record Strict(double amount) {}
    assertThatThrownBy(() -> frame.toRecords(Strict.class))
        .hasMessageContaining("row 1, column \"amount\": expected double, found null");
  }

  @Test
  void mapsBecomeRowsAndUnknownKeysAreNamed() {
    Schema schema = Schema.of("a: int64, b: string");

    assertThat(Frame.ofMaps(schema, List.of(Map.of("a", 1), Map.of("b", "x"))).toCsv())
        .isEqualTo("a,b\n1,\n,x\n");
    assertThatThrownBy(() -> Frame.ofMaps(schema, List.of(Map.of("c", 1))))
        .hasMessageContaining("unknown columns [c]: the schema has [a, b]");
  }

  @Test
  void arraysAreCopied() {
    long[] values = {1, 2, 3};
    Column column = Column.ofLongs("a", values);
    values[0] = 99;

    assertThat(column.getLong(0)).isEqualTo(1);
  }

  @Test
  void columnsOfDifferentLengthsAreRefused() {
    assertThatThrownBy(() -> Frame.of(Column.ofLongs("a", 1), Column.ofLongs("b", 1, 2)))
        .hasMessageContaining("different lengths: a has 1 rows, b has 2");
  }

  @Test
  void aMissingColumnNamesWhatThereIs() {
    assertThatThrownBy(() -> Frame.of(Column.ofLongs("a", 1)).column("b"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("the frame has [a]");
  }

  @Test
  void bulkCopiesAndTakesAgreeWithSingleReadsAcrossPages() {
    Random random = new Random(7);
    int rows = 200_000;
    List<Object> longs = new ArrayList<>();
    List<Object> doubles = new ArrayList<>();
    List<Object> words = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      longs.add(random.nextInt(10) == 0 ? null : (Object) random.nextLong());
      doubles.add(random.nextInt(10) == 0 ? null : (Object) random.nextDouble());
      words.add(random.nextInt(10) == 0 ? null : "w" + random.nextInt(100));
    }
    Frame frame =
        Frame.of(
            Column.of(Field.nullable("l", Primitive.INT64), longs),
            Column.of(Field.nullable("d", Primitive.FLOAT64), doubles),
            Column.of(Field.nullable("s", Primitive.STRING), words));

    long[] copied = new long[150_000];
    double[] copiedDoubles = new double[150_000];
    String[] copiedWords = new String[150_000];
    frame.column("l").copyLongs(33_333, copied, 0, copied.length);
    frame.column("d").copyDoubles(33_333, copiedDoubles, 0, copied.length);
    frame.column("s").copyStrings(33_333, copiedWords, 0, copied.length);
    int[] taken = new int[100_000];
    Arrays.setAll(taken, i -> random.nextInt(rows + 1) - 1);
    Frame some = frame.take(taken);

    for (int i = 0; i < copied.length; i++) {
      assertThat(copied[i]).isEqualTo(frame.column("l").getLong(33_333 + i));
      assertThat(copiedDoubles[i]).isEqualTo(frame.column("d").getDouble(33_333 + i));
      assertThat(copiedWords[i]).isEqualTo(frame.column("s").get(33_333 + i));
    }
    for (int i = 0; i < taken.length; i++) {
      int row = taken[i];
      assertThat(some.get(i, "l")).isEqualTo(row < 0 ? null : longs.get(row));
      assertThat(some.get(i, "d")).isEqualTo(row < 0 ? null : doubles.get(row));
      assertThat(some.get(i, "s")).isEqualTo(row < 0 ? null : words.get(row));
    }
  }

  @Test
  void blocksHaveTheRowsInTheirOrder() {
    Frame frame = Frame.of(Column.ofLongs("a", 1, 2, 3, 4, 5));

    List<Long> sizes = new ArrayList<>();
    try (FrameBlocks blocks = frame.blocks(2)) {
      blocks.forEachRemaining(block -> sizes.add(block.rows()));
    }

    assertThat(sizes).containsExactly(2L, 2L, 1L);
    assertThat(frame.blocks(2).collect()).isEqualTo(frame);
    assertThatThrownBy(() -> frame.blocks(0)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void theTableIsAlignedAndSaysWhatItLeftOut() {
    Frame frame =
        Frame.builder(Schema.of("id: int64, word: string"))
            .row(1, "one")
            .row(100, null)
            .row(3, "x".repeat(50))
            .build();

    assertThat(frame.toTable(2)).isEqualTo(" id  word\n  1  one\n100  null\n… 1 more rows\n");
    assertThat(frame.toString()).contains("x".repeat(39) + "…");
  }

  @Test
  void anEmptyFrameHasColumnsAndNoRows() {
    Frame empty = Frame.empty(ALL);

    assertThat(empty.rows()).isZero();
    assertThat(empty.toCsv()).isEqualTo(String.join(",", ALL.names()) + "\n");
    assertThat(empty.blocks(10).hasNext()).isFalse();
    assertThat(empty.blocks(10).collect()).isEqualTo(empty);
  }

  @Test
  void notesStayWithTheRowsAndChangeNoValue() {
    Frame bare = Frame.of(Column.ofLongs("a", 1, 2), Column.ofLongs("b", 3, 4));

    Frame frame = bare.withNotes(List.of("x: ERASED(1)"));

    assertThat(bare.notes()).isEmpty();
    assertThat(frame).isEqualTo(bare);
    assertThat(frame.select(List.of("a")).notes()).containsExactly("x: ERASED(1)");
    assertThat(frame.take(new int[] {1}).notes()).containsExactly("x: ERASED(1)");
    assertThat(frame.rename("a", "c").notes()).containsExactly("x: ERASED(1)");
    assertThat(frame.with(Column.ofLongs("d", 5, 6)).notes()).containsExactly("x: ERASED(1)");
    assertThat(frame.blocks(1).next().notes()).containsExactly("x: ERASED(1)");
    assertThat(frame.toString()).endsWith("x: ERASED(1)");
  }
}
