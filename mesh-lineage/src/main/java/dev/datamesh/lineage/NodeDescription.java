package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import java.util.List;
import java.util.Set;

/**
 * What to make known of a node; what is left empty stays as it was, tags are added to those there
 * are.
 *
 * @param fallbacks what can be read instead while the node is broken
 */
public record NodeDescription(
    AssetId node, String domain, String owner, Set<String> tags, List<AssetId> fallbacks) {

  public NodeDescription {
    tags = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(tags));
    fallbacks = List.copyOf(fallbacks);
  }

  public static NodeDescription of(AssetId node) {
    return new NodeDescription(node, "", "", Set.of(), List.of());
  }

  public NodeDescription inDomain(String name) {
    return new NodeDescription(node, name, owner, tags, fallbacks);
  }

  public NodeDescription ownedBy(String who) {
    return new NodeDescription(node, domain, who, tags, fallbacks);
  }

  public NodeDescription tagged(String... more) {
    return new NodeDescription(node, domain, owner, Set.of(more), fallbacks);
  }

  public NodeDescription withFallbacks(AssetId... instead) {
    return new NodeDescription(node, domain, owner, tags, List.of(instead));
  }
}
