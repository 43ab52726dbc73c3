package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.product.DataProduct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the events up to a revision come to. One thread at a time applies; any number read, each map
 * on its own always as of some moment between two events.
 */
final class CatalogState {

  /** A product and its place in the order of entering. */
  record Slot(int ordinal, CatalogEntry entry) {}

  /** Hears how products change while events are applied. */
  interface Watcher {

    Watcher NONE = (before, after) -> {};

    void changed(@Nullable Slot before, @Nullable Slot after);
  }

  final ProductTable products = new ProductTable();
  private final Map<ProductId, Integer> ordinals = new HashMap<>();
  final Map<String, List<ProductId>> names = new ConcurrentHashMap<>();
  final Map<ProductId, ProductId> redirects = new ConcurrentHashMap<>();
  final Map<ProductId, List<ContractVersion>> contracts = new ConcurrentHashMap<>();
  final Map<String, ApiKey> keys = new ConcurrentHashMap<>();
  final Map<String, AccessRequest> requests = new ConcurrentHashMap<>();
  final Map<UseCount.Key, UseCount> uses = new ConcurrentHashMap<>();
  volatile Map<String, Domain> domains = Map.of();
  int nextOrdinal;

  void apply(CatalogEvent event, long revision, Instant at, Watcher watcher) {
    if (event instanceof CatalogEvent.ProductPut put) {
      put(put, revision, at, watcher);
    } else if (event instanceof CatalogEvent.DomainDeclared declared) {
      Map<String, Domain> more = new LinkedHashMap<>(domains);
      more.put(declared.domain().name(), declared.domain());
      domains = Collections.unmodifiableMap(more);
    } else if (event instanceof CatalogEvent.ProductDeleted deleted) {
      delete(deleted.id(), watcher);
    } else if (event instanceof CatalogEvent.ProductMoved moved) {
      move(moved.from(), moved.product(), revision, at, watcher);
    } else if (event instanceof CatalogEvent.ContractPublished published) {
      contracts.merge(published.id(), List.of(published.contract()), CatalogState::joined);
    } else if (event instanceof CatalogEvent.KeyIssued issued) {
      keys.put(issued.key().id(), issued.key());
    } else if (event instanceof CatalogEvent.KeyRevoked revoked) {
      keys.computeIfPresent(revoked.id(), (id, key) -> key.revoked());
    } else if (event instanceof CatalogEvent.AccessChanged changed) {
      requests.put(changed.request().id(), changed.request());
    } else if (event instanceof CatalogEvent.UseCounted counted) {
      count(counted.use());
    }
  }

  /**
   * A use that waited while its product got another id, or went, is that of the new one, or none.
   */
  private void count(UseCount use) {
    UseCount now = use.of(redirects.getOrDefault(use.product(), use.product()));
    if (products.contains(now.product())) {
      uses.merge(now.key(), now, UseCount::plus);
    }
  }

  private void put(CatalogEvent.ProductPut put, long revision, Instant at, Watcher watcher) {
    ProductId id = put.product().id();
    Slot before = slot(id);
    Instant created =
        before == null || put.how() == CatalogEvent.ProductPut.How.REGISTERED
            ? at
            : before.entry().created();
    int ordinal = before == null ? nextOrdinal++ : before.ordinal();
    Slot after = new Slot(ordinal, new CatalogEntry(put.product(), revision, created, at));
    put(after);
    if (before == null) {
      redirects.remove(id);
      addName(id);
    }
    watcher.changed(before, after);
  }

  private void delete(ProductId id, Watcher watcher) {
    Slot before = slot(id);
    if (before != null) {
      products.remove(id);
      ordinals.remove(id);
      removeName(id);
      contracts.remove(id);
      uses.keySet().removeIf(key -> key.product().equals(id));
      redirects.values().removeIf(id::equals);
      watcher.changed(before, null);
    }
  }

  private void move(
      ProductId from, DataProduct product, long revision, Instant at, Watcher watcher) {
    ProductId to = product.id();
    Slot before = slot(from);
    if (before == null) {
      return;
    }
    Slot after =
        new Slot(
            before.ordinal(), new CatalogEntry(product, revision, before.entry().created(), at));
    put(after);
    addName(to);
    redirects.remove(to);
    redirects.replaceAll((old, target) -> target.equals(from) ? to : target);
    redirects.put(from, to);
    products.remove(from);
    ordinals.remove(from);
    removeName(from);
    List<ContractVersion> versions = contracts.remove(from);
    if (versions != null) {
      contracts.put(to, versions);
    }
    for (UseCount use : List.copyOf(uses.values())) {
      if (use.product().equals(from) && uses.remove(use.key(), use)) {
        uses.merge(use.of(to).key(), use.of(to), UseCount::plus);
      }
    }
    watcher.changed(before, after);
  }

  private void put(Slot slot) {
    ProductId id = slot.entry().id();
    ordinals.put(id, slot.ordinal());
    products.put(id, slot.entry());
  }

  private @Nullable Slot slot(ProductId id) {
    CatalogEntry entry = products.get(id);
    Integer ordinal = ordinals.get(id);
    return entry == null || ordinal == null ? null : new Slot(ordinal, entry);
  }

  /** All products in the order of entering; for the thread that applies. */
  List<Slot> slots() {
    List<Slot> slots = new ArrayList<>(ordinals.size());
    for (ProductId id : ordinals.keySet()) {
      Slot slot = slot(id);
      if (slot != null) {
        slots.add(slot);
      }
    }
    slots.sort(Comparator.comparingInt(Slot::ordinal));
    return slots;
  }

  /** Takes a product over as a snapshot holds it. */
  void restore(Slot slot) {
    put(slot);
    addName(slot.entry().id());
    nextOrdinal = Math.max(nextOrdinal, slot.ordinal() + 1);
  }

  private void addName(ProductId id) {
    names.merge(id.name(), List.of(id), CatalogState::joined);
  }

  private void removeName(ProductId id) {
    names.computeIfPresent(
        id.name(),
        (name, ids) -> {
          List<ProductId> rest = ids.stream().filter(other -> !other.equals(id)).toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  private static <T> List<T> joined(List<T> one, List<T> other) {
    List<T> both = new ArrayList<>(one);
    both.addAll(other);
    return List.copyOf(both);
  }
}
