/**
 * Values at a time: what was known about an entity at an instant, for training and for serving.
 *
 * <p>Start with {@link dev.datamesh.featurestore.FeatureStore}.
 *
 * <p>The way through: definitions are applied; {@code historicalFeatures} joins a spine with the
 * rows of views as of each row's time; {@code materialize} brings the latest rows online, where
 * {@link dev.datamesh.featurestore.PreparedFeatures} reads them. {@code push} takes rows for either
 * side or both: in a folder as one record of the tail, which becomes segments before anybody reads
 * them offline.
 *
 * <p>Always true here: one result row for each spine row, in its order; the same windows, statuses
 * and order of ties offline and online; nothing later than the asking time is ever seen; what is
 * erased is in no file.
 *
 * <p>Not here: windowed aggregations, statistics, drift.
 */
@NullMarked
package dev.datamesh.featurestore;

import org.jspecify.annotations.NullMarked;
