package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.spi.LineageSink;
import dev.datamesh.lineage.graph.Facts;
import dev.datamesh.lineage.graph.LineageStore;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who feeds whom: takes in lineage entries, answers upstream, downstream and impact.
 *
 * <pre>{@code
 * LineageGraph lineage = LineageGraph.inMemory();
 * lineage.add(LineageEntry.of("raw-orders", "customer-orders").withType(LineageType.DERIVED));
 * lineage.downstream(AssetId.dataset("raw-orders")).nodes();
 * lineage.impact(AssetId.dataset("raw-orders")).toText();
 * }</pre>
 *
 * <p>Safe for use by many threads: each write is one commit and visible at once; each query sees
 * one state and never waits for a writer.
 */
public final class LineageGraph implements LineageSink {

  private final Clock clock;
  private final LineageStore store = new LineageStore();

  private LineageGraph(Clock clock) {
    this.clock = clock;
  }

  /** An empty graph that lives as long as the process, on the system's clock. */
  public static LineageGraph inMemory() {
    return inMemory(Clock.systemUTC());
  }

  /** The same on another clock, which stamps entries and tells what "now" is for queries. */
  public static LineageGraph inMemory(Clock clock) {
    return new LineageGraph(clock);
  }

  /** Takes in one entry; answers whether it changed anything. */
  public boolean add(LineageEntry entry) {
    return store.add(List.of(entry).iterator(), clock.instant()) > 0;
  }

  /** Takes in entries, all or none; answers how many changed something. */
  public int addAll(Collection<LineageEntry> entries) {
    return store.add(entries.iterator(), clock.instant());
  }

  /** Takes in what another wing says. */
  @Override
  public void accept(Statement statement) {
    add(LineageEntry.of(statement));
  }

  /**
   * Ends what was stated, from now on; queries as of an earlier instant still see it.
   *
   * @return how many statements ended
   */
  public int retract(Retraction retraction) {
    return store.retract(
        statement ->
            retraction.matches(
                statement.source(),
                statement.target(),
                statement.producer(),
                statement.job(),
                statement.event()),
        clock.instant());
  }

  /** Makes known what domain, owner, tags and fallbacks a node has. */
  public void describe(NodeDescription description) {
    store.describe(description.node(), facts -> described(facts, description), clock.instant());
  }

  /** Puts a node inside another: a field into its dataset, a dataset into its product. */
  public void contain(AssetId inner, AssetId outer) {
    store.contain(inner, outer, clock.instant());
  }

  /**
   * Declares a name to be an alternate of another: both are one node from now on, in whatever order
   * names are joined and entries arrive. A name that would become an alternate of itself is
   * refused.
   */
  public void join(AssetId alternate, AssetId name) {
    store.join(alternate, name, clock.instant());
  }

  /** Marks a node as gone; its lineage stays. */
  public void delete(AssetId node) {
    if (store.snapshot().find(node) < 0) {
      throw new NotFoundException(
          "Cannot delete %s, no entry names it".formatted(node), node.toString());
    }
    store.describe(
        node,
        facts -> new Facts(facts.domain(), facts.owner(), facts.tags(), facts.fallbacks(), true),
        clock.instant());
  }

  /**
   * Rearranges what was added so far for the fastest reading. Happens by itself, on a thread of the
   * graph's own, once a sixteenth of the graph is new; worth calling after a large load.
   */
  public void seal() {
    store.seal();
  }

  /** One state of the graph, for questions whose answers have to agree. */
  public LineageView view() {
    Snapshot snapshot = store.snapshot();
    Instant now = clock.instant();
    // A write is visible at once even if the clock is set back.
    return new LineageView(
        snapshot, now.isBefore(snapshot.lastRecorded()) ? snapshot.lastRecorded() : now);
  }

  /** Everything made from this node, however far. */
  public Reach downstream(AssetId node) {
    return find(LineageQuery.downstreamOf(node));
  }

  /** Everything made from this node in at most so many hops. */
  public Reach downstream(AssetId node, int depth) {
    return find(LineageQuery.downstreamOf(node).withDepth(depth));
  }

  /** Everything this node is made from, however far. */
  public Reach upstream(AssetId node) {
    return find(LineageQuery.upstreamOf(node));
  }

  /** Everything this node is made from in at most so many hops. */
  public Reach upstream(AssetId node, int depth) {
    return find(LineageQuery.upstreamOf(node).withDepth(depth));
  }

  /** Answers a query; throws {@link NotFoundException} where a root was never named. */
  public Reach find(LineageQuery query) {
    return view().find(query);
  }

  /** Whether the second node is made from the first, or is the first. */
  public boolean isReachable(AssetId from, AssetId to) {
    return view().isReachable(from, to);
  }

  /** Who is hit when these nodes break. */
  public Impact impact(AssetId... failed) {
    return impact(LineageQuery.downstreamOf(failed));
  }

  /** The same for a query with a depth, an instant or other bounds. */
  public Impact impact(LineageQuery query) {
    return view().impact(query);
  }

  /** What a change would do; the graph stays as it is. */
  public WhatIfResult whatIf(WhatIf change) {
    return view().whatIf(change);
  }

  /** The ways from one node to another. */
  public Paths paths(AssetId from, AssetId to) {
    return view().paths(from, to);
  }

  /** Which nodes carry a classification, such as {@code pii}. */
  public Classification classified(String tag) {
    return view().classified(tag);
  }

  /** What became different between two instants. */
  public LineageDiff diff(Instant from, Instant to) {
    return view().diff(from, to);
  }

  /** The shape of the graph. */
  public Structure structure() {
    return view().structure();
  }

  /** A node with what is known of it; empty where nobody named it. */
  public Optional<LineageNode> node(AssetId id) {
    return view().node(id);
  }

  /** All nodes in the order of their first mention, alternate names not among them. */
  public List<LineageNode> nodes() {
    return view().nodes();
  }

  /** All edges that hold now. */
  public List<LineageEdge> edges() {
    return view().edges();
  }

  /** All edges that held at an instant. */
  public List<LineageEdge> edges(Instant asOf) {
    return view().edges(asOf);
  }

  private static Facts described(Facts facts, NodeDescription description) {
    Set<String> tags = new TreeSet<>(facts.tags());
    tags.addAll(description.tags());
    return new Facts(
        description.domain().isEmpty() ? facts.domain() : description.domain(),
        description.owner().isEmpty() ? facts.owner() : description.owner(),
        tags,
        description.fallbacks().isEmpty() ? facts.fallbacks() : description.fallbacks(),
        false);
  }
}
