/**
 * The latest value of each feature by key, in memory.
 *
 * <p>Start with {@link dev.datamesh.featurestore.online.OnlineTable}.
 *
 * <p>The way through: rows are offered, the greater in event time, created time and sequence stays;
 * a read answers one whole row.
 *
 * <p>Always true here: an older row never replaces a newer one, whatever the order of the offers; a
 * row offered twice changes nothing.
 *
 * <p>Not here: ttl and statuses, which are judged at the read. Internal: not exported.
 */
@NullMarked
package dev.datamesh.featurestore.online;

import org.jspecify.annotations.NullMarked;
