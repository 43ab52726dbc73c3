/**
 * A retailer's invoice lines and what can be derived from them.
 *
 * <p>Start with {@link dev.datamesh.examples.marketplace.retail.RetailLines}.
 *
 * <p>The way through: lines are read once into columns; each product of the marketplace is one pass
 * over them.
 *
 * <p>Always true here: money is exact, in thousandths of a pound; a day is a day in UTC.
 *
 * <p>Not here: how products are registered, shared or served.
 */
@NullMarked
package dev.datamesh.examples.marketplace.retail;

import org.jspecify.annotations.NullMarked;
