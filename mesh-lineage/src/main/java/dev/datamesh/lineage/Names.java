package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.graph.Reached;
import dev.datamesh.lineage.graph.Snapshot;

/**
 * The names of the nodes of an answer, made when asked for. Whoever goes through them in order has
 * those just ahead brought near, once he asked for one: each lies in a place of its own in memory.
 * Safe for use by many threads, as nothing depends on what they see of each other here.
 */
final class Names {

  private static final int AHEAD = 64;

  private final Snapshot snapshot;
  private boolean wanted;

  /** Takes what is read ahead, so that no compiler drops the reading. */
  @SuppressWarnings("UnusedVariable")
  private int touched;

  Names(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  AssetId of(int node) {
    if (!wanted) {
      wanted = true;
    }
    return snapshot.asset(node);
  }

  /** Says that the node at a place is the next. */
  void comeTo(Reached reached, int place) {
    if (wanted && (place & (AHEAD - 1)) == 0) {
      touched += snapshot.touchNames(reached, place, Math.min(place + AHEAD, reached.end()));
    }
  }
}
