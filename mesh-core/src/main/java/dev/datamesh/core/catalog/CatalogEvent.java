package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.product.DataProduct;
import java.time.Instant;

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

  /** A version of a product's contract was published. */
  record ContractPublished(ProductId id, ContractVersion contract) implements CatalogEvent {

    @Override
    public String target() {
      return id.toString();
    }
  }

  /** A key was made; what is kept of it is a hash. */
  record KeyIssued(ApiKey key) implements CatalogEvent {

    @Override
    public String target() {
      return "key " + key.id();
    }
  }

  /** A key opens nothing any more. */
  record KeyRevoked(String id) implements CatalogEvent {

    @Override
    public String target() {
      return "key " + id;
    }
  }

  /** A request for access was made, decided or withdrawn; this is its new state. */
  record AccessChanged(AccessRequest request) implements CatalogEvent {

    @Override
    public String target() {
      return request.product().toString();
    }
  }

  /** A product was used so often since the last of these. */
  record UseCounted(UseCount use) implements CatalogEvent {

    @Override
    public String target() {
      return use.product().toString();
    }
  }

  /**
   * Something was asked for that the guard or the sharing level forbids. It is written with the
   * next write that is admitted, so that a stranger causes no work by being refused.
   *
   * @param principal who asked
   * @param action what for, such as {@code register}
   * @param at when
   */
  record AccessRefused(String principal, String action, String target, String reason, Instant at)
      implements CatalogEvent {}
}
