package dev.datamesh.featurestore.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.journal.Durability;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows in memory equal the rows of the stream, over blocks, pages and merged segments. */
class SortedRowsTest {

  private static final OfflineOptions BY_HAND =
      OfflineOptions.standard()
          .withJournal(JournalOptions.standard().withDurability(Durability.OS_BUFFER))
          .withCompaction(OfflineOptions.Compaction.ON_REQUEST);

  private static final SortedRows.Wanted ALL =
      new SortedRows.Wanted(List.of("d", "n", "w"), true, true);

  @TempDir Path folder;

  private static TableLayout layout(String keys) {
    return new TableLayout(
        "t",
        keys.isEmpty() ? new Schema(List.of()) : Schema.of(keys),
        "at",
        "made",
        Schema.of("d: float64, n: int32, w: string"));
  }

  /** Few times, so that there are ties of event and created time, and some nulls. */
  private static Frame rows(Random random, TableLayout layout, int count) {
    List<Column> columns = new java.util.ArrayList<>();
    for (Field key : layout.keys().fields()) {
      columns.add(
          key.name().equals("k")
              ? Column.of(key, random.ints(count, 0, 3000).asLongStream().toArray())
              : Column.of(
                  key, random.ints(count, 0, 40).mapToObj(i -> "key-" + i).toArray(String[]::new)));
    }
    columns.add(Column.ofMicros("at", random.longs(count, 0, 400).toArray()));
    columns.add(
        Column.of(
            Schema.of("made: timestamp_tz").fields().get(0),
            random.longs(count, 0, 3).toArray(),
            count,
            nulls(random, count)));
    columns.add(
        Column.of(
            Schema.of("d: float64").fields().get(0),
            random.doubles(count).toArray(),
            count,
            nulls(random, count)));
    columns.add(
        Column.of(
            Schema.of("n: int32").fields().get(0),
            random.longs(count, -9, 9).toArray(),
            count,
            nulls(random, count)));
    columns.add(
        Column.of(
            Schema.of("w: string").fields().get(0),
            random.ints(count, 0, 90_000).mapToObj(i -> "w" + i).toArray(String[]::new),
            count,
            nulls(random, count)));
    return Frame.of(columns);
  }

  private static BitSet nulls(Random random, int count) {
    BitSet nulls = new BitSet();
    for (int i = 0; i < count / 10; i++) {
      nulls.set(random.nextInt(count));
    }
    return nulls;
  }

  private static void compare(OfflineStore store, SortedRows loaded) {
    int at = 0;
    int key = 0;
    int keys = store.layout("t").keys().fields().size();
    try (RowBlocks blocks = store.rows("t", RowQuery.all())) {
      while (blocks.hasNext()) {
        RowBlock block = blocks.next();
        Column created = block.createdColumn();
        List<Column> keyColumns = IntStream.range(0, keys).mapToObj(block::keyColumn).toList();
        List<Column> values = IntStream.range(0, 3).mapToObj(block::valueColumn).toList();
        for (int row = 0; row < block.rows(); row++, at++) {
          key += at == loaded.starts()[key + 1] ? 1 : 0;
          boolean same =
              loaded.events()[at] == block.events()[row]
                  && loaded.sequences()[at] == block.sequences()[row]
                  && cell(loaded.created().orElseThrow(), at).equals(cell(created, row));
          for (int i = 0; i < keys; i++) {
            same &= cell(loaded.keys().get(i), key).equals(cell(keyColumns.get(i), row));
          }
          for (int i = 0; i < 3; i++) {
            Column column = loaded.column(ALL.columns().get(i)).orElseThrow();
            same &= cell(column, at).equals(cell(values.get(i), row));
          }
          if (!same) {
            throw new AssertionError("row " + at + " differs");
          }
        }
      }
    }
    assertThat(loaded.rows()).isEqualTo(at);
    assertThat(loaded.starts()[loaded.starts().length - 1]).isEqualTo(at);
  }

  private static String cell(Column column, long row) {
    return column.isNull(row) ? "null" : String.valueOf(column.getText(row));
  }

  @Test
  void what_is_loaded_equals_what_is_streamed() {
    int world = 0;
    for (String keys : List.of("k: int64", "s: string", "k: int64, s: string", "")) {
      Random random = new Random(world);
      try (OfflineStore store = OfflineStore.at(folder.resolve("w" + world++), BY_HAND)) {
        store.define(layout(keys));
        compareEmpty(store);
        store.append("t", rows(random, layout(keys), 70_000));
        compare(store, store.load("t", ALL, null, Long.MAX_VALUE));
        store.append("t", rows(random, layout(keys), 30_000));
        store.append("t", rows(random, layout(keys), 5));
        compare(store, store.load("t", ALL, null, Long.MAX_VALUE));
        store.compact("t");
        compare(store, store.load("t", ALL, null, Long.MAX_VALUE));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("keys " + keys, e);
      }
    }
  }

  private static void compareEmpty(OfflineStore store) {
    SortedRows none = store.load("t", ALL, null, Long.MAX_VALUE);
    assertThat(none.rows()).isZero();
    assertThat(none.starts()).containsExactly(0);
  }

  @Test
  void what_was_loaded_is_added_to_while_the_rows_are_the_same() {
    Random random = new Random(5);
    TableLayout layout = layout("k: int64");
    try (OfflineStore store = OfflineStore.at(folder, BY_HAND)) {
      store.define(layout);
      store.append("t", rows(random, layout, 2_000));
      store.append("t", rows(random, layout, 1_000));
      SortedRows one =
          store.load("t", new SortedRows.Wanted(List.of("d"), false, false), null, Long.MAX_VALUE);
      assertThat(one.column("w")).isEmpty();
      assertThat(one.sequences()).isNull();
      assertThat(
              store.load(
                  "t", new SortedRows.Wanted(List.of("d"), false, false), one, Long.MAX_VALUE))
          .isSameAs(one);
      store.compact("t");
      SortedRows more = store.load("t", ALL, one, Long.MAX_VALUE);
      assertThat(more.hasOrderOf(one)).isTrue();
      compare(store, more);
      store.append("t", rows(random, layout, 10));
      SortedRows other = store.load("t", ALL, more, Long.MAX_VALUE);
      assertThat(other.hasOrderOf(one)).isFalse();
      compare(store, other);
      assertThatThrownBy(() -> store.load("t", ALL, null, 100_000))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("3,010 rows");
    }
  }
}
