package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.CancelledException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.definition.Status;
import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.online.Memory;
import dev.datamesh.featurestore.online.ReadThrough;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final FeatureView SPEND =
      FeatureView.named("spend")
          .entities(Entity.of("customer", "customer: int64"))
          .source(Source.ingested("at"))
          .features("amount: float64, word: string")
          .online()
          .build();

  private final SettableClock clock = new SettableClock(NOW);

  @TempDir Path folder;

  private FeatureStore inMemory() {
    FeatureStore store = FeatureStore.builder().clock(clock).inMemory();
    store.apply(Definitions.of(SPEND));
    return store;
  }

  private FeatureStore onDisk() {
    FeatureStore store = FeatureStore.builder().clock(clock).at(folder);
    store.apply(Definitions.of(SPEND));
    return store;
  }

  private static Frame rows(Object... cells) {
    Schema schema = Schema.of("customer: int64, amount: float64, word: string, at: timestamp_tz");
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < cells.length; i += 4) {
      rows.add(Arrays.asList(Arrays.copyOfRange(cells, i, i + 4)));
    }
    return Frame.ofRows(schema, rows);
  }

  private static Frame row(@Nullable Object customer, @Nullable Object amount, long event) {
    return rows(customer, amount, "w", Micros.instant(event));
  }

  private static @Nullable Object amount(FeatureStore store, long customer) {
    return store.prepare("spend:amount").get(Map.of("customer", customer)).value("amount");
  }

  private @Nullable Object joined(FeatureStore store, long customer) {
    Frame spine =
        Frame.of(Column.ofLongs("customer", customer), Column.ofMicros("t", NOW + 1_000_000));
    return store.historicalFeatures(spine, "spend:amount").get(0, "amount");
  }

  @Test
  void aPushToBothIsReadOnBothSides() {
    FeatureStore store = inMemory();

    Pushed pushed = store.push("spend", row(7L, 2.5, NOW), PushTarget.BOTH);

    assertThat(pushed.rows()).isEqualTo(1);
    assertThat(amount(store, 7)).isEqualTo(2.5);
    assertThat(joined(store, 7)).isEqualTo(2.5);
  }

  @Test
  void onlineOnlyRowsAreServedAndNotJoinedOfflineOnlyOnesTheOtherWayRound() {
    FeatureStore store = inMemory();
    store.push("spend", row(1L, 1.0, NOW), PushTarget.ONLINE);
    store.push("spend", row(2L, 2.0, NOW), PushTarget.OFFLINE);

    assertThat(amount(store, 1)).isEqualTo(1.0);
    assertThat(joined(store, 1)).isNull();
    assertThat(amount(store, 2)).isNull();
    assertThat(joined(store, 2)).isEqualTo(2.0);
  }

  @Test
  void anOlderPushNeverReplacesANewerOneAndSequencesRise() {
    FeatureStore store = inMemory();
    Pushed first = store.push("spend", row(1L, 2.0, NOW), PushTarget.BOTH);
    Pushed second = store.push("spend", row(1L, 1.0, NOW - 5), PushTarget.BOTH);

    assertThat(amount(store, 1)).isEqualTo(2.0);
    assertThat(second.firstSequence()).isGreaterThan(first.firstSequence());
  }

  @Test
  void rowsWithoutTimeAreCountedAndKeptAsideNullKeysCounted() {
    FeatureStore store = inMemory();

    Pushed pushed =
        store.push(
            "spend",
            rows(1L, 1.0, "a", null, null, 2.0, "b", Micros.instant(NOW)),
            PushTarget.BOTH);

    assertThat(pushed.withoutTime()).isEqualTo(1);
    assertThat(pushed.withoutKey()).isEqualTo(1);
    assertThat(amount(store, 1)).isNull();
    assertThat(store.keptAside("spend")).isEqualTo(1);
  }

  @Test
  void anEventOfTheFarFutureIsRefusedAndNothingOfItsBatchWritten() {
    FeatureStore store = inMemory();

    assertThatThrownBy(
            () ->
                store.push(
                    "spend",
                    rows(
                        1L,
                        1.0,
                        "a",
                        Micros.instant(NOW),
                        2L,
                        2.0,
                        "b",
                        Micros.instant(NOW + 3_600_000_001L)),
                    PushTarget.BOTH))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("row 1")
        .hasMessageContaining("future");

    assertThat(amount(store, 1)).isNull();
    assertThat(joined(store, 1)).isNull();
  }

  @Test
  void badInputIsNamedAndTyped() {
    FeatureStore store = inMemory();
    assertThatThrownBy(() -> store.push("spent", row(1L, 1.0, NOW), PushTarget.BOTH))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("spent")
        .hasMessageContaining("spend");
    assertThatThrownBy(
            () ->
                store.push(
                    "spend", row(1L, 1.0, NOW).select(List.of("customer", "at")), PushTarget.BOTH))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("amount");
    assertThatThrownBy(
            () ->
                store.push(
                    "spend",
                    row(1L, 1.0, NOW).with(Column.ofStrings("amount", "x")),
                    PushTarget.BOTH))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("amount");
    assertThatThrownBy(() -> store.prepare("spend:amuont")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> store.prepare("spend:amount").get(Map.of("client", 1L)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("customer");
  }

  @Test
  void aPushForWhichThereIsNoRoomIsRefusedOnBothSides() {
    FeatureStore store =
        FeatureStore.builder()
            .clock(clock)
            .online(HashedRowSlots.of(Memory.HEAP, 100_000))
            .inMemory();
    store.apply(Definitions.of(SPEND));
    Object[] cells = new Object[4 * 5000];
    for (int i = 0; i < 5000; i++) {
      cells[4 * i] = (long) i;
      cells[4 * i + 1] = 1.0;
      cells[4 * i + 2] = "w";
      cells[4 * i + 3] = Micros.instant(NOW);
    }

    assertThatThrownBy(() -> store.push("spend", rows(cells), PushTarget.BOTH))
        .isInstanceOf(LimitExceededException.class);

    assertThat(amount(store, 1)).isNull();
    assertThat(joined(store, 1)).isNull();
  }

  @Test
  void lateRowsArePickedUpByIncrementalMaterializationAndNothingTwice() {
    FeatureStore store = inMemory();
    store.ingest("spend", row(1L, 1.0, NOW - 10));
    assertThat(store.materializeIncremental(Micros.instant(NOW)).rows()).containsEntry("spend", 1L);
    store.ingest("spend", row(2L, 2.0, NOW - 1_000_000));

    Materialization second = store.materializeIncremental(Micros.instant(NOW + 5));

    assertThat(second.rows()).containsEntry("spend", 1L);
    assertThat(amount(store, 2)).isEqualTo(2.0);
    assertThat(store.materializeIncremental(Micros.instant(NOW + 6)).rows())
        .containsEntry("spend", 0L);
  }

  @Test
  void theFirstIncrementalRunReachesBackTheTtl() {
    FeatureStore store = FeatureStore.builder().clock(clock).inMemory();
    FeatureView view =
        FeatureView.named("spend")
            .entities(Entity.of("customer", "customer: int64"))
            .source(Source.ingested("at"))
            .features("amount: float64, word: string")
            .ttl(Duration.ofSeconds(1))
            .online()
            .build();
    store.apply(Definitions.of(view));
    store.ingest("spend", row(1L, 1.0, NOW - 1_000_000));
    store.ingest("spend", row(2L, 2.0, NOW - 1_000_001));

    assertThat(store.materializeIncremental(Micros.instant(NOW)).rows()).containsEntry("spend", 1L);
  }

  @Test
  void aCancelledRunIsDoneAgainByTheNext() {
    FeatureStore store = inMemory();
    store.ingest("spend", row(1L, 1.0, NOW));

    assertThatThrownBy(
            () -> store.materializeIncremental(Micros.instant(NOW), (work, done, total) -> false))
        .isInstanceOf(CancelledException.class);

    assertThat(store.materializeIncremental(Micros.instant(NOW)).rows()).containsEntry("spend", 1L);
  }

  @Test
  void everythingIsThereAfterReopening() {
    FeatureStore store = onDisk();
    store.push("spend", row(1L, 1.0, NOW), PushTarget.BOTH);
    store.push("spend", row(2L, Double.NaN, NOW), PushTarget.ONLINE);
    store.push("spend", row(3L, 3.0, NOW), PushTarget.OFFLINE);
    store.ingest("spend", row(4L, null, NOW - 5));
    store.materializeIncremental(Micros.instant(NOW - 1));
    long next = store.push("spend", row(5L, 5.0, NOW), PushTarget.BOTH).firstSequence();
    store.close();

    FeatureStore again = onDisk();

    assertThat(amount(again, 1)).isEqualTo(1.0);
    assertThat(amount(again, 2)).isEqualTo(Double.NaN);
    assertThat(amount(again, 3)).isNull();
    assertThat(joined(again, 3)).isEqualTo(3.0);
    assertThat(again.prepare("spend:amount").get(Map.of("customer", 4L)).status("amount"))
        .isEqualTo(Status.NULL_VALUE);
    assertThat(again.materializeIncremental(Micros.instant(NOW + 9)).rows())
        .as("what was in the future of the first run, and what came after it")
        .containsEntry("spend", 3L);
    assertThat(again.push("spend", row(6L, 6.0, NOW), PushTarget.BOTH).firstSequence())
        .isEqualTo(next + 1);
    again.close();
  }

  @Test
  void anErasedEntityIsGoneOnBothSidesAndStaysGone() {
    FeatureStore store = onDisk();
    store.push("spend", row(1L, 1.0, NOW), PushTarget.BOTH);
    store.push(
        "spend",
        rows(1L, 1.5, "x", Micros.instant(NOW + 1), 2L, 2.0, "y", Micros.instant(NOW)),
        PushTarget.BOTH);

    long erasure = store.erase(Map.of("customer", 1L));

    assertThat(erasure).isEqualTo(2);
    assertThat(amount(store, 1)).isNull();
    assertThat(joined(store, 1)).isNull();
    assertThat(joined(store, 2)).isEqualTo(2.0);
    store.close();
    FeatureStore again = onDisk();
    again.materialize(Instant.EPOCH, Micros.instant(NOW + 10));
    assertThat(amount(again, 1)).isNull();
    assertThat(joined(again, 1)).isNull();
    assertThat(amount(again, 2)).isEqualTo(2.0);
    again.push("spend", row(1L, 9.0, NOW - 3), PushTarget.BOTH);
    assertThat(amount(again, 1)).isEqualTo(9.0);
    again.close();
  }

  @Test
  void aBufferIsFilledAsOfTheClockOrOfAnInstant() {
    try (FeatureStore store = onDisk()) {
      store.push("spend", row(1L, 4.0, NOW - 10), PushTarget.BOTH);
      PreparedFeatures prepared = store.prepare("spend:amount");
      FeatureBuffer answer = prepared.newBuffer(1);

      prepared.get(1L, answer);
      assertThat(answer.getDouble(0, 0)).isEqualTo(4.0);
      prepared.get(1L, answer, Micros.instant(NOW - 10));
      assertThat(answer.getDouble(0, 0)).isEqualTo(4.0);
      prepared.get(1L, answer, Micros.instant(NOW - 11));
      assertThat(answer.status(0, 0)).isEqualTo(Status.NOT_FOUND);
    }
  }

  @Test
  void manyThreadsPushAndEachReadsItsOwnWritesAtOnce() throws Exception {
    FeatureStore store = onDisk();
    PreparedFeatures prepared = store.prepare("spend:amount");
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        long customer = t % 5;
        int thread = t;
        work.add(
            threads.submit(
                () -> {
                  FeatureBuffer answer = prepared.newBuffer(1);
                  for (int i = 0; i < 20; i++) {
                    long event = NOW - 100_000 + i * 16 + thread;
                    store.push("spend", row(customer, (double) event, event), PushTarget.BOTH);
                    prepared.get(customer, answer);
                    assertThat(answer.eventMicros(0, 0)).isGreaterThanOrEqualTo(event);
                    assertThat(answer.getDouble(0, 0)).isEqualTo(answer.eventMicros(0, 0));
                  }
                  return null;
                }));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (long customer = 0; customer < 5; customer++) {
      assertThat(amount(store, customer)).isEqualTo(joined(store, customer));
    }
    store.close();
  }

  @Test
  void anyOnlineStoreServesBehindAReadThrough() {
    HashedRowSlots slow = HashedRowSlots.onHeap();
    int[] reads = new int[1];
    OnlineStore counting =
        new OnlineStore() {
          @Override
          public void create(Table table) {
            slow.create(table);
          }

          @Override
          public boolean drop(String table) {
            return slow.drop(table);
          }

          @Override
          public int write(String table, List<Row> rows) {
            return slow.write(table, rows);
          }

          @Override
          public List<java.util.Optional<Row>> read(String table, List<List<Object>> keys) {
            reads[0] += keys.size();
            return slow.read(table, keys);
          }

          @Override
          public boolean erase(String table, List<Object> key) {
            return slow.erase(table, key);
          }

          @Override
          public void close() {
            slow.close();
          }
        };
    FeatureStore store =
        FeatureStore.builder()
            .clock(clock)
            .online(ReadThrough.before(counting, 1000, Duration.ofMinutes(1), () -> 0))
            .inMemory();
    store.apply(Definitions.of(SPEND));
    store.push("spend", row(1L, 1.0, NOW), PushTarget.BOTH);
    PreparedFeatures prepared = store.prepare("spend:amount", "spend:word");

    List<FeatureVector> vectors =
        prepared.get(
            List.of(Map.of("customer", 1L), Map.of("customer", 1L), Map.of("customer", 2L)));
    prepared.get(Map.of("customer", 1L));

    assertThat(vectors.get(1).value("word")).isEqualTo("w");
    assertThat(vectors.get(2).status("word")).isEqualTo(Status.NOT_FOUND);
    assertThat(reads[0]).isEqualTo(2);
    store.push("spend", row(1L, 2.0, NOW + 1), PushTarget.BOTH);
    clock.advance(5);
    assertThat(prepared.get(Map.of("customer", 1L)).value("amount")).isEqualTo(2.0);
  }
}
