package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;

/**
 * Steps over the evidences of one node, whenever they hold: the sealed ones, then the later ones.
 * For one thread at a time.
 *
 * <p>{@code cursor.start(node, DOWNSTREAM); while (cursor.next()) … cursor.other()}
 */
final class EdgeCursor {

  private static final int[] NONE = new int[0];

  private final Snapshot snapshot;
  private final Sealed sealed;
  private final DeltaLog delta;
  private boolean down;
  private Side side;
  private int block;
  private int[] ends = NONE;
  private int place;
  private int end;
  private boolean touched;
  private int ahead;
  private int slot;

  EdgeCursor(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.sealed = snapshot.sealed();
    this.delta = snapshot.delta();
    this.side = sealed.out();
  }

  void start(int node, Direction direction) {
    down = direction == Direction.DOWNSTREAM;
    if (node < sealed.nodes()) {
      side = down ? sealed.out() : sealed.in();
      block = node >>> Side.BLOCK_BITS;
      ends = side.ends[block];
      int[] starts = side.starts[block];
      place = starts[node & Side.IN_BLOCK] - 1;
      end = starts[(node & Side.IN_BLOCK) + 1];
    } else {
      place = -1;
      end = 0;
    }
    touched = delta.touched(direction).has(node);
    ahead = -1;
    if (touched) {
      ahead = down ? delta.firstOut(node, snapshot.slots()) : delta.firstIn(node, snapshot.slots());
    }
  }

  boolean next() {
    slot = -1;
    while (++place < end) {
      if (!touched || !delta.endedAt(down, block, place, snapshot.commit())) {
        return true;
      }
    }
    place = end;
    while (ahead >= 0) {
      slot = ahead;
      ahead = delta.next(slot, down ? DeltaLog.NEXT_OUT : DeltaLog.NEXT_IN);
      if (delta.aliveAt(slot, snapshot.commit())) {
        return true;
      }
    }
    return false;
  }

  /** The later evidence's slot, -1 where it is a sealed one. */
  int slot() {
    return slot;
  }

  /** The node at the other end. */
  int other() {
    return slot < 0 ? ends[place] : delta.get(slot, down ? DeltaLog.TO : DeltaLog.FROM);
  }

  int how() {
    return slot < 0 ? sealed.format().how(side.word(block, place)) : delta.get(slot, DeltaLog.HOW);
  }

  int when() {
    return slot < 0
        ? sealed.format().when(side.word(block, place))
        : delta.get(slot, DeltaLog.WHEN);
  }

  int who() {
    return slot < 0 ? sealed.format().who(side.word(block, place)) : delta.get(slot, DeltaLog.WHO);
  }
}
