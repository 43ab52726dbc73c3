package dev.datamesh.featurestore;

import static dev.datamesh.featurestore.TestRows.at;
import static dev.datamesh.featurestore.TestRows.rows;
import static dev.datamesh.featurestore.TestRows.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.offline.OfflineOptions;
import dev.datamesh.featurestore.offline.OfflineStore;
import dev.datamesh.featurestore.offline.SortedRows;
import dev.datamesh.featurestore.offline.TableLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which rows a view has after versions came and went, in memory as in a folder. */
class DroppedDefinitionsTest {

  enum Place {
    MEMORY,
    FOLDER
  }

  private static final Frame SPINE = rows("k: int64, t: timestamp_tz", 1L, at(9));

  @TempDir Path folder;

  private FeatureStore store(Place place) {
    return store(place, Guard.OPEN);
  }

  private FeatureStore store(Place place, Guard guard) {
    FeatureStoreBuilder builder = FeatureStore.builder().guard(guard);
    return place == Place.MEMORY ? builder.inMemory() : builder.at(folder);
  }

  private static FeatureView.Builder keyed(String keys) {
    return FeatureView.named("v")
        .entities(Entity.of("e_" + keys.replaceAll("[^a-z]", "_"), keys))
        .source(Source.ingested("at"));
  }

  private static Definitions view(String features) {
    return Definitions.of(keyed("k: int64").features(features).online().build());
  }

