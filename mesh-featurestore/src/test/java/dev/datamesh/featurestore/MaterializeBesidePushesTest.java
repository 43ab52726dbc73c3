package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.FeatureView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that come while a run reads are of that run or of the next, and of one of them only. */
class MaterializeBesidePushesTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final Instant LATER = Instant.parse("9000-01-01T00:00:00Z");
  private static final int PUSHES = 400;
  private static final FeatureView VIEW = TestViews.online("n: int64");

  @TempDir Path folder;

  @Test
  void everyRowOfAStoreInAFolderIsTakenByOneRun() throws Exception {
    try (FeatureStore store = FeatureStore.builder().clock(new SettableClock(NOW)).at(folder)) {
      check(store);
    }
  }

  @Test
  void everyRowOfAStoreInMemoryIsTakenByOneRun() throws Exception {
    try (FeatureStore store = FeatureStore.builder().clock(new SettableClock(NOW)).inMemory()) {
      check(store);
    }
  }

  private static void check(FeatureStore store) throws Exception {
    store.apply(Definitions.of(VIEW));
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> pushes =
          threads.submit(
              () -> {
                for (long i = 0; i < PUSHES; i++) {
                  Frame row =
                      Frame.of(
                          Column.ofLongs("k", i),
                          Column.ofLongs("n", i),
                          Column.ofMicros("at", NOW - PUSHES + i));
                  store.push("v", row, PushTarget.OFFLINE);
                }
              });
      long taken = 0;
      while (!pushes.isDone()) {
        taken += store.materializeIncremental(LATER).rows().get("v");
      }
      pushes.get();
      taken += store.materializeIncremental(LATER).rows().get("v");

      assertThat(taken).isEqualTo(PUSHES);
      PreparedFeatures prepared = store.prepare("v:n");
      for (long i = 0; i < PUSHES; i++) {
        assertThat(prepared.get(Map.of("k", i)).value("n")).isEqualTo(i);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
