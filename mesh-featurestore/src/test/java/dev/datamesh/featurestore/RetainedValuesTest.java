package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.definition.Status;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A latest value that is not null goes with its row, also where a newer row is retained. */
class RetainedValuesTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final Schema COLUMNS =
      Schema.of("k: int64, word: string, number: int64, at: timestamp_tz");

  @TempDir Path folder;

  private FeatureStore open() {
    return FeatureStore.builder().clock(new SettableClock(NOW)).at(folder);
  }

  private static void push(
      FeatureStore store, @Nullable String word, @Nullable Long number, long age) {
    List<@Nullable Object> row = Arrays.asList(1L, word, number, Micros.instant(NOW - age));
    store.push("v", Frame.ofRows(COLUMNS, List.of(row)), PushTarget.BOTH);
  }

  private static void expect(FeatureStore store) {
    FeatureVector served = store.prepare("v:word", "v:number").get(Map.of("k", 1L));
    assertThat(served.status("word")).isEqualTo(Status.NOT_FOUND);
    assertThat(served.value("word")).isNull();
    assertThat(served.value("number")).isEqualTo(2L);
  }

  @Test
  void aValueOfARowThatIsDroppedIsNotServed() {
    try (FeatureStore store = open()) {
      store.apply(
          Definitions.of(
              FeatureView.named("v")
                  .entities(Entity.of("e", "k: int64"))
                  .source(Source.ingested("at"))
                  .feature(
                      Feature.of("word", Primitive.STRING).withPick(Feature.Pick.LATEST_NON_NULL))
                  .feature(
                      Feature.of("number", Primitive.INT64).withPick(Feature.Pick.LATEST_NON_NULL))
                  .online()
                  .build()));
      push(store, "old", 1L, 30);
      push(store, null, 2L, 20);
      push(store, null, null, 10);

      store.retain("v", Micros.instant(NOW - 20));

      expect(store);
      push(store, "new", null, 20);
      assertThat(store.prepare("v:word").get(Map.of("k", 1L)).value("word")).isEqualTo("new");
      store.retain("v", Micros.instant(NOW - 20));
      assertThat(store.prepare("v:word").get(Map.of("k", 1L)).value("word")).isEqualTo("new");
    }
  }

  @Test
  void noneOfItIsServedAfterOpening() {
    aValueOfARowThatIsDroppedIsNotServed();
    try (FeatureStore store = open()) {
      store.retain("v", Micros.instant(NOW - 15));
      assertThat(store.prepare("v:word").get(Map.of("k", 1L)).status("word"))
          .isEqualTo(Status.NOT_FOUND);
    }
  }
}
