package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import java.util.List;
import java.util.Set;

/**
 * A node with what is known of it.
 *
 * @param domain its own or that of what holds it; empty if none is told
 * @param owner its own or that of what holds it; empty if none is told
 * @param container what holds it, itself if nothing does
 * @param deleted whether the thing is gone and only its lineage is left
 */
public record LineageNode(
    AssetId id,
    String domain,
    String owner,
    Set<String> tags,
    List<AssetId> fallbacks,
    AssetId container,
    boolean deleted) {

  public LineageNode {
    tags = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(tags));
    fallbacks = List.copyOf(fallbacks);
  }
}
