package dev.datamesh.featurestore.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.MeshException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.offline.OfflineOptions.Compaction;
import dev.datamesh.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A crash at every operation on a simulated disk: what was acknowledged is there, nothing is that
 * nobody wrote, and the store always opens. {@code -Dmesh.offline.crashes=N}: how many histories, 4
 * in the normal build.
 */
class CrashTest {

  private static final Path FOLDER = Path.of("/store");
  private static final TableLayout TABLE =
      new TableLayout("t", Schema.of("k: int64"), "at", "", Schema.of("a: float64, w: string"));
  private static final Schema ROWS = Schema.of("k: int64, at: timestamp_tz, a: float64, w: string");

  private static OfflineOptions options(SimulatedDisk disk) {
    return OfflineOptions.standard()
        .withJournal(JournalOptions.standard().withDisk(disk).withPieceBytes(64 << 10))
        .withSegmentRows(25)
        .withCompaction(Compaction.ON_REQUEST);
  }

  private static Frame rows(Random random, int count) {
    FrameBuilder rows = Frame.builder(ROWS);
    for (int i = 0; i < count; i++) {
      rows.row(
          (long) random.nextInt(6),
          Instant.ofEpochSecond(random.nextInt(50)),
          random.nextDouble(),
          "w" + random.nextInt(9));
    }
    return rows.build();
  }

  /** One change and what the table has after it. */
  private interface Change {
    void apply(OfflineStore store);
  }

  /** A history of changes with the table's rows after each. */
  private static final class History {

    private final List<Change> changes = new ArrayList<>();
    private final List<List<OracleTable.Line>> after = new ArrayList<>();
    private final OracleTable oracle = new OracleTable(TABLE);
    private long sequence;

    History(long seed) {
      Random random = new Random(seed);
      add(store -> store.define(TABLE));
      for (int i = 0; i < 14; i++) {
        int what = random.nextInt(8);
        if (what < 4 || i == 0) {
          Frame rows = rows(random, 1 + random.nextInt(60));
          oracle.add(rows, sequence);
          sequence += rows.rows();
          add(store -> store.append("t", rows));
        } else if (what == 4 || what == 5) {
          add(store -> store.compact("t"));
        } else if (what == 6) {
          List<Object> key = List.of((long) random.nextInt(6));
          oracle.erase(key);
          add(store -> store.erase("t", List.of(key)));
        } else {
          Instant from = Instant.ofEpochSecond(random.nextInt(10));
          oracle.retain(from.getEpochSecond() * 1_000_000);
          add(store -> store.retain("t", from));
        }
      }
    }

    private void add(Change change) {
      changes.add(change);
      after.add(oracle.lines());
    }

    List<OracleTable.Line> after(int done) {
      return done == 0 ? List.of() : after.get(Math.min(done, after.size()) - 1);
    }
  }

  private static List<OracleTable.Line> read(SimulatedDisk disk) {
    try (OfflineStore store = OfflineStore.at(FOLDER, options(disk))) {
      store.verify();
      return store.has("t") ? OracleTable.read(store, "t", RowQuery.all()) : List.of();
    }
  }

  @Test
  void a_crash_at_any_operation_loses_nothing_and_invents_nothing() {
    int crashes = 0;
    for (long seed = 0; seed < Integer.getInteger("mesh.offline.crashes", 4); seed++) {
      crashes += crashEverywhere(seed);
    }
    assertThat(crashes).isGreaterThan(500);
  }

  private static int crashEverywhere(long seed) {
    History history = new History(seed);
    return crash(
        history.changes,
        new Random(seed),
        (left, done, crash) ->
            assertThat(read(left))
                .as("seed %d, crash in %s after %d changes", seed, crash, done)
                .isIn(history.after(done), history.after(done + 1)));
  }

  private static int crash(List<Change> changes, Random random, CrashPoints.Check check) {
    SimulatedDisk disk = new SimulatedDisk(512);
    return CrashPoints.of(
        disk,
        random,
        acknowledged -> {
          try (OfflineStore store = OfflineStore.at(FOLDER, options(disk))) {
            for (Change change : changes) {
              change.apply(store);
              acknowledged.run();
            }
          }
        },
        check);
  }

