package dev.datamesh.featurestore;

import dev.datamesh.core.LimitExceededException;
import dev.datamesh.featurestore.join.FeatureTable;
import dev.datamesh.featurestore.offline.OfflineStore;
import dev.datamesh.featurestore.offline.SortedRows;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tables of the offline store that joins have read, with their indexes: a second join of a process
 * reads nothing. Together they take no more than a share of the heap; the one that was asked for
 * longest ago goes first. Safe for use by many threads: one reads at a time, and whoever holds a
 * table keeps it although it goes.
 */
final class HeldTables {

  /** A table's rows and their index. */
  record Held(SortedRows rows, FeatureTable table) {}

  private final OfflineStore store;
  private final long allowed;
  private final Map<String, Held> held = new LinkedHashMap<>(16, 0.75f, true);

  HeldTables(OfflineStore store, long allowed) {
    this.store = store;
    this.allowed = allowed;
  }

  /** How many bytes all tables may take. */
  long allowed() {
    return allowed;
  }

  /**
   * A table's rows as they are now.
   *
   * @throws LimitExceededException where they take more than the share alone
   */
  synchronized Held get(String table, SortedRows.Wanted wanted) {
    Held before = held.get(table);
    long others = held.values().stream().mapToLong(each -> each.rows.bytes()).sum();
    long needed;
    if (before == null) {
      needed = store.bytes(table, wanted);
    } else {
      OptionalLong more = store.bytes(table, wanted, before.rows);
      if (more.isEmpty()) {
        return before;
      }
      needed = more.getAsLong();
      others -= before.rows.bytes();
    }
    makeRoom(table, allowed - Math.min(needed, allowed), others);
    if (needed > allowed && before != null) {
      // What was asked for earlier is not needed now.
      held.remove(table);
      before = null;
    }
    SortedRows rows = store.load(table, wanted, before == null ? null : before.rows, allowed);
    Held now = new Held(rows, indexed(rows, before));
    held.put(table, now);
    return now;
  }

  private static FeatureTable indexed(SortedRows rows, @Nullable Held before) {
    return before != null && before.rows.hasOrderOf(rows)
        ? before.table
        : FeatureTable.sorted(rows.keys(), rows.starts(), rows.events());
  }

  /** Lets go of others until they take no more than this. */
  private void makeRoom(String table, long most, long others) {
    long taken = others;
    Iterator<Map.Entry<String, Held>> oldest = held.entrySet().iterator();
    while (taken > most && oldest.hasNext()) {
      Map.Entry<String, Held> each = oldest.next();
      if (!each.getKey().equals(table)) {
        taken -= each.getValue().rows.bytes();
        oldest.remove();
      }
    }
  }

  synchronized void clear() {
    held.clear();
  }
}
