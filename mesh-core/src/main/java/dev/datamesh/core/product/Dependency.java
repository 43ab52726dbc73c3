package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;

/**
 * Something a product reads from or feeds. Immutable.
 *
 * @param name a product's id, or a name outside the mesh such as {@code executive dashboards}
 * @param reason what for, empty if not told
 */
public record Dependency(String name, String reason) {

  public Dependency {
    if (name.isBlank()) {
      throw new InvalidInputException("Cannot make a dependency, its name is empty");
    }
  }

  public static Dependency on(String name) {
    return new Dependency(name, "");
  }
}
