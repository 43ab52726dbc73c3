package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.spi.ProductLineage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The lineage by the ids that products have now, though it may name them by ids they had before.
 * Safe for use by many threads.
 */
record MovedLineage(ProductLineage lineage, Map<ProductId, ProductId> redirects) {

  /** The products that feed each of these directly. */
  SortedMap<ProductId, SortedSet<ProductId>> upstream(Collection<ProductId> products) {
    SortedSet<ProductId> asked = new TreeSet<>(products);
    redirects.forEach(
        (from, to) -> {
          if (asked.contains(to)) {
            asked.add(from);
          }
        });
    SortedMap<ProductId, SortedSet<ProductId>> fed = new TreeMap<>();
    lineage
        .upstream(asked)
        .forEach(
            (id, sources) -> {
              ProductId product = now(id);
              for (ProductId source : sources) {
                if (!now(source).equals(product)) {
                  fed.computeIfAbsent(product, key -> new TreeSet<>()).add(now(source));
                }
              }
            });
    return fed;
  }

  /** The names of whatever a product directly feeds. */
  List<String> consumers(ProductId product) {
    SortedSet<String> names = new TreeSet<>(lineage.consumers(product));
    redirects.forEach(
        (from, to) -> {
          if (to.equals(product)) {
            names.addAll(lineage.consumers(from));
          }
        });
    return List.copyOf(names);
  }

  private ProductId now(ProductId id) {
    return redirects.getOrDefault(id, id);
  }
}
