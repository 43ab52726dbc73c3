/**
 * {@code mesh features}.
 *
 * <p>Start with {@link dev.datamesh.cli.features.FeaturesCommandProvider}.
 *
 * <p>The way through: a definitions file is read, applied to a store, in memory or in a data
 * folder, and the store answers.
 *
 * <p>Always true here: a joined file has the spine's cells as they were, then the features.
 *
 * <p>Not here: how a join works.
 */
@NullMarked
package dev.datamesh.cli.features;

import org.jspecify.annotations.NullMarked;
