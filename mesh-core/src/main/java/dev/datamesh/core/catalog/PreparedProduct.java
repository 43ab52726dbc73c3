package dev.datamesh.core.catalog;

import dev.datamesh.core.product.DataProduct;

/**
 * A product's new state with everything that can be done to it before the writer's turn comes.
 * Immutable.
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package, nobody compares it
record PreparedProduct(
    CatalogEvent event, DataProduct product, byte[] bytes, AnalyzedProduct analyzed) {

  static PreparedProduct put(DataProduct product, CatalogEvent.ProductPut.How how) {
    return of(new CatalogEvent.ProductPut(product, how), product);
  }

  static PreparedProduct of(CatalogEvent event, DataProduct product) {
    return new PreparedProduct(event, product, EventWire.bytes(event), AnalyzedProduct.of(product));
  }
}
