package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Joins beside ingest, compaction, erasure and versions that come and go: batch {@code n} gives
 * every key the value {@code n} at time {@code n}, so whatever a join sees is one number for all
 * keys, never less than what was acknowledged before it began, nor than what its thread saw before.
 */
class StoredJoinStressTest {

  private static final int KEYS = 40;
  private static final int BATCHES = Integer.getInteger("mesh.offline.stress", 150);
  private static final Schema ROWS =
      Schema.of("k: int64, at: timestamp_tz, a: int64, b: string, c0: float64, c1: float64");

  @TempDir Path folder;

  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicBoolean done = new AtomicBoolean();

  private static FeatureView view(String features) {
    return FeatureView.named("v")
        .entities(Entity.of("thing", "k: int64"))
        .source(Source.ingested("at"))
        .features(features)
        .build();
  }

  private static Instant at(long seconds) {
    return Instant.ofEpochSecond(1_600_000_000L + seconds);
  }

  private static Frame batch(int number) {
    FrameBuilder rows = Frame.builder(ROWS);
    for (long key = KEYS - 1; key >= 0; key--) {
      rows.row(key, at(number), (long) number, "w" + number, null, 0.5);
    }
    // Keys that come and are erased again.
    return rows.row(1000L + number, at(number), (long) number, "gone", null, null).build();
  }

  private static Frame spine() {
    FrameBuilder spine = Frame.builder(Schema.of("k: int64, t: timestamp_tz"));
    for (long key = 0; key < KEYS; key++) {
      spine.row(key, at(1_000_000));
    }
    return spine.build();
  }

  @Test
  void readers_see_whole_batches_and_never_go_back() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(7);
    try (FeatureStore store = FeatureStore.builder().at(folder)) {
      store.apply(Definitions.of(view("a: int64, b: string")));
      store.ingest("v", batch(0));
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(threads.submit(() -> read(store, acknowledged::get)));
        readers.add(threads.submit(() -> readBlocks(store)));
      }
      readers.add(threads.submit(this::readBeside));
      try {
        write(store);
      } finally {
        done.set(true);
      }
      for (Future<Integer> reader : readers) {
        assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
      }
      assertThat(store.stats("v").rows())
          .isEqualTo((long) BATCHES * KEYS + KEYS + 1 + BATCHES - BATCHES / 10);
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void write(FeatureStore store) {
    for (int number = 1; number <= BATCHES; number++) {
      store.ingest("v", batch(number));
      acknowledged.set(number);
      if (number % 10 == 0) {
        assertThat(store.erase(Map.of("k", 1000L + number))).isEqualTo(1);
      }
      if (number % 17 == 0) {
        store.compact();
      }
      if (number % 50 == 25) {
        int more = number / 50 % 2;
        store.apply(Definitions.of(view("a: int64, b: string, c" + more + ": float64")));
        store.drop("v", store.registry().view("v", OptionalInt.empty()).number() - 1);
      }
    }
  }

  /** Goes on until the writer is done; answers how often it read. */
  private int read(FeatureStore store, Callable<Integer> least) throws Exception {
    Frame spine = spine();
    long last = 0;
    int times = 0;
    do {
      long from = Math.max(last, least.call());
      last = check(store.historicalFeatures(spine, "v:a", "v:b"), from);
      times++;
    } while (!done.get());
    return times;
  }

  private int readBlocks(FeatureStore store) {
    long last = 0;
    int times = 0;
    do {
      long from = Math.max(last, acknowledged.get());
      Frame joined =
          store
              .historicalFeatures(spine().blocks(KEYS), HistoricalRequest.of("v:a", "v:b"))
              .collect();
      last = check(joined, from);
      times++;
    } while (!done.get());
    return times;
  }

  /** Opens the folder for reading, as another process would. */
  private int readBeside() throws Exception {
    int times = 0;
    do {
      try (DataFolder beside = DataFolder.readOnly(folder);
          FeatureStore store = FeatureStore.builder().at(beside)) {
        long first = check(store.historicalFeatures(spine(), "v:a", "v:b"), 0);
        check(store.historicalFeatures(spine(), "v:a", "v:b"), first);
      }
      times++;
    } while (!done.get());
    return times;
  }

  /** One number for all keys; answers it. */
  private static long check(Frame joined, long least) {
    Column numbers = joined.column("a");
    long number = numbers.getLong(0);
    for (int row = 0; row < KEYS; row++) {
      assertThat(numbers.getLong(row)).isEqualTo(number);
      assertThat(joined.get(row, "b")).isEqualTo("w" + number);
    }
    assertThat(number).isGreaterThanOrEqualTo(least);
    return number;
  }
}
