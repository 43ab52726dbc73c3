package dev.datamesh.featurestore.join;

import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.frame.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one view in ingest order: key columns, event time, created time. It keeps the index
 * that a join has built. Safe for use by many threads: two that need the index at once may both
 * build it, and either's serves.
 */
public final class FeatureTable {

  /** The most rows of a view, and of a spine, that are joined at once. */
  public static final int MOST_ROWS = Integer.MAX_VALUE - 8;

  /**
   * Streaming costs about 30 ns for each feature row, whatever the spine; an index about 60 ns a
   * feature row once and 120 ns a spine row each time. Below one spine row to so many feature rows,
   * streaming wins.
   */
  private static final int STREAM_RATIO = 32;

  private static final Column NONE = Column.ofMicros("event");

  private final List<Column> keys;
  private final Column event;
  private final @Nullable Column created;
  private final int rows;
  private volatile @Nullable AsOfIndex index;

  private final boolean sorted;

  /** Columns of equal length; times as microseconds. */
  public FeatureTable(List<Column> keys, Column event, @Nullable Column created) {
    this.keys = List.copyOf(keys);
    this.event = event;
    this.created = created;
    this.rows = checked(event.rows());
    this.sorted = false;
  }

  /** The number of a view's rows that are joined in memory, or an error that says the way out. */
  static int checked(long rows) {
    if (rows > MOST_ROWS) {
      throw new LimitExceededException(
          "Cannot join a view of %,d rows in memory, the limit is %,d: keep it in a folder (FeatureStore.at) and join block by block"
              .formatted(rows, MOST_ROWS),
          "rows of a view in memory",
          MOST_ROWS);
    }
    return (int) rows;
  }

  private FeatureTable(AsOfIndex index, int rows) {
    this.keys = List.of();
    this.event = NONE;
    this.created = null;
    this.rows = rows;
    this.sorted = true;
    this.index = index;
  }

  /**
   * Rows that are in order by key, event time, created time and ingest, as an offline store has
   * them: their index is there already.
   *
   * @param keys the distinct keys, in the rows' order
   * @param starts where each key's rows begin, and the number of rows
   * @param times the rows' event times in microseconds
   */
  public static FeatureTable sorted(List<Column> keys, int[] starts, long[] times) {
    return new FeatureTable(AsOfIndex.ofSorted(keys, starts, times), times.length);
  }

  /** The same rows with created times, which a filter needs. */
  public FeatureTable withCreated(Column times) {
    AsOfIndex ready = index;
    if (!sorted || ready == null) {
      throw new IllegalStateException("only sorted rows have created times beside them");
    }
    return new FeatureTable(ready.withCreated(times), rows);
  }

  List<Column> keys() {
    return keys;
  }

  Column event() {
    return event;
  }

  @Nullable Column created() {
    return created;
  }

  int rows() {
    return rows;
  }

  /** A created time that is not known is earlier than all others. */
  static void unknownCreated(Column created, long from, long[] values, int count) {
    if (created.hasNulls()) {
      for (int i = 0; i < count; i++) {
        if (created.isNull(from + i)) {
          values[i] = Long.MIN_VALUE;
        }
      }
    }
  }

  /** Whether an index is kept. */
  public boolean isIndexed() {
    return index != null;
  }

  /** Builds and keeps the index, so that the joins to come only probe. */
  public void buildIndex(Work work) {
    if (index == null) {
      index = AsOfIndex.build(this, work);
    }
  }

  /** Drops the index. */
  public void dropIndex() {
    if (!sorted) {
      index = null;
    }
  }

  /** For each spine row the row of the greatest event time, created time and number. */
  public Matches match(Spine spine, Window window, RowFilter filter, Work work) {
    AsOfIndex ready = index;
    if (ready == null && filter.isFixed() && (long) spine.rows() * STREAM_RATIO < rows) {
      return new StreamedMatch(this, spine, window, filter).run(spine, work);
    }
    if (ready == null) {
      ready = AsOfIndex.build(this, work);
      index = ready;
    }
    return ready.match(spine, window, filter, work);
  }

  /** The same by a stated way, for tests and figures. */
  Matches matchStreamed(Spine spine, Window window, RowFilter filter) {
    return new StreamedMatch(this, spine, window, filter).run(spine, Work.quiet());
  }

  Matches matchIndexed(Spine spine, Window window, RowFilter filter, Work work) {
    return AsOfIndex.build(this, work).match(spine, window, filter, work);
  }
}
