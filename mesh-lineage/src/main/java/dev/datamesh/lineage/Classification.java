package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.graph.Carriers;
import dev.datamesh.lineage.model.LineageEdge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes carry a classification such as personal data: those tagged with it, and all that is
 * made from them over edges that do not mask. A node keeps it as long as one unmasked way remains.
 * Names are made when asked for. Immutable.
 */
public final class Classification {

  private final String tag;
  private final Carriers carriers;

  Classification(String tag, Carriers carriers) {
    this.tag = tag;
    this.carriers = carriers;
  }

  public String tag() {
    return tag;
  }

  /** How many nodes carry it. */
  public int size() {
    return carriers.size();
  }

  /** The nodes that have it of themselves, in the order of first mention. */
  public List<AssetId> tagged() {
    List<AssetId> tagged = new ArrayList<>();
    for (int node : carriers.nodes()) {
      if (carriers.hops(node) == 0) {
        tagged.add(carriers.snapshot().asset(node));
      }
    }
    return List.copyOf(tagged);
  }

  /**
   * The nodes that have it by their lineage, with hops from the nearest tagged one: by hops, then
   * in the order of first mention.
   */
  public List<ReachedNode> inherited() {
    Names names = new Names(carriers.snapshot());
    List<ReachedNode> inherited = new ArrayList<>();
    for (int node : carriers.nodes()) {
      if (carriers.hops(node) > 0) {
        inherited.add(new ReachedNode(names, node, carriers.hops(node)));
      }
    }
    return List.copyOf(inherited);
  }

  /** Whether a node carries it. */
  public boolean isCarriedBy(AssetId node) {
    return hopsTo(node).isPresent();
  }

  /** How many hops the nearest tagged node is away; empty where the node does not carry it. */
  public OptionalInt hopsTo(AssetId node) {
    int number = carriers.snapshot().find(node);
    int hops = number < 0 ? -1 : carriers.hops(number);
    return hops < 0 ? OptionalInt.empty() : OptionalInt.of(hops);
  }

  /** A shortest unmasked way from a tagged node; empty for tagged nodes and those without it. */
  public Optional<LineagePath> explain(AssetId node) {
    if (hopsTo(node).orElse(0) == 0) {
      return Optional.empty();
    }
    List<LineageEdge> edges = carriers.pathTo(carriers.snapshot().find(node));
    return Optional.of(new LineagePath(edges));
  }

  /** All nodes that carry it. */
  public Set<AssetId> nodes() {
    Set<AssetId> nodes = new TreeSet<>();
    for (int node : carriers.nodes()) {
      nodes.add(carriers.snapshot().asset(node));
    }
    return java.util.Collections.unmodifiableSet(nodes);
  }
}
