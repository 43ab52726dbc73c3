package dev.datamesh.lineage.graph;

import java.util.Arrays;

/** The nodes that a walk reached, roots first, by hops. Immutable. */
public final class Reached {

  private final int[] order;
  private final int[] levels;
  private final int frontierFrom;

  /**
   * Takes the arrays as they are.
   *
   * @param order node numbers; those of hop h are from {@code levels[h]} up to {@code levels[h +
   *     1]}
   * @param levels starts of the hops, and the end; its length is the number of hops plus 2
   * @param frontierFrom from here on nodes were reached but not gone beyond, because of the limit;
   *     the end where the walk is complete
   */
  Reached(int[] order, int[] levels, int frontierFrom) {
    this.order = order;
    this.levels = levels;
    this.frontierFrom = frontierFrom;
  }

  /** The same one hop further away: what was walked from were the first nodes reached. */
  public Reached oneHopFurther() {
    int[] further = new int[levels.length + 1];
    System.arraycopy(levels, 0, further, 1, levels.length);
    return new Reached(order, further, frontierFrom);
  }

  /** The first nodes, up to a number of them; what leads to the others is the frontier. */
  public Reached atMost(int limit) {
    if (size() <= limit) {
      return this;
    }
    int hopOfFirstLeftOut = hopsAt(roots() + limit);
    return cut(limit, levels[Math.max(0, hopOfFirstLeftOut - 1)]);
  }

  /** The first nodes, up to a number of them, those from a place on not gone beyond. */
  Reached cut(int limit, int frontier) {
    int end = roots() + limit;
    int last = levels.length - 1;
    while (last > 1 && levels[last - 1] >= end) {
      last--;
    }
    int[] cut = Arrays.copyOf(levels, last + 1);
    cut[last] = end;
    return new Reached(order, cut, Math.min(frontier, Math.max(0, end - 1)));
  }

  /** How many nodes were reached, the roots not counted. */
  public int size() {
    return end() - levels[1];
  }

  /** How many roots the walk had. */
  public int roots() {
    return levels[1];
  }

  /** The end of the order: roots and reached nodes together. */
  public int end() {
    return levels[levels.length - 1];
  }

  /** The node at a place of the order. */
  public int node(int place) {
    return order[place];
  }

  /** The most hops that any node is away. */
  public int hops() {
    return levels.length - 2;
  }

  /** The place where the nodes of a hop start. */
  public int start(int hop) {
    return levels[hop];
  }

  public boolean complete() {
    return frontierFrom == end();
  }

  public int frontierFrom() {
    return frontierFrom;
  }

  /** How many hops the node at this place of the order is away. */
  public int hopsAt(int place) {
    int found = Arrays.binarySearch(levels, place);
    if (found < 0) {
      return -found - 2;
    }
    while (levels[found + 1] == place) {
      found++;
    }
    return found;
  }
}
