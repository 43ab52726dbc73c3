package dev.datamesh.featurestore.offline;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Rows of several segments as one ordered stream. The cursors stand in a heap by their rows; picks
 * are noted as (cursor, row) and copied column by column when a block is full or a cursor needs its
 * next block. For one thread at a time.
 */
final class MergedBlocks implements RowBlocks {

  private static final int BLOCK = SegmentWriter.BLOCK_ROWS;

  private final OpenSegments open;
  private final TableLayout layout;
  private final List<SegmentCursor> all;
  private final SegmentCursor[] heap;
  private int size;
  private @Nullable RowBlock ready;
  private boolean closed;

  private int picked;
  private final SegmentCursor[] pickedFrom = new SegmentCursor[BLOCK];
  private final int[] pickedRow = new int[BLOCK];
  private int copied;
  private List<Cells> keys = List.of();
  private long[] events = new long[0];
  private long[] created = new long[0];
  private long[] sequences = new long[0];
  private List<Cells> values = List.of();

  private MergedBlocks(OpenSegments open, TableLayout layout, List<SegmentCursor> cursors) {
    this.open = open;
    this.layout = layout;
    this.all = cursors;
    this.heap = new SegmentCursor[cursors.size()];
  }

  /** The segments have been acquired; they are released when the blocks are closed. */
  static MergedBlocks of(
      OpenSegments open, TableLayout layout, List<Segment> segments, RowSelection selection) {
    MergedBlocks merged =
        new MergedBlocks(
            open,
            layout,
            segments.stream()
                .map(segment -> new SegmentCursor(segment, layout, selection))
                .toList());
    try {
      if (merged.all.size() > 1) {
        merged.start();
      }
    } catch (RuntimeException e) {
      merged.close();
      throw e;
    }
    return merged;
  }

  private void start() {
    try {
      for (SegmentCursor cursor : all) {
        if (cursor.advanceBlock()) {
          heap[size] = cursor;
          siftUp(size++);
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean hasNext() {
    if (ready == null && !closed) {
      try {
        ready = all.size() == 1 ? all.get(0).nextBlock() : merge();
      } catch (IOException e) {
        throw failed(e);
      }
    }
    return ready != null;
  }

  @Override
  public RowBlock next() {
    if (!hasNext() || ready == null) {
      throw new NoSuchElementException();
    }
    RowBlock block = ready;
    ready = null;
    return block;
  }

  private @Nullable RowBlock merge() throws IOException {
    if (size == 1) {
      return rest();
    }
    picked = 0;
    copied = 0;
    while (size > 0 && picked < BLOCK) {
      SegmentCursor top = heap[0];
      pickedFrom[picked] = top;
      pickedRow[picked++] = top.row();
      if (!top.advanceRow()) {
        copyPicks();
        if (!top.advanceBlock()) {
          heap[0] = heap[--size];
        }
      }
      siftDown();
      if (size == 1) {
        break;
      }
    }
    copyPicks();
    return picked == 0 ? null : taken();
  }

  /** What is left of the last cursor needs no comparing. */
  private @Nullable RowBlock rest() throws IOException {
    SegmentCursor last = heap[0];
    RowBlock block = last.block();
    int from = last.row();
    if (!last.advanceBlock()) {
      size = 0;
    }
    if (from == 0) {
      return block;
    }
    int[] wanted = new int[block.rows() - from];
    Arrays.setAll(wanted, i -> from + i);
    return block.take(wanted, wanted.length);
  }

  private void copyPicks() {
    if (copied == picked) {
      return;
    }
    if (copied == 0) {
      prepare(pickedFrom[0].block());
    }
    for (SegmentCursor cursor : all) {
      copyPicks(cursor);
    }
    copied = picked;
  }

  private void prepare(RowBlock like) {
    events = new long[BLOCK];
    created = like.created() == null ? new long[0] : new long[BLOCK];
    sequences = new long[BLOCK];
    keys = like.keyCells().stream().map(MergedBlocks::emptyLike).toList();
    values = like.valueCells().stream().map(MergedBlocks::emptyLike).toList();
  }

  private static Cells emptyLike(Cells cells) {
    return new Cells(cells.kind(), cells.kind().array(BLOCK), new BitSet());
  }

  private void copyPicks(SegmentCursor cursor) {
    int[] from = new int[picked - copied];
    int[] to = new int[picked - copied];
    int count = 0;
    for (int i = copied; i < picked; i++) {
      if (pickedFrom[i] == cursor) {
        from[count] = pickedRow[i];
        to[count++] = i;
      }
    }
    if (count == 0) {
      return;
    }
    RowBlock block = cursor.block();
    long @Nullable [] blockCreated = block.created();
    for (int i = 0; i < count; i++) {
      events[to[i]] = block.events()[from[i]];
      sequences[to[i]] = block.sequences()[from[i]];
      if (blockCreated != null) {
        created[to[i]] = blockCreated[from[i]];
      }
    }
    for (int i = 0; i < keys.size(); i++) {
      block.keyCells().get(i).scatter(from, to, count, keys.get(i));
    }
    for (int i = 0; i < values.size(); i++) {
      block.valueCells().get(i).scatter(from, to, count, values.get(i));
    }
  }

  private RowBlock taken() {
    return new RowBlock(
        layout, picked, keys, events, layout.hasCreatedTime() ? created : null, sequences, values);
  }

  private void siftUp(int from) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (heap[parent].compareTo(heap[place]) <= 0) {
        return;
      }
      swap(parent, place);
      place = parent;
    }
  }

  private void siftDown() {
    int place = 0;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && heap[child + 1].compareTo(heap[child]) < 0) {
        child++;
      }
      if (heap[place].compareTo(heap[child]) <= 0) {
        return;
      }
      swap(place, child);
      place = child;
    }
  }

  private void swap(int one, int other) {
    SegmentCursor kept = heap[one];
    heap[one] = heap[other];
    heap[other] = kept;
  }

  private RuntimeException failed(IOException e) {
    if (open.isClosed()) {
      return new ClosedException(
          "Cannot go on reading table \"%s\", the store is closed".formatted(layout.name()),
          layout.name());
    }
    return new StorageException(
        "Cannot read table \"%s\": %s".formatted(layout.name(), e), layout.name(), e);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ready = null;
    List<String> failures = new ArrayList<>();
    for (SegmentCursor cursor : all) {
      try {
        open.release(cursor.segment());
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
    if (!failures.isEmpty()) {
      throw new StorageException(
          "Cannot close segments of table \"%s\": %s".formatted(layout.name(), failures),
          layout.name());
    }
  }
}
