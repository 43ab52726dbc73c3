package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import java.util.List;
import java.util.Optional;

/** What a name without its domain stands for. Immutable. */
public sealed interface Lookup {

  /** The entry, where exactly one product has the name. */
  default Optional<CatalogEntry> entry() {
    return Optional.empty();
  }

  /** Exactly one product has the name. */
  record Found(CatalogEntry found) implements Lookup {

    @Override
    public Optional<CatalogEntry> entry() {
      return Optional.of(found);
    }
  }

  /**
   * Products of several domains have the name.
   *
   * @param candidates in the order of their domains
   */
  record Ambiguous(String name, List<ProductId> candidates) implements Lookup {

    public Ambiguous {
      candidates = List.copyOf(candidates);
    }
  }

  /** No product has the name. */
  record Missing(String name) implements Lookup {}
}
