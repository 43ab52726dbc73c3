package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Version;
import java.util.List;
import java.util.Map;

/**
 * Takes rows, marks and erasures. Safe for use by many threads: sequences rise in the order in
 * which rows take effect, and a caller's rows are read by whoever asks after he has his answer.
 */
interface Intake extends AutoCloseable {

  /**
   * Takes rows that fit a view; the tables of all its versions get what is to be served.
   *
   * @throws dev.datamesh.core.NotFoundException where the version was dropped meanwhile
   */
  Pushed push(Version<FeatureView> version, Frame rows, PushTarget target);

  /** Takes rows that fit a view for the offline side, where others who read the folder see them. */
  Pushed ingest(Version<FeatureView> version, Frame rows);

  /** Lets the offline side read everything that was taken. */
  void flush();

  /** Takes notice of definitions that were applied. */
  default void applied() {
    // Most know all that they need.
  }

  /** Writes down what was materialized. */
  void materialized(String table, OnlineRun run, long rows);

  /** Runs a removal of rows from the offline store while nothing else has rows or gets any. */
  <T> T emptied(java.util.function.Supplier<T> removal);

  /**
   * Takes an entity's rows out of both sides.
   *
   * @return how many rows
   */
  long erase(Map<String, ?> key);

  /** The last mark at a moment when everything up to it is in what is served; 0 where none is. */
  long settled();

  @Override
  void close();

  /** What became of rows that were pushed. */
  static Pushed pushed(FeatureView view, Frame rows, long first, java.time.Instant commit) {
    return new Pushed(
        first, rows.rows(), PushedRows.withoutTime(view, rows), withoutKey(view, rows), commit);
  }

  private static long withoutKey(FeatureView view, Frame rows) {
    List<Column> keys = view.keys().names().stream().map(rows::column).toList();
    long count = 0;
    if (keys.stream().anyMatch(Column::hasNulls)) {
      for (long row = 0; row < rows.rows(); row++) {
        long at = row;
        count += keys.stream().anyMatch(key -> key.isNull(at)) ? 1 : 0;
      }
    }
    return count;
  }

  /** Refuses rows of a future that is farther away than clocks differ. */
  static void checkTimes(FeatureView view, Frame rows, long latest) {
    Column events = rows.column(ViewRows.eventName(view));
    for (long row = 0; row < rows.rows(); row++) {
      if (!events.isNull(row) && events.getLong(row) > latest) {
        throw new InvalidInputException(
            "Cannot push row %d of view \"%s\", its event time %s is in the future: the latest is %s"
                .formatted(
                    row, view.name(), Micros.instant(events.getLong(row)), Micros.instant(latest)));
      }
    }
  }
}