  @Test
  void a_crash_while_two_tables_grow_or_columns_go_leaves_all_of_it_or_nothing() {
    TableLayout other =
        new TableLayout("u", TABLE.keys(), "at", "", Schema.of("a: float64, w: string"));
    Random random = new Random(3);
    SortedMap<String, Frame> both = new TreeMap<>();
    both.put("t", rows(random, 40));
    both.put("u", rows(random, 20));
    List<Change> changes =
        List.of(
            store -> store.define(TABLE),
            store -> store.define(other),
            store -> store.append(both),
            store -> store.append("t", rows(new Random(4), 5)),
            store -> store.dropColumns("t", Set.of("w")),
            store -> store.drop("u"),
            store -> store.compact("t"));
    List<String> after =
        List.of(
            "",
            "t[a, w] 0 ",
            "t[a, w] 0 u[a, w] 0 ",
            "t[a, w] 40 u[a, w] 20 ",
            "t[a, w] 45 u[a, w] 20 ",
            "t[a] 45 u[a, w] 20 ",
            "t[a] 45 ",
            "t[a] 45 ");
    int crashes =
        crash(
            changes,
            random,
            (left, done, crash) ->
                assertThat(tables(left))
                    .as("crash in %s after %d changes", crash, done)
                    .isIn(after.get(done), after.get(Math.min(done + 1, changes.size()))));
    assertThat(crashes).isGreaterThan(30);
  }

  /** Tables with their columns and how many rows can be read. */
  private static String tables(SimulatedDisk disk) {
    StringBuilder text = new StringBuilder();
    try (OfflineStore store = OfflineStore.at(FOLDER, options(disk))) {
      store.verify();
      for (String table : store.tables()) {
        text.append(table)
            .append(store.layout(table).columns().names())
            .append(' ')
            .append(OracleTable.read(store, table, RowQuery.all()).size())
            .append(' ');
      }
    }
    return text.toString();
  }

  @Test
  void a_force_that_fails_is_a_typed_error_and_the_store_opens_again() {
    for (int failing = 0; failing < 40; failing++) {
      History history = new History(7);
      SimulatedDisk disk = new SimulatedDisk(512);
      int done = 0;
      try (OfflineStore store = OfflineStore.at(FOLDER, options(disk))) {
        disk.failForceAfter(failing);
        for (Change change : history.changes) {
          change.apply(store);
          done++;
        }
      } catch (MeshException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
      disk.failForceAfter(-1);
      assertThat(read(disk.afterCrash(new Random(failing))))
          .as("force %d failed after %d changes", failing, done)
          .isIn(history.after(done), history.after(Math.min(done + 1, history.changes.size())));
    }
  }

  @Test
  void a_disk_that_fills_is_a_typed_error_with_nothing_half_written() {
    SimulatedDisk disk = new SimulatedDisk(512);
    Random random = new Random(1);
    OracleTable oracle = new OracleTable(TABLE);
    try (OfflineStore store = OfflineStore.at(FOLDER, options(disk))) {
      store.define(TABLE);
      Frame first = rows(random, 40);
      oracle.add(first, store.append("t", first).firstSequence());
      disk.limitTo(disk.used() + 500);
      assertThatThrownBy(() -> store.append("t", rows(new Random(2), 400)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("No space left");
      assertThat(disk.list(FOLDER.resolve("segments"))).hasSize(2);
      assertThat(OracleTable.read(store, "t", RowQuery.all())).isEqualTo(oracle.lines());
      assertThatThrownBy(() -> store.compact("t")).isInstanceOf(StorageException.class);
      disk.limitTo(Long.MAX_VALUE);
      Frame more = rows(random, 40);
      oracle.add(more, store.append("t", more).firstSequence());
      store.compact("t");
      assertThat(OracleTable.read(store, "t", RowQuery.all())).isEqualTo(oracle.lines());
    }
  }
}
