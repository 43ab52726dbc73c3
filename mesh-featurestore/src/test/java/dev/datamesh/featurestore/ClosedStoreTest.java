package dev.datamesh.featurestore;

import static dev.datamesh.featurestore.TestRows.at;
import static dev.datamesh.featurestore.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.offline.FailingDisk;
import dev.datamesh.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the offline doors say when a store is closed, in memory as in a folder. */
class ClosedStoreTest {

  private static final Frame SPINE = rows("k: int64, t: timestamp_tz", 1L, at(9));
  private static final Frame ROW = rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L);

  @TempDir Path folder;

  private static FeatureStore filled(FeatureStore store) {
    store.apply(Definitions.of(TestViews.online("a: int64, b: int64")));
    store.apply(Definitions.of(TestViews.online("a: int64")));
    store.ingest("v", ROW);
    return store;
  }

  private Map<String, Consumer<FeatureStore>> calls() {
    HistoricalRequest request = HistoricalRequest.of("v:a");
    Map<String, Consumer<FeatureStore>> calls = new LinkedHashMap<>();
    calls.put("apply", store -> store.apply(Definitions.of(TestViews.online("c: int64"))));
    calls.put("pin", store -> store.pin("v", 0));
    calls.put("unpin", store -> store.unpin("v"));
    calls.put("rollback", store -> store.rollback("v"));
    calls.put("drop a version", store -> store.drop("v", 0));
    calls.put("drop", store -> store.drop("v"));
    calls.put("ingest", store -> store.ingest("v", ROW));
    calls.put("push", store -> store.push("v", ROW, PushTarget.OFFLINE));
    calls.put("erase", store -> store.erase(Map.of("k", 1L)));
    calls.put("keptAside", store -> store.keptAside("v"));
    calls.put("join", store -> store.historicalFeatures(SPINE, request));
    calls.put("join blocks", store -> store.historicalFeatures(SPINE.blocks(1), request).next());
    calls.put("featuresBetween", store -> store.featuresBetween(at(0), at(1), request));
    calls.put("explain", store -> store.explain(SPINE, 0, request));
    calls.put("save", store -> store.saveDataset(folder.resolve("set"), SPINE, request));
    calls.put("erased", store -> store.erased(request));
    calls.put("index", store -> store.index("v"));
    return calls;
  }

  @Test
  void nothing_is_read_and_nothing_is_changed_any_more() {
    for (FeatureStore store :
        new FeatureStore[] {FeatureStore.inMemory(), FeatureStore.at(folder.resolve("store"))}) {
      filled(store).close();
      calls()
          .forEach(
              (name, call) ->
                  assertThatThrownBy(() -> call.accept(store))
                      .as(name)
                      .isInstanceOf(ClosedException.class));
      store.close();
      assertThat(folder.resolve("set")).doesNotExist();
    }
  }

  @Test
  void a_store_whose_closing_failed_can_be_opened_again() {
    for (long at = 1; ; at++) {
      FailingDisk failing = new FailingDisk(new SimulatedDisk(512));
      JournalOptions options = JournalOptions.standard().withDisk(failing.disk());
      DataFolder data = DataFolder.at(Path.of("/simulated/data"), options);
      FeatureStore store = filled(FeatureStore.builder().at(data));
      store.push("v", ROW, PushTarget.BOTH);
      failing.failAt(at);
      try {
        store.close();
      } catch (MeshException e) {
        assertThat(failing.failed()).isNotEmpty();
      }
      String failed = failing.failed();
      failing.failAt(-1);
      data.close();
      try (DataFolder again = DataFolder.at(Path.of("/simulated/data"), options);
          FeatureStore reopened = FeatureStore.builder().at(again)) {
        assertThat(reopened.historicalFeatures(SPINE, "v:a").get(0, "a"))
            .as("operation %d, %s", at, failed)
            .isEqualTo(5L);
      }
      if (failed.isEmpty()) {
        return;
      }
    }
  }

  @Test
  void rows_that_are_being_listed_end() {
    FeatureStore store = filled(FeatureStore.at(folder));
    try (FrameBlocks rows = store.rows("v")) {
      store.close();
      assertThatThrownBy(rows::next).isInstanceOf(ClosedException.class);
    }
  }

  @Test
  void a_list_that_is_closed_has_no_rows_left() {
    try (FeatureStore store = filled(FeatureStore.at(folder))) {
      FrameBlocks rows = store.rows("v");
      assertThat(rows.hasNext()).isTrue();
      rows.close();
      assertThat(rows.hasNext()).isFalse();
    }
  }
}
