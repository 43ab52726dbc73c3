package dev.datamesh.lineage.model;

import java.time.Instant;
import java.util.Map;

/**
 * Who stated an edge, when, and how surely.
 *
 * @param confidence in [0, 1]
 * @param recorded when the graph took it in
 */
public record Evidence(
    String producer,
    String job,
    String transformation,
    LineageType type,
    boolean masking,
    double confidence,
    String event,
    Map<String, String> metadata,
    Validity validity,
    Instant recorded) {

  public Evidence {
    metadata = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(metadata));
  }
}
