package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import java.util.Arrays;

/** The nodes one edge away from a node. For one thread at a time. */
public final class Neighbours {

  private final LiveEdges edges;
  private final Direction direction;
  private int[] found = new int[8];

  public Neighbours(Snapshot snapshot, EdgeFilter filter, Direction direction) {
    this.edges = new LiveEdges(snapshot, filter);
    this.direction = direction;
  }

  /** By number, one once for each edge to it. */
  public int[] of(int node) {
    int count = 0;
    edges.start(node, direction);
    while (edges.next()) {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = edges.other();
    }
    return Arrays.copyOf(found, count);
  }
}
