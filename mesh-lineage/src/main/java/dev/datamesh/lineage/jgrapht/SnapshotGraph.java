package dev.datamesh.lineage.jgrapht;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.LineageView;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageEntry;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jgrapht.Graph;
import org.jgrapht.GraphType;
import org.jgrapht.graph.AbstractGraph;
import org.jgrapht.graph.DefaultGraphType;
import org.jspecify.annotations.Nullable;

/**
 * A view of a lineage graph as a JGraphT graph: directed, with parallel edges and self-loops, not
 * weighted, not modifiable. All of JGraphT's algorithms for such graphs run on it. Immutable.
 */
public final class SnapshotGraph extends AbstractGraph<AssetId, Link> {

  private static final GraphType TYPE =
      new DefaultGraphType.Builder()
          .directed()
          .weighted(false)
          .allowMultipleEdges(true)
          .allowSelfLoops(true)
          .modifiable(false)
          .build();

  private final Map<AssetId, Integer> numbers = new LinkedHashMap<>();
  private final List<Link> links = new ArrayList<>();
  private final int[] outStarts;
  private final int[] outs;
  private final int[] inStarts;
  private final int[] ins;

  private SnapshotGraph(LineageView view) {
    view.nodes().forEach(node -> numbers.put(node.id(), numbers.size()));
    for (LineageEdge edge : view.edges()) {
      links.add(new Link(links.size(), number(edge.source()), number(edge.target()), edge));
    }
    outStarts = new int[numbers.size() + 1];
    inStarts = new int[numbers.size() + 1];
    outs = sorted(outStarts, link -> link.from);
    ins = sorted(inStarts, link -> link.to);
  }

  /** The graph as it is in this view. */
  public static SnapshotGraph of(LineageView view) {
    return new SnapshotGraph(view);
  }

  /**
   * Takes a host's own graph into the lineage: its edges run from what feeds to what is fed, in all
   * or none.
   *
   * @return how many entries changed something
   */
  public static <V, E> int load(
      Graph<V, E> host,
      Function<V, AssetId> names,
      Function<E, LineageEntry> details,
      LineageGraph into) {
    List<LineageEntry> entries = new ArrayList<>();
    for (E edge : host.edgeSet()) {
      LineageEntry said = details.apply(edge);
      entries.add(
          new LineageEntry(
              names.apply(host.getEdgeSource(edge)),
              names.apply(host.getEdgeTarget(edge)),
              said.type(),
              said.masking(),
              said.confidence(),
              said.transformation(),
              said.producer(),
              said.job(),
              said.event(),
              said.metadata(),
              said.validity()));
    }
    return into.addAll(entries);
  }

  /** The same with direct edges of confidence 1 by one producer. */
  public static <V, E> int load(
      Graph<V, E> host, Function<V, AssetId> names, String producer, LineageGraph into) {
    List<LineageEntry> entries = new ArrayList<>();
    for (E edge : host.edgeSet()) {
      entries.add(
          LineageEntry.of(
                  names.apply(host.getEdgeSource(edge)), names.apply(host.getEdgeTarget(edge)))
              .withProducer(producer));
    }
    return into.addAll(entries);
  }

  @Override
  public Set<Link> getAllEdges(AssetId source, AssetId target) {
    Integer from = numbers.get(source);
    Integer to = numbers.get(target);
    if (from == null || to == null) {
      return nothing();
    }
    Set<Link> found = new java.util.LinkedHashSet<>();
    for (Link link : outgoing(from)) {
      if (link.to == to) {
        found.add(link);
      }
    }
    return Collections.unmodifiableSet(found);
  }

  @Override
  public @Nullable Link getEdge(AssetId source, AssetId target) {
    Set<Link> all = getAllEdges(source, target);
    return all == null || all.isEmpty() ? null : all.iterator().next();
  }

  @Override
  public @Nullable Supplier<AssetId> getVertexSupplier() {
    return null;
  }

  @Override
  public @Nullable Supplier<Link> getEdgeSupplier() {
    return null;
  }

  @Override
  public Link addEdge(AssetId source, AssetId target) {
    throw unmodifiable();
  }

