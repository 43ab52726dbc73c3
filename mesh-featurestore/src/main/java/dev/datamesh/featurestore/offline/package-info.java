/**
 * Rows of feature views on disk, in segments that are sorted by entity and time.
 *
 * <p>Start with {@link dev.datamesh.featurestore.offline.OfflineStore}.
 *
 * <p>The way through: a batch of rows is sorted, written aside into segment files and forced; one
 * journal record that names the files, their checksums and the rows' sequences makes it a fact. A
 * reader merges the segments of a table block by block; compaction and erasure replace segments by
 * others with one more record.
 *
 * <p>Always true here: a file that no record names does not count, and dies when the store is next
 * opened; every byte of a segment lies under a checksum, and no damaged byte is served; rows come
 * out ordered by key, event time, created time and sequence; compaction keeps sequences.
 *
 * <p>Not here: what a view is ({@code definition}), which row answers a spine row (the join).
 */
@NullMarked
package dev.datamesh.featurestore.offline;

import org.jspecify.annotations.NullMarked;
