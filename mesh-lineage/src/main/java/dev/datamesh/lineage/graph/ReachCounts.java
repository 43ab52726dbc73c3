package dev.datamesh.lineage.graph;

import dev.datamesh.core.CancelledException;
import dev.datamesh.core.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many nodes each node reaches, exactly. 512 targets at a time: a bit for each, handed up from
 * component to component in one pass over the edges, so that the cost is edges times nodes / 512.
 */
public final class ReachCounts {

  private static final int WORDS = 8;
  private static final int LANES = WORDS * 64;

  private ReachCounts() {}

  /** By node: how many others it reaches. */
  public static int[] of(LiveCsr graph, Components components, Progress progress) {
    int nodes = graph.nodes();
    List<int[]> outs = condensed(graph, components);
    int[] reach = new int[components.count()];
    long[] bits = new long[components.count() * WORDS];
    for (int first = 0; first < nodes; first += LANES) {
      int lanes = Math.min(LANES, nodes - first);
      Arrays.fill(bits, 0);
      for (int lane = 0; lane < lanes; lane++) {
        bits[components.of(first + lane) * WORDS + (lane >>> 6)] |= 1L << lane;
      }
      for (int component = 0; component < components.count(); component++) {
        int at = component * WORDS;
        for (int to : outs.get(component)) {
          for (int word = 0; word < WORDS; word++) {
            bits[at + word] |= bits[to * WORDS + word];
          }
        }
        for (int word = 0; word < WORDS; word++) {
          reach[component] += Long.bitCount(bits[at + word]);
        }
      }
      if (!progress.report("count reach", first, nodes)) {
        throw new CancelledException("Cannot count the reach, it was cancelled", "count reach");
      }
    }
    int[] counts = new int[nodes];
    for (int node = 0; node < nodes; node++) {
      counts[node] = reach[components.of(node)] - 1;
    }
    return counts;
  }

  private static List<int[]> condensed(LiveCsr graph, Components components) {
    int[][] outs = new int[components.count()][];
    int[] sizes = new int[components.count()];
    for (int node = 0; node < graph.nodes(); node++) {
      int from = components.of(node);
      for (int place = graph.outStart(node); place < graph.outStart(node + 1); place++) {
        int to = components.of(graph.out(place));
        if (to != from) {
          int[] known = outs[from] == null ? new int[4] : outs[from];
          outs[from] = sizes[from] == known.length ? Arrays.copyOf(known, known.length * 2) : known;
          outs[from][sizes[from]++] = to;
        }
      }
    }
    List<int[]> rows = new ArrayList<>(outs.length);
    for (int component = 0; component < outs.length; component++) {
      rows.add(
          outs[component] == null
              ? new int[0]
              : Arrays.stream(outs[component], 0, sizes[component]).distinct().toArray());
    }
    return rows;
  }
}
