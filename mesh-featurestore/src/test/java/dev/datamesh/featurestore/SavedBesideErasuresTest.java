package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set that is saved while entities are erased tells of each of them that it still has. */
class SavedBesideErasuresTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final int ENTITIES = 60;
  private static final HistoricalRequest REQUEST = HistoricalRequest.of("v:n");

  private static final FeatureView VIEW =
      FeatureView.named("v")
          .entities(Entity.of("e", "k: int64"))
          .source(Source.ingested("at"))
          .features("n: int64")
          .build();

  @Test
  void whatIsErasedAfterItsRowsWereReadCountsAsErasedSince(@TempDir Path folder) throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (FeatureStore store =
        FeatureStore.builder().clock(new SettableClock(NOW)).at(folder.resolve("store"))) {
      store.apply(Definitions.of(VIEW));
      store.ingest("v", rows().with(Column.ofLongs("n", keys())));
      Future<?> erasures =
          threads.submit(
              () -> {
                for (long key = 0; key < ENTITIES; key++) {
                  store.erase(Map.of("k", key));
                }
              });
      List<SavedDataset> saved = new ArrayList<>();
      while (!erasures.isDone()) {
        saved.add(store.saveDataset(folder.resolve("set" + saved.size()), rows(), REQUEST));
      }
      erasures.get();

      assertThat(saved).isNotEmpty();
      for (SavedDataset each : saved) {
        long kept = ENTITIES - each.read().column("n").nullCount();
        assertThat(store.erasedSince(each).get(0).rows())
            .as("%s", each)
            .isGreaterThanOrEqualTo(kept);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static long[] keys() {
    return LongStream.range(0, ENTITIES).toArray();
  }

  private static Frame rows() {
    long[] times = LongStream.generate(() -> NOW - 1).limit(ENTITIES).toArray();
    return Frame.of(Column.ofLongs("k", keys()), Column.ofMicros("at", times));
  }
}
