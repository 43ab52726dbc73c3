package dev.datamesh.featurestore.offline;

/**
 * Figures of a table. Immutable.
 *
 * @param bytes of its segments
 * @param erased how many rows have been erased
 * @param keptFrom rows with earlier event times were dropped, in microseconds since 1970; the least
 *     number where none were
 */
public record TableStats(
    String table, long rows, long bytes, int segments, long batches, long erased, long keptFrom) {}
