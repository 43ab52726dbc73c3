package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which nodes carry a classification such as personal data: those tagged with it, and all that is
 * made from them over edges that do not mask. A node keeps it as long as one unmasked way remains.
 *
 * @param tagged the nodes that have it of themselves
 * @param inherited the nodes that have it by their lineage, with hops from the nearest tagged one
 */
public record Classification(
    String tag, List<AssetId> tagged, List<ReachedNode> inherited, Witnesses witnesses) {

  public Classification {
    tagged = List.copyOf(tagged);
    inherited = List.copyOf(inherited);
  }

  /** Finds a way on which the classification came. */
  @FunctionalInterface
  public interface Witnesses {

    Optional<LineagePath> pathTo(AssetId node);
  }

  /** Whether a node carries it. */
  public boolean isCarriedBy(AssetId node) {
    return tagged.contains(node)
        || inherited.stream().anyMatch(reached -> reached.id().equals(node));
  }

  /** A shortest unmasked way from a tagged node; empty for tagged nodes and those without it. */
  public Optional<LineagePath> explain(AssetId node) {
    return witnesses.pathTo(node);
  }

  /** All nodes that carry it. */
  public Set<AssetId> nodes() {
    Set<AssetId> nodes = new java.util.TreeSet<>(tagged);
    inherited.forEach(reached -> nodes.add(reached.id()));
    return java.util.Collections.unmodifiableSet(nodes);
  }
}
