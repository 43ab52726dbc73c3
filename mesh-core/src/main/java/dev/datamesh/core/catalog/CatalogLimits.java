package dev.datamesh.core.catalog;

import dev.datamesh.core.InvalidInputException;

/**
 * What a catalog holds at most. Immutable.
 *
 * @param products registered and declared products together
 * @param pageSize entries of one page or hits of one search
 */
public record CatalogLimits(long products, int pageSize) {

  /** No limit on products; pages of at most 10,000. */
  public static final CatalogLimits UNLIMITED = new CatalogLimits(Long.MAX_VALUE, 10_000);

  public CatalogLimits {
    if (products < 1 || pageSize < 1) {
      throw new InvalidInputException(
          "Cannot use limits below 1: products %d, page size %d".formatted(products, pageSize));
    }
  }

  public CatalogLimits withProducts(long most) {
    return new CatalogLimits(most, pageSize);
  }

  public CatalogLimits withPageSize(int most) {
    return new CatalogLimits(products, most);
  }
}
