package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;

/**
 * A document about a product. Immutable.
 *
 * @param title what it is, empty if not told
 * @param url where it is
 */
public record Link(String title, String url) {

  public Link {
    if (url.isBlank()) {
      throw new InvalidInputException("Cannot make a link, its address is empty");
    }
  }
}
