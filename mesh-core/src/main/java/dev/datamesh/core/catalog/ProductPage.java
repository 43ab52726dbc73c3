package dev.datamesh.core.catalog;

import dev.datamesh.core.product.DataProduct;
import java.util.List;

/**
 * One page of products. Immutable.
 *
 * @param next the cursor of the page after this one, empty where there is none
 * @param total how many products match in all, at this page's revision
 * @param revision the catalog's revision that the page shows
 */
public record ProductPage(List<CatalogEntry> entries, String next, long total, long revision) {

  public ProductPage {
    entries = List.copyOf(entries);
  }

  public boolean hasNext() {
    return !next.isEmpty();
  }

  public List<DataProduct> products() {
    return entries.stream().map(CatalogEntry::product).toList();
  }
}
