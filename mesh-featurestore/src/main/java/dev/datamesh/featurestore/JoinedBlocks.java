package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A spine's blocks with their features. Where a view stays on disk each join goes through all its
 * rows: then as many blocks are joined at once as a share of the heap holds, and given out as they
 * came.
 */
final class JoinedBlocks implements FrameBlocks {

  /** How much of the heap the rows that are joined at once may take, with what they find. */
  private static final double HEAP_SHARE = 0.2;

  private final FrameBlocks spine;
  private final JoinPlan plan;
  private final Schema schema;
  private final long mostRows;
  private @Nullable Frame joined;
  private final List<Integer> sizes = new ArrayList<>();
  private int given;

  JoinedBlocks(FrameBlocks spine, JoinPlan plan) {
    this.spine = spine;
    this.plan = plan.blockwise();
    this.schema = plan.join(Frame.empty(spine.schema())).schema();
    this.mostRows = plan.readsFromDisk() ? mostRows(plan) : 1;
  }

  private static long mostRows(JoinPlan plan) {
    long bytes = (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE);
    return Math.max(1, bytes / (Long.BYTES * (plan.resultColumns() + 2L)));
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public boolean hasNext() {
    return !sizes.isEmpty() || spine.hasNext();
  }

  @Override
  public Frame next() {
    if (sizes.isEmpty()) {
      if (!spine.hasNext()) {
        throw new NoSuchElementException();
      }
      joinMore();
    }
    int count = sizes.remove(0);
    Frame all = joined;
    if (all == null) {
      throw new NoSuchElementException();
    }
    if (given == 0 && count == all.rows()) {
      joined = null;
      return all;
    }
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = given + i;
    }
    given += count;
    if (sizes.isEmpty()) {
      joined = null;
    }
    return all.take(rows);
  }

  private void joinMore() {
    List<Frame> blocks = new ArrayList<>();
    long rows = 0;
    do {
      Frame block = spine.next();
      blocks.add(block);
      sizes.add((int) block.rows());
      rows += block.rows();
    } while (rows < mostRows && spine.hasNext());
    joined = plan.join(blocks.size() == 1 ? blocks.get(0) : Frame.concat(blocks));
    given = 0;
  }

  @Override
  public void close() {
    joined = null;
    sizes.clear();
    spine.close();
  }
}
