package dev.datamesh.featurestore;

import static dev.datamesh.featurestore.TestRows.at;
import static dev.datamesh.featurestore.TestRows.rows;
import static dev.datamesh.featurestore.TestRows.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.definition.FeatureService;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.OnDemandView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.offline.OfflineStore;
import dev.datamesh.featurestore.offline.TableLayout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the offline doors say to values that mean nothing. */
class OfflineArgumentsTest {

  private static final Frame SPINE = rows("k: int64, t: timestamp_tz", 1L, at(9));

  @TempDir Path folder;

  private static FeatureView.Builder view() {
    return FeatureView.named("v")
        .entities(Entity.of("e", "k: int64"))
        .source(Source.ingested("at"));
  }

  private static FeatureStore with(FeatureView view) {
    FeatureStore store = FeatureStore.builder().function("f", 1, in -> Map.of("x", 1L)).inMemory();
    store.apply(
        Definitions.of(view)
            .withOnDemandViews(OnDemandView.of("o", "f", List.of(), "r: int64", "x: int64")));
    return store;
  }

  private static void refused(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void a_time_out_of_all_range_drops_nothing() {
    try (FeatureStore store = FeatureStore.at(folder)) {
      store.apply(Definitions.of(view().features("a: int64").build()));
      refused(() -> store.retain("v", Instant.MAX), "years 1 to 9999");
      refused(() -> store.retain("v", Instant.MIN), "years 1 to 9999");
    }
    try (OfflineStore store = OfflineStore.at(folder.resolve("t"))) {
      store.define(new TableLayout("t", Schema.of("k: int64"), "at", "", Schema.of("a: int64")));
      refused(() -> store.retain("t", Instant.MAX), "Cannot take the time");
      refused(() -> store.sequenceAt("t", Instant.MIN), "Cannot take the time");
    }
  }

  @Test
  void a_stretch_of_time_ends_after_it_begins() {
    FeatureStore store = with(view().features("a: int64").build());
    refused(
        () -> store.featuresBetween(at(1), at(0), HistoricalRequest.of("v:a")),
        "nothing lies between");
  }

  @Test
  void a_stretch_of_time_has_rows_only_of_what_was_known() {
    SettableClock clock = new SettableClock(Micros.down(at(100)));
    for (FeatureStoreBuilder builder : List.of(FeatureStore.builder(), FeatureStore.builder())) {
      boolean first = clock.instant().equals(at(100));
      try (FeatureStore store =
          first ? builder.clock(clock).inMemory() : builder.clock(clock).at(folder)) {
        store.apply(Definitions.of(view().features("a: int64").build()));
        store.ingest("v", rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L));
        Instant then = clock.instant();
        clock.advance(1_000_000);
        store.ingest(
            "v", rows("k: int64, at: timestamp_tz, a: int64", 1L, at(1), 6L, 2L, at(1), 7L));

        HistoricalRequest request = HistoricalRequest.of("v:a");
        for (HistoricalRequest asked :
            List.of(request.asKnownAt(then), request.createdCutoff(then))) {
          Frame found = store.featuresBetween(at(0), at(9), asked);
          assertThat(texts(found, "a")).as("%s", asked).containsExactly("5");
        }
        assertThat(texts(store.featuresBetween(at(0), at(9), request), "a"))
            .containsExactly("5", "6", "7");
      }
    }
  }

  @Test
  void a_stretch_of_time_has_decimal_keys_in_their_order() {
    FeatureView view =
        FeatureView.named("v")
            .entities(Entity.of("e", "k: decimal(9,1)"))
            .source(Source.ingested("at"))
            .features("a: int64")
            .build();
    FeatureStore store = with(view);
    store.ingest(
        "v",
        rows(
            "k: decimal(9,1), at: timestamp_tz, a: int64",
            new java.math.BigDecimal("10.0"),
            at(0),
            5L,
            new java.math.BigDecimal("9.0"),
            at(0),
            6L));

    Frame found = store.featuresBetween(at(0), at(1), HistoricalRequest.of("v:a"));

    assertThat(texts(found, "k")).containsExactly("9.0", "10.0");
  }

  @Test
  void what_is_computed_alone_has_no_rows_to_explain_or_to_list() {
    FeatureStore store = with(view().features("a: int64").build());
    Frame spine = rows("k: int64, r: int64, t: timestamp_tz", 1L, 2L, at(9));
    refused(() -> store.explain(spine, 0, "o:x"), "o:x", "computed");
    refused(() -> store.explain(spine, 0, HistoricalRequest.of("o:x", "v:a")), "o:x", "computed");
    refused(
        () -> store.featuresBetween(at(0), at(1), HistoricalRequest.of("o:x")), "o:x", "stored");
  }

  @Test
  void a_row_without_a_time_is_not_explained() {
    FeatureStore store = with(view().features("a: int64").build());
    Frame spine = rows("k: int64, t: timestamp_tz", 1L, null);
    refused(() -> store.explain(spine, 0, "v:a"), "row 0 has no time in column \"t\"");
  }

