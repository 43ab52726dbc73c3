package dev.datamesh.featurestore.join;

import dev.datamesh.core.frame.Column;
import org.jspecify.annotations.Nullable;

/**
 * Which feature rows take part at all. Immutable.
 *
 * @param rows only the first so many, in ingest order
 * @param latestEvent only rows of this event time or earlier
 * @param latestCreated only rows created at this time or earlier
 * @param createdBySpine only rows created at the spine row's time or earlier
 * @param nonNull only rows where this column has a value; null: all
 * @param sequences the ingest order of rows that are in another; null: their numbers are it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record RowFilter(
    long rows,
    long latestEvent,
    long latestCreated,
    boolean createdBySpine,
    @Nullable Column nonNull,
    long @Nullable [] sequences) {

  /** All rows. */
  public static final RowFilter ALL =
      new RowFilter(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, false, null);

  /** Of rows whose numbers are their ingest order. */
  public RowFilter(
      long rows,
      long latestEvent,
      long latestCreated,
      boolean createdBySpine,
      @Nullable Column nonNull) {
    this(rows, latestEvent, latestCreated, createdBySpine, nonNull, null);
  }

  public RowFilter withRows(long first) {
    return new RowFilter(first, latestEvent, latestCreated, createdBySpine, nonNull, sequences);
  }

  public RowFilter withNonNull(@Nullable Column column) {
    return new RowFilter(rows, latestEvent, latestCreated, createdBySpine, column, sequences);
  }

  /** The first rows of these sequences, wherever they stand. */
  public RowFilter withSequences(long @Nullable [] order) {
    return new RowFilter(rows, latestEvent, latestCreated, createdBySpine, nonNull, order);
  }

  boolean isAll() {
    return rows == Long.MAX_VALUE
        && latestEvent == Long.MAX_VALUE
        && latestCreated == Long.MAX_VALUE
        && !createdBySpine
        && nonNull == null;
  }

  /** Whether the answer for a feature row is the same for every spine row. */
  boolean isFixed() {
    return !createdBySpine;
  }

  boolean admits(long row, long event, long created, long spineTime) {
    return (sequences == null ? row : sequences[(int) row]) < rows
        && event <= latestEvent
        && created <= latestCreated
        && (!createdBySpine || created <= spineTime)
        && (nonNull == null || !nonNull.isNull(row));
  }
}
