package dev.datamesh.core.spi;

import dev.datamesh.core.ProductId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * What the catalog asks the lineage about products, and tells it. A product that was moved is asked
 * for by each id it had. The lineage wing implements it ({@code LineageGraph.ofProducts()}), or the
 * host. What is told is told after the catalog's commit: no transaction spans wings, and a failure
 * here is logged and does not undo it. Safe for use by many threads.
 */
public interface ProductLineage {

  /** Knows no lineage. */
  ProductLineage NONE =
      new ProductLineage() {
        @Override
        public Map<ProductId, SortedSet<ProductId>> upstream(Collection<ProductId> products) {
          return Map.of();
        }

        @Override
        public List<String> consumers(ProductId product) {
          return List.of();
        }

        @Override
        public void productDeleted(ProductId product) {}
      };

  /** Of each of these products the others that feed it directly; it is left out where none do. */
  Map<ProductId, SortedSet<ProductId>> upstream(Collection<ProductId> products);

  /** The names of whatever is directly fed by a product: products, dashboards, models. */
  List<String> consumers(ProductId product);

  /** Hears that a product is there, for the first time or again. */
  default void productRegistered(ProductId product) {}

  /** Hears that a product is gone; its node, where it has one, stays and is marked deleted. */
  void productDeleted(ProductId product);
}
