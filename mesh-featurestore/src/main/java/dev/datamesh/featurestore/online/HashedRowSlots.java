package dev.datamesh.featurestore.online;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.spi.OnlineStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The embedded online store: rows of fixed width in pages, found by open addressing from the key's
 * hash, read without locks.
 *
 * <p>A key takes 8 bytes for a number and 24 for a text of up to 23 ASCII characters; a row takes
 * 32 bytes for version, null bits and stamp, 8 for each feature, and 6 to 12 in the index. Texts
 * and lists lie beside it as objects.
 *
 * <p>Safe for use by many threads: see {@link OnlineStore}; readers never wait for a lock.
 */
public final class HashedRowSlots implements OnlineStore {

  private final Memory memory;
  private final MemoryBudget budget;
  private final ConcurrentHashMap<String, RowTable> tables = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private HashedRowSlots(Memory memory, long mostBytes) {
    this.memory = memory;
    this.budget = new MemoryBudget(mostBytes);
  }

  /** A store on the heap without a limit of its own. */
  public static HashedRowSlots onHeap() {
    return new HashedRowSlots(Memory.HEAP, Long.MAX_VALUE);
  }

  /**
   * A store of at most so many bytes; what would pass the limit is refused with a {@link
   * dev.datamesh.core.LimitExceededException}.
   */
  public static HashedRowSlots of(Memory memory, long mostBytes) {
    if (mostBytes < 1) {
      throw new InvalidInputException(
          "Cannot make an online store of %,d bytes: expected at least 1".formatted(mostBytes));
    }
    return new HashedRowSlots(memory, mostBytes);
  }

  @Override
  public void create(Table table) {
    checkOpen();
    RowTable known = tables.get(table.name());
    if (known == null) {
      RowTable fresh = new RowTable(new RowLayout(table), memory, budget);
      known = tables.putIfAbsent(table.name(), fresh);
      if (known == null) {
        return;
      }
      fresh.drop();
    }
    if (!known.layout.table.equals(table)) {
      throw new InvalidInputException(
          "Cannot make online table \"%s\" with %s by %s, it is there with %s by %s; drop it before"
              .formatted(
                  table.name(),
                  table.features(),
                  table.keys(),
                  known.layout.table.features(),
                  known.layout.table.keys()));
    }
  }

  @Override
  public boolean drop(String table) {
    checkOpen();
    RowTable dropped = tables.remove(table);
    if (dropped == null) {
      return false;
    }
    dropped.drop();
    return true;
  }

  @Override
  public int write(String table, List<Row> rows) {
    RowTable target = table(table);
    KeyBuffer keys = new KeyBuffer(target.layout.keys, Math.max(1, rows.size()));
    List<RowImage> images = new ArrayList<>(rows.size());
    for (Row row : rows) {
      images.add(image(target.layout, keys, row));
    }
    RowTable.Promise room =
        target.makeRoom(
            keys, images.stream().mapToLong(i -> RowTable.objectBytes(i.objects)).toArray());
    int changed = 0;
    try {
      for (int i = 0; i < images.size(); i++) {
        changed += target.put(images.get(i), keys, i, room) ? 1 : 0;
      }
    } finally {
      target.endPromise(room);
    }
    return changed;
  }

  private static RowImage image(RowLayout layout, KeyBuffer keys, Row row) {
    addKey(keys, row.key());
    if (row.values().size() != layout.features()) {
      throw new InvalidInputException(
          "Cannot write to online table \"%s\", the row of %s has %d values: expected %s"
              .formatted(
                  layout.table.name(), row.key(), row.values().size(), layout.table.features()));
    }
    RowImage image = new RowImage(layout);
    Stamp stamp = row.stamp();
    image.begin(
        keys, keys.size() - 1, stamp.eventMicros(), stamp.createdMicros(), stamp.sequence());
    for (int i = 0; i < layout.features(); i++) {
      put(image, i, row.values().get(i), row.key());
    }
    return image;
  }

  private static void addKey(KeyBuffer keys, List<Object> key) {
    keys.add(key.toArray());
  }

  private static void put(RowImage image, int place, @Nullable Object value, List<Object> key) {
    Field feature = image.layout.feature(place);
    if (value != null && !Words.accepts(feature.type(), value)) {
      throw new InvalidInputException(
          "Cannot write feature \"%s\" of %s to online table \"%s\", it does not fit %s: %s (%s)"
              .formatted(
                  feature.name(),
                  key,
                  image.layout.table.name(),
                  feature.type(),
                  value,
                  value.getClass().getName()));
    }
    image.put(place, value);
  }

  @Override
  public List<Optional<Row>> read(String table, List<List<Object>> keys) {
    RowTable source = table(table);
    KeyBuffer buffer = new KeyBuffer(source.layout.keys, Math.max(1, keys.size()));
    List<Optional<Row>> rows = new ArrayList<>(keys.size());
    for (List<Object> key : keys) {
      addKey(buffer, key);
    }
    RowImage image = new RowImage(source.layout);
    for (int i = 0; i < keys.size(); i++) {
      rows.add(
          source.load(buffer, i, image) ? Optional.of(row(keys.get(i), image)) : Optional.empty());
    }
    return rows;
  }

  private static Row row(List<Object> key, RowImage image) {
    RowLayout layout = image.layout;
    List<@Nullable Object> values = new ArrayList<>();
    List<Stamp> stamps = new ArrayList<>();
    for (int i = 0; i < layout.features(); i++) {
      values.add(image.value(i));
      if (layout.hasStamps) {
        stamps.add(stamp(image, layout.stamp(i)));
      }
    }
    return new Row(key, stamp(image, layout.event), values, stamps);
  }

  private static Stamp stamp(RowImage image, int at) {
    return new Stamp(image.words[at], image.words[at + 1], image.words[at + 2]);
  }

  @Override
  public boolean erase(String table, List<Object> key) {
    RowTable target = table(table);
    KeyBuffer keys = new KeyBuffer(target.layout.keys, 1);
    addKey(keys, key);
    return target.erase(keys, 0);
  }

  /** Removes a table's rows whose newest event lies before a time; how many there were. */
  public int removeBefore(String table, long eventMicros) {
    return table(table).removeBefore(eventMicros);
  }

  /**
   * Forgets what happened before a time: rows whose newest event lies before it, and values of the
   * others that do; how many rows there were.
   */
  public int forgetBefore(String table, long eventMicros) {
    return table(table).forgetBefore(eventMicros);
  }

  /** How many keys a table has. */
  public int rows(String table) {
    return table(table).rows();
  }

  /** The bytes that all tables take; objects estimated. */
  public long bytes() {
    return budget.used();
  }

  RowTable table(String name) {
    checkOpen();
    RowTable table = tables.get(name);
    if (table == null) {
      throw new NotFoundException(
          "Cannot find online table \"%s\": there are %s"
              .formatted(name, new TreeSet<>(tables.keySet())),
          name);
    }
    return table;
  }

  private void checkOpen() {
    if (closed) {
      throw new ClosedException("Cannot use the online store, it is closed", "online store");
    }
  }

  /** Lets go of all rows. */
  @Override
  public void close() {
    closed = true;
    tables.clear();
  }
}
