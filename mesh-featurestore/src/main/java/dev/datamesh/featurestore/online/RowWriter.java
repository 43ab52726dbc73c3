package dev.datamesh.featurestore.online;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.core.spi.OnlineStore.Row;
import dev.datamesh.core.spi.OnlineStore.Stamp;
import dev.datamesh.core.spi.OnlineStore.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of columns into a table, row slots without making objects of numbers. For one thread
 * at a time.
 */
public final class RowWriter {

  /** Rows sent at a time to a store that is not row slots. */
  private static final int SENT = 500;

  private final OnlineStore store;
  private final Table table;
  private final List<Column> keys;
  private final List<Column> features;
  private final @Nullable RowTable slots;
  private final KeyBuffer key;
  private final RowImage image;
  private final List<Row> waiting = new ArrayList<>();
  private RowTable.@Nullable Promise room;
  private long changed;

  /**
   * A writer of a table's rows.
   *
   * @param keys columns in the order and of the types of the table's keys
   * @param features columns in the order and of the types of the table's features
   */
  public RowWriter(OnlineStore store, Table table, List<Column> keys, List<Column> features) {
    this.store = store;
    this.table = table;
    this.keys = List.copyOf(keys);
    this.features = List.copyOf(features);
    this.slots = store instanceof HashedRowSlots hashed ? hashed.table(table.name()) : null;
    RowLayout layout = slots == null ? new RowLayout(table) : slots.layout;
    this.key = new KeyBuffer(layout.keys, 1);
    this.image = new RowImage(layout);
  }

  /**
   * Makes sure that rows {@code from} to {@code from + count} find room, so that they are refused
   * together or not at all, instead of those that room was made for before; row slots only, others
   * refuse when written.
   *
   * @throws dev.datamesh.core.LimitExceededException if they do not
   */
  public void makeRoom(long from, int count) {
    if (slots == null) {
      return;
    }
    giveUpRoom();
    KeyBuffer all = new KeyBuffer(image.layout.keys, count);
    long[] objects = new long[count];
    for (long row = from; row < from + count; row++) {
      if (hasKey(row)) {
        objects[all.size()] = objectBytes(row);
        addKey(all, row);
      }
    }
    room = slots.makeRoom(all, objects);
  }

  private long objectBytes(long row) {
    long sum = 0;
    for (int i = 0; i < features.size(); i++) {
      sum += image.layout.isWord(i) ? 0 : Words.bytesOf(features.get(i).get(row));
    }
    return sum;
  }

  /** Merges a row; false where its key has a null, which nobody can ask for. */
  public boolean write(long row, long eventMicros, long createdMicros, long sequence) {
    if (!hasKey(row)) {
      return false;
    }
    if (slots == null) {
      send(row, new Stamp(eventMicros, createdMicros, sequence));
      return true;
    }
    addKey(key.clear(), row);
    image.begin(key, 0, eventMicros, createdMicros, sequence);
    for (int i = 0; i < features.size(); i++) {
      put(i, features.get(i), row);
    }
    changed += slots.put(image, key, 0, room) ? 1 : 0;
    return true;
  }

  private void put(int feature, Column column, long row) {
    if (column.isNull(row)) {
      image.putNull(feature);
      return;
    }
    FieldType type = image.layout.type(feature);
    if (Words.isFloating(type)) {
      image.putWord(feature, Double.doubleToRawLongBits(column.getDouble(row)));
    } else if (image.layout.isWord(feature)) {
      image.putWord(feature, column.getLong(row));
    } else {
      image.put(feature, column.get(row));
    }
  }

  private boolean hasKey(long row) {
    for (Column column : keys) {
      if (column.isNull(row)) {
        return false;
      }
    }
    return true;
  }

  private void addKey(KeyBuffer into, long row) {
    int at = into.addEmpty();
    for (int i = 0; i < keys.size(); i++) {
      into.component(at, i, keys.get(i), row);
    }
  }

  private void send(long row, Stamp stamp) {
    List<Object> parts = new ArrayList<>();
    for (Column column : keys) {
      parts.add(java.util.Objects.requireNonNull(column.get(row)));
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (Column column : features) {
      values.add(column.get(row));
    }
    waiting.add(new Row(parts, stamp, values));
    if (waiting.size() == SENT) {
      finish();
    }
  }

  /** Sends what waits, and lets go of room that was made. */
  public void finish() {
    giveUpRoom();
    if (!waiting.isEmpty()) {
      changed += store.write(table.name(), List.copyOf(waiting));
      waiting.clear();
    }
  }

  private void giveUpRoom() {
    RowTable.Promise made = room;
    if (slots != null && made != null) {
      slots.endPromise(made);
      room = null;
    }
  }

  /** How many of the rows written so far changed something. */
  public long changed() {
    return changed;
  }
}
