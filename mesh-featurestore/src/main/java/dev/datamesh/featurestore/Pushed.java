package dev.datamesh.featurestore;

import java.time.Instant;

/**
 * Rows that were taken: reads that start now see them. Immutable.
 *
 * @param firstSequence the ingest sequence of the first row; the others follow
 * @param withoutTime how many of those with a key are kept aside because they have no event time
 * @param withoutKey how many have a null in their key, so that nobody can ask for them
 * @param commit when they were taken
 */
public record Pushed(
    long firstSequence, long rows, long withoutTime, long withoutKey, Instant commit) {

  /** Rows that nobody can ask for. */
  long leftOut() {
    return withoutTime + withoutKey;
  }
}
