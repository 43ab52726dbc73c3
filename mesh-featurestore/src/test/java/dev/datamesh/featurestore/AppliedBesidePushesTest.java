package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.featurestore.definition.Definitions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version that is applied and served while a push is under way gets its rows. */
class AppliedBesidePushesTest {

  private static final long NOW = 1_700_000_000_000_000L;

  /** Runs something on another thread when a journal asks for the time. */
  private static final class Interrupting extends Clock {

    private final AtomicReference<Runnable> next = new AtomicReference<>(() -> {});

    @Override
    public Instant instant() {
      Runnable now = next.getAndSet(() -> {});
      CompletableFuture.runAsync(now).orTimeout(20, TimeUnit.SECONDS).join();
      return Micros.instant(NOW);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @TempDir Path folder;

  @Test
  void itsTableIsMadeBeforeTheRowsAreDurable() {
    Interrupting clock = new Interrupting();
    JournalOptions options = JournalOptions.standard().withClock(clock);
    try (DataFolder data = DataFolder.at(folder, options);
        FeatureStore store = FeatureStore.builder().clock(new SettableClock(NOW)).at(data)) {
      store.apply(Definitions.of(TestViews.online("a: int64")));
      store.prepare("v:a");
      clock.next.set(
          () -> {
            store.apply(Definitions.of(TestViews.online("a: int64, b: int64")));
            store.prepare("v@v1:a");
          });

      store.push(
          "v",
          Frame.of(Column.ofLongs("k", 1), Column.ofLongs("a", 1), Column.ofMicros("at", NOW)),
          PushTarget.BOTH);

      assertThat(store.registry().views().get("v").current().number()).isEqualTo(1);
      assertThat(store.prepare("v@v0:a").get(Map.of("k", 1L)).value("a")).isEqualTo(1L);
      assertThat(store.prepare("v@v1:a").get(Map.of("k", 1L)).value("a")).isEqualTo(1L);
    }
  }
}
