package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.Progress;
import dev.datamesh.lineage.graph.Carriers;
import dev.datamesh.lineage.graph.EdgeFilter;
import dev.datamesh.lineage.graph.Facts;
import dev.datamesh.lineage.graph.LiveCsr;
import dev.datamesh.lineage.graph.Reachability;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.graph.Witness;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageEntry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One state of a lineage graph, for questions whose answers have to agree. Later writes do not
 * show. Immutable.
 */
public final class LineageView {

  private final Snapshot snapshot;
  private final Instant now;

  LineageView(Snapshot snapshot, Instant now) {
    this.snapshot = snapshot;
    this.now = now;
  }

  /** What "now" is for this state. */
  public Instant now() {
    return now;
  }

  /**
   * The same state as seen at an instant: every question that does not name an instant of its own,
   * paths and structure and what-if among them, is about the edges that held then.
   */
  public LineageView asOf(Instant instant) {
    return new LineageView(snapshot, instant);
  }

  /** Answers a query; throws {@link NotFoundException} where a root was never named. */
  public Reach find(LineageQuery query) {
    return find(query, Progress.NONE);
  }

  /** The same for long walks, which the progress can cancel. */
  public Reach find(LineageQuery query, Progress progress) {
    return Reach.of(query, snapshot, filter(query), progress);
  }

  /**
   * Both directions of a query, each for itself: siblings that share an input are no lineage of
   * each other.
   */
  public BothWays both(LineageQuery query) {
    return new BothWays(
        find(query.withDirection(Direction.UPSTREAM)),
        find(query.withDirection(Direction.DOWNSTREAM)));
  }

  /** What nodes are made from, and what is made from them. */
  public record BothWays(Reach upstream, Reach downstream) {}

  /** Whether the second node is made from the first, or is the first. */
  public boolean isReachable(AssetId from, AssetId to) {
    return isReachable(from, to, now);
  }

  /** The same over the edges of an instant. */
  public boolean isReachable(AssetId from, AssetId to, Instant asOf) {
    int wanted = numberOf(to);
    int source = numberOf(from);
    return Reachability.reaches(snapshot, source, wanted, asOf);
  }

  void indexReachability() {
    Reachability.prepare(snapshot, now);
  }

  /** Who is hit when these nodes break. */
  public Impact impact(LineageQuery query) {
    return Impact.of(find(query));
  }

  /** What a change would do; the graph stays as it is. */
  public WhatIfResult whatIf(WhatIf change) {
    int target = numberOf(change.target());
    int[] removed = snapshot.contents(target);
    EdgeFilter filter = EdgeFilter.at(now);
    LineageQuery query = LineageQuery.of(Direction.DOWNSTREAM, List.of(change.target()));
    Reach hit = Reach.ofNodes(query, snapshot, filter, removed);
    List<AssetId> cutOff = new ArrayList<>();
    List<AssetId> degraded = new ArrayList<>();
    if (change.kind() == WhatIf.Kind.REMOVE) {
      Set<Integer> fed = Overlays.fedWithout(snapshot, filter, removed);
      for (int place : hit.answered()) {
        int node = hit.reached().node(place);
        (fed.contains(node) ? degraded : cutOff).add(snapshot.asset(node));
      }
    } else {
      hit.nodes().forEach(node -> degraded.add(node.id()));
    }
    return new WhatIfResult(change, Impact.of(hit), cutOff, degraded);
  }

  /**
   * The graph as it would be after a change, for any question: a graph of its own, of the edges and
   * nodes as they are now; the live one stays as it is. Without what is removed, or without the
   * edges out of what is renamed, whose readers still ask for the old name.
   */
  public LineageGraph overlay(WhatIf change) {
    return Overlays.after(this, change, snapshot.contents(numberOf(change.target())));
  }

  /** Which nodes carry a classification, such as {@code pii}, now; reckoned from nothing. */
  public Classification classified(String tag) {
    return classified(tag, now);
  }

  /** Which nodes carried a classification over the edges of an instant. */
  public Classification classified(String tag, Instant asOf) {
    return new Classification(tag, Carriers.of(snapshot, Carriers.unmasked(asOf), tag));
  }

  /** What became different between two instants. */
  public LineageDiff diff(Instant from, Instant to) {
    return LineageDiff.of(snapshot, from, to);
  }

  /** How the impact of a node became different between two instants. */
  public LineageDiff.BlastRadius blastRadius(AssetId node, Instant from, Instant to) {
    LineageQuery query = LineageQuery.downstreamOf(node);
    return LineageDiff.blastRadius(node, find(query.withAsOf(from)), find(query.withAsOf(to)));
  }

  /** The shape of the graph as it is now. */
  public Structure structure() {
    return new Structure(snapshot, LiveCsr.of(snapshot, EdgeFilter.at(now)));
  }

  /** Ways from one node to another. */
  public Paths paths(AssetId from, AssetId to) {
    return new Paths(snapshot, EdgeFilter.at(now), numberOf(from), numberOf(to));
  }

  /**
   * The graph as seen from further away, as a graph of its own. Edges that were stated between
   * nodes of the level itself are by the producer {@code asserted}; those that follow from what the
   * nodes hold are by the producer {@code projected}. A domain is the dataset of its name in the
   * namespace {@code domain}.
   */
  public LineageGraph projectedTo(Level level) {
    LineageGraph projected = LineageGraph.inMemory(Clock.fixed(now, ZoneOffset.UTC));
    List<LineageEntry> entries = new ArrayList<>();
    Projection projection = new Projection(snapshot, level);
    for (LineageEdge edge : edges()) {
      projection.project(edge).ifPresent(entries::add);
    }
    projected.addAll(entries);
    projection.describe(projected);
    return projected;
  }

  /** A node with what is known of it; empty where nobody named it. */
  public Optional<LineageNode> node(AssetId id) {
    int number = snapshot.find(id);
    return number < 0 ? Optional.empty() : Optional.of(node(number));
  }

  /** All nodes in the order of their first mention, alternate names not among them. */
  public List<LineageNode> nodes() {
    List<LineageNode> nodes = new ArrayList<>();
    for (int number = 0; number < snapshot.nodes(); number++) {
      if (snapshot.canonical(number) == number) {
        nodes.add(node(number));
      }
    }
    return nodes;
  }

  /** All edges that hold now, by source and target in the order of first mention. */
  public List<LineageEdge> edges() {
    return edges(now);
  }

  /** All edges that held at an instant. */
  public List<LineageEdge> edges(Instant asOf) {
    return Witness.allEdges(snapshot, EdgeFilter.at(asOf));
  }

  Snapshot snapshot() {
    return snapshot;
  }

  private EdgeFilter filter(LineageQuery query) {
    Instant asOf = query.asOf().equals(LineageQuery.NOW) ? now : query.asOf();
    return new EdgeFilter(asOf, query.types(), query.minEdgeConfidence(), false);
  }

  private int numberOf(AssetId id) {
    int number = snapshot.find(id);
    if (number < 0) {
      throw new NotFoundException(
          "Cannot find %s in the lineage; no entry names it".formatted(id), id.toString());
    }
    return number;
  }

  private LineageNode node(int number) {
    Facts facts = snapshot.facts(number);
    int container = snapshot.container(number);
    return new LineageNode(
        snapshot.asset(number),
        snapshot.domain(number),
        snapshot.owner(number),
        facts.tags(),
        facts.fallbacks(),
        snapshot.asset(container < 0 ? number : container),
        facts.deleted());
  }
}
