package dev.datamesh.testkit.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.core.spi.OnlineStore.Row;
import dev.datamesh.core.spi.OnlineStore.Stamp;
import dev.datamesh.core.spi.OnlineStore.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link OnlineStore} does. Extend it and answer a new, empty store; the kit closes it.
 * For one thread at a time.
 */
public abstract class OnlineStoreContract {

  private static final Table SPEND =
      new Table(
          "spend",
          Schema.of("customer: string, shop: int64"),
          Schema.of("amount: float64, n: int64"));

  private OnlineStore store;

  /** For subclasses. */
  protected OnlineStoreContract() {}

  /** Makes an empty store for one test. */
  protected abstract OnlineStore newStore();

  @BeforeEach
  final void makeStore() {
    store = newStore();
    store.create(SPEND);
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  private static Row row(
      String customer,
      long shop,
      long event,
      long created,
      long sequence,
      @Nullable Object... values) {
    return new Row(
        List.of(customer, shop), new Stamp(event, created, sequence), Arrays.asList(values));
  }

  private Optional<Row> read(String customer, long shop) {
    return store.read("spend", List.of(List.of(customer, shop))).get(0);
  }

  @Test
  void whatWasWrittenIsRead() {
    Row written = row("ann", 1, 10, 11, 12, 2.5, null);

    assertThat(store.write("spend", List.of(written))).isEqualTo(1);

    assertThat(read("ann", 1)).contains(written);
  }

  @Test
  void anUnknownKeyHasNoRow() {
    store.write("spend", List.of(row("ann", 1, 10, 10, 1, 1.0, 1L)));

    assertThat(read("ann", 2)).isEmpty();
    assertThat(read("bob", 1)).isEmpty();
  }

  @Test
  void anOlderEventNeverReplacesANewerOne() {
    store.write("spend", List.of(row("ann", 1, 20, 20, 1, 2.0, 2L)));

    assertThat(store.write("spend", List.of(row("ann", 1, 10, 99, 9, 1.0, 1L)))).isZero();

    assertThat(read("ann", 1).orElseThrow().values()).containsExactly(2.0, 2L);
  }

  @Test
  void ofEqualEventsTheGreaterCreatedTimeWinsThenTheGreaterSequence() {
    store.write("spend", List.of(row("ann", 1, 10, 5, 9, 1.0, 1L)));
    store.write("spend", List.of(row("ann", 1, 10, 6, 1, 2.0, 2L)));
    store.write("spend", List.of(row("ann", 1, 10, 6, 3, 3.0, 3L)));
    store.write("spend", List.of(row("ann", 1, 10, 6, 2, 4.0, 4L)));

    assertThat(read("ann", 1)).contains(row("ann", 1, 10, 6, 3, 3.0, 3L));
  }

  @Test
  void aLaterNullReplacesAValue() {
    store.write("spend", List.of(row("ann", 1, 10, 0, 1, 1.0, 1L)));
    store.write("spend", List.of(row("ann", 1, 11, 0, 2, null, 2L)));

    assertThat(read("ann", 1).orElseThrow().values()).containsExactly(null, 2L);
  }

  @Test
  void writingTheSameRowsAgainChangesNothing() {
    List<Row> rows = List.of(row("ann", 1, 10, 0, 1, 1.0, 1L), row("bob", 2, 10, 0, 2, 2.0, 2L));
    store.write("spend", rows);

    assertThat(store.write("spend", rows)).isZero();
    assertThat(read("bob", 2)).contains(rows.get(1));
  }

  @Test
  void compositeKeysAreComparedComponentByComponent() {
    store.create(new Table("pairs", Schema.of("a: string, b: string"), Schema.of("x: int64")));
    store.write("pairs", List.of(new Row(List.of("1", "23"), new Stamp(1, 0, 1), List.of(1L))));
    store.write("pairs", List.of(new Row(List.of("12", "3"), new Stamp(1, 0, 2), List.of(2L))));

    assertThat(
            store.read(
                "pairs", List.of(List.of("1", "23"), List.of("12", "3"), List.of("123", ""))))
        .extracting(found -> found.map(row -> row.values().get(0)).orElse(null))
        .containsExactly(1L, 2L, null);
  }

  @Test
  void keysOfAnyTextAreToldApart() {
    store.create(new Table("texts", Schema.of("k: string"), Schema.of("x: int64")));
    List<String> keys = new ArrayList<>(List.of("", "a", "ä", "\u0000", "a\u0000", "\uD83D\uDE00"));
    for (int length = 15; length < 40; length++) {
      keys.add("x".repeat(length));
      keys.add("x".repeat(length) + "é");
      keys.add("\u4E2D".repeat(length));
    }
    for (int i = 0; i < keys.size(); i++) {
      store.write(
          "texts", List.of(new Row(List.of(keys.get(i)), new Stamp(1, 0, i), List.of((long) i))));
    }

    List<Optional<Row>> found =
        store.read("texts", keys.stream().map(k -> List.<Object>of(k)).toList());

    for (int i = 0; i < keys.size(); i++) {
      assertThat(found.get(i).orElseThrow().values()).as(keys.get(i)).containsExactly((long) i);
    }
  }

  @Test
  void everyTypeComesBackAsItWas() {
    Schema features =
        Schema.of(
            "b: boolean, i: int32, l: int64, f: float32, d: float64, s: string, y: bytes, day:"
                + " date, t: time, ts: timestamp, at: timestamp_tz, j: json, m: decimal(10,2), big:"
                + " decimal(38,3), e: enum(red|green), list: list<int64>, map: map<string>");
    store.create(new Table("types", Schema.of("k: int64"), features));
    List<@Nullable Object> values =
        Arrays.asList(
            true,
            -5,
            Long.MIN_VALUE,
            1.5f,
            Double.NaN,
            "text",
            new byte[] {1, 2},
            LocalDate.of(2024, 2, 29),
            LocalTime.of(23, 59, 59, 999_999_000),
            LocalDateTime.of(1, 1, 1, 0, 0, 0, 1000),
            Instant.parse("2024-01-15T10:00:00.000001Z"),
            "{\"a\":1}",
            new BigDecimal("-12345678.90"),
            new BigDecimal("12345678901234567890.123"),
            "green",
            List.of(1L, 2L),
            Map.of("a", "b"));

    store.write("types", List.of(new Row(List.of(7L), new Stamp(1, 2, 3), values)));

    Row read = store.read("types", List.of(List.of(7L))).get(0).orElseThrow();
    assertThat(Objects.deepEquals(read.values().toArray(), values.toArray()))
        .as("%s", read)
        .isTrue();
  }

  @Test
  void infinitiesAndNotANumberAreValues() {
    store.write("spend", List.of(row("a", 1, 1, 0, 1, Double.POSITIVE_INFINITY, 1L)));
    store.write("spend", List.of(row("b", 1, 1, 0, 2, Double.NaN, 1L)));
    store.write("spend", List.of(row("c", 1, 1, 0, 3, -0.0, 1L)));

    assertThat(read("a", 1).orElseThrow().values().get(0)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(read("b", 1).orElseThrow().values().get(0)).isEqualTo(Double.NaN);
    assertThat(read("c", 1).orElseThrow().values().get(0)).isEqualTo(-0.0);
  }

  @Test
  void aGlobalTableHasOneRow() {
    store.create(new Table("global", Schema.of(""), Schema.of("rate: float64")));
    store.write("global", List.of(new Row(List.of(), new Stamp(2, 0, 2), List.of(2.0))));
    store.write("global", List.of(new Row(List.of(), new Stamp(1, 0, 3), List.of(1.0))));

    assertThat(store.read("global", List.of(List.of())).get(0).orElseThrow().values())
        .containsExactly(2.0);
  }

  @Test
  void latestNonNullFeaturesKeepTheirLatestValueAndItsStamp() {
    store.create(
        new Table("own", Schema.of("k: int64"), Schema.of("a: int64, b: int64"), Set.of("a")));
    store.write("own", List.of(own(10, 1, 1L, 1L)));
    store.write("own", List.of(own(20, 2, null, null)));
    store.write("own", List.of(own(15, 3, 3L, 3L)));

    Row read = store.read("own", List.of(List.of(1L))).get(0).orElseThrow();

    assertThat(read.stamp()).isEqualTo(new Stamp(20, 0, 2));
    assertThat(read.values()).containsExactly(3L, null);
    assertThat(read.valueStamps().get(0)).isEqualTo(new Stamp(15, 0, 3));
  }

  private static Row own(long event, long sequence, @Nullable Object... values) {
    return new Row(List.of(1L), new Stamp(event, 0, sequence), Arrays.asList(values));
  }

  @Test
  void anErasedKeyIsGoneAndMayComeAgain() {
    store.write("spend", List.of(row("ann", 1, 10, 0, 1, 1.0, 1L)));

    assertThat(store.erase("spend", List.of("ann", 1L))).isTrue();
    assertThat(store.erase("spend", List.of("ann", 1L))).isFalse();
    assertThat(read("ann", 1)).isEmpty();

    store.write("spend", List.of(row("ann", 1, 5, 0, 2, 2.0, 2L)));
    assertThat(read("ann", 1).orElseThrow().values()).containsExactly(2.0, 2L);
  }

  @Test
  void aRowThatDoesNotFitWritesNothingOfItsBatch() {
    Row good = row("ann", 1, 10, 0, 1, 1.0, 1L);

    assertThatThrownBy(() -> store.write("spend", List.of(good, row("bob", 1, 10, 0, 2, "x", 1L))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("amount");
    assertThatThrownBy(() -> store.write("spend", List.of(good, row("bob", 1, 10, 0, 2, 1.0))))
        .isInstanceOf(InvalidInputException.class);

    assertThat(read("ann", 1)).isEmpty();
  }

  @Test
  void tablesAreCreatedOnceAndDropped() {
    store.create(SPEND);
    assertThatThrownBy(
            () -> store.create(new Table("spend", Schema.of("k: int64"), Schema.of("x: int64"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("spend");

    assertThat(store.drop("spend")).isTrue();
    assertThat(store.drop("spend")).isFalse();
    assertThatThrownBy(() -> read("ann", 1)).isInstanceOf(NotFoundException.class);
    store.create(SPEND);
    assertThat(read("ann", 1)).isEmpty();
  }

  @Test
  void aTableThatIsNotThereIsNeitherWrittenNorErasedFrom() {
    Row row = row("ann", 1, 10, 0, 1, 1.0, 1L);

    assertThatThrownBy(() -> store.write("nowhere", List.of(row)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> store.erase("nowhere", List.of("ann", 1L)))
        .isInstanceOf(NotFoundException.class);
    assertThat(store.drop("nowhere")).isFalse();
  }

  @Test
  void nothingIsWrittenAndReadLikeAnythingElse() {
    assertThat(store.write("spend", List.of())).isZero();
    assertThat(store.read("spend", List.of())).isEmpty();
  }

  @Test
  void aKeyMayStandTwiceInABatchAndInAQuestion() {
    Row newer = row("ann", 1, 20, 0, 1, 2.0, 2L);
    store.write(
        "spend",
        List.of(row("ann", 1, 10, 0, 2, 1.0, 1L), newer, row("ann", 1, 15, 0, 3, 3.0, 3L)));

    assertThat(
            store.read(
                "spend", List.of(List.of("ann", 1L), List.of("bob", 1L), List.of("ann", 1L))))
        .containsExactly(Optional.of(newer), Optional.empty(), Optional.of(newer));
  }

  @Test
  void aTableThatComesAgainMayBeAnotherAndKnowsNothingOfTheFirst() {
    store.write("spend", List.of(row("ann", 1, 10, 0, 1, 1.0, 1L)));
    assertThat(read("ann", 1)).isPresent();
    store.drop("spend");
    store.create(new Table("spend", Schema.of("k: int64"), Schema.of("x: int64")));

    assertThat(store.read("spend", List.of(List.of(1L)))).containsExactly(Optional.empty());
    Row row = new Row(List.of(1L), new Stamp(1, 0, 1), List.of(5L));
    assertThat(store.write("spend", List.of(row))).isEqualTo(1);
    assertThat(store.read("spend", List.of(List.of(1L)))).containsExactly(Optional.of(row));
  }

  @Test
  void randomWritesInAnyOrderEndAsTheGreatestStampOfEachKey() {
    long seed = Long.getLong("mesh.online.kit.seed", 20240115);
    Random random = new Random(seed);
    Map<List<Object>, Row> expected = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      Row row =
          row(
              "c" + random.nextInt(40),
              random.nextInt(10),
              random.nextInt(20),
              random.nextInt(3),
              i,
              random.nextBoolean() ? random.nextDouble() : null,
              (long) i);
      rows.add(row);
      expected.merge(
          row.key(), row, (one, two) -> one.stamp().compareTo(two.stamp()) > 0 ? one : two);
    }
    Collections.shuffle(rows, random);
    for (int from = 0; from < rows.size(); from += 100) {
      store.write("spend", rows.subList(from, from + 100));
    }

    expected.forEach(
        (key, row) ->
            assertThat(store.read("spend", List.of(key)).get(0)).as("seed %d", seed).contains(row));
  }

  @Test
  void readersOfAKeyUnderWritesSeeWholeRowsAndNeverAnOlderOneAgain() throws Exception {
    store.write("spend", List.of(row("ann", 1, 0, 0, 0, 0.0, 0L)));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      AtomicBoolean done = new AtomicBoolean();
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(threads.submit(() -> readUntil(done)));
      }
      for (int i = 1; i < 2000; i++) {
        store.write("spend", List.of(row("ann", 1, i, 0, i, (double) i, (long) i)));
      }
      done.set(true);
      for (Future<?> reader : readers) {
        reader.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void readUntil(AtomicBoolean done) {
    long last = 0;
    while (!done.get()) {
      Row row = read("ann", 1).orElseThrow();
      long now = row.stamp().eventMicros();
      assertThat(now).isGreaterThanOrEqualTo(last);
      assertThat(row.values()).containsExactly((double) now, now);
      last = now;
    }
  }
}
