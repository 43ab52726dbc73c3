package dev.datamesh.featurestore.offline;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of all rows of some segments, of which each is in order: keys, where each key's rows
 * begin, event times, and where each row goes. Keys are compared once for each run of a segment;
 * created times and sequences are read only where event times are equal. For one thread at a time.
 */
final class MergedOrder {

  private final List<Segment> segments;
  private final TableLayout layout;
  private final int rows;

  /** The distinct keys so far, a piece for each block or merge. */
  private final List<List<Cells>> keyPieces = new ArrayList<>();

  private int[] starts = new int[1024];
  private int keyCount;
  private final long[] events;
  private int @Nullable [] places;

  /** Of the segments' rows, one after another; read at the first tie. */
  private long @Nullable [] sequences;

  private long @Nullable [] created;

  private MergedOrder(List<Segment> segments, TableLayout layout, int rows) {
    this.segments = segments;
    this.layout = layout;
    this.rows = rows;
    this.events = new long[rows];
  }

  static MergedOrder of(List<Segment> segments, TableLayout layout, int rows) throws IOException {
    MergedOrder order = new MergedOrder(segments, layout, rows);
    if (segments.size() == 1) {
      order.readOne(segments.get(0));
    } else if (!segments.isEmpty()) {
      order.mergeMany();
    }
    order.noteStart(rows);
    return order;
  }

  /** Where each key's rows begin, and the number of rows. */
  int[] starts() {
    return Arrays.copyOf(starts, keyCount);
  }

  long[] events() {
    return events;
  }

  /** Where each row of the segments, one after another, goes; null where it stays. */
  int @Nullable [] places() {
    return places;
  }

