package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.product.DataProduct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of one commit while it is decided, and the state they lead to: what is published, what
 * is queued before this commit, and what the commit itself has put so far. Only the thread whose
 * turn it is to write uses it.
 */
final class Stage {

  /** What other commits have queued. */
  interface Queued {
    /** The queued state of a product, null where nothing is queued for it. */
    @Nullable CatalogEntry entry(ProductId id);

    /** How many products there are, published and queued. */
    long products();
  }

  private final CatalogState published;
  private final Queued queued;
  private final long revision;
  private final Instant at;
  private final Map<ProductId, CatalogEntry> puts = new HashMap<>();
  private final Map<ProductId, Boolean> gone = new HashMap<>();
  private int newProducts;

  final List<CatalogEvent> events = new ArrayList<>();
  final List<byte[]> bytes = new ArrayList<>();
  final List<@Nullable AnalyzedProduct> analyzed = new ArrayList<>();

  Stage(CatalogState published, Queued queued, long revision, Instant at) {
    this.published = published;
    this.queued = queued;
    this.revision = revision;
    this.at = at;
  }

  long revision() {
    return revision;
  }

  Instant at() {
    return at;
  }

  /** State that only changes while nothing is queued. */
  CatalogState published() {
    return published;
  }

  Map<ProductId, CatalogEntry> puts() {
    return puts;
  }

  int newProducts() {
    return newProducts;
  }

  /** How many products there are, counting everything queued and staged. */
  long count() {
    return queued.products() + newProducts;
  }

  @Nullable CatalogEntry entry(ProductId id) {
    if (gone.containsKey(id)) {
      return null;
    }
    CatalogEntry entry = puts.get(id);
    if (entry == null) {
      entry = queued.entry(id);
    }
    if (entry == null) {
      entry = published.products.get(id);
    }
    return entry;
  }

  CatalogEntry put(PreparedProduct prepared, Instant created) {
    DataProduct product = prepared.product();
    if (entry(product.id()) == null) {
      newProducts++;
    }
    gone.remove(product.id());
    CatalogEntry entry = new CatalogEntry(product, revision, created, at);
    puts.put(product.id(), entry);
    events.add(prepared.event());
    bytes.add(prepared.bytes());
    analyzed.add(prepared.analyzed());
    return entry;
  }

  void remove(ProductId id) {
    puts.remove(id);
    gone.put(id, true);
    newProducts--;
  }

  void add(CatalogEvent event) {
    events.add(event);
    bytes.add(EventWire.bytes(event));
    analyzed.add(null);
  }
}
