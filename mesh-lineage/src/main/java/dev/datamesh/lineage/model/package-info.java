/**
 * The words of lineage: entries, types, evidences, edges.
 *
 * <p>Start with {@link dev.datamesh.lineage.model.LineageEntry}.
 *
 * <p>The way through: a host makes an entry and hands it to the door; answers speak of edges and
 * evidences.
 *
 * <p>Always true here: values are immutable and checked when made.
 *
 * <p>Not here: the graph and its answers ({@code dev.datamesh.lineage}).
 */
@NullMarked
package dev.datamesh.lineage.model;

import org.jspecify.annotations.NullMarked;
