/**
 * A lineage graph as files for other tools.
 *
 * <p>Start with {@link dev.datamesh.lineage.export.LineageExport}.
 *
 * <p>The way through: a view of the graph is put in the order of names, then written.
 *
 * <p>Always true here: the same graph gives the same bytes; what a format cannot hold is collapsed
 * and says so.
 *
 * <p>{@link dev.datamesh.lineage.export.LineageJson} is also read back, by itself.
 *
 * <p>Not here: reading other files ({@code exchange}).
 */
@NullMarked
package dev.datamesh.lineage.export;

import org.jspecify.annotations.NullMarked;
