package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.domain.Domain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The catalog as it was, or how far back it still knows. Immutable. */
public sealed interface Past {

  /** The state, which must still be known. */
  default State orThrow() {
    if (this instanceof State state) {
      return state;
    }
    throw new dev.datamesh.core.NotFoundException(
        "Cannot show the catalog's state, its history begins at revision "
            + ((Compacted) this).oldest(),
        "history");
  }

  /**
   * The whole state as of a revision.
   *
   * @param at when the revision was made
   * @param entries all products, in the order in which they entered the catalog
   */
  record State(long revision, Instant at, List<Domain> domains, List<CatalogEntry> entries)
      implements Past {

    public State {
      domains = List.copyOf(domains);
      entries = List.copyOf(entries);
    }

    static State of(CatalogState state, long revision, Instant at) {
      List<CatalogEntry> entries = state.slots().stream().map(CatalogState.Slot::entry).toList();
      return new State(revision, at, List.copyOf(state.domains.values()), entries);
    }

    public Optional<CatalogEntry> find(ProductId id) {
      return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    /** All products by their ids. */
    public Map<ProductId, CatalogEntry> byId() {
      return entries.stream().collect(Collectors.toMap(CatalogEntry::id, entry -> entry));
    }
  }

  /**
   * The history that leads there was given up.
   *
   * @param oldest the first revision whose commit is kept
   */
  record Compacted(long oldest) implements Past {}
}
