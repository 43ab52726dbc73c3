package dev.datamesh.core.catalog;

import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.DataProductBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** What tests of the catalog share. */
final class Catalogs {

  static final Instant NOW = Instant.parse("2024-01-15T10:30:00Z");

  private Catalogs() {}

  /** A clock that stands until it is moved. */
  static final class HandClock extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

    void advance(Duration by) {
      now.updateAndGet(instant -> instant.plus(by));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  static Domains domains() {
    return Domains.of(
        Domain.of("ventas", "sales@company.com"),
        Domain.of("producto", "catalog@company.com"),
        Domain.of("logistica", "fulfillment@company.com"));
  }

  static Catalog declared(Catalog catalog) {
    catalog.declare(domains()).orThrow();
    return catalog;
  }

  static DataProductBuilder product(String id) {
    return DataProduct.builder(id).owner("team@company.com");
  }
}
