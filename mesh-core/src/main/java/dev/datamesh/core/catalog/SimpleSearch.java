package dev.datamesh.core.catalog;

import dev.datamesh.core.product.DataProduct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Matches words against every product, one after the other. */
final class SimpleSearch {

  private SimpleSearch() {}

  static SearchPage search(List<CatalogEntry> entries, String words, int limit, long revision) {
    List<SearchPage.Hit> hits = new ArrayList<>();
    String[] wanted = words.toLowerCase(Locale.ROOT).strip().split("\\s+");
    for (CatalogEntry entry : entries) {
      String text = text(entry.product());
      double score = 0;
      for (String word : wanted) {
        String plain = word.endsWith("*") ? word.substring(0, word.length() - 1) : word;
        score = text.contains(plain) ? score + 1 : Double.NEGATIVE_INFINITY;
      }
      if (score > 0) {
        hits.add(new SearchPage.Hit(entry, score));
      }
    }
    hits.sort(Comparator.comparingDouble(SearchPage.Hit::score).reversed());
    return new SearchPage(hits.subList(0, Math.min(limit, hits.size())), hits.size(), revision);
  }

  private static String text(DataProduct product) {
    return String.join(
            " ",
            product.id().toString(),
            product.description(),
            product.purpose(),
            product.owner(),
            String.join(" ", product.tags()))
        .toLowerCase(Locale.ROOT);
  }
}
