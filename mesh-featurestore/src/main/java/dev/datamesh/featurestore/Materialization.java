package dev.datamesh.featurestore;

import java.time.Instant;
import java.util.Map;

/**
 * What one run brought online. Immutable.
 *
 * @param from the earliest event time that took part; {@link Instant#MIN} of an incremental run, in
 *     which each view goes on from its own last one
 * @param to the latest
 * @param rows how many rows of each view were offered to the online store
 */
public record Materialization(Instant from, Instant to, Map<String, Long> rows) {

  public Materialization {
    rows = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(rows));
  }
}
