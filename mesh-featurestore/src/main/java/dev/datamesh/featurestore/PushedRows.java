package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Rows that fit a view, by what can become of them: those with key and event time are the view's,
 * those with a key alone are kept aside, the others are nobody's.
 */
record PushedRows(Frame kept, Frame aside) {

  static PushedRows of(FeatureView view, Frame rows) {
    List<Column> keys = new ArrayList<>();
    boolean hasNulls = false;
    for (String key : view.keys().names()) {
      Column column = rows.column(key);
      keys.add(column);
      hasNulls |= column.hasNulls();
    }
    Column event = rows.column(ViewRows.eventName(view));
    if (!hasNulls && !event.hasNulls()) {
      return new PushedRows(rows, rows.take(new int[0]));
    }
    return new PushedRows(
        where(rows, row -> !event.isNull(row) && hasKey(keys, row)),
        where(rows, row -> event.isNull(row) && hasKey(keys, row)));
  }

  private static boolean hasKey(List<Column> keys, long row) {
    return keys.stream().noneMatch(column -> column.isNull(row));
  }

  /** How many rows have a key but no event time. */
  static long withoutTime(FeatureView view, Frame rows) {
    Column event = rows.column(ViewRows.eventName(view));
    List<Column> keys = view.keys().names().stream().map(rows::column).toList();
    long count = 0;
    for (long row = 0; event.hasNulls() && row < rows.rows(); row++) {
      count += event.isNull(row) && hasKey(keys, row) ? 1 : 0;
    }
    return count;
  }

  private static Frame where(Frame rows, LongPredicate wanted) {
    int[] found = new int[Math.toIntExact(rows.rows())];
    int count = 0;
    for (int row = 0; row < found.length; row++) {
      if (wanted.test(row)) {
        found[count++] = row;
      }
    }
    return rows.take(Arrays.copyOf(found, count));
  }

  /** Those of the view, then those that are kept aside. */
  Frame all() {
    return aside.rows() == 0 ? kept : Frame.concat(List.of(kept, aside));
  }

  boolean isEmpty() {
    return kept.rows() == 0 && aside.rows() == 0;
  }
}
