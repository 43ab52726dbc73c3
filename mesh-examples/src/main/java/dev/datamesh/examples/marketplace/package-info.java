/**
 * The marketplace: five business domains that own data products, told as a story in eight steps.
 *
 * <p>Start with {@link dev.datamesh.examples.marketplace.Marketplace}.
 *
 * <p>The way through: {@code Marketplace} runs the steps in order; each step is one class that uses
 * the SDK's public doors as a host application would; what the data say is computed in the {@code
 * retail} package.
 *
 * <p>Always true here: the same input gives the same figures; files appear whole or not at all.
 *
 * <p>Not here: anything the SDK should do for every host.
 */
@NullMarked
package dev.datamesh.examples.marketplace;

import org.jspecify.annotations.NullMarked;
