package dev.datamesh.core.product;

import dev.datamesh.core.SemanticVersion;

/**
 * An entry of a product's changelog. Immutable.
 *
 * @param label the version as written, such as {@code v2.1}
 * @param date as precisely as known, such as {@code 2024-01}, empty if not told
 * @param text what changed
 */
public record Change(String label, String date, String text) {

  public Change {
    SemanticVersion.of(label);
  }

  public SemanticVersion version() {
    return SemanticVersion.of(label);
  }
}
