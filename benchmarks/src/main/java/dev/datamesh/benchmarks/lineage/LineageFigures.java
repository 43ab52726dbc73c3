package dev.datamesh.benchmarks.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.Progress;
import dev.datamesh.lineage.Impact;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.LineageQuery;
import dev.datamesh.lineage.NodeDescription;
import dev.datamesh.lineage.Reach;
import dev.datamesh.lineage.ReachedNode;
import dev.datamesh.lineage.graph.BestPaths;
import dev.datamesh.lineage.graph.EdgeFilter;
import dev.datamesh.lineage.graph.LineageStore;
import dev.datamesh.lineage.graph.Reached;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.graph.Walk;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jgrapht.Graph;
import org.jgrapht.alg.util.Pair;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedMultigraph;
import org.jgrapht.opt.graph.sparse.SparseIntDirectedGraph;
import org.jgrapht.traverse.BreadthFirstIterator;

/**
 * The figures of docs/benchmarks/lineage.md. Contenders take turns in one process; times are CPU
 * time of the thread, figures medians over the rounds, after rounds to warm up ({@code -Dwarm=,
 * -Drounds=}). Arguments: {@code kernel|small|memory|write|file|reach|sql} and the number of nodes.
 */
public final class LineageFigures {

  private static final EdgeFilter NOW = EdgeFilter.at(LayeredGraph.NOW);

  /** Beyond so many nodes only topology is compared: no attributes, no other filters. */
  private static final int LARGE = 2_000_000;

  private static long sink;

  private LineageFigures() {}

  public static void main(String[] args) throws IOException, SQLException {
    int nodes = Integer.parseInt(args[1]);
    switch (args[0]) {
      case "kernel" -> kernel(nodes, args.length > 2);
      case "small" -> sink += SmallFigures.run(nodes);
      case "memory" -> memory(nodes);
      case "write" -> write(nodes);
      case "file" -> file(nodes);
      case "reach" -> sink += ReachFigures.run(nodes);
      case "sql" -> sink += SqlFigures.run(nodes);
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.out.println("(sink " + sink + ")");
  }

  /** Large closures: the kernel and the door against flat rows and JGraphT. */
  private static void kernel(int nodes, boolean peers) {
    LineageStore store = new LineageStore();
    boolean large = nodes > LARGE;
    store.add(
        new LayeredGraph(
            nodes, 4, large ? LayeredGraph.Detail.PLAIN : LayeredGraph.Detail.ATTRIBUTES),
        LayeredGraph.NOW);
    Snapshot snapshot = store.snapshot();
    Flat flat = new Flat(snapshot);
    int root = 5;
    EdgeFilter sure = new EdgeFilter(LayeredGraph.NOW, Set.of(LineageType.values()), 0.04, false);
    EdgeFilter half =
        new EdgeFilter(
            LayeredGraph.NOW.minusSeconds(250_000), Set.of(LineageType.values()), 0.04, false);
    List<String> names = new ArrayList<>(List.of("flat", "kernel"));
    List<LongSupplier> runs = new ArrayList<>();
    runs.add(() -> flat.closure(root));
    runs.add(() -> walk(snapshot, root, NOW).size());
    if (!large) {
      names.add("edge+asOf same");
      runs.add(() -> walk(snapshot, root, sure).size());
      names.add("edge+asOf");
      runs.add(() -> walk(snapshot, root, half).size());
      names.add("path confidence");
      runs.add(() -> best(snapshot, root, 0.02).size());
    }
    LineageGraph door = LineageGraph.inMemory(Clock.fixed(LayeredGraph.NOW, ZoneOffset.UTC));
    door.load(new LayeredGraph(nodes, 4, LayeredGraph.Detail.PLAIN));
    AssetId rootId = AssetId.dataset("n5");
    names.add("door iterated, hops only");
    runs.add(
        () -> {
          long sum = 0;
          Reach reach = door.downstream(rootId);
          for (int i = 0; i < reach.size(); i++) {
            sum += reach.hopsOf(i);
          }
          return sum;
        });
    names.add("door iterated, names");
    runs.add(
        () -> {
          long sum = 0;
          for (ReachedNode node : door.downstream(rootId).nodes()) {
            sum += node.hops() + node.id().name().length();
          }
          return sum;
        });
    if (peers) {
      Graph<String, DefaultEdge> multigraph = new DirectedMultigraph<>(DefaultEdge.class);
      flat.eachEdge(
          (from, to) -> {
            multigraph.addVertex("n" + from);
            multigraph.addVertex("n" + to);
            multigraph.addEdge("n" + from, "n" + to);
          });
      names.add("JGraphT DirectedMultigraph<String>");
      runs.add(() -> Rounds.count(new BreadthFirstIterator<>(multigraph, "n" + root)));
      List<Pair<Integer, Integer>> pairs = new ArrayList<>();
      flat.eachEdge((from, to) -> pairs.add(Pair.of(from, to)));
      Graph<Integer, Integer> sparse = new SparseIntDirectedGraph(snapshot.nodes(), pairs);
      names.add("JGraphT SparseIntDirectedGraph");
      runs.add(() -> Rounds.count(new BreadthFirstIterator<>(sparse, root)));
    }
    sink += Rounds.compare(names, runs, peers ? 7 : 11);
    if (!peers && !large) {
      impact();
      delta(nodes);
    }
  }

  private static void impact() {
    LineageGraph graph = LineageGraph.inMemory(Clock.fixed(LayeredGraph.NOW, ZoneOffset.UTC));
    List<LineageEntry> star = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      star.add(LineageEntry.of(i < 300 ? "root" : "x" + (i / 300 - 1), "x" + i));
    }
    graph.addAll(star);
    for (int i = 0; i < 100_000; i++) {
      graph.describe(
          NodeDescription.of(AssetId.dataset("x" + i))
              .inDomain("domain" + i % 50)
              .ownedBy("owner" + i % 200));
    }
    Impact impact = graph.impact(AssetId.dataset("root"));
    sink +=
        Rounds.compare(
            List.of("impact of " + impact.count() + " nodes, domains, owners, hops counted"),
            List.of(
                () ->
                    graph.impact(AssetId.dataset("root")).domains().stream()
                        .flatMap(domain -> domain.owners().stream())
                        .mapToInt(owner -> owner.countByHops().size())
                        .sum()),
            21);
  }

