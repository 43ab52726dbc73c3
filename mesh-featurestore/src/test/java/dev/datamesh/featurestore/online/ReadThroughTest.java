package dev.datamesh.featurestore.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.testkit.online.OnlineStoreContract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a slower store did, also before it failed, is not hidden by rows that were kept. */
class ReadThroughTest {

  private static final OnlineStore.Table TABLE =
      new OnlineStore.Table("t", Schema.of("k: int64"), Schema.of("n: int64"));

  /** Does what it is told and says that it could not. */
  private static final class Failing implements OnlineStore {

    private final OnlineStore rows = HashedRowSlots.onHeap();
    private boolean fails;

    private void end() {
      if (fails) {
        throw new StorageException("Cannot reach the store", "store");
      }
    }

    @Override
    public void create(Table table) {
      rows.create(table);
    }

    @Override
    public boolean drop(String table) {
      rows.drop(table);
      end();
      return true;
    }

    @Override
    public int write(String table, List<Row> written) {
      int changed = rows.write(table, written);
      end();
      return changed;
    }

    @Override
    public List<Optional<Row>> read(String table, List<List<Object>> keys) {
      return rows.read(table, keys);
    }

    @Override
    public boolean erase(String table, List<Object> key) {
      rows.erase(table, key);
      end();
      return true;
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  @Nested
  class BeforeRowSlots extends OnlineStoreContract {
    @Override
    protected OnlineStore newStore() {
      return ReadThrough.before(HashedRowSlots.onHeap(), 100, Duration.ofMinutes(1), () -> 0);
    }
  }

  private final Failing slow = new Failing();
  private final OnlineStore store = ReadThrough.before(slow, 10, Duration.ofMinutes(1), () -> 0);

  private static OnlineStore.Row row(long value) {
    return new OnlineStore.Row(List.of(1L), new OnlineStore.Stamp(value, 0, value), List.of(value));
  }

  private Optional<Object> value() {
    return store.read("t", List.of(List.of(1L))).get(0).map(row -> row.values().get(0));
  }

  private void fill() {
    store.create(TABLE);
    store.write("t", List.of(row(1)));
    assertThat(value()).contains(1L);
    slow.fails = true;
  }

  @Test
  void aWriteThatFailedIsSeenWhereItWasDone() {
    fill();

    assertThatThrownBy(() -> store.write("t", List.of(row(2))))
        .isInstanceOf(StorageException.class);

    assertThat(value()).contains(2L);
  }

  @Test
  void anErasureThatFailedIsSeenWhereItWasDone() {
    fill();

    assertThatThrownBy(() -> store.erase("t", List.of(1L))).isInstanceOf(StorageException.class);

    assertThat(value()).isEmpty();
  }

  @Test
  void aTableThatWasDroppedInSpiteOfAFailureIsNotServed() {
    fill();

    assertThatThrownBy(() -> store.drop("t")).isInstanceOf(StorageException.class);

    store.create(TABLE);
    assertThat(value()).isEmpty();
  }

  @Test
  void sizesAndTimesBelowZeroAreRefused() {
    assertThatThrownBy(() -> ReadThrough.before(slow, -1, Duration.ZERO, () -> 0))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> ReadThrough.before(slow, 1, Duration.ofNanos(-1), () -> 0))
        .isInstanceOf(InvalidInputException.class);
  }
}
