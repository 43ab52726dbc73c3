package dev.datamesh.featurestore.join;

import dev.datamesh.core.frame.Column;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The join for few spine rows beside many feature rows: the spine is sorted by key and time, each
 * feature row is offered to the first spine row of its key that is not earlier, which keeps the
 * best offer; at the end the offers are carried forward in time. No feature is ever sorted.
 */
final class StreamedMatch {

  private static final int BLOCK = KeyCoder.BLOCK;

  private final List<Column> keys;
  private final Column event;
  private final @Nullable Column created;
  private final int rows;
  private final Window window;
  private final RowFilter filter;

  private final KeyCoder coder;
  private final int[] starts;
  private final int[] order;
  private final long[] ends;

  /** Event time, created time and row of the best offer, side by side. */
  private final long[] best;

  StreamedMatch(FeatureTable table, Spine spine, Window window, RowFilter filter) {
    this.keys = table.keys();
    this.event = table.event();
    this.created = table.created();
    this.rows = (int) Math.min(table.rows(), filter.rows());
    this.window = window;
    this.filter = filter;
    this.coder = KeyCoder.of(spine.keys);
    int[] codes = coder.codeAll(spine.keys, spine.rows(), KeyCoder.Mode.ADD);
    this.starts = starts(codes, coder.size());
    this.order = Slices.sorted(codes, spine.times, starts);
    this.ends = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      ends[i] = window.end(spine.times[order[i]]);
    }
    this.best = new long[3 * order.length];
    for (int i = 0; i < order.length; i++) {
      best[3 * i] = Long.MIN_VALUE;
    }
  }

  static int[] starts(int[] codes, int size) {
    int[] starts = new int[size + 1];
    for (int code : codes) {
      if (code >= 0) {
        starts[code + 1]++;
      }
    }
    for (int i = 0; i < size; i++) {
      starts[i + 1] += starts[i];
    }
    return starts;
  }

  Matches run(Spine spine, Work work) {
    work.expect(rows);
    // Feature rows are offered in ingest order, so of two equal ones the later stays.
    int[] codes = new int[BLOCK];
    long[] events = new long[BLOCK];
    long[] createds = new long[BLOCK];
    int count;
    for (int from = 0; from < rows; from += count) {
      count = Math.min(BLOCK, rows - from);
      coder.code(keys, from, count, codes, 0, KeyCoder.Mode.LOOK_UP);
      event.copyLongs(from, events, 0, count);
      if (created != null) {
        created.copyLongs(from, createds, 0, count);
        FeatureTable.unknownCreated(created, from, createds, count);
      }
      offer(from, count, codes, events, createds);
      work.advance(count);
    }
    return carried(spine);
  }

  private void offer(int from, int count, int[] codes, long[] events, long[] createds) {
    boolean all = filter.isAll();
    boolean nulls = event.hasNulls();
    for (int i = 0; i < count; i++) {
      int code = codes[i];
      if (code < 0
          || (nulls && event.isNull(from + i))
          || (!all && !filter.admits(from + i, events[i], createds[i], Long.MAX_VALUE))) {
        continue;
      }
      int place = first(starts[code], starts[code + 1], events[i]);
      if (place == starts[code + 1]) {
        continue;
      }
      long bestEvent = best[3 * place];
      if (events[i] > bestEvent || (events[i] == bestEvent && createds[i] >= best[3 * place + 1])) {
        best[3 * place] = events[i];
        best[3 * place + 1] = createds[i];
        best[3 * place + 2] = (long) from + i;
      }
    }
  }

  /** The first place of the slice whose window ends at the event or later. */
  private int first(int from, int to, long eventTime) {
    int low = from;
    int high = to;
    while (high - low > 8) {
      int middle = (low + high) >>> 1;
      if (ends[middle] < eventTime) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    while (low < high && ends[low] < eventTime) {
      low++;
    }
    return low;
  }

  private Matches carried(Spine spine) {
    int[] found = new int[spine.rows()];
    Arrays.fill(found, Matches.NOT_FOUND);
    for (int key = 0; key + 1 < starts.length; key++) {
      long bestEvent = Long.MIN_VALUE;
      long bestCreated = 0;
      int bestRow = 0;
      for (int place = starts[key]; place < starts[key + 1]; place++) {
        long offered = best[3 * place];
        if (offered != Long.MIN_VALUE
            && (offered > bestEvent
                || (offered == bestEvent
                    && (best[3 * place + 1] > bestCreated
                        || (best[3 * place + 1] == bestCreated
                            && best[3 * place + 2] > bestRow))))) {
          bestEvent = offered;
          bestCreated = best[3 * place + 1];
          bestRow = (int) best[3 * place + 2];
        }
        if (bestEvent != Long.MIN_VALUE) {
          int row = order[place];
          found[row] =
              window.reaches(bestEvent, spine.times[row]) ? bestRow : Matches.expired(bestRow);
        }
      }
    }
    return new Matches(found);
  }
}
