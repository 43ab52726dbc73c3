/**
 * {@code mesh catalog} and {@code mesh keys}.
 *
 * <p>Start with {@link dev.datamesh.cli.catalog.CatalogCommandProvider}.
 *
 * <p>The way through: a command opens the catalog of a data folder, for reading where it only
 * reads, asks it and prints the answer.
 *
 * <p>Always true here: a refused write is a no; an unreadable input is unusable; secrets are
 * printed once, by {@code keys issue} alone.
 *
 * <p>Not here: what a product or a domain is.
 */
@NullMarked
package dev.datamesh.cli.catalog;

import org.jspecify.annotations.NullMarked;
