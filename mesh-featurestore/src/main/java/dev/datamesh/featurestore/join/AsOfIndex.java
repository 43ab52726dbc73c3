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

  /** From so many spine rows for each key, bringing them together costs less than it saves. */
  private static final int GROUPED = 4;

  private static final int LARGE_PART = 1 << 19;

  private final KeyCoder coder;
  private final int[] starts;
  private final long[] times;

  /** The row of each place; null: rows are in order themselves. */
  private final int @Nullable [] rows;

  private final @Nullable Column created;

  private AsOfIndex(
      KeyCoder coder, int[] starts, long[] times, int @Nullable [] rows, @Nullable Column created) {
    this.coder = coder;
    this.starts = starts;
    this.times = times;
    this.rows = rows;
    this.created = created;
  }

  static AsOfIndex build(FeatureTable table, Work work) {
    int count = table.rows();
    work.expect(count);
    KeyCoder coder = KeyCoder.of(table.keys());
    int[] codes = coder.addAll(table.keys(), count, work);
    Column event = table.event();
    if (event.hasNulls()) {
      for (int row = 0; row < count; row++) {
        codes[row] = event.isNull(row) ? KeyCoder.NONE : codes[row];
      }
    }
    int[] starts = StreamedMatch.starts(codes, coder.size());
    int[] order = new int[starts[coder.size()]];
    long[] times = new long[order.length];
    Slices.scatter(
        codes,
        (from, target, rows) -> event.copyLongs(from, target, 0, rows),
        starts,
        order,
        times,
        work);
    Column created = table.created();
    int keys = coder.size();
    int parts = Math.max(1, Math.min(keys, 256));
    work.parallel(
        parts,
        part -> {
          int first = (int) ((long) keys * part / parts);
          int last = (int) ((long) keys * (part + 1) / parts);
          Slices.Sorter sorter = new Slices.Sorter();
          for (int key = first; key < last; key++) {
            sorter.sort(order, times, starts[key], starts[key + 1]);
            if (created != null) {
              sortTies(sorter, order, times, created, starts[key], starts[key + 1]);
            }
          }
          work.advance(starts[last] - starts[first]);
        });
    return new AsOfIndex(coder, starts, times, order, created);
  }

  /**
   * The index of rows that are in order: nothing is sorted, and of the keys only the distinct ones
   * are coded.
   *
   * @param keys the distinct keys, in the rows' order
   * @param starts where each key's rows begin, and the number of rows
   */
  static AsOfIndex ofSorted(List<Column> keys, int[] starts, long[] times) {
    KeyCoder coder = KeyCoder.of(keys);
    coder.codeAll(keys, starts.length - 1, KeyCoder.Mode.ADD);
    return new AsOfIndex(coder, starts, times, null, null);
  }

  /** The same with created times, which filters ask for. */
  AsOfIndex withCreated(@Nullable Column other) {
    return new AsOfIndex(coder, starts, times, rows, other);
  }

  private int rowAt(int place) {
    int[] known = rows;
    return known == null ? place : known[place];
  }

  /** Rows of one event time are in ingest order; the created time goes before that. */
  private static void sortTies(
      Slices.Sorter sorter, int[] order, long[] times, Column created, int from, int to) {
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || times[i] != times[start]) {
        if (i - start > 1) {
          long[] createds = new long[i - start];
          for (int j = start; j < i; j++) {
            createds[j - start] = created(created, order[j]);
          }
          sorter.sortBy(order, start, createds);
        }
        start = i;
      }
    }
  }

  /** A created time that is not known is earlier than all others. */
  private static long created(@Nullable Column created, int row) {
    return created == null || created.isNull(row) ? Long.MIN_VALUE : created.getLong(row);
  }

  Matches match(Spine spine, Window window, RowFilter filter, Work work) {
    int count = spine.rows();
    int[] found = new int[count];
    boolean grouped = count >= (long) GROUPED * coder.size();
    int parts = grouped ? groups(count, work) : (count + PART - 1) / PART;
    work.expect(count);
    work.parallel(
        parts,
        part -> {
          int from = (int) ((long) count * part / parts);
          int to = (int) ((long) count * (part + 1) / parts);
          if (grouped) {
            probeGrouped(spine, window, filter, from, to, found, work);
          } else {
            probe(spine, window, from, to, found);
            if (!filter.isAll()) {
              walkBack(spine, filter, from, to, found);
            }
            finish(spine, window, from, to, found);
            work.advance(to - from);
          }
        });
    return new Matches(found);
  }

  /** Parts large enough to have several rows of each key, and no more of them than that gives. */
  private int groups(int count, Work work) {
    long least = Math.max(1, (long) GROUPED * coder.size());
    long good = Math.max(LARGE_PART, 4 * least);
    return (int) Math.max(1, Math.max(count / good, Math.min(work.threads(), count / least)));
  }

  /**
   * The whole way for many spine rows of each key: they are brought together by key first, so that
   * a key's times are read from memory once and searched in the cache.
   */
  private void probeGrouped(
      Spine spine, Window window, RowFilter filter, int from, int to, int[] found, Work work) {
    int count = to - from;
    int[] codes = new int[count];
    int block;
    for (int at = 0; at < count; at += block) {
      block = Math.min(KeyCoder.BLOCK, count - at);
      coder.code(spine.keys, from + at, block, codes, at, KeyCoder.Mode.LOOK_UP);
    }
    int[] slices = StreamedMatch.starts(codes, coder.size());
    int[] order = new int[slices[coder.size()]];
    long[] asked = new long[order.length];
    Slices.scatter(
        codes,
        (at, target, rows) -> System.arraycopy(spine.times, from + at, target, 0, rows),
        slices,
        order,
        asked,
        Work.quiet());
    Arrays.fill(found, from, to, Matches.NOT_FOUND);
    work.advance(count - order.length);
    int told = 0;
    for (int key = 0; key < coder.size(); key++) {
      int first = starts[key];
      int rowsOfKey = starts[key + 1] - first;
      for (int i = slices[key]; rowsOfKey > 0 && i < slices[key + 1]; i++) {
        int place = last(first, rowsOfKey, window.end(asked[i]));
        if (place >= 0 && !filter.isAll()) {
          place = admitted(place, first, filter, asked[i]);
        }
        if (place >= 0) {
          int row = rowAt(place);
          found[from + order[i]] =
              window.reaches(times[place], asked[i]) ? row : Matches.expired(row);
        }
      }
      if (slices[key + 1] - told >= PART || key + 1 == coder.size()) {
        work.advance(slices[key + 1] - told);
        told = slices[key + 1];
      }
    }
  }

  /** The last of a key's places that is not after the end, or {@link Matches#NOT_FOUND}. */
  private int last(int first, int count, long end) {
    int low = first;
    for (int length = count; length > 1; length -= length >>> 1) {
      int middle = low + (length >>> 1);
      low = times[middle] <= end ? middle : low;
    }
    return times[low] <= end ? low : Matches.NOT_FOUND;
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
    int count;
    for (int block = from; block < to; block += count) {
      count = Math.min(STAGE, to - block);
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

  private void walkBack(Spine spine, RowFilter filter, int from, int to, int[] found) {
    for (int i = from; i < to; i++) {
      int place = found[i];
      if (place >= 0) {
        found[i] = admitted(place, startOf(place), filter, spine.times[i]);
      }
    }
  }

  /** From the place found back to one that the filter admits, or to where the key's rows begin. */
  private int admitted(int found, int first, RowFilter filter, long time) {
    int place = found;
    while (place >= first) {
      int row = rowAt(place);
      if (filter.admits(row, times[place], created(created, row), time)) {
        return place;
      }
      place--;
    }
    return Matches.NOT_FOUND;
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
        int row = rowAt(place);
        found[i] = window.reaches(times[place], spineTimes[i]) ? row : Matches.expired(row);
      }
    }
  }
}
