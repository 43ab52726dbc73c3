package dev.datamesh.core.catalog;

import dev.datamesh.core.product.DataProduct;
import java.util.List;

/** Decides whether products pass filters. */
final class Facets {

  private Facets() {}

  static boolean match(List<ProductQuery.Filter> filters, DataProduct product) {
    for (ProductQuery.Filter filter : filters) {
      if (!match(filter, product)) {
        return false;
      }
    }
    return true;
  }

  private static boolean match(ProductQuery.Filter filter, DataProduct product) {
    String value = filter.value();
    return switch (filter.facet()) {
      case DOMAIN -> product.id().domain().equals(value);
      case OWNER -> product.owner().equals(value);
      case STATUS -> product.status().word().equals(value);
      case TAG -> product.tags().contains(value);
      case TIER -> product.tier().word().equals(value);
      case SHARING -> product.sharing().word().equals(value);
    };
  }
}
