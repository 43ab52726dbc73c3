package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.definition.Status;
import dev.datamesh.featurestore.online.HashedRowSlots;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An online store of another process keeps its tables when this one ends. */
class OutlivingStoreTest {

  private static final long NOW = 1_700_000_000_000_000L;

  /** Stays open. */
  private record Outliving(OnlineStore store) implements OnlineStore {

    @Override
    public void create(Table table) {
      store.create(table);
    }

    @Override
    public boolean drop(String table) {
      return store.drop(table);
    }

    @Override
    public int write(String table, List<Row> rows) {
      return store.write(table, rows);
    }

    @Override
    public List<Optional<Row>> read(String table, List<List<Object>> keys) {
      return store.read(table, keys);
    }

    @Override
    public boolean erase(String table, List<Object> key) {
      return store.erase(table, key);
    }

    @Override
    public void close() {}
  }

  private final OnlineStore tables = HashedRowSlots.onHeap();

  @TempDir Path folder;

  private FeatureStore open() {
    return FeatureStore.builder()
        .clock(new SettableClock(NOW))
        .online(new Outliving(tables))
        .at(folder);
  }

  private void fill() {
    try (FeatureStore store = open()) {
      store.apply(Definitions.of(TestViews.online("n: int64")));
      store.push(
          "v",
          Frame.of(
              Column.ofLongs("k", 1, 2),
              Column.ofLongs("n", 1, 2),
              Column.ofMicros("at", NOW, NOW)),
          PushTarget.BOTH);
    }
  }

  private static Status status(FeatureStore store, long key) {
    return store.prepare("v:n").get(Map.of("k", key)).status("n");
  }

  @Test
  void anEntityIsErasedFromTablesThatNobodyHasAskedForYet() {
    fill();
    try (FeatureStore store = open()) {
      store.erase(Map.of("k", 1L));

      assertThat(status(store, 1)).isEqualTo(Status.NOT_FOUND);
      assertThat(status(store, 2)).isEqualTo(Status.PRESENT);
    }
  }

  @Test
  void theTableOfAViewIsDroppedThatNobodyHasAskedForYet() {
    fill();
    try (FeatureStore store = open()) {
      store.drop("v");
      store.apply(Definitions.of(TestViews.online("n: int64")));

      assertThat(status(store, 1)).isEqualTo(Status.NOT_FOUND);
    }
  }

  @Test
  void anEntityIsErasedFromTheTableOfAViewThatIsServedNoMore() {
    fill();
    try (FeatureStore store = open()) {
      store.apply(
          Definitions.of(
              FeatureView.named("v")
                  .entities(Entity.of("e", "k: int64"))
                  .source(Source.ingested("at"))
                  .features("n: int64")
                  .build()));
    }
    try (FeatureStore store = open()) {
      store.erase(Map.of("k", 1L));
      store.apply(Definitions.of(TestViews.online("n: int64")));

      assertThat(status(store, 1)).isEqualTo(Status.NOT_FOUND);
      assertThat(status(store, 2)).isEqualTo(Status.PRESENT);
    }
  }
}
