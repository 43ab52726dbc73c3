package dev.datamesh.core.catalog;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.product.Sharing;
import dev.datamesh.core.product.Status;
import dev.datamesh.core.product.Tier;
import java.util.ArrayList;
import java.util.List;

/**
 * Which products to list, and which page of them. Products come in the order in which they entered
 * the catalog, which never changes; so a product that is there throughout is neither skipped nor
 * repeated by pages that follow one another by cursor, whatever is written between. Immutable.
 *
 * @param filters all must hold
 * @param limit entries of a page
 * @param offset entries to leave out after the cursor
 * @param cursor the {@link ProductPage#next()} of the page before, empty for the first
 */
public record ProductQuery(List<Filter> filters, int limit, long offset, String cursor) {

  /** What a filter looks at. */
  public enum Facet {
    DOMAIN,
    OWNER,
    STATUS,
    TAG,
    TIER,
    SHARING
  }

  /** Holds where the facet has the value. */
  public record Filter(Facet facet, String value) {}

  public ProductQuery {
    filters = List.copyOf(filters);
    if (limit < 1 || offset < 0) {
      throw new InvalidInputException(
          "Cannot list a page of %d from offset %d: expected at least 1 and 0"
              .formatted(limit, offset));
    }
  }

  /** Every product, in pages of 50. */
  public static ProductQuery all() {
    return new ProductQuery(List.of(), 50, 0, "");
  }

  public ProductQuery domain(String name) {
    return with(Facet.DOMAIN, name);
  }

  public ProductQuery owner(String owner) {
    return with(Facet.OWNER, owner);
  }

  public ProductQuery status(Status status) {
    return with(Facet.STATUS, status.word());
  }

  public ProductQuery tag(String tag) {
    return with(Facet.TAG, tag);
  }

  public ProductQuery tier(Tier tier) {
    return with(Facet.TIER, tier.word());
  }

  public ProductQuery sharing(Sharing sharing) {
    return with(Facet.SHARING, sharing.word());
  }

  public ProductQuery limit(int entries) {
    return new ProductQuery(filters, entries, offset, cursor);
  }

  public ProductQuery offset(long entries) {
    return new ProductQuery(filters, limit, entries, cursor);
  }

  /** The page after another. */
  public ProductQuery after(String next) {
    return new ProductQuery(filters, limit, offset, next);
  }

  private ProductQuery with(Facet facet, String value) {
    List<Filter> more = new ArrayList<>(filters);
    more.add(new Filter(facet, value));
    return new ProductQuery(more, limit, offset, cursor);
  }
}
