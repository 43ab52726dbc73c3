package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.BoundPolicy;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.definition.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The twelve defects of other feature stores that a user must never meet here, one test each. */
class DefectsOfThePeersTest {

  private static final Instant T = Instant.parse("2024-01-10T12:00:00Z");
  private static final String ROWS = "k: string, t: timestamp_tz, made: timestamp_tz, x: float64";

  @TempDir Path folder;

  private final TickingClock clock = new TickingClock(T.minus(Duration.ofDays(30)));
  private final FeatureStore store = FeatureStore.builder().clock(clock).inMemory();

  private static FeatureView.Builder view() {
    return FeatureView.named("v")
        .entities(Entity.of("e", "k: string"))
        .ttl(Duration.ofHours(6))
        .online()
        .source(Source.ingested("t").withCreatedTime("made"))
        .features("x: float64");
  }

  private static Frame rows(String schema, Object... cells) {
    Schema columns = Schema.of(schema);
    List<List<Object>> rows = new ArrayList<>();
    int width = columns.fields().size();
    for (int i = 0; i < cells.length; i += width) {
      rows.add(Arrays.asList(cells).subList(i, i + width));
    }
    return Frame.ofRows(columns, rows);
  }

  private void ingest(Object... cells) {
    store.apply(Definitions.of(view().build()));
    store.ingest("v", rows(ROWS, cells));
  }

  private static Frame spine(Object... cells) {
    return rows("k: string, at: timestamp_tz, label: int64", cells);
  }

  private List<Object> joined(Frame spine) {
    Frame joined = store.historicalFeatures(spine, "v:x");
    assertThat(joined.columns().subList(0, 3)).isEqualTo(spine.columns());
    List<Object> values = new ArrayList<>();
    for (long row = 0; row < joined.rows(); row++) {
      values.add(joined.get(row, "x"));
    }
    return values;
  }

  private static Instant ago(int hours) {
    return T.minus(Duration.ofHours(hours));
  }

  @Test
  void defect1_spineRowsWhoseFeatureRowsAreAllFutureOrExpiredStay() {
    ingest("future", T.plusSeconds(1), T, 1.0, "old", ago(7), T, 2.0, "fresh", ago(1), T, 3.0);

    assertThat(joined(spine("future", T, 1L, "old", T, 2L, "none", T, 3L, "fresh", T, 4L)))
        .containsExactly(null, null, null, 3.0);
  }

  @Test
  void defect2_spineRowsWithEqualKeysAndTimesStayApartLabelsAndAll() {
    ingest("a", ago(1), T, 1.0);

    assertThat(joined(spine("a", T, 0L, "a", T, 1L, "a", T, 0L))).containsExactly(1.0, 1.0, 1.0);
  }

  @Test
  void defect3_duplicateFeatureRowsDoNotMultiplyTheOutput() {
    ingest("a", ago(1), T, 1.0, "a", ago(1), T, 1.0, "a", ago(1), T, 1.0);

    assertThat(joined(spine("a", T, 0L))).containsExactly(1.0);
  }

  @Test
  void defect4_compositeKeysThatAreTheSameTextSideBySideStayApart() {
    store.apply(
        Definitions.of(
            FeatureView.named("v")
                .entities(Entity.of("e", "k: string, l: string"))
                .source(Source.ingested("t"))
                .features("x: float64")
                .build()));
    String schema = "k: string, l: string, t: timestamp_tz, x: float64";
    store.ingest("v", rows(schema, "1", "23", T, 1.0, "12", "3", T, 2.0, "", "123", T, 3.0));
    Frame spine =
        rows(
            "k: string, l: string, at: timestamp_tz",
            "12",
            "3",
            T,
            "1",
            "23",
            T,
            "123",
            "",
            T,
            "",
            "123",
            T);

    Frame joined = store.historicalFeatures(spine, "v:x");

    assertThat(joined.get(0, "x")).isEqualTo(2.0);
    assertThat(joined.get(1, "x")).isEqualTo(1.0);
    assertThat(joined.get(2, "x")).isNull();
    assertThat(joined.get(3, "x")).isEqualTo(3.0);
  }

  @Test
  void defect5_aFeatureRowWithoutEventTimeIsKeptAsideCountedAndNeverServed() {
    ingest("a", null, T, 1.0, "a", ago(2), ago(2), 2.0);

    assertThat(joined(spine("a", T, 0L))).containsExactly(2.0);
    assertThat(store.keptAside("v")).isEqualTo(1);
    store.materialize(ago(100), T);
    assertThat(store.prepare("v:x").get(Map.of("k", "a"), T).value("x")).isEqualTo(2.0);
  }

