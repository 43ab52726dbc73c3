/**
 * The point-in-time join over primitive arrays: for each spine row the latest feature row of the
 * same key that was there.
 *
 * <p>Start with {@link dev.datamesh.featurestore.join.FeatureTable#match}.
 *
 * <p>The way through: keys become small ints ({@code KeyCoder}); few spine rows beside many feature
 * rows are sorted and the features streamed past them ({@code StreamedMatch}); otherwise the
 * features are sorted by key and time once ({@code AsOfIndex}) and the spine's rows probe them in
 * blocks; the answer is a row number for each spine row, from which columns are taken.
 *
 * <p>Always true here: the greatest (event time, created time, row) of the window wins, whichever
 * way was taken; one answer for each spine row, in its order.
 *
 * <p>Not here: definitions, names, statuses. Internal: not exported.
 */
@NullMarked
package dev.datamesh.featurestore.join;

import org.jspecify.annotations.NullMarked;
