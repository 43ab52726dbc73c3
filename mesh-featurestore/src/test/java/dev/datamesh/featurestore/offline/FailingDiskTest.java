package dev.datamesh.featurestore.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.OutcomeUnknownException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.offline.OfflineOptions.Compaction;
import dev.datamesh.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a store when one operation of the disk fails and the process goes on. */
class FailingDiskTest {

  private static final Path FOLDER = Path.of("/simulated/store");
  private static final TableLayout LAYOUT =
      new TableLayout("t", Schema.of("k: int64"), "at", "", Schema.of("a: int64, b: int64"));

  private SimulatedDisk simulated = new SimulatedDisk(512);
  private FailingDisk failing = new FailingDisk(simulated);

  private OfflineStore open() {
    return OfflineStore.at(
        FOLDER,
        OfflineOptions.standard()
            .withJournal(JournalOptions.standard().withDisk(failing.disk()))
            .withSegmentRows(10)
            .withCompaction(Compaction.ON_REQUEST));
  }

  private static Frame rows(int from, int count) {
    long[] keys = new long[count];
    long[] times = new long[count];
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = (from + i) % 4;
      times[i] = from + i;
      values[i] = from + i;
    }
    return Frame.of(
        Column.ofLongs("k", keys),
        Column.ofMicros("at", times),
        Column.ofLongs("a", values),
        Column.ofLongs("b", values));
  }

  private OfflineStore filled() {
    simulated = new SimulatedDisk(512);
    failing = new FailingDisk(simulated);
    OfflineStore store = open();
    store.define(LAYOUT);
    store.append("t", rows(0, 25));
    store.compact("t");
    store.append("t", rows(25, 5));
    return store;
  }

  private static String content(OfflineStore store) {
    if (!store.has("t")) {
      return "none";
    }
    List<Object> values = new ArrayList<>(store.layout("t").columns().names());
    try (RowBlocks blocks = store.rows("t", RowQuery.all())) {
      while (blocks.hasNext()) {
        RowBlock block = blocks.next();
        for (int row = 0; row < block.rows(); row++) {
          values.add(block.keyColumn(0).get(row) + "/" + block.valueColumn(0).get(row));
        }
      }
    }
    return values.toString();
  }

  private static Map<String, Consumer<OfflineStore>> changes() {
    Map<String, Consumer<OfflineStore>> changes = new LinkedHashMap<>();
    changes.put("append", store -> store.append("t", rows(100, 25)));
    changes.put("erase", store -> store.erase("t", List.of(List.of(1L))));
    changes.put("retain", store -> store.retain("t", Instant.EPOCH.plusNanos(15_000)));
    changes.put("drop columns", store -> store.dropColumns("t", Set.of("b")));
    changes.put("compact", store -> store.compact("t"));
    changes.put("drop", store -> store.drop("t"));
    return changes;
  }

  @Test
  void a_change_that_fails_anywhere_is_there_whole_or_not_at_all_and_can_be_done_again() {
    changes()
        .forEach(
            (name, change) -> {
              long at = 1;
              while (failsAt(name, change, at)) {
                at++;
              }
              assertThat(at).as(name).isGreaterThan(5);
            });
  }

  /** False where the change has fewer operations. */
  private boolean failsAt(String name, Consumer<OfflineStore> change, long operation) {
    OfflineStore store = filled();
    String before = content(store);
    failing.failAt(operation);
    MeshException error = error(() -> change.accept(store));
    String failed = failing.failed();
    String as = "%s, operation %d, %s: %s".formatted(name, operation, failed, error);
    failing.failAt(-1);
    boolean unknown = error instanceof OutcomeUnknownException;
    if (error != null && error.getMessage().contains("nothing was changed")) {
      assertThat(content(store)).as(as).isEqualTo(before);
      change.accept(store);
    }
    String now = content(store);
    store.close();
    try (OfflineStore again = open()) {
      again.verify();
      if (unknown) {
        change.accept(again); // The record is there or not; what it names is there.
      } else {
        assertThat(content(again)).as(as).isEqualTo(now);
      }
    }
    return !failed.isEmpty();
  }

  private static @Nullable MeshException error(Runnable call) {
    try {
      call.run();
      return null;
    } catch (MeshException e) {
      return e;
    }
  }

  @Test
  void files_that_could_not_be_deleted_go_when_it_is_done_again() {
    for (String name : List.of("erase", "retain", "drop columns", "drop")) {
      Consumer<OfflineStore> change = changes().get(name);
      for (long at = 1; at < 60; at++) {
        try (OfflineStore store = filled()) {
          failing.failAt(at);
          MeshException error = error(() -> change.accept(store));
          if (error != null && error.getMessage().contains("nothing names any more")) {
            failing.failAt(-1);
            change.accept(store);
            assertThat(simulated.list(FOLDER.resolve("segments")))
                .as("%s, operation %d", name, at)
                .hasSize(store.has("t") ? store.stats("t").segments() : 0);
          }
          failing.failAt(-1);
        }
      }
    }
  }

  @Test
  void a_batch_of_which_rows_were_lost_is_not_committed() {
    int refused = 0;
    for (long at = 1; at < 40; at++) {
      try (OfflineStore store = filled();
          AppendBatch batch = store.batch("t")) {
        batch.add(rows(100, 25));
        failing.failAt(at);
        MeshException error = error(() -> batch.add(rows(200, 25)));
        failing.failAt(-1);
        if (error != null) {
          assertThat(error).isInstanceOf(StorageException.class);
          assertThatThrownBy(batch::commit).isInstanceOf(ClosedException.class);
          assertThatThrownBy(() -> batch.add(rows(0, 1))).isInstanceOf(ClosedException.class);
          assertThat(store.stats("t").rows()).isEqualTo(30);
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(3);
  }

  @Test
  void rows_that_lack_a_feature_do_not_mind_that_it_is_dropped() {
    try (OfflineStore store = filled()) {
      Frame frame = rows(100, 5);
      Frame lacking = Frame.of(frame.column("k"), frame.column("at"), frame.column("a"));
      try (WrittenRows written = store.write(new TreeMap<>(Map.of("t", lacking)))) {
        store.dropColumns("t", Set.of("b"));
        written.commit();
      }
      assertThat(store.stats("t").rows()).isEqualTo(35);
      assertThat(store.append(new TreeMap<>())).isEmpty();
    }
  }
}
