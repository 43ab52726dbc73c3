package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import java.util.Arrays;

/** Breadth-first walks over a snapshot: whom the roots reach, and in how many hops. */
public final class Walk {

  private Walk() {}

  /**
   * Every node whose shortest distance from the nearest root is at most the depth.
   *
   * @param roots node numbers, at hop 0
   * @param limit the most nodes to reach; beyond it the walk stops and says where
   */
  public static Reached from(
      Snapshot snapshot,
      int[] roots,
      Direction direction,
      int depth,
      EdgeFilter filter,
      int limit) {
    LiveEdges edges = new LiveEdges(snapshot, filter);
    long[] seen = new long[(snapshot.nodes() >>> 6) + 1];
    int[] order = new int[Math.max(16, roots.length)];
    int[] levels = new int[8];
    int size = 0;
    for (int root : roots) {
      if (mark(seen, root)) {
        order[size++] = root;
      }
    }
    int rootCount = size;
    int hop = 0;
    levels[1] = size;
    int frontierFrom = -1;
    while (levels[hop] < levels[hop + 1] && hop < depth && frontierFrom < 0) {
      for (int place = levels[hop]; place < levels[hop + 1]; place++) {
        if (size - rootCount >= limit) {
          frontierFrom = place;
          break;
        }
        edges.start(order[place], direction);
        while (edges.next()) {
          if (mark(seen, edges.other())) {
            if (size == order.length) {
              order = Arrays.copyOf(order, size * 2);
            }
            order[size++] = edges.other();
          }
        }
      }
      hop++;
      if (hop + 2 > levels.length) {
        levels = Arrays.copyOf(levels, levels.length * 2);
      }
      levels[hop + 1] = size;
    }
    if (levels[hop] == size && hop > 0) {
      hop--;
    }
    return new Reached(
        Arrays.copyOf(order, size),
        Arrays.copyOf(levels, hop + 2),
        frontierFrom < 0 ? size : frontierFrom);
  }

  private static boolean mark(long[] seen, int node) {
    long bit = 1L << node;
    int word = node >>> 6;
    if ((seen[word] & bit) != 0) {
      return false;
    }
    seen[word] |= bit;
    return true;
  }
}
