/**
 * The graph itself: names as ints, edges in arrays, snapshots, and the walks over them. Not
 * exported.
 *
 * <p>Start with {@link dev.datamesh.lineage.graph.LineageStore} for writing and {@link
 * dev.datamesh.lineage.graph.Snapshot} for reading.
 *
 * <p>The way through: the store codes an entry into ints, appends it to the {@code DeltaLog} and
 * publishes a snapshot; a walk takes one snapshot and answers node numbers and hops.
 *
 * <p>Always true here: readers never wait; a snapshot never changes; node numbers are given in the
 * order of first mention and never reused.
 *
 * <p>Not here: what users see ({@code dev.datamesh.lineage}), files.
 */
@NullMarked
package dev.datamesh.lineage.graph;

import org.jspecify.annotations.NullMarked;
