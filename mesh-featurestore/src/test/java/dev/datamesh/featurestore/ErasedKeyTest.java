package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which rows a key means when an entity is erased, in memory and in a folder. */
class ErasedKeyTest {

  private static final Instant THEN = Instant.parse("2024-01-01T00:00:00Z");

  enum Place {
    MEMORY,
    FOLDER
  }

  @TempDir Path folder;

  private FeatureStore store(Place place, FeatureView... views) {
    FeatureStoreBuilder builder = FeatureStore.builder();
    FeatureStore store = place == Place.MEMORY ? builder.inMemory() : builder.at(folder);
    store.apply(Definitions.of(views));
    return store;
  }

  private static FeatureView view(String name, String keys) {
    return FeatureView.named(name)
        .entities(Entity.of("of_" + name, keys))
        .source(Source.ingested("at"))
        .features("a: int64")
        .online()
        .build();
  }

  private static void push(FeatureStore store, String view, String keys, Object... values) {
    Object[] row = Arrays.copyOf(values, values.length + 2);
    row[values.length] = THEN;
    row[values.length + 1] = 1L;
    Schema schema = Schema.of(keys + ", at: timestamp_tz, a: int64");
    store.push(view, Frame.builder(schema).row(row).build(), PushTarget.BOTH);
  }

  @ParameterizedTest
  @EnumSource
  void a_view_without_rows_has_nothing_to_erase(Place place) {
    try (FeatureStore store = store(place, view("v", "k: int64"))) {
      assertThat(store.erase(Map.of("k", 1L))).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_key_that_no_view_has_is_an_error_that_says_which_there_are(Place place) {
    try (FeatureStore store = store(place, view("v", "k: int64, l: string"))) {
      assertThatThrownBy(() -> store.erase(Map.of("k", 1L)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("no view has exactly these keys")
          .hasMessageContaining("k: int64")
          .hasMessageContaining("l: string");
    }
  }

  @ParameterizedTest
  @EnumSource
  void of_views_whose_keys_differ_in_type_those_that_take_the_value_are_meant(Place place) {
    try (FeatureStore store = store(place, view("n", "k: int64"), view("s", "k: string"))) {
      push(store, "n", "k: int64", 7L);
      push(store, "s", "k: string", "seven");
      assertThat(store.erase(Map.of("k", "seven"))).isEqualTo(1);
      assertThat(store.erase(Map.of("k", 7L))).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_value_that_no_view_takes_is_an_error_that_names_key_and_type(Place place) {
    try (FeatureStore store = store(place, view("v", "k: int64"))) {
      push(store, "v", "k: int64", 7L);
      assertThatThrownBy(() -> store.erase(Map.of("k", "seven")))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("k")
          .hasMessageContaining("int64");
      assertThatThrownBy(
              () -> store.erase(new HashMap<>(java.util.Collections.singletonMap("k", null))))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("\"k\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_number_may_be_written_as_text(Place place) {
    try (FeatureStore store = store(place, view("v", "k: int64"))) {
      push(store, "v", "k: int64", 7L);
      assertThat(store.erase(Map.of("k", "7"))).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rows_of_an_earlier_versions_keys_are_erased_too(Place place) {
    try (FeatureStore store = store(place, view("v", "k: int64"))) {
      push(store, "v", "k: int64", 7L);
      store.apply(Definitions.of(view("v", "k: int64, l: string")));
      push(store, "v", "k: int64, l: string", 7L, "x");
      assertThat(store.erase(Map.of("k", 7L, "l", "x"))).isEqualTo(1);
      assertThat(store.erase(Map.of("k", 7L))).isEqualTo(1);
    }
  }
}
