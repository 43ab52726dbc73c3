package dev.datamesh.lineage.graph;

import dev.datamesh.core.AssetId;
import java.util.List;
import java.util.Set;

/**
 * What is known of a node apart from its edges.
 *
 * @param domain empty if not told
 * @param owner empty if not told
 * @param fallbacks what can be read instead while the node is broken
 * @param deleted whether the thing itself is gone and only its lineage is left
 */
public record Facts(
    String domain, String owner, Set<String> tags, List<AssetId> fallbacks, boolean deleted) {

  public static final Facts NONE = new Facts("", "", Set.of(), List.of(), false);

  public Facts {
    tags = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(tags));
    fallbacks = List.copyOf(fallbacks);
  }
}
