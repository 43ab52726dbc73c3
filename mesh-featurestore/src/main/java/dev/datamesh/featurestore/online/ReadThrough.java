package dev.datamesh.featurestore.online;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.spi.OnlineStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of a slower store that were asked for lately, absent ones too.
 *
 * <p>Writes and erasures through it are seen at once, also where they failed and nobody knows how
 * much of them was done; those of other processes when a kept row is older than the time given.
 *
 * <p>Safe for use by many threads: see {@link OnlineStore}.
 */
public final class ReadThrough implements OnlineStore {

  private record Place(String table, List<Object> key) {}

  /** A kept answer. */
  private record Kept(Optional<Row> row) {}

  private final OnlineStore slow;
  private final Cache<Place, Kept> kept;

  /** Raised after each write and before its rows are forgotten. */
  private final AtomicLong writes = new AtomicLong();

  private ReadThrough(OnlineStore slow, Cache<Place, Kept> kept) {
    this.slow = slow;
    this.kept = kept;
  }

  /**
   * A store in front of another, which it closes with itself.
   *
   * @param mostRows how many rows are kept; the others are asked for again
   * @param longest how long a row is served without asking again
   * @param nanoTime tells the time as {@link System#nanoTime} does
   */
  public static ReadThrough before(
      OnlineStore slow, long mostRows, Duration longest, LongSupplier nanoTime) {
    if (mostRows < 0 || longest.isNegative()) {
      throw new InvalidInputException(
          "Cannot keep %,d rows for %s: expected neither to be negative"
              .formatted(mostRows, longest));
    }
    Ticker ticker = nanoTime::getAsLong;
    return new ReadThrough(
        slow,
        Caffeine.newBuilder()
            .maximumSize(mostRows)
            .expireAfterWrite(longest)
            .ticker(ticker)
            .executor(Runnable::run)
            .build());
  }

  @Override
  public void create(Table table) {
    slow.create(table);
  }

  @Override
  public boolean drop(String table) {
    try {
      return slow.drop(table);
    } finally {
      writes.incrementAndGet();
      kept.asMap().keySet().removeIf(place -> place.table.equals(table));
    }
  }

  @Override
  public int write(String table, List<Row> rows) {
    try {
      return slow.write(table, rows);
    } finally {
      writes.incrementAndGet();
      rows.forEach(row -> forget(table, row.key()));
    }
  }

  @Override
  public List<Optional<Row>> read(String table, List<List<Object>> keys) {
    List<@Nullable Optional<Row>> rows = new ArrayList<>(keys.size());
    List<List<Object>> missing = new ArrayList<>();
    for (List<Object> key : keys) {
      Kept found = kept.getIfPresent(new Place(table, List.copyOf(key)));
      rows.add(found == null ? null : found.row);
      if (found == null) {
        missing.add(key);
      }
    }
    long before = writes.get();
    List<Optional<Row>> read = missing.isEmpty() ? List.of() : slow.read(table, missing);
    List<Optional<Row>> all = new ArrayList<>(keys.size());
    int next = 0;
    for (Optional<Row> row : rows) {
      all.add(row != null ? row : keep(table, missing.get(next), read.get(next++), before));
    }
    return all;
  }

  /** Keeps what was read, unless a write came between, which may have forgotten it too early. */
  private Optional<Row> keep(String table, List<Object> key, Optional<Row> row, long before) {
    kept.asMap()
        .compute(
            new Place(table, List.copyOf(key)),
            (place, old) -> writes.get() == before ? new Kept(row) : old);
    return row;
  }

  @Override
  public boolean erase(String table, List<Object> key) {
    try {
      return slow.erase(table, key);
    } finally {
      writes.incrementAndGet();
      forget(table, key);
    }
  }

  private void forget(String table, List<Object> key) {
    kept.asMap().remove(new Place(table, List.copyOf(key)));
  }

  /** How many rows are kept now. */
  public long size() {
    kept.cleanUp();
    return kept.estimatedSize();
  }

  @Override
  public void close() {
    kept.invalidateAll();
    slow.close();
  }
}
