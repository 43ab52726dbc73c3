package dev.datamesh.core.catalog;

import dev.datamesh.core.AccessDeniedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.DataProductBuilder;
import dev.datamesh.core.product.Sharing;
import dev.datamesh.core.product.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes of a catalog for any principal. Safe for use by many threads: writes are
 * admitted one after the other; readers never wait.
 */
final class CatalogEngine {

  static final long ANY_REVISION = -1;

  private final Settings settings;
  private final Published published;
  private final Committer committer;
  private final RefusalLog refusals;
  private final UseLog uses;
  private final Announcer announcer;

  CatalogEngine(
      Settings settings,
      Published published,
      Committer committer,
      RefusalLog refusals,
      UseLog uses) {
    this.settings = settings;
    this.published = published;
    this.committer = committer;
    this.refusals = refusals;
    this.uses = uses;
    this.announcer = new Announcer(settings.listener());
  }

  Settings settings() {
    return settings;
  }

  Published published() {
    return published;
  }

  Committer committer() {
    return committer;
  }

  UseLog uses() {
    return uses;
  }

  /** Notes a use; where very many different ones wait, writes them. */
  void used(Principal principal, UseCount use) {
    requireWritable("count a use of", use.product().toString());
    if (uses.add(use)) {
      committer.write(principal.name(), new Intent.OfWhatWaits());
    }
  }

  MovedLineage lineage() {
    return new MovedLineage(settings.lineage(), state().redirects);
  }

  long revision() {
    return published.view().revision();
  }

  CatalogState state() {
    return published.state();
  }

  /** Asks the guard before a write; a refusal is remembered for the audit and thrown. */
  void require(Principal principal, Action action, String domain, String target) {
    requireWritable(action.words(), target);
    allow(principal, action, domain, target);
  }

  private void requireWritable(String verb, String target) {
    if (settings.isReadOnly()) {
      throw new StorageException(
          "Cannot %s %s, the catalog was opened for reading".formatted(verb, target), "catalog");
    }
  }

