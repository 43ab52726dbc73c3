package dev.datamesh.featurestore.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.core.spi.OnlineStore.Row;
import dev.datamesh.core.spi.OnlineStore.Stamp;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.testkit.online.OnlineStoreContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HashedRowSlotsTest {

  private static final Table COUNTS =
      new Table("counts", Schema.of("k: int64"), Schema.of("n: int64"));

  @Nested
  class OnTheHeap extends OnlineStoreContract {
    @Override
    protected OnlineStore newStore() {
      return HashedRowSlots.onHeap();
    }
  }

  @Nested
  class OffTheHeap extends OnlineStoreContract {
    @Override
    protected OnlineStore newStore() {
      return HashedRowSlots.of(Memory.DIRECT, 1L << 30);
    }
  }

  private static Row count(long key, long event, long n) {
    return new Row(List.of(key), new Stamp(event, 0, event), List.of(n));
  }

  @Test
  void aFullStoreRefusesAndKeepsWhatItHas() {
    HashedRowSlots store = HashedRowSlots.of(Memory.HEAP, 200_000);
    store.create(COUNTS);
    int written = 0;
    LimitExceededException refusal = null;
    while (refusal == null) {
      try {
        store.write("counts", List.of(count(written, 1, written)));
        written++;
      } catch (LimitExceededException e) {
        refusal = e;
      }
    }

    assertThat(refusal).hasMessageContaining("counts").hasMessageContaining("200,000");
    assertThat(refusal.allowed()).isEqualTo(200_000);
    assertThat(store.rows("counts")).isEqualTo(written);
    assertThat(store.bytes()).isLessThanOrEqualTo(200_000);
    for (long key = 0; key < written; key++) {
      assertThat(store.read("counts", List.of(List.of(key))).get(0)).isPresent();
    }
    // A known key may still change, and room is there again after a drop.
    assertThat(store.write("counts", List.of(count(0, 2, 5)))).isEqualTo(1);
    store.drop("counts");
    assertThat(store.bytes()).isZero();
  }

  @Test
  void aBatchThatFindsNoRoomWritesNothing() {
    HashedRowSlots store = HashedRowSlots.of(Memory.HEAP, 200_000);
    store.create(COUNTS);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add(count(i, 1, i));
    }

    assertThatThrownBy(() -> store.write("counts", rows))
        .isInstanceOf(LimitExceededException.class);

    assertThat(store.rows("counts")).isZero();
  }

  @Test
  void textsCountAgainstTheLimitAndAreGivenBack() {
    HashedRowSlots store = HashedRowSlots.of(Memory.HEAP, 1 << 20);
    store.create(new Table("texts", Schema.of("k: int64"), Schema.of("t: string")));
    store.write(
        "texts", List.of(new Row(List.of(1L), new Stamp(1, 0, 1), List.of("x".repeat(1000)))));
    long full = store.bytes();

    assertThatThrownBy(
            () ->
                store.write(
                    "texts",
                    List.of(
                        new Row(List.of(2L), new Stamp(1, 0, 1), List.of("x".repeat(2_000_000))))))
        .isInstanceOf(LimitExceededException.class);
    store.erase("texts", List.of(1L));

    assertThat(full - store.bytes()).isBetween(1000L, 1100L);
  }

  @Test
  void randomWritesAndErasuresAgreeWithAMap() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      try (HashedRowSlots store =
          HashedRowSlots.of(seed % 2 == 0 ? Memory.HEAP : Memory.DIRECT, 1L << 30)) {
        store.create(COUNTS);
        Map<Long, Row> expected = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
          long key = random.nextInt(1 + random.nextInt(4000));
          if (random.nextInt(3) == 0) {
            assertThat(store.erase("counts", List.of(key)))
                .as("seed %d step %d", seed, step)
                .isEqualTo(expected.remove(key) != null);
          } else {
            Row row = count(key, random.nextInt(10), step);
            store.write("counts", List.of(row));
            expected.merge(
                key, row, (old, now) -> now.stamp().compareTo(old.stamp()) > 0 ? now : old);
          }
        }
        assertThat(store.rows("counts")).isEqualTo(expected.size());
        for (long key = 0; key < 4000; key++) {
          assertThat(store.read("counts", List.of(List.of(key))).get(0))
              .as("seed %d key %d", seed, key)
              .isEqualTo(Optional.ofNullable(expected.get(key)));
        }
      }
    }
  }

  @Test
  void slotsBeyondTheSizeOfTheIndexAreFoundWhileNoneMayBeTakenAgain() {
    HashedRowSlots store = HashedRowSlots.onHeap();
    store.create(COUNTS);
    store.write("counts", List.of(count(-1, 1, -1)));
    store.table("counts").pin();
    for (int key = 0; key < 5_000; key++) {
      store.write("counts", List.of(count(key, 1, key)));
      assertThat(store.read("counts", List.of(List.of((long) key), List.of(-1L))))
          .containsExactly(Optional.of(count(key, 1, key)), Optional.of(count(-1, 1, -1)));
      assertThat(store.erase("counts", List.of((long) key))).isTrue();
    }
    assertThat(store.rows("counts")).isEqualTo(1);
  }

  @Test
  void goingThroughAllSlotsIsRefusedRatherThanRowsThatWerePromisedRoom() {
    HashedRowSlots unlimited = HashedRowSlots.onHeap();
    fillOnePage(unlimited);
    HashedRowSlots store = HashedRowSlots.of(Memory.HEAP, unlimited.bytes() + 10_000);
    fillOnePage(store);
    RowTable table = store.table("counts");
    store.erase("counts", List.of(0L));
    KeyBuffer coming = new KeyBuffer(table.layout.keys, 1).add(-1);
    RowTable.Promise promised = table.makeRoom(coming, new long[1]);

    assertThatThrownBy(table::pin).isInstanceOf(LimitExceededException.class);

    table.endPromise(promised);
    store.write("counts", List.of(count(-1, 1, -1)));
    assertThat(store.rows("counts")).isEqualTo(RowPages.PAGE_ROWS);
    assertThatCode(table::pin).doesNotThrowAnyException();
  }

  private static void fillOnePage(HashedRowSlots store) {
    store.create(COUNTS);
    for (int key = 0; key < RowPages.PAGE_ROWS; key++) {
      store.write("counts", List.of(count(key, 1, key)));
    }
  }

  @Test
  void rowsBeforeATimeAreRemovedWhenAsked() {
    HashedRowSlots store = HashedRowSlots.onHeap();
    store.create(COUNTS);
    for (long key = 0; key < 100; key++) {
      store.write("counts", List.of(count(key, key, key)));
    }

    assertThat(store.removeBefore("counts", 40)).isEqualTo(40);

    assertThat(store.rows("counts")).isEqualTo(60);
    assertThat(store.read("counts", List.of(List.of(39L))).get(0)).isEmpty();
    assertThat(store.read("counts", List.of(List.of(40L))).get(0)).isPresent();
  }
}
