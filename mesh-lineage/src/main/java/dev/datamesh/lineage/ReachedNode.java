package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;

/**
 * A node that a query reached.
 *
 * @param hops the length of the shortest path, in edges
 */
public record ReachedNode(AssetId id, int hops) {}
