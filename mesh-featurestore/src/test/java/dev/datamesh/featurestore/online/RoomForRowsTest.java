package dev.datamesh.featurestore.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore.Row;
import dev.datamesh.core.spi.OnlineStore.Stamp;
import dev.datamesh.core.spi.OnlineStore.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Room is made for what rows will take, and is there until they are written. */
class RoomForRowsTest {

  private static final Table TEXTS =
      new Table("texts", Schema.of("k: int64"), Schema.of("text: string"));

  private static HashedRowSlots store(long limit) {
    HashedRowSlots store = HashedRowSlots.of(Memory.HEAP, limit);
    store.create(TEXTS);
    return store;
  }

  private static Row row(long key, long event, String text) {
    return new Row(List.of(key), new Stamp(event, 0, event), List.of(text));
  }

  @Test
  void manyRowsOfOneKeyTakeTheRoomOfOne() {
    HashedRowSlots store = store(200_000);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add(row(1, i, "text " + i % 10));
    }

    assertThat(store.write("texts", rows)).isEqualTo(20_000);

    assertThat(store.read("texts", List.of(List.of(1L))).get(0).orElseThrow().values())
        .containsExactly("text 9");
  }

  private static RowWriter writer(HashedRowSlots store, Column keys, Column texts) {
    return new RowWriter(store, TEXTS, List.of(keys), List.of(texts));
  }

  @Test
  void textsThatWerePromisedRoomKeepItUntilTheyAreWritten() {
    HashedRowSlots unlimited = store(Long.MAX_VALUE);
    unlimited.write("texts", List.of(row(1, 1, "")));
    HashedRowSlots store = store(unlimited.bytes() + 1500);
    Frame rows = Frame.of(Column.ofLongs("k", 1), Column.ofStrings("text", "x".repeat(1000)));
    RowWriter first = writer(store, rows.column("k"), rows.column("text"));
    RowWriter second = writer(store, rows.column("k"), rows.column("text"));
    first.makeRoom(0, 1);

    assertThatThrownBy(() -> second.makeRoom(0, 1)).isInstanceOf(LimitExceededException.class);

    assertThat(first.write(0, 1, 0, 1)).isTrue();
    first.finish();
    assertThat(store.read("texts", List.of(List.of(1L))).get(0).orElseThrow().values())
        .containsExactly("x".repeat(1000));
  }

  @Test
  void whatWasPromisedAndNotNeededIsGivenBack() {
    Random random = new Random(7);
    HashedRowSlots store = store(Long.MAX_VALUE);
    HashedRowSlots oneByOne = store(Long.MAX_VALUE);
    for (int batch = 0; batch < 200; batch++) {
      List<Row> rows = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        rows.add(row(random.nextInt(5), random.nextInt(50), "x".repeat(random.nextInt(40))));
      }
      store.write("texts", rows);
      rows.forEach(row -> oneByOne.write("texts", List.of(row)));
      assertThat(store.bytes()).as("batch %d of seed 7", batch).isEqualTo(oneByOne.bytes());
      if (random.nextInt(4) == 0) {
        List<Object> key = List.of((long) random.nextInt(5));
        store.erase("texts", key);
        oneByOne.erase("texts", key);
      }
    }
  }
}
