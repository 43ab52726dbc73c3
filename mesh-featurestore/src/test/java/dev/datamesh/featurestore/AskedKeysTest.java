package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.definition.Status;
import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.KeyBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys are compared with those of their own kind only. */
class AskedKeysTest {

  private static final long NOW = 1_700_000_000_000_000L;

  private static FeatureStore store(FeatureStoreBuilder builder, String keys, Object... row) {
    FeatureStore store = builder.clock(new SettableClock(NOW)).inMemory();
    store.apply(
        Definitions.of(
            FeatureView.named("v")
                .entities(Entity.of("e", keys))
                .source(Source.ingested("at"))
                .features("n: int64")
                .online()
                .build()));
    store.push(
        "v",
        Frame.ofRows(Schema.of(keys + ", n: int64, at: timestamp_tz"), List.of(List.of(row))),
        PushTarget.BOTH);
    return store;
  }

  @Test
  void keysWithTheirComponentsInAnotherOrderAreRefused() {
    FeatureStore store =
        store(FeatureStore.builder(), "a: int64, b: int64", 1L, 2L, 7L, Micros.instant(NOW));
    PreparedFeatures prepared = store.prepare("v:n");
    FeatureBuffer answer = prepared.newBuffer(1);
    KeyBuffer swapped = KeyBuffer.of(Schema.of("b: int64, a: int64"), 1).add(1L, 2L);

    assertThatThrownBy(() -> prepared.get(swapped, answer))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[b, a]");

    prepared.get(KeyBuffer.of(Schema.of("a: int64, b: int64"), 1).add(1L, 2L), answer);
    assertThat(answer.get(0, 0)).isEqualTo(7L);
  }

  @Test
  void keysOfAnotherTypeAreRefused() {
    FeatureStore store = store(FeatureStore.builder(), "k: string", "x", 7L, Micros.instant(NOW));
    PreparedFeatures prepared = store.prepare("v:n");

    assertThatThrownBy(
            () ->
                prepared.get(KeyBuffer.of(Schema.of("k: int64"), 1).add(1), prepared.newBuffer(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("k: string");
  }

  @Test
  @SuppressWarnings("NullAway") // A caller's mistake.
  void aTextThatIsNullFindsNothing() {
    FeatureStore store = store(FeatureStore.builder(), "k: string", "", 7L, Micros.instant(NOW));
    PreparedFeatures prepared = store.prepare("v:n");
    FeatureBuffer answer = prepared.newBuffer(1);

    prepared.get((String) null, answer);
    assertThat(answer.status(0, 0)).isEqualTo(Status.NOT_FOUND);
    prepared.get("", answer);
    assertThat(answer.get(0, 0)).isEqualTo(7L);
  }

  @Test
  void aToleranceWithoutEndTakesEveryEventTime() {
    for (Duration endless : List.of(ChronoUnit.FOREVER.getDuration(), Duration.ofDays(4_000_000))) {
      FeatureStore store =
          store(
              FeatureStore.builder().futureTolerance(endless),
              "k: int64",
              1L,
              7L,
              Micros.instant(Micros.LATEST));
      assertThat(store.prepare("v:n").get(java.util.Map.of("k", 1L)).status("n"))
          .isEqualTo(Status.NOT_FOUND);
    }
    assertThatThrownBy(() -> FeatureStore.builder().futureTolerance(Duration.ofNanos(-1)))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void eachRowOfAFrameGetsWhatHoldsForEverybody() {
    FeatureStore store = FeatureStore.builder().clock(new SettableClock(NOW)).inMemory();
    store.apply(
        Definitions.of(
            FeatureView.named("v")
                .source(Source.ingested("at"))
                .features("n: int64")
                .online()
                .build()));
    store.push("v", Frame.of(Column.ofLongs("n", 7), Column.ofMicros("at", NOW)), PushTarget.BOTH);
    Frame asking = Frame.of(Column.ofLongs("other", 1, 2, 3));

    Frame found = store.prepare("v:n").get(asking);

    assertThat(found.rows()).isEqualTo(3);
    assertThat(found.get(2, "n")).isEqualTo(7L);
    assertThat(store.prepare("v:n").get(asking.take(new int[0])).rows()).isZero();
  }
}
