package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.definition.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoveExpiredTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Entity ENTITY = Entity.of("e", "k: int64");

  @TempDir Path folder;

  private static FeatureView.Builder view(String name) {
    return FeatureView.named(name)
        .entities(ENTITY)
        .source(Source.ingested("at"))
        .features("n: int64")
        .online();
  }

  private FeatureStore open() {
    FeatureStore store =
        FeatureStore.builder().clock(new SettableClock(Micros.down(NOW))).at(folder);
    store.apply(
        Definitions.of(view("short").ttl(Duration.ofHours(1)).build(), view("forever").build()));
    return store;
  }

  private static Frame row(long key, Duration age) {
    return Frame.of(
        Column.ofLongs("k", key),
        Column.ofLongs("n", key),
        Column.ofMicros("at", Micros.down(NOW.minus(age))));
  }

  private static Status status(FeatureStore store, String view, long key) {
    return store.prepare(view + ":n").get(Map.of("k", key)).status("n");
  }

  @Test
  void whatATtlKeepsFromBeingServedIsRemovedOnlineAndStaysOffline() {
    try (FeatureStore store = open()) {
      for (String view : new String[] {"short", "forever"}) {
        store.push(view, row(1, Duration.ofHours(2)), PushTarget.BOTH);
        store.push(view, row(2, Duration.ofHours(1)), PushTarget.BOTH);
        store.push(view, row(3, Duration.ofMinutes(5)), PushTarget.BOTH);
      }
      assertThat(status(store, "short", 1)).isEqualTo(Status.OUTSIDE_MAX_AGE);
      assertThat(status(store, "forever", 1)).isEqualTo(Status.PRESENT);

      assertThat(store.removeExpired(NOW)).isEqualTo(Map.of("short", 1L));

      assertThat(status(store, "short", 1)).isEqualTo(Status.NOT_FOUND);
      assertThat(status(store, "short", 2)).as("as old as the ttl").isEqualTo(Status.PRESENT);
      assertThat(status(store, "short", 3)).isEqualTo(Status.PRESENT);
      assertThat(status(store, "forever", 1)).isEqualTo(Status.PRESENT);
      assertThat(store.removeExpired(NOW)).isEqualTo(Map.of("short", 0L));
      Frame then =
          Frame.of(
              Column.ofLongs("k", 1), Column.ofMicros("t", Micros.down(NOW.minusSeconds(6000))));
      assertThat(store.historicalFeatures(then, "short:n").get(0, "n")).isEqualTo(1L);
    }
    try (FeatureStore again = open()) {
      assertThat(status(again, "short", 1)).isNotEqualTo(Status.PRESENT);
      assertThat(status(again, "short", 3)).isEqualTo(Status.PRESENT);
    }
  }
}
