package dev.datamesh.lineage.graph;

import dev.datamesh.core.Progress;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.LineageEdge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The best product of confidences with which each node is reached, for each number of hops that
 * betters it: two hops at 0.3 and four hops at 0.9 are both kept, since either may be the one that
 * leads on within the depth. Each round extends what bettered in the round before, so it ends with
 * cycles too: a longer way round never betters.
 */
public final class BestPaths {

  private final Snapshot snapshot;
  private final Direction direction;
  private final EdgeFilter filter;
  private final Pass pass;
  private final SealedEdges rows;
  private int[] node = new int[64];
  private int[] parent = new int[64];
  private double[] confidence = new double[64];
  private int[] levels = new int[8];
  private int hops;
  private int size;
  private final int[] best;
  private final int[] first;

  private BestPaths(Snapshot snapshot, Direction direction, EdgeFilter filter) {
    this.snapshot = snapshot;
    this.direction = direction;
    this.filter = filter;
    this.pass = Pass.of(snapshot, filter);
    this.rows = new SealedEdges(snapshot, pass, direction);
    this.best = new int[snapshot.nodes()];
    this.first = new int[snapshot.nodes()];
  }

  public static BestPaths from(
      Snapshot snapshot,
      int[] roots,
      Direction direction,
      int depth,
      EdgeFilter filter,
      double leastProduct) {
    return from(snapshot, roots, direction, depth, filter, leastProduct, Progress.NONE);
  }

  /** The same for long ways, which the progress can cancel. */
  public static BestPaths from(
      Snapshot snapshot,
      int[] roots,
      Direction direction,
      int depth,
      EdgeFilter filter,
      double leastProduct,
      Progress progress) {
    BestPaths paths = new BestPaths(snapshot, direction, filter);
    paths.run(roots, depth, leastProduct, progress);
    return paths;
  }

  /** The nodes by the fewest hops in which they are reached well enough. */
  public Reached reached() {
    int[] order = new int[size];
    int[] starts = new int[hops + 2];
    int filled = 0;
    for (int hop = 0; hop <= hops; hop++) {
      starts[hop] = filled;
      for (int state = levels[hop]; state < levels[hop + 1]; state++) {
        if (first[node[state]] == state + 1) {
          order[filled++] = node[state];
        }
      }
    }
    starts[hops + 1] = filled;
    int last = hops;
    while (last > 0 && starts[last] == filled) {
      last--;
    }
    return new Reached(order, Arrays.copyOf(starts, last + 2), filled);
  }

  /** The best product with which a node is reached within the depth, 0 where it is not. */
  public double confidence(int wanted) {
    int state = best[wanted] - 1;
    return state < 0 ? 0 : confidence[state];
  }

  /** The path in the direction of the data that has the best product; empty for a root. */
  public List<LineageEdge> bestPathTo(int wanted) {
    int state = best[wanted] - 1;
    return state < 0 ? List.of() : pathTo(state);
  }

  /** Of the paths that are good enough a shortest one. */
  public List<LineageEdge> firstPathTo(int wanted) {
    int state = first[wanted] - 1;
    return state < 0 ? List.of() : pathTo(state);
  }

  private void run(int[] roots, int depth, double leastProduct, Progress progress) {
    for (int root : roots) {
      if (first[root] == 0) {
        push(root, -1, 1.0);
      }
    }
    levels[1] = size;
    LiveEdges edges = new LiveEdges(snapshot, pass);
    while (levels[hops] < levels[hops + 1] && hops < depth) {
      int roundStart = levels[hops + 1];
      Walk.report(progress, roundStart);
      for (int state = levels[hops]; state < levels[hops + 1]; state++) {
        if (rows.has(node[state])) {
          rows.start(node[state]);
          while (rows.next()) {
            offer(rows.other(), state, rows.confidence(), leastProduct, roundStart);
          }
        } else {
          edges.start(node[state], direction);
          while (edges.next()) {
            offer(edges.other(), state, edges.confidence(), leastProduct, roundStart);
          }
        }
      }
      hops++;
      if (hops + 2 > levels.length) {
        levels = Arrays.copyOf(levels, levels.length * 2);
      }
      levels[hops + 1] = size;
    }
  }

  private void offer(int to, int from, double edge, double leastProduct, int roundStart) {
    double product = confidence[from] * edge;
    if (product >= leastProduct) {
      int known = best[to] - 1;
      if (known < 0 || product > confidence[known]) {
        extend(to, from, product, roundStart);
      }
    }
  }

  private void extend(int to, int from, double product, int roundStart) {
    int known = best[to] - 1;
    if (known < roundStart) {
      push(to, from, product);
    } else {
      parent[known] = from;
      confidence[known] = product;
    }
  }

  private void push(int reached, int from, double product) {
    if (size == node.length) {
      node = Arrays.copyOf(node, size * 2);
      parent = Arrays.copyOf(parent, size * 2);
      confidence = Arrays.copyOf(confidence, size * 2);
    }
    node[size] = reached;
    parent[size] = from;
    confidence[size] = product;
    size++;
    if (first[reached] == 0) {
      first[reached] = size;
    }
    best[reached] = size;
  }

  private List<LineageEdge> pathTo(int state) {
    List<LineageEdge> path = new ArrayList<>();
    LiveEdges edges = new LiveEdges(snapshot, filter);
    for (int now = state; parent[now] >= 0; now = parent[now]) {
      int near = node[parent[now]];
      int far = node[now];
      LineageEdge strongest = null;
      edges.start(near, direction);
      while (edges.next()) {
        if (edges.other() == far
            && (strongest == null || edges.confidence() > strongest.confidence())) {
          boolean down = direction == Direction.DOWNSTREAM;
          strongest = Witness.edge(snapshot, edges, down ? near : far, down ? far : near);
        }
      }
      if (strongest != null) {
        path.add(strongest);
      }
    }
    if (direction == Direction.DOWNSTREAM) {
      Collections.reverse(path);
    }
    return path;
  }
}
