package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.Status;
import java.time.Instant;

/**
 * A product as the catalog keeps it. Immutable.
 *
 * @param revision the catalog's revision that made this state; an update may ask for it
 * @param created when the product was registered, or declared while it is only that
 * @param updated when this state was made
 */
public record CatalogEntry(DataProduct product, long revision, Instant created, Instant updated) {

  public ProductId id() {
    return product.id();
  }

  public Status status() {
    return product.status();
  }
}
