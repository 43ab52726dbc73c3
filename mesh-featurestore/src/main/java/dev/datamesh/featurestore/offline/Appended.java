package dev.datamesh.featurestore.offline;

import java.time.Instant;

/**
 * A batch that is durable. Immutable.
 *
 * @param firstSequence the sequence of its first row; the others follow in the batch's order
 * @param commit when it was committed, in microseconds
 */
public record Appended(long firstSequence, long rows, Instant commit) {}
