package dev.datamesh.core.spi;

import dev.datamesh.core.ProductId;
import java.util.List;

/**
 * What the catalog asks the lineage about products. The lineage wing or the host implements it.
 * Safe for use by many threads.
 */
public interface LineageView {

  /** Knows no lineage. */
  LineageView NONE =
      new LineageView() {
        @Override
        public List<ProductId> upstream(ProductId product) {
          return List.of();
        }

        @Override
        public List<String> consumers(ProductId product) {
          return List.of();
        }

        @Override
        public void productDeleted(ProductId product) {}
      };

  /** The products that directly feed a product. */
  List<ProductId> upstream(ProductId product);

  /** The names of whatever is directly fed by a product: products, dashboards, models. */
  List<String> consumers(ProductId product);

  /** Hears that a product is gone; its node, where it has one, stays and is marked deleted. */
  void productDeleted(ProductId product);
}
