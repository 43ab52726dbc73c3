/**
 * The Open Data Contract Standard, versions 3.0, 3.1 and 3.2: reading, checking, writing, comparing
 * tables.
 *
 * <p>Start with {@link dev.datamesh.contracts.odcs.OdcsContract}.
 *
 * <p>The way through: a text becomes a tree, variables are replaced, the shape of every element and
 * the rules that the standard gives in prose are checked at once, and the tree becomes tables,
 * columns, quality rules and service levels.
 *
 * <p>Always true here: what is read is written again whole, also what this version of the SDK does
 * not know; every problem has its place.
 *
 * <p>Not here: running quality rules against data.
 */
@NullMarked
package dev.datamesh.contracts.odcs;

import org.jspecify.annotations.NullMarked;
