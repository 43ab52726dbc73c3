/**
 * The selection language: dbt's grammar over lineage.
 *
 * <p>Start with {@link dev.datamesh.lineage.select.Selection}.
 *
 * <p>The way through: a text is read into terms, each term is evaluated on one view, results are
 * joined, intersected and excluded.
 *
 * <p>Always true here: what cannot be read is refused with its place in the text.
 *
 * <p>Not here: the walks.
 */
@NullMarked
package dev.datamesh.lineage.select;

import org.jspecify.annotations.NullMarked;
