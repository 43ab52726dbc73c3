package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;

/**
 * A measured figure. Immutable.
 *
 * @param name such as {@code Request rate}
 * @param value with its unit, such as {@code 500 req/day}
 */
public record Metric(String name, String value) {

  public Metric {
    if (name.isBlank()) {
      throw new InvalidInputException("Cannot make a metric, its name is empty");
    }
  }
}
