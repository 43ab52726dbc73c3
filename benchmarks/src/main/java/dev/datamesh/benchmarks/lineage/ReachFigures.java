package dev.datamesh.benchmarks.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.Reach;
import dev.datamesh.lineage.graph.LineageStore;
import dev.datamesh.lineage.graph.Reachability;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.model.LineageEntry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How long isReachable takes, call by call: uniform pairs and pairs that are joined, by node number
 * and through the door, sealed and after writes. Arguments: the number of nodes.
 */
final class ReachFigures {

  private static final int UNIFORM = Integer.getInteger("pairs", 1_000_000);
  private static final int POSITIVE = UNIFORM / 10;
  private static final int TARGETS_A_ROOT = 100;

  private final int nodes;
  private final LineageGraph door;
  private final Snapshot snapshot;
  private final LineageStore store;
  private long found;

  private ReachFigures(int nodes) {
    this.nodes = nodes;
    door = LineageGraph.inMemory(Clock.fixed(LayeredGraph.NOW, ZoneOffset.UTC));
    door.load(new LayeredGraph(nodes, 4, LayeredGraph.Detail.PLAIN));
    store = new LineageStore();
    store.add(new LayeredGraph(nodes, 4, LayeredGraph.Detail.PLAIN), LayeredGraph.NOW);
    snapshot = store.snapshot();
  }

  static long run(int nodes) {
    ReachFigures figures = new ReachFigures(nodes);
    figures.build();
    figures.door.indexReachability();
    int[] uniform = figures.uniformPairs();
    int[] positive = figures.positivePairs();
    for (int round = 0; round < 3; round++) {
      figures.byNumber("uniform pairs", uniform);
      figures.byNumber("joined pairs", positive);
      figures.throughTheDoor("uniform pairs, door", uniform);
      figures.throughTheDoor("joined pairs, door", positive);
    }
    figures.door.add(LineageEntry.of("n7", "n" + (nodes - 3)));
    figures.throughTheDoor("uniform pairs, door, one edge added", uniform);
    return figures.found;
  }

  private void build() {
    for (int round = 0; round < 3; round++) {
      LineageStore fresh = new LineageStore();
      fresh.add(new LayeredGraph(nodes, 4, LayeredGraph.Detail.PLAIN), LayeredGraph.NOW);
      long start = System.nanoTime();
      Reachability.prepare(fresh.snapshot(), LayeredGraph.NOW);
      System.out.printf(
          Locale.ROOT,
          "index of %,d nodes: %.2f s, %.1f bytes a node%n",
          nodes,
          (System.nanoTime() - start) / 1e9,
          Reachability.bytes(fresh.snapshot()) / (double) fresh.snapshot().nodes());
    }
    Reachability.prepare(snapshot, LayeredGraph.NOW);
  }

  private int[] uniformPairs() {
    Random random = new Random(9);
    return random.ints(2L * UNIFORM, 0, snapshot.nodes()).toArray();
  }

  /** Random roots, and random nodes of what they reach. */
  private int[] positivePairs() {
    Random random = new Random(10);
    int[] pairs = new int[2 * POSITIVE];
    int filled = 0;
    while (filled < pairs.length) {
      int root = random.nextInt(snapshot.nodes());
      Reach reach = door.downstream(snapshot.asset(root));
      List<?> nodesReached = reach.nodes();
      for (int i = 0; i < TARGETS_A_ROOT && reach.size() > 0 && filled < pairs.length; i++) {
        int target = random.nextInt(nodesReached.size());
        pairs[filled++] = root;
        pairs[filled++] = snapshot.find(reach.nodes().get(target).id());
      }
    }
    // Neighbouring questions are not of one root.
    for (int i = pairs.length / 2 - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      for (int k = 0; k < 2; k++) {
        int kept = pairs[2 * i + k];
        pairs[2 * i + k] = pairs[2 * j + k];
        pairs[2 * j + k] = kept;
      }
    }
    return pairs;
  }

  private void byNumber(String what, int[] pairs) {
    long[] times = new long[pairs.length / 2];
    int yes = 0;
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      boolean answer =
          Reachability.reaches(snapshot, pairs[2 * i], pairs[2 * i + 1], LayeredGraph.NOW);
      times[i] = System.nanoTime() - start;
      yes += answer ? 1 : 0;
    }
    print(what, times, yes);
  }

  private void throughTheDoor(String what, int[] pairs) {
    AssetId[] ids = new AssetId[pairs.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = snapshot.asset(pairs[i]);
    }
    long[] times = new long[pairs.length / 2];
    int yes = 0;
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      boolean answer = door.isReachable(ids[2 * i], ids[2 * i + 1]);
      times[i] = System.nanoTime() - start;
      yes += answer ? 1 : 0;
    }
    print(what, times, yes);
  }

  private void print(String what, long[] times, int yes) {
    found += yes;
    long sum = Arrays.stream(times).sum();
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "%-40s %,9d of %,9d yes; mean %.2f us, median %.2f, p90 %.2f, p99 %.2f, p99.9 %.2f%n",
        what,
        yes,
        times.length,
        sum / 1e3 / times.length,
        times[times.length / 2] / 1e3,
        times[(int) (times.length * 0.90)] / 1e3,
        times[(int) (times.length * 0.99)] / 1e3,
        times[(int) (times.length * 0.999)] / 1e3);
  }
}
