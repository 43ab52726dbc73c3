package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.product.DataProduct;

/** Something that happened to a catalog. Immutable. */
public sealed interface CatalogEvent {

  /** What it happened to, such as {@code ventas.daily_revenue_api}. */
  String target();

  /** A domain was declared, or declared anew. */
  record DomainDeclared(Domain domain) implements CatalogEvent {

    @Override
    public String target() {
      return domain.name();
    }
  }

  /**
   * A product has a new state.
   *
   * @param how what the writer asked for
   */
  record ProductPut(DataProduct product, How how) implements CatalogEvent {

    /** What the writer asked for. */
    public enum How {
      DECLARED,
      REGISTERED,
      UPDATED,
      DEPRECATED,
      RETIRED
    }

    @Override
    public String target() {
      return product.id().toString();
    }
  }

  /** A product is gone; its name is free again. */
  record ProductDeleted(ProductId id) implements CatalogEvent {

    @Override
    public String target() {
      return id.toString();
    }
  }

  /** A product has a new id; the old one redirects to it. */
  record ProductMoved(ProductId from, DataProduct product) implements CatalogEvent {

    @Override
    public String target() {
      return product.id().toString();
    }
  }
}
