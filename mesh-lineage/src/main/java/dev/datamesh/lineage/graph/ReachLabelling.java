package dev.datamesh.lineage.graph;

import java.util.Arrays;

/**
 * Makes {@link ReachLabels}: components, then levels and supportive nodes in passes over the edges
 * in topological order. For one thread at a time.
 */
final class ReachLabelling {

  private static final int SUPPORTS = 64;

  private final Validities.Holding holding;
  private final LiveCsr graph;
  private final Components components;
  private final int count;
  private final int[] starts;
  private final int[] members;
  private final int[] least;
  private final int[] fromTop;
  private final int[] toBottom;
  private final long[] reaches;
  private final long[] reachedFrom;

  ReachLabelling(Snapshot snapshot, long instant) {
    holding = snapshot.tables().whens.holdingAt(instant, snapshot.whens());
    graph = LiveCsr.ofSealed(snapshot.sealed(), holding);
    components = Components.of(graph);
    count = components.count();
    starts = new int[count + 1];
    members = components.members(starts);
    least = new int[count];
    fromTop = new int[count];
    toBottom = new int[count];
    reaches = new long[count];
    reachedFrom = new long[count];
  }

  ReachLabels labels() {
    levels();
    support();
    spread();
    int nodes = graph.nodes();
    long[] labels = new long[nodes * ReachLabels.WORDS];
    for (int node = 0; node < nodes; node++) {
      int component = components.of(node);
      ReachLabels.put(
          labels,
          node,
          component,
          least[component],
          components.firstBelow(component),
          told(component, fromTop[component]),
          told(component, toBottom[component]),
          reaches[component],
          reachedFrom[component]);
    }
    return new ReachLabels(nodes, labels, holding);
  }

  /** The level of a component of several nodes is not that of each of them. */
  private int told(int component, int level) {
    return size(component) > 1 ? ReachLabels.NO_LEVEL : Math.min(level, ReachLabels.NO_LEVEL);
  }

  private int size(int component) {
    return starts[component + 1] - starts[component];
  }

  /**
   * Components are numbered against the edges, so descendants come before, ancestors behind. A way
   * through a component may take one edge less than it has nodes, which its level counts.
   */
  private void levels() {
    for (int component = 0; component < count; component++) {
      int lowest = component;
      int level = 0;
      for (int i = starts[component]; i < starts[component + 1]; i++) {
        int node = members[i];
        for (int place = graph.outStart(node); place < graph.outStart(node + 1); place++) {
          int to = components.of(graph.out(place));
          if (to != component) {
            lowest = Math.min(lowest, least[to]);
            level = Math.max(level, toBottom[to] + 1);
          }
        }
      }
      least[component] = lowest;
      toBottom[component] = level + size(component) - 1;
    }
    for (int component = count - 1; component >= 0; component--) {
      fromTop[component] += size(component) - 1;
      int next = fromTop[component] + 1;
      for (int i = starts[component]; i < starts[component + 1]; i++) {
        int node = members[i];
        for (int place = graph.outStart(node); place < graph.outStart(node + 1); place++) {
          int to = components.of(graph.out(place));
          if (to != component && fromTop[to] < next) {
            fromTop[to] = next;
          }
        }
      }
    }
  }

  /**
   * Chooses the supportive nodes: of each level, or of as many groups of levels as there are
   * supportive nodes, those where most ways cross, by the product of their degrees.
   */
  private void support() {
    int levels = 0;
    for (int level : toBottom) {
      levels = Math.max(levels, level + 1);
    }
    int groups = Math.max(1, Math.min(levels, SUPPORTS));
    int each = SUPPORTS / groups;
    int[] chosen = new int[groups * each];
    long[] scores = new long[groups * each];
    Arrays.fill(chosen, -1);
    for (int node = 0; node < graph.nodes(); node++) {
      long score = (long) graph.inDegree(node) * graph.outDegree(node);
      int group = (int) ((long) toBottom[components.of(node)] * groups / levels);
      int last = group * each + each - 1;
      if (score > scores[last]) {
        int place = last;
        for (; place > group * each && scores[place - 1] < score; place--) {
          scores[place] = scores[place - 1];
          chosen[place] = chosen[place - 1];
        }
        scores[place] = score;
        chosen[place] = node;
      }
    }
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] >= 0) {
        reaches[components.of(chosen[i])] |= 1L << i;
        reachedFrom[components.of(chosen[i])] |= 1L << i;
      }
    }
  }

  /** Hands on who is reached, against the edges, and who reaches, along them. */
  private void spread() {
    for (int component = 0; component < count; component++) {
      long bits = reaches[component];
      for (int i = starts[component]; i < starts[component + 1]; i++) {
        int node = members[i];
        for (int place = graph.outStart(node); place < graph.outStart(node + 1); place++) {
          bits |= reaches[components.of(graph.out(place))];
        }
      }
      reaches[component] = bits;
    }
    for (int component = count - 1; component >= 0; component--) {
      long bits = reachedFrom[component];
      for (int i = starts[component]; i < starts[component + 1]; i++) {
        int node = members[i];
        for (int place = graph.outStart(node); place < graph.outStart(node + 1); place++) {
          reachedFrom[components.of(graph.out(place))] |= bits;
        }
      }
    }
  }
}
