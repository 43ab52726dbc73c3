package dev.datamesh.core.catalog;

import java.util.List;

/**
 * The best hits of a search. Immutable.
 *
 * @param hits the best first; of equal score, the product that entered the catalog first
 * @param total how many products match in all
 * @param revision the catalog's revision that was searched
 */
public record SearchPage(List<Hit> hits, long total, long revision) {

  public SearchPage {
    hits = List.copyOf(hits);
  }

  /**
   * A product that matches.
   *
   * @param score by BM25, higher is better; comparable within one search only
   */
  public record Hit(CatalogEntry entry, double score) {}
}
