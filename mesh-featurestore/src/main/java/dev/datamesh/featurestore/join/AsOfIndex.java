package dev.datamesh.featurestore.join;

import dev.datamesh.core.frame.Column;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a view by key, event time, created time and row: built once, probed by any number of
 * spine rows. Immutable.
 */
final class AsOfIndex {

  /** Spine rows probed together: their loads overlap (performance notes: 2.6 to 3.2 times). */
  private static final int STAGE = 256;

  private static final int PART = 1 << 15;

  private final KeyCoder coder;
  private final int[] starts;
  private final long[] times;
  private final int[] rows;
  private final long @Nullable [] createds;

  private AsOfIndex(
      KeyCoder coder, int[] starts, long[] times, int[] rows, long @Nullable [] createds) {
    this.coder = coder;
    this.starts = starts;
    this.times = times;
    this.rows = rows;
    this.createds = createds;
  }

  static AsOfIndex build(FeatureTable table, Work work) {
    int count = table.rows();
    work.expect(count);
    KeyCoder coder = KeyCoder.of(table.keys());
    int[] codes = coder.codeAll(table.keys(), count, KeyCoder.Mode.ADD);
    Column event = table.event();
    if (event.hasNulls()) {
      for (int row = 0; row < count; row++) {
        codes[row] = event.isNull(row) ? KeyCoder.NONE : codes[row];
      }
    }
    long[] events = new long[count];
    event.copyLongs(0, events, 0, count);
    long[] createds = createds(table.created(), count);
    int[] starts = StreamedMatch.starts(codes, coder.size());
    int[] order = Slices.scattered(codes, starts);
    long[] times = new long[order.length];
    int keys = coder.size();
    int parts = Math.max(1, Math.min(keys, 256));
    work.parallel(
        parts,
        part -> {
          int first = (int) ((long) keys * part / parts);
          int last = (int) ((long) keys * (part + 1) / parts);
          long[] packed = new long[0];
          for (int key = first; key < last; key++) {
            int from = starts[key];
            int to = starts[key + 1];
            if (packed.length < to - from) {
              packed = new long[Math.max(to - from, packed.length * 2)];
            }
            Slices.sortSlice(order, events, from, to, packed);
            if (createds != null) {
              sortTies(order, events, createds, from, to);
            }
            for (int i = from; i < to; i++) {
              times[i] = events[order[i]];
            }
          }
          work.advance(starts[last] - starts[first]);
        });
    return new AsOfIndex(coder, starts, times, order, createds);
  }

  private static long @Nullable [] createds(@Nullable Column created, int count) {
    if (created == null) {
      return null;
    }
    long[] values = new long[count];
    created.copyLongs(0, values, 0, count);
    FeatureTable.unknownCreated(created, 0, values, count);
    return values;
  }

  /** Rows of one event time are in ingest order; the created time goes before that. */
  private static void sortTies(int[] order, long[] events, long[] createds, int from, int to) {
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || events[order[i]] != events[order[start]]) {
        if (i - start > 1) {
          Slices.mergeSort(order, createds, start, i);
        }
        start = i;
      }
    }
  }

  Matches match(Spine spine, Window window, RowFilter filter, Work work) {
    int count = spine.rows();
    int[] found = new int[count];
    work.expect(count);
    work.parallel(
        (count + PART - 1) / PART,
        part -> {
          int from = part * PART;
          int to = Math.min(count, from + PART);
          probe(spine, window, from, to, found);
          if (!filter.isAll()) {
            walkBack(spine, filter, from, to, found);
          }
          finish(spine, window, from, to, found);
          work.advance(to - from);
        });
    return new Matches(found);
  }

  /** Finds for each spine row the last place that is not after its window's end. */
  private void probe(Spine spine, Window window, int from, int to, int[] found) {
    if (times.length == 0) {
      Arrays.fill(found, from, to, Matches.NOT_FOUND);
      return;
    }
    int[] codes = new int[STAGE];
    int[] low = new int[STAGE];
    int[] length = new int[STAGE];
    long[] ends = new long[STAGE];
    List<Column> keys = spine.keys;
    long[] spineTimes = spine.times;
    for (int block = from; block < to; block += STAGE) {
      int count = Math.min(STAGE, to - block);
      coder.code(keys, block, count, codes, 0, KeyCoder.Mode.LOOK_UP);
      int longest = 0;
      for (int i = 0; i < count; i++) {
        int code = codes[i];
        length[i] = code < 0 ? 0 : starts[code + 1] - starts[code];
        low[i] = length[i] == 0 ? 0 : starts[code];
        ends[i] = window.end(spineTimes[block + i]);
        longest = Math.max(longest, length[i]);
      }
      for (; longest > 1; longest -= longest >>> 1) {
        for (int i = 0; i < count; i++) {
          int half = length[i] >>> 1;
          int middle = low[i] + half;
          low[i] = times[middle] <= ends[i] ? middle : low[i];
          length[i] -= half;
        }
      }
      for (int i = 0; i < count; i++) {
        found[block + i] = length[i] > 0 && times[low[i]] <= ends[i] ? low[i] : Matches.NOT_FOUND;
      }
    }
  }

  /** From the place found back to one that the filter admits, or to where the key's rows begin. */
  private void walkBack(Spine spine, RowFilter filter, int from, int to, int[] found) {
    for (int i = from; i < to; i++) {
      int place = found[i];
      if (place < 0) {
        continue;
      }
      int first = startOf(place);
      long time = spine.times[i];
      while (place >= first) {
        int row = rows[place];
        long created = createds == null ? Long.MIN_VALUE : createds[row];
        if (filter.admits(row, times[place], created, time)) {
          break;
        }
        place--;
      }
      found[i] = place < first ? Matches.NOT_FOUND : place;
    }
  }

  private int startOf(int place) {
    int at = Arrays.binarySearch(starts, place);
    if (at < 0) {
      return starts[-at - 2];
    }
    return place;
  }

  private void finish(Spine spine, Window window, int from, int to, int[] found) {
    long[] spineTimes = spine.times;
    for (int i = from; i < to; i++) {
      int place = found[i];
      if (place >= 0) {
        int row = rows[place];
        found[i] = window.reaches(times[place], spineTimes[i]) ? row : Matches.expired(row);
      }
    }
  }
}