  @Override
  public boolean addEdge(AssetId source, AssetId target, Link link) {
    throw unmodifiable();
  }

  @Override
  public AssetId addVertex() {
    throw unmodifiable();
  }

  @Override
  public boolean addVertex(AssetId id) {
    throw unmodifiable();
  }

  @Override
  public boolean containsEdge(Link link) {
    return link.number < links.size() && links.get(link.number) == link;
  }

  @Override
  public boolean containsVertex(AssetId id) {
    return numbers.containsKey(id);
  }

  @Override
  public Set<Link> edgeSet() {
    return new Row(IntStream.range(0, links.size()).toArray(), 0, links.size());
  }

  @Override
  public int degreeOf(AssetId id) {
    return inDegreeOf(id) + outDegreeOf(id);
  }

  @Override
  public Set<Link> edgesOf(AssetId id) {
    Set<Link> all = new java.util.LinkedHashSet<>(incomingEdgesOf(id));
    all.addAll(outgoingEdgesOf(id));
    return Collections.unmodifiableSet(all);
  }

  @Override
  public int inDegreeOf(AssetId id) {
    return incomingEdgesOf(id).size();
  }

  @Override
  public Set<Link> incomingEdgesOf(AssetId id) {
    int node = number(id);
    return new Row(ins, inStarts[node], inStarts[node + 1]);
  }

  @Override
  public int outDegreeOf(AssetId id) {
    return outgoingEdgesOf(id).size();
  }

  @Override
  public Set<Link> outgoingEdgesOf(AssetId id) {
    return outgoing(number(id));
  }

  @Override
  public Link removeEdge(AssetId source, AssetId target) {
    throw unmodifiable();
  }

  @Override
  public boolean removeEdge(Link link) {
    throw unmodifiable();
  }

  @Override
  public boolean removeVertex(AssetId id) {
    throw unmodifiable();
  }

  @Override
  public Set<AssetId> vertexSet() {
    return Collections.unmodifiableSet(numbers.keySet());
  }

  @Override
  public AssetId getEdgeSource(Link link) {
    return link.source();
  }

  @Override
  public AssetId getEdgeTarget(Link link) {
    return link.target();
  }

  @Override
  public GraphType getType() {
    return TYPE;
  }

  @Override
  public double getEdgeWeight(Link link) {
    return Graph.DEFAULT_EDGE_WEIGHT;
  }

  @Override
  public void setEdgeWeight(Link link, double weight) {
    throw unmodifiable();
  }

  /** Some links, each once, as a set that makes no copy. */
  private final class Row extends AbstractSet<Link> {

    private final int[] members;
    private final int from;
    private final int to;

    Row(int[] members, int from, int to) {
      this.members = members;
      this.from = from;
      this.to = to;
    }

    @Override
    public Iterator<Link> iterator() {
      return IntStream.range(from, to).mapToObj(i -> links.get(members[i])).iterator();
    }

    @Override
    public int size() {
      return to - from;
    }
  }

  private Row outgoing(int node) {
    return new Row(outs, outStarts[node], outStarts[node + 1]);
  }

  private int[] sorted(int[] starts, Function<Link, Integer> end) {
    for (Link link : links) {
      starts[end.apply(link) + 1]++;
    }
    for (int node = 1; node < starts.length; node++) {
      starts[node] += starts[node - 1];
    }
    int[] fill = starts.clone();
    int[] members = new int[links.size()];
    for (Link link : links) {
      members[fill[end.apply(link)]++] = link.number;
    }
    return members;
  }

  private int number(AssetId id) {
    Integer number = numbers.get(id);
    if (number == null) {
      throw new IllegalArgumentException("no such vertex in graph: " + id);
    }
    return number;
  }

  @SuppressWarnings("NullAway") // JGraphT's contract: null where a vertex is unknown.
  private static Set<Link> nothing() {
    return null;
  }

  private static UnsupportedOperationException unmodifiable() {
    return new UnsupportedOperationException(
        "Cannot change the graph of a snapshot; write to the LineageGraph instead");
  }
}
