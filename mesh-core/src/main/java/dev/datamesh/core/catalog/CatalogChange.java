package dev.datamesh.core.catalog;

import java.time.Instant;
import java.util.List;

/**
 * One commit: what one write changed, as a whole. Immutable.
 *
 * @param principal who wrote
 */
public record CatalogChange(
    long revision, Instant at, String principal, List<CatalogEvent> events) {

  public CatalogChange {
    events = List.copyOf(events);
  }
}