  /** The distinct keys. */
  List<Column> keys() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < layout.keys().fields().size(); i++) {
      Field field = layout.keys().fields().get(i);
      Cells.Kind kind = Cells.Kind.of(field.type());
      Cells all = new Cells(kind, kind.array(keyCount - 1), new java.util.BitSet());
      int at = 0;
      for (List<Cells> piece : keyPieces) {
        int count = piece.get(i).count();
        System.arraycopy(piece.get(i).array(), 0, all.array(), at, count);
        at += count;
      }
      columns.add(all.toColumn(Field.nullable(field.name(), field.type()), keyCount - 1));
    }
    return columns;
  }

  private void noteStart(int row) {
    if (keyCount == starts.length) {
      starts = Arrays.copyOf(starts, keyCount * 2);
    }
    starts[keyCount++] = row;
  }

  private void readOne(Segment segment) throws IOException {
    List<Cells> last = List.of();
    int lastRow = 0;
    int at = 0;
    int[] firsts = new int[SegmentWriter.BLOCK_ROWS];
    for (int block = 0; block < segment.footer().blocks().size(); block++) {
      int count = segment.footer().blocks().get(block).rows();
      List<Cells> keys = segment.keys(block);
      segment.events(block, events, at);
      int found = 0;
      for (int row = 0; row < count; row++) {
        boolean same =
            row > 0
                ? sameKey(keys, row, keys, row - 1)
                : !(last.isEmpty() && at == 0) && sameKey(keys, 0, last, lastRow);
        if (!same) {
          noteStart(at + row);
          firsts[found++] = row;
        }
      }
      int distinct = found;
      keyPieces.add(keys.stream().map(cells -> cells.gather(firsts, 0, distinct)).toList());
      last = keys;
      lastRow = count - 1;
      at += count;
    }
  }

  private static boolean sameKey(List<Cells> keys, int row, List<Cells> others, int other) {
    for (int i = 0; i < keys.size(); i++) {
      if (!keys.get(i).same(row, others.get(i), other)) {
        return false;
      }
    }
    return true;
  }

  private static int compareKeys(List<Cells> keys, int row, int other) {
    for (int i = 0; i < keys.size(); i++) {
      int order = keys.get(i).compare(row, keys.get(i), other);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private void mergeMany() throws IOException {
    List<Cells> keys = new ArrayList<>();
    for (Field field : layout.keys().fields()) {
      Cells.Kind kind = Cells.Kind.of(field.type());
      keys.add(new Cells(kind, kind.array(rows), new java.util.BitSet()));
    }
    long[] before = new long[rows];
    int[] heads = new int[segments.size()];
    int[] ends = new int[segments.size()];
    int at = 0;
    for (int i = 0; i < heads.length; i++) {
      heads[i] = at;
      Segment segment = segments.get(i);
      for (int block = 0; block < segment.footer().blocks().size(); block++) {
        int count = segment.footer().blocks().get(block).rows();
        List<Cells> part = segment.keys(block);
        for (int key = 0; key < part.size(); key++) {
          System.arraycopy(part.get(key).array(), 0, keys.get(key).array(), at, count);
        }
        segment.events(block, before, at);
        at += count;
      }
      ends[i] = at;
    }
    merge(keys, before, heads, ends);
  }

  private void merge(List<Cells> keys, long[] before, int[] heads, int[] ends) throws IOException {
    int[] to = new int[rows];
    int[] firsts = new int[1024];
    int distinct = 0;
    int done = 0;
    Runs runs = new Runs(before);
    while (done < rows) {
      int least = -1;
      for (int i = 0; i < heads.length; i++) {
        if (heads[i] < ends[i] && (least < 0 || compareKeys(keys, heads[i], heads[least]) < 0)) {
          least = i;
        }
      }
      int first = heads[least];
      runs.clear();
      for (int i = 0; i < heads.length; i++) {
        if (heads[i] < ends[i] && (i == least || sameKey(keys, heads[i], keys, first))) {
          int from = heads[i];
          int end = from + 1;
          while (end < ends[i] && sameKey(keys, end, keys, end - 1)) {
            end++;
          }
          runs.add(from, end);
          heads[i] = end;
        }
      }
      if (distinct == firsts.length) {
        firsts = Arrays.copyOf(firsts, distinct * 2);
      }
      firsts[distinct++] = first;
      noteStart(done);
      int[] merged = runs.merged();
      for (int i = 0; i < runs.rows(); i++) {
        int row = merged[i];
        events[done] = before[row];
        to[row] = done++;
      }
    }
    int count = distinct;
    int[] each = firsts;
    keyPieces.add(keys.stream().map(cells -> cells.gather(each, 0, count)).toList());
    places = to;
  }

  /** Created time and sequence decide between rows of one key and event time. */
  private int compareTies(int row, int other) throws IOException {
    long[] known = sequences;
    if (known == null) {
      known = new long[rows];
      long[] times = layout.hasCreatedTime() ? new long[rows] : null;
      int at = 0;
      for (Segment segment : segments) {
        for (int block = 0; block < segment.footer().blocks().size(); block++) {
          int count = segment.footer().blocks().get(block).rows();
          System.arraycopy(segment.sequences(block), 0, known, at, count);
          long[] part = segment.created(block);
          if (times != null && part != null) {
            System.arraycopy(part, 0, times, at, count);
          }
          at += count;
        }
      }
      sequences = known;
      created = times;
    }
    long[] times = created;
    int order = times == null ? 0 : Long.compare(times[row], times[other]);
    return order != 0 ? order : Long.compare(known[row], known[other]);
  }

  /** Runs of rows of one key, merged two by two. */
  private final class Runs {

    private final long[] times;
    private int[] order = new int[256];
    private int[] spare = new int[256];
    private int[] bounds = new int[16];
    private int count;

    Runs(long[] times) {
      this.times = times;
    }

    void clear() {
      count = 0;
    }

    int rows() {
      return bounds[count];
    }

    void add(int from, int end) {
      int at = bounds[count];
      if (at + end - from > order.length) {
        order = Arrays.copyOf(order, Math.max(order.length * 2, at + end - from));
      }
      for (int row = from; row < end; row++) {
        order[at + row - from] = row;
      }
      if (count + 1 == bounds.length) {
        bounds = Arrays.copyOf(bounds, bounds.length * 2);
      }
      bounds[++count] = at + end - from;
    }

    int[] merged() throws IOException {
      if (spare.length < order.length) {
        spare = new int[order.length];
      }
      while (count > 1) {
        int runs = 0;
        for (int run = 0; run < count; run += 2) {
          int from = bounds[run];
          int middle = bounds[Math.min(run + 1, count)];
          int end = bounds[Math.min(run + 2, count)];
          merge(from, middle, end);
          bounds[++runs] = end;
        }
        count = runs;
        int[] swap = order;
        order = spare;
        spare = swap;
      }
      return order;
    }

    private void merge(int from, int middle, int end) throws IOException {
      int left = from;
      int right = middle;
      for (int i = from; i < end; i++) {
        boolean takeRight = left == middle || (right < end && isBefore(order[right], order[left]));
        spare[i] = takeRight ? order[right++] : order[left++];
      }
    }

    private boolean isBefore(int row, int other) throws IOException {
      return times[row] < times[other]
          || (times[row] == times[other] && compareTies(row, other) < 0);
    }
  }
}
