package dev.datamesh.featurestore.offline;

import dev.datamesh.core.frame.Column;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table in memory, by key, event time, created time and ingest sequence, in the form in
 * which a join probes them: each key once, with the place at which its rows begin. Immutable as
 * long as nobody writes into its arrays.
 */
public final class SortedRows {

  /**
   * What is read beside keys and event times.
   *
   * @param columns features by name
   * @param created whether created times are
   * @param sequences whether ingest sequences are
   */
  public record Wanted(List<String> columns, boolean created, boolean sequences) {

    public Wanted {
      columns = List.copyOf(columns);
    }

    /** These and all that some rows have. */
    Wanted and(SortedRows rows) {
      Set<String> all = new LinkedHashSet<>(rows.columns.keySet());
      all.addAll(columns);
      return new Wanted(
          List.copyOf(all), created || rows.created != null, sequences || rows.sequences != null);
    }

    /** About how many bytes they take. */
    long bytes(TableLayout layout, long rows) {
      long arrays = layout.keys().fields().size() + 1L + columns.size();
      return rows * Long.BYTES * (arrays + (created ? 1 : 0) + (sequences ? 1 : 0));
    }
  }

  /**
   * The same as long as the same rows are there; compaction leaves it as it is.
   *
   * @param shaped when the table was last made, or a column taken out: another may have its name
   */
  record Stamp(long rows, int batches, long firstBatch, long erased, long keptFrom, long shaped) {

    static Stamp of(TableState table) {
      Batches batches = table.batches();
      return new Stamp(
          table.rows(),
          batches.count(),
          batches.count() == 0 ? -1 : batches.firstSequence(0),
          table.erasures().stream().mapToLong(each -> each.sequences().length).sum(),
          table.keptFrom(),
          table.shaped());
    }
  }

  private final Stamp stamp;
  private final List<Column> keys;
  private final int[] starts;
  private final long[] events;
  private final @Nullable Column created;
  private final long @Nullable [] sequences;
  private final Map<String, Column> columns;

  SortedRows(
      Stamp stamp,
      List<Column> keys,
      int[] starts,
      long[] events,
      @Nullable Column created,
      long @Nullable [] sequences,
      Map<String, Column> columns) {
    this.stamp = stamp;
    this.keys = List.copyOf(keys);
    this.starts = starts;
    this.events = events;
    this.created = created;
    this.sequences = sequences;
    this.columns = new LinkedHashMap<>(columns);
  }

  boolean isOf(Stamp other) {
    return stamp.equals(other);
  }

  /** Whether all of it is there. */
  boolean has(Wanted wanted) {
    return columns.keySet().containsAll(wanted.columns())
        && (!wanted.created() || created != null)
        && (!wanted.sequences() || sequences != null);
  }

  /** Whether these rows are the other's, row by row. */
  public boolean hasOrderOf(SortedRows other) {
    return events == other.events;
  }

  /** About how many bytes they take, texts counted as references. */
  public long bytes() {
    long arrays = keys.size() + 1L + columns.size();
    return (long) events.length
        * Long.BYTES
        * (arrays + (created == null ? 0 : 1) + (sequences == null ? 0 : 1));
  }

  public int rows() {
    return events.length;
  }

  /** The distinct keys, in order; component by component. */
  public List<Column> keys() {
    return keys;
  }

  /** Where each key's rows begin, and behind them the number of rows. */
  public int[] starts() {
    return starts;
  }

  /** Event times in microseconds. */
  public long[] events() {
    return events;
  }

  /** Created times, null where a row has none; absent where they were not wanted. */
  public Optional<Column> created() {
    return Optional.ofNullable(created);
  }

  /** Ingest sequences; null where they were not wanted. */
  public long @Nullable [] sequences() {
    return sequences;
  }

  /** A feature; absent where it was not wanted. */
  public Optional<Column> column(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  Map<String, Column> columns() {
    return columns;
  }

  /** A component of the key of every row. */
  public Column keyOfEachRow(int component) {
    int[] numbers = new int[events.length];
    for (int key = 0; key + 1 < starts.length; key++) {
      Arrays.fill(numbers, starts[key], starts[key + 1], key);
    }
    return keys.get(component).take(numbers, numbers.length);
  }
}