  @Test
  void defect6_aSpineColumnNamedLikeAFeatureIsAnErrorThatSaysHowToRename() {
    ingest("a", ago(1), T, 1.0);
    Frame clash = rows("k: string, at: timestamp_tz, x: float64", "a", T, 9.0);

    assertThatThrownBy(() -> store.historicalFeatures(clash, "v:x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"x\"")
        .hasMessageContaining("rename");
    assertThat(
            store
                .historicalFeatures(clash, HistoricalRequest.of("v:x").fullNames())
                .schema()
                .names())
        .containsExactly("k", "at", "x", "v__x");
  }

  @Test
  void defect7_incrementalMaterializationPicksUpLateRows() {
    ingest("a", ago(1), ago(1), 1.0);
    store.materializeIncremental(T);
    store.ingest("v", rows(ROWS, "b", ago(5), T, 2.0)); // older than the last run's end

    assertThat(store.materializeIncremental(T.plusSeconds(1)).rows()).containsEntry("v", 1L);
    assertThat(store.prepare("v:x").get(Map.of("k", "b"), T).value("x")).isEqualTo(2.0);
  }

  @Test
  void defect8_anOlderWriteNeverReplacesANewerValue() {
    ingest();
    clock.set(T);
    store.push("v", rows(ROWS, "a", ago(400), ago(1), 2.0), PushTarget.BOTH);
    store.push("v", rows(ROWS, "a", ago(401), T, 1.0), PushTarget.BOTH);
    store.materialize(ago(500), ago(401));

    assertThat(store.prepare("v:x").get(Map.of("k", "a"), ago(400)).value("x")).isEqualTo(2.0);
  }

  @Test
  void defect9_theTtlHoldsAtTheOnlineRead() {
    ingest("a", ago(6), T, 1.0);
    store.materialize(ago(100), T);
    PreparedFeatures prepared = store.prepare("v:x");

    assertThat(prepared.get(Map.of("k", "a"), T).value("x")).isEqualTo(1.0);
    FeatureVector late = prepared.get(Map.of("k", "a"), T.plusNanos(1000));
    assertThat(late.value("x")).isNull();
    assertThat(late.status("x")).isEqualTo(Status.OUTSIDE_MAX_AGE);
    assertThat(late.eventTime("x")).contains(ago(6));
  }

  /** One record names the rows for both sides, so there is no state with one of them. */
  @Test
  void defect10_aPushToOnlineAndOfflineIsOneWrite() {
    FeatureView pushed = view().build();
    Instant event = T.minus(Duration.ofDays(30));
    try (FeatureStore first = FeatureStore.builder().clock(clock).at(folder)) {
      first.apply(Definitions.of(pushed));
      first.push("v", rows(ROWS, "a", event, event, 1.0), PushTarget.BOTH);
      assertBoth(first, "a", 1.0, event);
      assertThatThrownBy(
              () ->
                  first.push(
                      "v",
                      rows(ROWS, "a", event, T, 7.0, "b", T.plus(Duration.ofDays(9)), T, 8.0),
                      PushTarget.BOTH))
          .as("one row of the batch is refused, so neither side has any")
          .isInstanceOf(InvalidInputException.class);
      assertBoth(first, "a", 1.0, event);
      assertBoth(first, "b", null, event);
    }
    try (FeatureStore again = FeatureStore.builder().clock(clock).at(folder)) {
      assertBoth(again, "a", 1.0, event);
      assertBoth(again, "b", null, event);
    }
  }

  private static void assertBoth(FeatureStore store, String key, Object value, Instant at) {
    assertThat(store.historicalFeatures(spine(key, at, 0L), "v:x").get(0, "x")).isEqualTo(value);
    assertThat(store.prepare("v:x").get(Map.of("k", key), at).value("x")).isEqualTo(value);
  }

  @Test
  void defect11_theWindowsBoundsAreTheSameOnlineAndOffline() {
    for (BoundPolicy bounds : BoundPolicy.values()) {
      FeatureStore each = FeatureStore.builder().clock(clock).inMemory();
      each.apply(Definitions.of(view().bounds(bounds).build()));
      each.ingest("v", rows(ROWS, "now", ago(0), T, 1.0, "edge", ago(6), T, 2.0));
      each.materialize(ago(100), T);
      for (String key : List.of("now", "edge")) {
        for (long micros = -1; micros <= 1; micros++) {
          Instant at = T.plusNanos(micros * 1000);
          Frame offline =
              each.historicalFeatures(spine(key, at, 0L), HistoricalRequest.of("v:x").statuses());
          FeatureVector online = each.prepare("v:x").get(Map.of("k", key), at);
          assertThat(online.value("x"))
              .as("%s %s %d", bounds, key, micros)
              .isEqualTo(offline.get(0, "x"));
          assertThat(online.status("x").name()).isEqualTo(offline.get(0, "x__status"));
        }
      }
    }
  }

  @Test
  void defect12_ofEqualEventTimesTheWinnerIsAlwaysTheSame() {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      rows.add(List.of("a", ago(1), ago(1).plusSeconds(i), (double) i));
    }
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(rows, new Random(seed));
      FeatureStore each = FeatureStore.inMemory();
      each.apply(Definitions.of(view().build()));
      each.ingest("v", Frame.ofRows(Schema.of(ROWS), rows));
      assertThat(each.historicalFeatures(spine("a", T, 0L), "v:x").get(0, "x")).isEqualTo(49.0);
      // Of equal created times, too, the later ingested.
      each.ingest("v", rows(ROWS, "a", ago(1), ago(1).plusSeconds(49), -1.0));
      assertThat(each.historicalFeatures(spine("a", T, 0L), "v:x").get(0, "x")).isEqualTo(-1.0);
    }
  }
}
