package dev.datamesh.core.catalog;

import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.schema.Field;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the index needs of a product, prepared before the writer's turn. Immutable once made.
 *
 * @param words each word with its fields and weight, packed as in {@link Postings} for document 0
 * @param facets each facet value of the product, see {@link #facet}
 * @param length the sum of the weights
 */
record AnalyzedProduct(Map<String, Long> words, Set<String> facets, int length) {

  static AnalyzedProduct of(DataProduct product) {
    Collector collector = new Collector();
    collector.add(SearchField.NAME, product.id().name());
    collector.add(SearchField.DOMAIN, product.id().domain());
    collector.add(SearchField.OWNER, product.owner());
    collector.add(SearchField.DESCRIPTION, product.description());
    collector.add(SearchField.PURPOSE, product.purpose());
    for (String tag : product.tags()) {
      collector.add(SearchField.TAGS, tag);
    }
    for (Field field : product.schema().fields()) {
      collector.add(SearchField.COLUMNS, field.name());
    }
    return new AnalyzedProduct(collector.words, facets(product), collector.length);
  }

  /** The text under which the products with a facet's value are listed. */
  static String facet(ProductQuery.Facet facet, String value) {
    return facet.name() + ':' + value;
  }

  private static Set<String> facets(DataProduct product) {
    Set<String> facets = new LinkedHashSet<>();
    facets.add(facet(ProductQuery.Facet.DOMAIN, product.id().domain()));
    facets.add(facet(ProductQuery.Facet.OWNER, product.owner()));
    facets.add(facet(ProductQuery.Facet.STATUS, product.status().word()));
    facets.add(facet(ProductQuery.Facet.TIER, product.tier().word()));
    facets.add(facet(ProductQuery.Facet.SHARING, product.sharing().word()));
    for (String tag : product.tags()) {
      facets.add(facet(ProductQuery.Facet.TAG, tag));
    }
    return facets;
  }

  /** Adds up the words of the fields. */
  private static final class Collector {
    final Map<String, Long> words = new HashMap<>();
    int length;

    void add(SearchField field, String text) {
      Analyzer.words(
          text,
          word -> {
            length += field.weight;
            words.merge(
                word,
                Postings.pack(0, field.bit(), field.weight),
                (old, more) ->
                    Postings.pack(
                        0,
                        Postings.fields(old) | field.bit(),
                        Postings.weight(old) + field.weight));
          });
    }
  }
}
