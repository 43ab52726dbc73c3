package dev.datamesh.lineage.graph;

import java.util.Arrays;

/**
 * Strongly connected components, by Tarjan's algorithm without recursion. Components are numbered
 * so that edges between them run from higher to lower numbers. Immutable.
 */
public final class Components {

  private final int[] componentOf;
  private final int[] firstBelow;
  private final int count;

  private Components(int[] componentOf, int[] firstBelow, int count) {
    this.componentOf = componentOf;
    this.firstBelow = firstBelow;
    this.count = count;
  }

  public static Components of(LiveCsr graph) {
    int nodes = graph.nodes();
    int[] index = new int[nodes];
    int[] low = new int[nodes];
    int[] component = new int[nodes];
    Arrays.fill(component, -1);
    int[] stack = new int[nodes];
    int[] path = new int[nodes];
    int[] edge = new int[nodes];
    int[] before = new int[nodes];
    int[] firstBelow = new int[nodes];
    int stacked = 0;
    int components = 0;
    int next = 1;
    for (int root = 0; root < nodes; root++) {
      if (index[root] != 0) {
        continue;
      }
      int depth = 0;
      path[0] = root;
      edge[0] = graph.outStart(root);
      before[0] = components;
      index[root] = low[root] = next++;
      stack[stacked++] = root;
      while (depth >= 0) {
        int node = path[depth];
        if (edge[depth] < graph.outStart(node + 1)) {
          int to = graph.out(edge[depth]++);
          if (index[to] == 0) {
            index[to] = low[to] = next++;
            stack[stacked++] = to;
            path[++depth] = to;
            before[depth] = components;
            edge[depth] = graph.outStart(to);
          } else if (component[to] < 0) {
            low[node] = Math.min(low[node], index[to]);
          }
        } else {
          if (low[node] == index[node]) {
            int member;
            do {
              member = stack[--stacked];
              component[member] = components;
            } while (member != node);
            firstBelow[components++] = before[depth];
          }
          if (--depth >= 0) {
            low[path[depth]] = Math.min(low[path[depth]], low[node]);
          }
        }
      }
    }
    return new Components(component, Arrays.copyOf(firstBelow, components), components);
  }

  public int count() {
    return count;
  }

  public int of(int node) {
    return componentOf[node];
  }

  /**
   * The first component that was left after the search had come to this one: all from there up to
   * this one are its descendants.
   */
  int firstBelow(int component) {
    return firstBelow[component];
  }

  /**
   * The nodes by component.
   *
   * @param starts is filled with where the nodes of each component start, and the end
   */
  int[] members(int[] starts) {
    for (int component : componentOf) {
      starts[component]++;
    }
    int sum = 0;
    for (int i = 0; i <= count; i++) {
      int size = starts[i];
      starts[i] = sum;
      sum += size;
    }
    int[] members = new int[componentOf.length];
    int[] fill = Arrays.copyOf(starts, count);
    for (int node = 0; node < componentOf.length; node++) {
      members[fill[componentOf[node]]++] = node;
    }
    return members;
  }

  /**
   * How many edges of the longest way, components taken as one, lead to each component.
   *
   * @return by component
   */
  public int[] levels(LiveCsr graph) {
    int[] starts = new int[count + 1];
    int[] members = members(starts);
    int[] levels = new int[count];
    for (int component = count - 1; component >= 0; component--) {
      for (int i = starts[component]; i < starts[component + 1]; i++) {
        int node = members[i];
        for (int place = graph.outStart(node); place < graph.outStart(node + 1); place++) {
          int to = componentOf[graph.out(place)];
          if (to != component) {
            levels[to] = Math.max(levels[to], levels[component] + 1);
          }
        }
      }
    }
    return levels;
  }
}