  /** Reading with one edge in twenty not yet sealed. */
  private static void delta(int nodes) {
    LineageStore sealed = new LineageStore();
    sealed.add(new LayeredGraph(nodes, 4, LayeredGraph.Detail.PLAIN), LayeredGraph.NOW);
    LineageStore partly = new LineageStore();
    partly.add(new LayeredGraph(nodes, 4, LayeredGraph.Detail.PLAIN), LayeredGraph.NOW);
    Random random = new Random(3);
    List<LineageEntry> more = new ArrayList<>();
    for (int i = 0; i < nodes / 5; i++) {
      int from = random.nextInt(nodes - nodes / 20);
      more.add(
          LineageEntry.of(
              "n" + from, "n" + Math.min(nodes - 1, from + nodes / 20 + random.nextInt(100))));
    }
    sealed.add(more.iterator(), LayeredGraph.NOW);
    sealed.seal();
    // Each batch stays below the share at which the graph seals by itself.
    partly.add(more.iterator(), LayeredGraph.NOW);
    Snapshot unsealed = partly.snapshot();
    sink +=
        Rounds.compare(
            List.of("sealed", "5 % in the log"),
            List.of(
                () -> walk(sealed.snapshot(), 5, NOW).size(), () -> walk(unsealed, 5, NOW).size()),
            11);
  }

  private static void memory(int nodes) {
    for (LayeredGraph.Detail detail : LayeredGraph.Detail.values()) {
      LineageStore store = new LineageStore();
      int kept = store.add(new LayeredGraph(nodes, 4, detail), LayeredGraph.NOW);
      long edges = (long) (nodes - nodes / 20) * 4;
      LineageStore.Size size = store.size();
      System.out.printf(
          Locale.ROOT,
          "%s: %,d edges, %,d evidences: topology %.1f bytes an edge, with attributes %.1f, codes"
              + " %.1f more%n",
          detail,
          edges,
          kept,
          size.topologyBytes() / (double) edges,
          (size.topologyBytes() + size.attributeBytes()) / (double) edges,
          size.validityBytes() / (double) edges);
    }
    System.gc();
    long before = used();
    LineageStore columns = new LineageStore();
    long start = Rounds.cpu();
    columns.add(
        new LayeredGraph(nodes, 10, LayeredGraph.Detail.ATTRIBUTES, AssetId.Kind.FIELD),
        LayeredGraph.NOW);
    double seconds = (Rounds.cpu() - start) / 1e9;
    System.gc();
    System.out.printf(
        Locale.ROOT,
        "%,d columns, %,d column evidences: %.0f MB heap, loaded in %.1f s%n",
        nodes,
        columns.size().evidences(),
        (used() - before) / 1e6,
        seconds);
    sink += columns.snapshot().nodes();
  }

