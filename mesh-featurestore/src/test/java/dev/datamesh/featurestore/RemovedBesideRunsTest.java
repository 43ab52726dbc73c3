package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is removed while a run reads rows is not served after both. */
class RemovedBesideRunsTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final Instant LATER = Micros.instant(NOW + 1);
  private static final FeatureView VIEW = TestViews.online("n: int64");

  private final SettableClock clock = new SettableClock(NOW);

  @TempDir Path folder;

  enum Kind {
    MEMORY,
    FOLDER
  }

  private FeatureStore filled(Kind kind) {
    FeatureStoreBuilder builder = FeatureStore.builder().clock(clock);
    FeatureStore store = kind == Kind.MEMORY ? builder.inMemory() : builder.at(folder);
    store.apply(Definitions.of(VIEW));
    store.ingest(
        "v",
        Frame.of(
            Column.ofLongs("k", 1, 2),
            Column.ofLongs("n", 1, 2),
            Column.ofMicros("at", NOW - 2, NOW - 1)));
    return store;
  }

  /** Begins a removal in the midst of a run and gives it time to go wrong. */
  private static final class Beside implements Progress {

    private final Thread thread;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    Beside(Runnable removal) {
      thread =
          new Thread(
              () -> {
                try {
                  removal.run();
                } catch (RuntimeException e) {
                  failure.set(e);
                }
              });
    }

    @Override
    public boolean report(String work, long done, long total) {
      if (thread.getState() == Thread.State.NEW) {
        thread.start();
        await(300);
      }
      return true;
    }

    void await(long millis) {
      try {
        thread.join(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void finish() {
      await(30_000);
      assertThat(thread.isAlive()).isFalse();
      assertThat(failure.get()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErasedEntityIsNotServedAgain(Kind kind) {
    try (FeatureStore store = filled(kind)) {
      Beside erasure = new Beside(() -> store.erase(Map.of("k", 1L)));

      store.materializeIncremental(LATER, erasure);
      erasure.finish();

      PreparedFeatures served = store.prepare("v:n");
      assertThat(served.get(Map.of("k", 1L)).status("n")).isEqualTo(Status.NOT_FOUND);
      assertThat(served.get(Map.of("k", 2L)).value("n")).isEqualTo(2L);
    }
  }

  @Test
  void rowsThatWereNotRetainedAreNotServed() {
    try (FeatureStore store = filled(Kind.FOLDER)) {
      Beside retention = new Beside(() -> store.retain("v", Micros.instant(NOW - 1)));

      store.materialize(Micros.instant(0), LATER, retention);
      retention.finish();

      PreparedFeatures served = store.prepare("v:n");
      assertThat(served.get(Map.of("k", 1L)).status("n")).isEqualTo(Status.NOT_FOUND);
      assertThat(served.get(Map.of("k", 2L)).value("n")).isEqualTo(2L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDroppedViewLeavesNoTableToTheNextOfItsName(Kind kind) {
    try (FeatureStore store = filled(kind)) {
      Beside drop = new Beside(() -> store.drop("v"));

      store.materializeIncremental(LATER, drop);
      drop.finish();
      clock.advance(1);
      store.apply(Definitions.of(TestViews.online("word: string")));

      PreparedFeatures served = store.prepare("v:word");
      assertThat(served.get(Map.of("k", 1L)).status("word")).isEqualTo(Status.NOT_FOUND);
      assertThat(store.materializations("v").runs()).isEmpty();
    }
  }

  @Test
  void aRunThatRemovesRowsItselfIsToldSoInsteadOfWaitingForItself() {
    try (FeatureStore store = filled(Kind.MEMORY)) {
      Progress erasing =
          (work, done, total) -> {
            store.erase(Map.of("k", 1L));
            return true;
          };

      assertThatThrownBy(() -> store.materializeIncremental(LATER, erasing))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("within a materialization");

      assertThat(store.erase(Map.of("k", 1L))).isEqualTo(1);
    }
  }
}
