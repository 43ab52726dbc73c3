package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.online.FeatureBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After {@code close} every call says that the store is closed, in memory as in a folder. */
class ClosedFeatureStoreTest {

  private static final long NOW = 1_700_000_000_000_000L;

  @TempDir Path folder;

  private static FeatureStoreBuilder builder() {
    return FeatureStore.builder().clock(new SettableClock(NOW));
  }

  private static Frame row() {
    return Frame.of(Column.ofLongs("k", 1), Column.ofLongs("n", 1), Column.ofMicros("at", NOW));
  }

  private static Map<String, ThrowingCallable> calls(FeatureStore store) {
    PreparedFeatures prepared = store.prepare("v:n");
    FeatureBuffer buffer = prepared.newBuffer(1);
    Instant now = Micros.instant(NOW);
    Frame spine = Frame.of(Column.ofLongs("k", 1), Column.ofMicros("t", NOW));
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("apply", () -> store.apply(Definitions.of(TestViews.online("m: int64"))));
    calls.put("pin", () -> store.pin("v", 0));
    calls.put("unpin", () -> store.unpin("v"));
    calls.put("drop", () -> store.drop("v"));
    calls.put("push", () -> store.push("v", row(), PushTarget.BOTH));
    calls.put("push nothing", () -> store.push("v", row().take(new int[0]), PushTarget.BOTH));
    calls.put("ingest", () -> store.ingest("v", row()));
    calls.put("erase", () -> store.erase(Map.of("k", 1L)));
    calls.put("materialize", () -> store.materialize(now, now));
    calls.put("materializeIncremental", () -> store.materializeIncremental(now));
    calls.put("removeExpired", () -> store.removeExpired(now));
    calls.put("checkpoint", store::checkpoint);
    calls.put("index", () -> store.index("v"));
    calls.put("join", () -> store.historicalFeatures(spine, "v:n"));
    calls.put("prepare", () -> store.prepare("v:n"));
    calls.put("log", () -> store.logFeatures("served", prepared, 1, 10));
    calls.put("get by a map", () -> prepared.get(Map.of("k", 1L)));
    calls.put("get by a number", () -> prepared.get(1, buffer));
    calls.put("get by keys", () -> prepared.get(prepared.newKeys(1).add(1), buffer));
    return calls;
  }

  private static void check(FeatureStore store) {
    store.apply(Definitions.of(TestViews.online("n: int64")));
    store.push("v", row(), PushTarget.BOTH);
    Map<String, ThrowingCallable> calls = calls(store);

    store.close();

    calls.forEach(
        (name, call) -> assertThatThrownBy(call).as(name).isInstanceOf(ClosedException.class));
    assertThatCode(store::close).doesNotThrowAnyException();
  }

  @Test
  void everyCallToAClosedStoreInMemorySaysSo() {
    check(builder().inMemory());
  }

  @Test
  void everyCallToAClosedStoreInAFolderSaysSo() {
    check(builder().at(folder));
  }

  @Test
  void manyThreadsMayCloseAStoreAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 20; round++) {
        FeatureStore store = builder().at(folder.resolve("store" + round));
        store.apply(Definitions.of(TestViews.online("n: int64")));
        store.push("v", row(), PushTarget.BOTH);
        List<Callable<Boolean>> closing = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          closing.add(
              () -> {
                store.close();
                return true;
              });
        }
        for (Future<Boolean> closed : threads.invokeAll(closing)) {
          assertThat(closed.get()).isTrue();
        }
        try (FeatureStore again = builder().at(folder.resolve("store" + round))) {
          assertThat(again.prepare("v:n").get(Map.of("k", 1L)).value("n")).isEqualTo(1L);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