  private static void write(int nodes) {
    LineageStore store = new LineageStore();
    long start = Rounds.cpu();
    int count = store.add(new LayeredGraph(nodes, 10, LayeredGraph.Detail.PLAIN), LayeredGraph.NOW);
    System.out.printf(
        Locale.ROOT,
        "insert amortised, making the entries included: %.2f us each of %,d%n",
        (Rounds.cpu() - start) / 1e3 / count,
        count);
    Iterator<LineageEntry> entries = new LayeredGraph(nodes, 10, LayeredGraph.Detail.PLAIN);
    long making = Rounds.cpu();
    while (entries.hasNext()) {
      sink += entries.next().target().name().length();
    }
    System.out.printf(
        Locale.ROOT,
        "of that making the entries: %.2f us%n",
        (Rounds.cpu() - making) / 1e3 / count);
    Random random = new Random(2);
    double[] millis = new double[60];
    for (int batch = 0; batch < millis.length; batch++) {
      List<LineageEntry> more = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        more.add(LineageEntry.of("n" + random.nextInt(nodes), "n" + random.nextInt(nodes)));
      }
      long begin = System.nanoTime();
      store.add(more.iterator(), LayeredGraph.NOW);
      sink += walk(store.snapshot(), 5, NOW).hops() == 0 ? 1 : 0;
      millis[batch] = 0;
      long walked = System.nanoTime();
      sink += walk(store.snapshot(), 5, NOW).size();
      millis[batch] = (walked - begin - (System.nanoTime() - walked)) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "batch of 1,000 onto %,d edges, visible: median %.2f ms%n",
        count,
        millis[millis.length / 2]);
  }

  private static void file(int nodes) throws IOException {
    LineageStore store = new LineageStore();
    store.add(new LayeredGraph(nodes, 4, LayeredGraph.Detail.PLAIN), LayeredGraph.NOW);
    Path file = Files.createTempFile("lineage", ".graph");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.image().writeTo(out);
    }
    for (int round = 0; round < 4; round++) {
      long start = System.nanoTime();
      try (InputStream in = Files.newInputStream(file)) {
        sink += LineageStore.readImage(in).snapshot().nodes();
      }
      System.out.printf(
          Locale.ROOT,
          "open %,d nodes, %,d MB: %.2f s%n",
          nodes,
          Files.size(file) / 1_000_000,
          (System.nanoTime() - start) / 1e9);
    }
    Files.delete(file);
  }

  private static Reached walk(Snapshot snapshot, int root, EdgeFilter filter) {
    return Walk.from(
        snapshot,
        new int[] {root},
        Direction.DOWNSTREAM,
        LineageQuery.ANY_DEPTH,
        filter,
        LineageQuery.NO_LIMIT,
        Progress.NONE);
  }

  private static Reached best(Snapshot snapshot, int root, double least) {
    return BestPaths.from(
            snapshot, new int[] {root}, Direction.DOWNSTREAM, LineageQuery.ANY_DEPTH, NOW, least)
        .reached();
  }

  private static long used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The limit: breadth first over two int arrays, with a queue and an array of epochs. */
  private static final class Flat {

    private final int[] starts;
    private final int[] ends;
    private final int[] seen;
    private final int[] queue;
    private int epoch;

    Flat(Snapshot snapshot) {
      dev.datamesh.lineage.graph.LiveCsr rows =
          dev.datamesh.lineage.graph.LiveCsr.of(snapshot, NOW);
      starts = new int[rows.nodes() + 1];
      ends = new int[rows.edges()];
      for (int node = 0; node <= rows.nodes(); node++) {
        starts[node] = rows.outStart(node);
      }
      for (int place = 0; place < ends.length; place++) {
        ends[place] = rows.out(place);
      }
      seen = new int[rows.nodes()];
      queue = new int[rows.nodes()];
    }

    long closure(int root) {
      epoch++;
      int head = 0;
      int tail = 0;
      queue[tail++] = root;
      seen[root] = epoch;
      while (head < tail) {
        int node = queue[head++];
        for (int place = starts[node]; place < starts[node + 1]; place++) {
          int other = ends[place];
          if (seen[other] != epoch) {
            seen[other] = epoch;
            queue[tail++] = other;
          }
        }
      }
      return tail - 1;
    }

    void eachEdge(Each each) {
      for (int node = 0; node + 1 < starts.length; node++) {
        for (int place = starts[node]; place < starts[node + 1]; place++) {
          each.edge(node, ends[place]);
        }
      }
    }
  }

  private interface Each {

    void edge(int from, int to);
  }
}
