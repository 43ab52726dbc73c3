package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import java.time.Instant;
import java.util.Comparator;

/**
 * How often somebody used a version of a product. Immutable.
 *
 * @param last when it was used last
 */
public record UseCount(
    ProductId product, String principal, SemanticVersion version, long uses, Instant last)
    implements Comparable<UseCount> {

  private static final Comparator<UseCount> ORDER =
      Comparator.comparing(UseCount::product)
          .thenComparing(UseCount::version)
          .thenComparing(UseCount::principal)
          .thenComparing(UseCount::last)
          .thenComparing(UseCount::uses);

  /** The same use counted elsewhere, added. */
  UseCount plus(UseCount other) {
    return new UseCount(
        product,
        principal,
        version,
        uses + other.uses,
        last.isAfter(other.last) ? last : other.last);
  }

  UseCount of(ProductId id) {
    return new UseCount(id, principal, version, uses, last);
  }

  Key key() {
    return new Key(product, principal, version);
  }

  /** By product, version, principal. */
  @Override
  public int compareTo(UseCount other) {
    return ORDER.compare(this, other);
  }

  /** Who uses what. */
  record Key(ProductId product, String principal, SemanticVersion version) {}
}
