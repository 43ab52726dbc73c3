package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run to an earlier time than the last takes nothing from the runs to come. */
class RunsToEarlierTimesTest {

  private static final long NOW = 1_700_000_000_000_000L;

  @TempDir Path folder;

  private FeatureStore open(boolean inFolder) {
    FeatureStoreBuilder builder = FeatureStore.builder().clock(new SettableClock(NOW));
    return inFolder ? builder.at(folder) : builder.inMemory();
  }

  private static Frame row(long key, long event) {
    return Frame.of(
        Column.ofLongs("k", key), Column.ofLongs("n", event), Column.ofMicros("at", NOW + event));
  }

  private static Instant in(long micros) {
    return Micros.instant(NOW + micros);
  }

  @Test
  void aRowBetweenTheTwoTimesComesWithTheNextRun() {
    try (FeatureStore store = open(false)) {
      store.apply(Definitions.of(TestViews.online("n: int64")));
      store.materializeIncremental(in(10));
      store.ingest("v", row(1, 8));
      store.materializeIncremental(in(5));

      store.materializeIncremental(in(12));

      assertThat(store.prepare("v:n").get(Map.of("k", 1L), in(12)).value("n")).isEqualTo(8L);
    }
  }

  @Test
  void whatWasServedBeforeARunToAnEarlierTimeIsServedAfterOpening() {
    try (FeatureStore store = open(true)) {
      store.apply(Definitions.of(TestViews.online("n: int64")));
      store.ingest("v", row(1, 8));
      store.materializeIncremental(in(10));
      store.materializeIncremental(in(5));
    }
    deleteSnapshots();
    try (FeatureStore store = open(true)) {
      assertThat(store.prepare("v:n").get(Map.of("k", 1L), in(12)).value("n")).isEqualTo(8L);
    }
  }

  private void deleteSnapshots() {
    try (var files = java.nio.file.Files.walk(folder)) {
      files
          .filter(file -> file.toString().endsWith(".slots"))
          .forEach(file -> assertThat(file.toFile().delete()).isTrue());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The oracle: after a run to a time, all rows up to it are served. */
  @Test
  void afterAnyRunEveryRowUpToItsTimeIsServed() {
    for (long seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      FeatureStore store = open(true);
      String view = "v" + seed;
      Map<Long, Long> rows = new TreeMap<>();
      store.apply(
          Definitions.of(
              FeatureView.named(view)
                  .entities(Entity.of("e", "k: int64"))
                  .source(Source.ingested("at"))
                  .features("n: int64")
                  .online()
                  .build()));
      for (int step = 0; step < 40; step++) {
        long event = random.nextInt(100);
        if (random.nextInt(3) > 0) {
          rows.put((long) step, event);
          store.ingest(view, row(step, event));
        } else {
          store.materializeIncremental(in(event));
          PreparedFeatures served = store.prepare(view + ":n");
          String at = "seed %d, step %d, to %d".formatted(seed, step, event);
          rows.forEach(
              (key, time) -> {
                if (time <= event) {
                  assertThat(served.get(Map.of("k", key), in(200)).value("n"))
                      .as("%s, key %d", at, key)
                      .isEqualTo(time);
                }
              });
        }
        if (random.nextInt(10) == 0) {
          store.close();
          store = open(true);
        }
      }
      store.close();
    }
  }

  @Test
  void aRunFromALaterToAnEarlierTimeIsRefused() {
    try (FeatureStore store = open(false)) {
      store.apply(Definitions.of(TestViews.online("n: int64")));

      assertThatThrownBy(() -> store.materialize(in(1), in(0)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("later than the last");
      assertThat(store.materialize(in(0), in(0)).rows()).containsEntry("v", 0L);
      assertThat(store.materializations("v").runs()).hasSize(1);
    }
  }
}
