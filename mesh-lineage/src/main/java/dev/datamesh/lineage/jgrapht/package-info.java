/**
 * Lineage as JGraphT's graphs, for the algorithms that are not the product's own.
 *
 * <p>Start with {@link dev.datamesh.lineage.jgrapht.SnapshotGraph}.
 *
 * <p>The way through: a view becomes a read-only graph; a host's graph becomes entries.
 *
 * <p>Always true here: a graph made from a view never changes.
 *
 * <p>Not here: the product's own walks.
 */
@NullMarked
package dev.datamesh.lineage.jgrapht;

import org.jspecify.annotations.NullMarked;