  @Test
  void a_row_without_key_and_time_is_left_out_once() {
    Frame rows =
        rows(
            "k: int64, at: timestamp_tz, a: int64",
            null,
            null,
            1L,
            null,
            at(0),
            2L,
            1L,
            null,
            3L,
            1L,
            at(0),
            4L);
    FeatureView view = view().features("a: int64").build();
    try (FeatureStore store = FeatureStore.at(folder)) {
      store.apply(Definitions.of(view.withSource(Source.frame(rows, "at"))));
      assertThat(store.ingestSource("v")).isEqualTo(1);
      assertThat(store.ingest("v", rows)).isEqualTo(3);
      assertThat(store.keptAside("v")).isEqualTo(2);
    }
    FeatureStore memory = with(view);
    assertThat(memory.ingest("v", rows)).isEqualTo(3);
    assertThat(memory.keptAside("v")).isEqualTo(1);
  }

  @Test
  void a_data_set_names_all_versions_that_took_part() {
    try (FeatureStore store = FeatureStore.at(folder.resolve("store"))) {
      store.apply(Definitions.of(view().features("a: int64").build()));
      store.apply(Definitions.of(view().features("a: int64, b: int64").build()));
      store.ingest("v", rows("k: int64, at: timestamp_tz, a: int64, b: int64", 1L, at(0), 5L, 6L));

      SavedDataset saved =
          store.saveDataset(folder.resolve("set"), SPINE, HistoricalRequest.of("v@v0:a", "v@v1:b"));
      store.erase(Map.of("k", 1L));

      assertThat(saved.versions()).isEqualTo(Map.of("v@v0", 0, "v@v1", 1));
      assertThat(SavedDataset.open(folder.resolve("set"))).isEqualTo(saved);
      assertThat(store.erasedSince(saved))
          .containsExactly(new ErasedRows("v@v0", 1), new ErasedRows("v@v1", 1));
    }
  }

  @Test
  void who_asks_for_what_is_dropped_is_named() {
    FeatureStore store = with(view().features("a: int64").build());
    store.apply(
        Definitions.EMPTY.withServices(
            new FeatureService("board", List.of(FeatureReference.of("v:a")), "", "", Map.of())));
    assertThatThrownBy(() -> store.drop("v"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("service \"board\" asks for v:a");
    assertThatThrownBy(() -> store.apply(Definitions.of(view().features("b: int64").build())))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("feature \"a\" in view \"v\"")
        .hasMessageContaining("service \"board\"");
  }

  @Test
  void what_is_computed_is_computed_from_what_is_stored() {
    FeatureStore store = with(view().features("a: int64").build());
    for (String name : new String[] {"o", "p"}) {
      refused(
          () ->
              store.apply(
                  Definitions.EMPTY.withOnDemandViews(
                      OnDemandView.of(name, "f", List.of("o:x"), "", "x: int64"))),
          "view \"" + name + "\" from o:x",
          "computed itself");
    }
  }

  @Test
  void a_key_of_a_table_has_no_nulls() {
    try (OfflineStore store = OfflineStore.at(folder)) {
      store.define(new TableLayout("t", Schema.of("k: int64"), "at", "", Schema.of("a: int64")));
      refused(() -> store.erase("t", List.of(Collections.singletonList(null))), "no nulls");
    }
  }

  @Test
  void somebody_has_to_join() {
    for (int threads : new int[] {0, -1, Integer.MIN_VALUE}) {
      refused(() -> HistoricalRequest.of("v:a").threads(threads), "at least one");
    }
  }

  @Test
  void a_number_that_the_features_type_lacks_is_refused() {
    FeatureStore doubles = with(view().features("a: float64").build());
    FeatureStore floats = with(view().features("a: float32").build());
    String longs = "k: int64, at: timestamp_tz, a: int64";
    refused(
        () -> doubles.ingest("v", rows(longs, 1L, at(0), 5L, 1L, at(0), (1L << 53) + 1)),
        "row 1",
        "9007199254740993");
    refused(() -> doubles.ingest("v", rows(longs, 1L, at(0), Long.MAX_VALUE)), "row 0");
    refused(() -> floats.ingest("v", rows(longs, 1L, at(0), (1L << 24) + 1)), "row 0");
    refused(
        () -> floats.ingest("v", rows("k: int64, at: timestamp_tz, a: float64", 1L, at(0), 1e300)),
        "row 0",
        "1.0E300");

    doubles.ingest("v", rows(longs, 1L, at(0), 1L << 60, 1L, at(1), null, 1L, at(2), -3L));
    floats.ingest(
        "v",
        rows(
            "k: int64, at: timestamp_tz, a: float64",
            1L,
            at(0),
            Double.NaN,
            1L,
            at(1),
            Double.POSITIVE_INFINITY,
            1L,
            at(2),
            0.1));

    Frame spine = SPINE.take(new int[1]);
    assertThat(texts(doubles.historicalFeatures(spine, "v:a"), "a")).isEqualTo(List.of("-3.0"));
    assertThat(texts(floats.historicalFeatures(spine, "v:a"), "a")).isEqualTo(Arrays.asList("0.1"));
  }
}
