package dev.datamesh.featurestore.offline;

import dev.datamesh.core.InvalidInputException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which rows of a table are read, and what of them. Immutable.
 *
 * @param columns features, empty for none of them; absent for all
 * @param fromMicros the earliest event time
 * @param toMicros the latest event time, included
 * @param fromSequence the first ingest sequence
 * @param belowSequence rows ingested from this sequence on are left out
 * @param keys only these keys, each with its components in order; absent for all
 */
public record RowQuery(
    Optional<List<String>> columns,
    long fromMicros,
    long toMicros,
    long fromSequence,
    long belowSequence,
    Optional<List<List<Object>>> keys) {

  public RowQuery {
    columns = columns.map(List::copyOf);
    keys = keys.map(list -> list.stream().map(RowQuery::whole).toList());
    if (fromMicros > toMicros) {
      throw new InvalidInputException(
          "Cannot read rows from %d to %d microseconds: nothing lies between"
              .formatted(fromMicros, toMicros));
    }
  }

  private static List<Object> whole(List<Object> key) {
    if (key.stream().anyMatch(Objects::isNull)) {
      throw new InvalidInputException("Cannot find key %s: a key has no nulls".formatted(key));
    }
    return List.copyOf(key);
  }

  /** Every row, every feature. */
  public static RowQuery all() {
    return new RowQuery(
        Optional.empty(), Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MAX_VALUE, Optional.empty());
  }

  public RowQuery withColumns(List<String> names) {
    return new RowQuery(
        Optional.of(names), fromMicros, toMicros, fromSequence, belowSequence, keys);
  }

  /** Only rows with event times from one to the other, both included, in microseconds. */
  public RowQuery withTimes(long from, long to) {
    return new RowQuery(columns, from, to, fromSequence, belowSequence, keys);
  }

  /** Only rows that were ingested from one sequence to before the other. */
  public RowQuery withSequences(long from, long below) {
    return new RowQuery(columns, fromMicros, toMicros, from, below, keys);
  }

  public RowQuery withKeys(List<List<Object>> only) {
    return new RowQuery(
        columns, fromMicros, toMicros, fromSequence, belowSequence, Optional.of(only));
  }

  boolean takesAllRows() {
    return fromMicros == Long.MIN_VALUE
        && toMicros == Long.MAX_VALUE
        && fromSequence <= 0
        && belowSequence == Long.MAX_VALUE
        && keys.isEmpty();
  }
}
