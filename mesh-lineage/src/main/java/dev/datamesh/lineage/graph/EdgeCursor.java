package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;

/**
 * Steps over the evidences of one node, whenever they hold. For one thread at a time.
 *
 * <p>{@code cursor.start(node, DOWNSTREAM); while (cursor.next()) … cursor.other()}
 */
final class EdgeCursor {

  private final Snapshot snapshot;
  private final DeltaLog delta;
  private int nextField;
  private int otherField;
  private int ahead;
  private int slot;

  EdgeCursor(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.delta = snapshot.delta();
  }

  void start(int node, Direction direction) {
    boolean down = direction == Direction.DOWNSTREAM;
    nextField = down ? DeltaLog.NEXT_OUT : DeltaLog.NEXT_IN;
    otherField = down ? DeltaLog.TO : DeltaLog.FROM;
    ahead = down ? delta.firstOut(node, snapshot.slots()) : delta.firstIn(node, snapshot.slots());
  }

  boolean next() {
    while (ahead >= 0) {
      slot = ahead;
      ahead = delta.next(slot, nextField);
      if (delta.aliveAt(slot, snapshot.commit())) {
        return true;
      }
    }
    return false;
  }

  /** The node at the other end. */
  int other() {
    return delta.get(slot, otherField);
  }

  int how() {
    return delta.get(slot, DeltaLog.HOW);
  }

  int when() {
    return delta.get(slot, DeltaLog.WHEN);
  }

  int who() {
    return delta.get(slot, DeltaLog.WHO);
  }
}
