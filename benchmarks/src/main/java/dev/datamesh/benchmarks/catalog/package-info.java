/**
 * Figures of the catalog, with its journal and Lucene in the same run.
 *
 * <p>Start with {@link dev.datamesh.benchmarks.catalog.CatalogFigures}.
 *
 * <p>The way through: each class measures one row of the table and prints it.
 *
 * <p>Always true here: what is compared runs in alternating rounds of one process; medians are
 * printed.
 *
 * <p>Not here: what the figures must be.
 */
@NullMarked
package dev.datamesh.benchmarks.catalog;

import org.jspecify.annotations.NullMarked;
