package dev.datamesh.core.catalog;

import java.time.Instant;

/**
 * How a catalog is. Immutable.
 *
 * @param isWritable whether it takes writes: open, and not opened for reading
 * @param lastCommit when the last write was made
 * @param products how many there are
 * @param words how many different words the search knows
 * @param worn states of products in the index that are replaced already
 * @param storedRevision how far the store itself is; above the revision only while a write is on
 *     its way
 */
public record CatalogHealth(
    boolean isOpen,
    boolean isWritable,
    long revision,
    Instant lastCommit,
    int products,
    int words,
    int worn,
    long storedRevision) {}