  /** Asks the guard; a refusal is remembered for the audit and thrown. */
  void allow(Principal principal, Action action, String domain, String target) {
    try {
      settings.guard().require(principal, action, domain, target);
    } catch (AccessDeniedException e) {
      refused(principal, action.words(), target, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void refused(Principal principal, String action, String target, String reason) {
    refusals.add(
        new CatalogEvent.AccessRefused(
            principal.name(), action, target, reason, settings.clock().instant()));
    announcer.refused(principal.name(), action, target, reason);
  }

  <T> WriteResult<T> write(Principal principal, Action action, String target, Intent<T> intent) {
    long start = announcer.start();
    WriteResult<T> result = null;
    try {
      result = committer.write(principal.name(), intent);
    } finally {
      announcer.wrote(principal.name(), action.words(), target, result, start);
    }
    if (result.isDone()) {
      tellLineage(target, intent);
    }
    return result;
  }

  /** The write is durable whatever the lineage says to it. */
  private void tellLineage(String target, Intent<?> intent) {
    try {
      intent.tell(settings.lineage());
    } catch (RuntimeException e) {
      announcer.lineageFailed(target, e);
    }
  }

  WriteResult<Domains> declare(Principal principal, Domains declared) {
    for (Domain domain : declared.all()) {
      require(principal, Action.DECLARE_DOMAIN, domain.name(), domain.name());
    }
    return write(
        principal,
        Action.DECLARE_DOMAIN,
        String.join(", ", declared.names()),
        ProductIntents.declare(declared, settings.limits()));
  }

  List<Domain> domains() {
    return List.copyOf(state().domains.values());
  }

  Optional<Domain> findDomain(String name) {
    return Optional.ofNullable(state().domains.get(name));
  }

  WriteResult<CatalogEntry> register(Principal principal, DataProduct product) {
    ProductId id = product.id();
    require(principal, Action.REGISTER, id.domain(), id.toString());
    return write(
        principal,
        Action.REGISTER,
        id.toString(),
        ProductIntents.register(product, settings.limits()));
  }

  Intent<CatalogEntry> registration(Principal principal, DataProduct product) {
    require(principal, Action.REGISTER, product.id().domain(), product.id().toString());
    return ProductIntents.register(product, settings.limits());
  }

  Intent<CatalogEntry> change(
      Principal principal,
      Action action,
      ProductId id,
      long expected,
      UnaryOperator<DataProductBuilder> change) {
    require(principal, action, id.domain(), id.toString());
    CatalogEntry seen = state().products.get(id);
    CatalogEvent.ProductPut.How how =
        switch (action) {
          case DEPRECATE -> CatalogEvent.ProductPut.How.DEPRECATED;
          case RETIRE -> CatalogEvent.ProductPut.How.RETIRED;
          default -> CatalogEvent.ProductPut.How.UPDATED;
        };
    return ProductIntents.change(id, how, expected, change, seen);
  }

  Intent<CatalogEntry> deletion(Principal principal, ProductId id) {
    require(principal, Action.DELETE, id.domain(), id.toString());
    return ProductIntents.delete(id);
  }

  Intent<CatalogEntry> move(Principal principal, ProductId from, ProductId to) {
    require(principal, Action.MOVE, from.domain(), from.toString());
    require(principal, Action.MOVE, to.domain(), to.toString());
    return ProductIntents.move(from, to);
  }

  WriteResult<CatalogEntry> update(
      Principal principal, ProductId id, long expected, UnaryOperator<DataProductBuilder> change) {
    return write(
        principal,
        Action.UPDATE,
        id.toString(),
        change(principal, Action.UPDATE, id, expected, change));
  }

  WriteResult<CatalogEntry> deprecate(Principal principal, ProductId id) {
    return write(
        principal,
        Action.DEPRECATE,
        id.toString(),
        change(
            principal,
            Action.DEPRECATE,
            id,
            ANY_REVISION,
            builder -> builder.status(Status.DEPRECATED)));
  }

  WriteResult<CatalogEntry> retire(Principal principal, ProductId id) {
    return write(
        principal,
        Action.RETIRE,
        id.toString(),
        change(
            principal,
            Action.RETIRE,
            id,
            ANY_REVISION,
            builder -> builder.status(Status.INACTIVE)));
  }

  WriteResult<CatalogEntry> delete(Principal principal, ProductId id) {
    return write(principal, Action.DELETE, id.toString(), deletion(principal, id));
  }

  Optional<CatalogEntry> find(Principal principal, ProductId id) {
    CatalogEntry entry = current(id);
    return entry != null && mayRead(principal, entry) ? Optional.of(entry) : Optional.empty();
  }

  CatalogEntry get(Principal principal, ProductId id) {
    CatalogEntry entry = current(id);
    if (entry == null) {
      throw new NotFoundException(
          "Cannot find the product %s; search or list the catalog".formatted(id), id.toString());
    }
    if (!mayRead(principal, entry)) {
      String reason = "it is private to its domain; ask its owner for access";
      refused(principal, Action.READ.words(), id.toString(), reason);
      throw new AccessDeniedException(
          "Cannot read %s as %s, %s".formatted(id, principal, reason),
          principal.name(),
          "read " + id);
    }
    return entry;
  }

  /** The state of a product by its id or by one it had before. */
  private @Nullable CatalogEntry current(ProductId id) {
    CatalogEntry entry = state().products.get(id);
    if (entry == null) {
      ProductId moved = state().redirects.get(id);
      entry = moved == null ? null : state().products.get(moved);
    }
    return entry;
  }

  Lookup lookup(Principal principal, String name) {
    if (name.contains(".")) {
      return find(principal, ProductId.of(name))
          .<Lookup>map(Lookup.Found::new)
          .orElseGet(() -> new Lookup.Missing(name));
    }
    List<CatalogEntry> named =
        state().names.getOrDefault(name, List.of()).stream()
            .sorted()
            .flatMap(id -> find(principal, id).stream())
            .toList();
    if (named.isEmpty()) {
      return new Lookup.Missing(name);
    }
    return named.size() == 1
        ? new Lookup.Found(named.get(0))
        : new Lookup.Ambiguous(name, named.stream().map(CatalogEntry::id).toList());
  }

  ProductPage list(Principal principal, ProductQuery query) {
    checkPage(query.limit());
    return new Lister(published.view(), query, readable(principal)).page();
  }

  SearchPage search(Principal principal, SearchQuery query) {
    checkPage(query.limit());
    return new Searcher(published.view(), query.limit(), readable(principal)).search(query);
  }

  private void checkPage(int limit) {
    if (limit > settings.limits().pageSize()) {
      throw new InvalidInputException(
          "Cannot give a page of %,d, the largest has %,d; ask for the pages behind it"
              .formatted(limit, settings.limits().pageSize()));
    }
  }

  /** What a principal may read, null where that is everything. */
  @Nullable Predicate<CatalogEntry> readable(Principal principal) {
    return principal.isPlatform() ? null : entry -> mayRead(principal, entry);
  }

  boolean mayRead(Principal principal, CatalogEntry entry) {
    DataProduct product = entry.product();
    if (principal.isPlatform() || principal.domains().contains(product.id().domain())) {
      return true;
    }
    List<String> readers = product.access().readers();
    boolean isNamed =
        readers.contains(principal.name())
            || principal.domains().stream().anyMatch(readers::contains);
    boolean isFree =
        product.sharing() == Sharing.PUBLIC
            || (product.sharing() == Sharing.SHARED && readers.isEmpty());
    return isFree || isNamed || hasGrant(principal, product.id());
  }

  private boolean hasGrant(Principal principal, ProductId id) {
    for (AccessRequest request : state().requests.values()) {
      if (request.principal().equals(principal.name())
          && request.product().equals(id)
          && request.isOpenAt(settings.clock().instant())) {
        return true;
      }
    }
    return false;
  }

  boolean isClosed() {
    return committer.isClosed();
  }
}
