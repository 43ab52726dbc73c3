/**
 * Lineage from and to files.
 *
 * <p>Start with {@link dev.datamesh.lineage.exchange.EdgeCsv}.
 *
 * <p>The way through: a file is read whole into entries, every bad row is reported with its place,
 * and only then does the graph take them in.
 *
 * <p>Always true here: nothing half-read reaches a graph; texts written are the same for the same
 * graph.
 *
 * <p>Not here: the graph.
 */
@NullMarked
package dev.datamesh.lineage.exchange;

import org.jspecify.annotations.NullMarked;