  @ParameterizedTest
  @EnumSource
  void a_view_that_was_dropped_comes_back_without_rows(Place place) {
    try (FeatureStore store = store(place)) {
      store.apply(view("a: int64"));
      store.ingest("v", rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L));
      assertThat(texts(store.historicalFeatures(SPINE, "v:a"), "a")).containsExactly("5");

      store.drop("v");
      store.apply(view("a: int64"));

      assertThat(texts(store.historicalFeatures(SPINE, "v:a"), "a")).containsExactly("null");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_view_that_was_dropped_comes_back_with_other_features(Place place) {
    try (FeatureStore store = store(place)) {
      store.apply(view("a: int64"));
      store.ingest("v", rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L));
      store.historicalFeatures(SPINE, "v:a");

      store.drop("v");
      store.apply(view("b: int64"));
      store.ingest("v", rows("k: int64, at: timestamp_tz, b: int64", 1L, at(1), 6L));

      assertThat(texts(store.historicalFeatures(SPINE, "v:b"), "b")).containsExactly("6");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_feature_that_comes_back_has_no_values_of_a_dropped_version(Place place) {
    try (FeatureStore store = store(place)) {
      store.apply(view("a: int64, b: int64"));
      store.ingest("v", rows("k: int64, at: timestamp_tz, a: int64, b: int64", 1L, at(0), 5L, 6L));
      store.apply(view("a: int64"));

      store.drop("v", 0);
      store.apply(view("a: int64, b: int64"));

      Frame joined = store.historicalFeatures(SPINE, "v:a", "v:b");
      assertThat(texts(joined, "a")).containsExactly("5");
      assertThat(texts(joined, "b")).containsExactly("null");
    }
  }

  @Test
  void whoever_only_reads_does_not_take_a_column_for_the_dropped_one_of_its_name() {
    TableLayout layout =
        new TableLayout("t", Schema.of("k: int64"), "at", "", Schema.of("a: int64"));
    SortedRows.Wanted wanted = new SortedRows.Wanted(List.of("a"), false, false);
    OfflineOptions options = OfflineOptions.standard();
    try (OfflineStore writer = OfflineStore.at(folder)) {
      writer.define(layout);
      writer.append("t", rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L));
      try (OfflineStore reader = OfflineStore.readOnly(folder, options)) {
        SortedRows before = reader.load("t", wanted, null, Long.MAX_VALUE);
        assertThat(before.column("a").orElseThrow().get(0)).isEqualTo(5L);

        writer.dropColumns("t", Set.of("a"));
        writer.define(layout);

        SortedRows now = reader.load("t", wanted, before, Long.MAX_VALUE);
        assertThat(now.column("a").orElseThrow().get(0)).isNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void versions_share_rows_only_where_all_their_keys_are_the_same(Place place) {
    try (FeatureStore store = store(place)) {
      store.apply(Definitions.of(keyed("k: int64, m: int64").features("a: int64").build()));
      store.ingest("v", rows("k: int64, m: int64, at: timestamp_tz, a: int64", 1L, 2L, at(0), 5L));

      store.apply(view("a: int64"));

      assertThat(texts(store.historicalFeatures(SPINE, "v:a"), "a")).containsExactly("null");
      store.push(
          "v",
          rows("k: int64, m: int64, at: timestamp_tz, a: int64", 1L, 2L, at(1), 6L),
          PushTarget.BOTH);
      assertThat(texts(store.historicalFeatures(SPINE, "v:a"), "a")).containsExactly("6");
    }
  }

  @ParameterizedTest
  @EnumSource
  void versions_share_rows_although_their_times_have_other_columns(Place place) {
    try (FeatureStore store = store(place)) {
      store.apply(view("a: int64"));
      store.ingest("v", rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L));

      store.apply(
          Definitions.of(
              keyed("k: int64").source(Source.ingested("seen")).features("a: int64").build()));

      assertThat(texts(store.historicalFeatures(SPINE, "v:a"), "a")).containsExactly("5");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_erased_key_is_not_part_of_a_longer_one_of_another_version(Place place) {
    try (FeatureStore store = store(place)) {
      store.apply(view("a: int64"));
      store.ingest("v", rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L));
      store.apply(Definitions.of(keyed("k: int64, m: int64").features("a: int64").build()));
      store.ingest("v", rows("k: int64, m: int64, at: timestamp_tz, a: int64", 1L, 2L, at(0), 7L));

      assertThat(store.erase(Map.of("k", 1L))).isEqualTo(1);

      Frame spine = rows("k: int64, m: int64, t: timestamp_tz", 1L, 2L, at(9));
      assertThat(texts(store.historicalFeatures(spine, "v:a"), "a")).containsExactly("7");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_erased_key_is_no_feature_of_the_same_name(Place place) {
    try (FeatureStore store = store(place)) {
      store.apply(view("a: int64"));
      store.apply(Definitions.of(keyed("m: int64").features("k: int64").build()));
      store.ingest("v", rows("m: int64, at: timestamp_tz, k: int64", 2L, at(0), 1L));

      assertThat(store.erase(Map.of("k", 1L))).isZero();

      Frame spine = rows("m: int64, t: timestamp_tz", 2L, at(9));
      assertThat(texts(store.historicalFeatures(spine, "v:k"), "k")).containsExactly("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void rows_that_come_while_their_view_is_dropped_are_refused(Place place) {
    AtomicReference<FeatureStore> dropping = new AtomicReference<>();
    Guard guard =
        (principal, action, domain, target) -> {
          FeatureStore store = dropping.get();
          if (action == Action.PUSH_FEATURES && store != null) {
            dropping.set(null);
            store.drop("v");
          }
          return Guard.Decision.GRANTED;
        };
    Frame rows = rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L);
    try (FeatureStore store = store(place, guard)) {
      for (PushTarget target : PushTarget.values()) {
        store.apply(view("a: int64"));
        dropping.set(store);
        assertThatThrownBy(() -> store.push("v", rows, target))
            .isInstanceOf(NotFoundException.class);
      }
      store.apply(view("a: int64"));
      dropping.set(store);
      assertThatThrownBy(() -> store.ingest("v", rows)).isInstanceOf(NotFoundException.class);

      store.apply(view("a: int64"));

      assertThat(texts(store.historicalFeatures(SPINE, "v:a"), "a")).containsExactly("null");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_bound_frame_goes_with_its_view(Place place) {
    FeatureView view =
        keyed("k: int64")
            .source(Source.ingested("at"))
            .features("a: int64")
            .build()
            .withSource(
                new Source(
                    new Source.InMemory(Optional.empty()), "at", "", Optional.empty(), Map.of()));
    try (FeatureStore store = store(place)) {
      store.apply(Definitions.of(view));
      store.bind("v", rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L));

      store.drop("v");
      store.apply(Definitions.of(view));

      assertThatThrownBy(
              () -> {
                store.historicalFeatures(SPINE, "v:a");
                store.ingestSource("v");
              })
          .hasMessageContaining("not bound");
    }
  }

  @Test
  void a_feature_that_came_after_all_rows_is_null_in_them_also_where_they_stay_on_disk() {
    FeatureView more =
        keyed("k: int64")
            .features("a: int64, b: int64")
            .feature(
                Feature.of("c", FieldType.Primitive.INT64).withPick(Feature.Pick.LATEST_NON_NULL))
            .build();
    HistoricalRequest request = HistoricalRequest.of("v:a", "v:b", "v:c").statuses().eventTimes();
    Frame spine = rows("k: int64, t: timestamp_tz", 1L, at(9), 2L, at(9), 1L, at(-9));
    List<String> found = new ArrayList<>();
    for (FeatureStoreBuilder builder :
        List.of(FeatureStore.builder(), FeatureStore.builder().heapShare(1e-9))) {
      try (FeatureStore store = builder.at(folder.resolve("store" + found.size()))) {
        store.apply(view("a: int64"));
        store.ingest("v", rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L));
        store.apply(Definitions.of(more));
        for (HistoricalRequest asked :
            List.of(request, HistoricalRequest.of("v:b").statuses(), request.serveStale())) {
          found.add(store.historicalFeatures(spine.blocks(2), asked).collect().toCsv());
        }
      }
    }
    assertThat(found.subList(3, 6)).isEqualTo(found.subList(0, 3));
    assertThat(found.get(0).lines().toList().get(1))
        .isEqualTo(
            "1,2024-01-01T00:00:09Z,5,PRESENT,2024-01-01T00:00:00Z,"
                + ",NULL_VALUE,2024-01-01T00:00:00Z,,NOT_FOUND,");
  }

  @Test
  void retention_takes_rows_of_all_versions() {
    try (FeatureStore store = store(Place.FOLDER)) {
      store.apply(view("a: int64"));
      store.ingest("v", rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L));
      store.apply(Definitions.of(keyed("k: int64, m: int64").features("a: int64").build()));
      store.ingest("v", rows("k: int64, m: int64, at: timestamp_tz, a: int64", 1L, 2L, at(0), 7L));

      assertThat(store.retain("v", at(5))).isEqualTo(2);

      assertThat(texts(store.historicalFeatures(SPINE, "v@v0:a"), "a")).containsExactly("null");
    }
  }
}
