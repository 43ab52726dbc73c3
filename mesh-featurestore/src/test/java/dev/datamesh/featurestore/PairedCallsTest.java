package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.MeshException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two calls at once, whichever they are: refused by name or done, never half. The oracle is parity:
 * after both, and a run over everything, what is served is what is joined.
 *
 * <p>{@code -Dmesh.pairs.stores=1000} for many more, {@code -Dmesh.pairs.seed} for one again.
 */
class PairedCallsTest {

  private static final int STORES = Integer.getInteger("mesh.pairs.stores", 12);
  private static final long SEED = Long.getLong("mesh.pairs.seed", 1);
  private static final int PAIRS = 8;
  private static final int KEYS = 12;
  private static final long NOW = 1_700_000_000_000_000L;
  private static final Instant LATER = Micros.instant(NOW + 1_000_000);
  private static final Schema COLUMNS =
      Schema.of("k: int64, n: int64, word: string, m: int64, at: timestamp_tz");

  @TempDir Path folder;

  /** One of the two calls. */
  private interface Call {
    void run(FeatureStore store, Random random);
  }

  private static final List<Call> CALLS =
      List.of(
          (store, random) -> store.push("v", rows(random, 2), PushTarget.BOTH),
          (store, random) -> store.push("v", rows(random, 1000), PushTarget.BOTH),
          (store, random) -> store.ingest("v", rows(random, 20)),
          (store, random) -> store.erase(Map.of("k", (long) random.nextInt(KEYS))),
          (store, random) -> store.materializeIncremental(LATER),
          (store, random) -> store.materialize(Micros.instant(0), LATER),
          (store, random) -> store.checkpoint(),
          (store, random) -> store.drop("v"),
          (store, random) -> store.apply(definitions(random)),
          (store, random) -> store.retain("v", Micros.instant(NOW - 1_500_000)),
          (store, random) -> store.prepare("v:n").get(Map.of("k", 3L)),
          (store, random) -> store.prepare("v@v0:n").get(Map.of("k", 3L)),
          (store, random) -> store.compact(),
          (store, random) -> store.drop("v", current(store) - 1));

  private static int current(FeatureStore store) {
    return store.registry().view("v", OptionalInt.empty()).number();
  }

  private static Definitions definitions(Random random) {
    FeatureView.Builder view =
        FeatureView.named("v")
            .entities(Entity.of("e", "k: int64"))
            .source(Source.ingested("at"))
            .feature("n", Primitive.INT64)
            .feature(Feature.of("word", Primitive.STRING).withPick(Feature.Pick.LATEST_NON_NULL))
            .ttl(Duration.ofSeconds(1))
            .online();
    return Definitions.of(
        (random.nextBoolean() ? view : view.feature("m", Primitive.INT64)).build());
  }

  private static Frame rows(Random random, int count) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put("k", random.nextInt(40) == 0 ? null : (long) random.nextInt(KEYS));
      row.put("n", random.nextInt(5) == 0 ? null : (long) random.nextInt(1000));
      row.put("word", random.nextInt(3) > 0 ? null : "w".repeat(random.nextInt(40)));
      row.put("m", 1L);
      Instant at = Micros.instant(NOW - random.nextInt(2_000_000));
      row.put("at", random.nextInt(40) == 0 ? null : at);
      rows.add(row);
    }
    return Frame.ofMaps(COLUMNS, rows);
  }

  private FeatureStore open(long seed) {
    FeatureStoreBuilder builder = FeatureStore.builder().clock(new SettableClock(NOW));
    return seed % 4 == 0 ? builder.inMemory() : builder.at(folder.resolve("store" + seed));
  }

  @Test
  void afterAnyTwoCallsAtOnceWhatIsServedIsWhatIsJoined() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (long seed = SEED; seed < SEED + STORES; seed++) {
        check(seed, threads);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void check(long seed, ExecutorService threads) throws Exception {
    Random random = new Random(seed);
    StringBuilder trace = new StringBuilder("-Dmesh.pairs.seed=" + seed);
    FeatureStore store = open(seed);
    for (int pair = 0; pair < PAIRS; pair++) {
      int one = random.nextInt(CALLS.size());
      int other = random.nextInt(CALLS.size());
      trace.append(" (").append(one).append(", ").append(other).append(')');
      atOnce(store, threads, random, one, other);
      store.apply(definitions(random));
      expectParity(store, random, trace.toString());
      if (seed % 4 != 0 && random.nextInt(3) == 0) {
        store.close();
        store = open(seed);
        expectParity(store, random, trace.append(" opened").toString());
      }
    }
    store.close();
  }

  private static void atOnce(
      FeatureStore store, ExecutorService threads, Random random, int... calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls.length);
    List<Future<?>> running = new ArrayList<>();
    for (int call : calls) {
      Random own = new Random(random.nextLong());
      running.add(
          threads.submit(
              () -> {
                start.await();
                try {
                  CALLS.get(call).run(store, own);
                } catch (MeshException e) {
                  // The other call may have taken away what this one needs.
                }
                return true;
              }));
    }
    for (Future<?> each : running) {
      each.get(60, TimeUnit.SECONDS);
    }
  }

  private static void expectParity(FeatureStore store, Random random, String trace) {
    store.materialize(Micros.instant(0), LATER);
    long at = NOW + random.nextInt(1_500_000);
    long[] keys = new long[KEYS];
    long[] times = new long[KEYS];
    for (int i = 0; i < KEYS; i++) {
      keys[i] = i;
      times[i] = at;
    }
    HistoricalRequest request = HistoricalRequest.of("v:n", "v:word").statuses().eventTimes();
    Frame spine = Frame.of(Column.ofLongs("k", keys), Column.ofMicros("t", times));
    Frame joined = store.historicalFeatures(spine, request.timeColumn("t"));
    PreparedFeatures prepared = store.prepare("v:n", "v:word");
    for (int key = 0; key < KEYS; key++) {
      FeatureVector served = prepared.get(Map.of("k", (long) key), Micros.instant(at));
      for (String feature : List.of("n", "word")) {
        assertThat(
                "%s %s %s"
                    .formatted(
                        served.value(feature),
                        served.status(feature),
                        served.eventTime(feature).orElse(null)))
            .as("%s: %s of %d", trace, feature, key)
            .isEqualTo(
                "%s %s %s"
                    .formatted(
                        joined.get(key, feature),
                        joined.get(key, feature + "__status"),
                        joined.get(key, feature + "__event_time")));
      }
    }
  }
}
