package dev.datamesh.core.catalog;

import dev.datamesh.core.MeshException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.domain.Slos;
import dev.datamesh.core.journal.CommitStore;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.DataProductBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The catalog of a mesh: its domains and their data products, found at once after every write.
 *
 * <p>A catalog is bound to a principal, at first to the platform; {@link #as} binds another to the
 * same content. Writes ask the guard; what a principal may not read is not there for it.
 *
 * <pre>{@code
 * try (Catalog catalog = Catalog.at(folder)) {
 *   catalog.declare(Domains.read(Path.of("domains.yml"))).orThrow();
 *   catalog.register(
 *       DataProduct.builder("ventas.daily_revenue_api").owner("sales@company.com").build());
 *   catalog.search("revenue").hits();
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads: a write is atomic and durable when it returns, and seen by every
 * read that starts after it. {@link #list} and {@link #search} show one revision each; two calls
 * may show two.
 */
public final class Catalog implements AutoCloseable {

  private final CatalogEngine engine;
  private final StoreHolder holder;
  private final Principal principal;

  private Catalog(CatalogEngine engine, StoreHolder holder, Principal principal) {
    this.engine = engine;
    this.holder = holder;
    this.principal = principal;
  }

  static Catalog open(
      CommitStore store, AutoCloseable owned, Settings settings, Principal principal) {
    Published published = StoredState.open(store);
    if (!settings.isReadOnly()) {
      AuditLog.requireKey(
          store, published.link(), published.view().revision(), settings.auditKey());
    }
    RefusalLog refusals = new RefusalLog();
    UseLog uses = new UseLog();
    Committer committer = new Committer(store, settings, published, refusals, uses);
    CatalogEngine engine = new CatalogEngine(settings, published, committer, refusals, uses);
    return new Catalog(engine, new StoreHolder(store, owned, engine), principal);
  }

  /** A catalog that ends with the program. */
  public static Catalog inMemory() {
    return builder().inMemory();
  }

  /** The catalog of a data folder, made where there is none; locks the folder until closed. */
  public static Catalog at(Path folder) {
    return builder().at(folder);
  }

  /** The catalog of a data folder as it was written last, beside whoever writes. */
  public static Catalog readOnly(Path folder) {
    return builder().readOnly(folder);
  }

  /** Starts a catalog with settings of its own. */
  public static CatalogBuilder builder() {
    return new CatalogBuilder();
  }

  /** The same content for another principal; only one of the two needs to be closed. */
  public Catalog as(Principal other) {
    return new Catalog(engine, holder, other);
  }

  public Principal principal() {
    return principal;
  }

  /** The revision of the last write that readers see; 0 before the first. */
  public long revision() {
    return engine.revision();
  }

  // Domains

  /**
   * Declares domains, or declares them anew. The products they declare and nobody registered are
   * listed as {@code DECLARED}.
   */
  public WriteResult<Domains> declare(Domains domains) {
    return engine.declare(principal, domains);
  }

  public WriteResult<Domains> declare(Domain domain) {
    return declare(Domains.of(domain));
  }

  /** All domains, in the order in which they were first declared. */
  public List<Domain> domains() {
    return engine.domains();
  }

  public Optional<Domain> findDomain(String name) {
    return engine.findDomain(name);
  }

  public Domain domain(String name) {
    return findDomain(name)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "Cannot find the domain \"%s\"; there are %s"
                        .formatted(name, domains().stream().map(Domain::name).toList()),
                    name));
  }

  // Products

  /**
   * Registers a product. Refused without an owner or in a domain that is not declared; a conflict
   * where it is registered already.
   */
  public WriteResult<CatalogEntry> register(DataProduct product) {
    return engine.register(principal, product);
  }

  /** Finds a product; one that was moved is found by its old id too. */
  public Optional<CatalogEntry> find(ProductId id) {
    return engine.find(principal, id);
  }

  public Optional<CatalogEntry> find(String id) {
    return find(ProductId.of(id));
  }

  /** The product, which must be there. */
  public CatalogEntry get(ProductId id) {
    return engine.get(principal, id);
  }

  public CatalogEntry get(String id) {
    return get(ProductId.of(id));
  }

  /** Finds a product by {@code domain.name} or by its bare name. */
  public Lookup lookup(String name) {
    return engine.lookup(principal, name);
  }

  /** What a product promises: its own objectives and those of its domain beside them. */
  public Slos slosOf(ProductId id) {
    DataProduct product = get(id).product();
    return product
        .slos()
        .inheriting(findDomain(product.id().domain()).map(Domain::slos).orElse(Slos.NONE));
  }

  /**
   * Changes a product; what the change does not set stays. The change may be called more than once.
   */
  public WriteResult<CatalogEntry> update(ProductId id, UnaryOperator<DataProductBuilder> change) {
    return engine.update(principal, id, CatalogEngine.ANY_REVISION, change);
  }

  /**
   * Changes a product that is still at the given revision; otherwise a conflict with its current
   * state.
   */
  public WriteResult<CatalogEntry> update(
      ProductId id, long expectedRevision, UnaryOperator<DataProductBuilder> change) {
    return engine.update(principal, id, expectedRevision, change);
  }

  /** Marks a product as to be left. */
  public WriteResult<CatalogEntry> deprecate(ProductId id) {
    return engine.deprecate(principal, id);
  }

  /** Takes a product out of use; it stays in the catalog as inactive. */
  public WriteResult<CatalogEntry> retire(ProductId id) {
    return engine.retire(principal, id);
  }

  /**
   * Takes a product out of the catalog; its history stays, and where it has lineage, its node. The
   * answer is its last state.
   */
  public WriteResult<CatalogEntry> delete(ProductId id) {
    return engine.delete(principal, id);
  }

  /** Renames a product or gives it to another domain; the old id leads to the new one. */
  public WriteResult<CatalogEntry> move(ProductId from, ProductId to) {
    return engine.write(principal, Action.MOVE, from.toString(), engine.move(principal, from, to));
  }

  /** Starts writes that happen together or not at all. */
  public CatalogBatch batch() {
    return new CatalogBatch(engine, principal);
  }

  /** One page of the products that pass the query's filters. */
  public ProductPage list(ProductQuery query) {
    return engine.list(principal, query);
  }

  /** The first page of all products, 50 at most. */
  public ProductPage list() {
    return list(ProductQuery.all());
  }

  /**
   * The best 50 products for words, all of which must match; {@link SearchQuery} tells what can be
   * written.
   */
  public SearchPage search(String words) {
    return search(SearchQuery.of(words));
  }

  public SearchPage search(SearchQuery query) {
    return engine.search(principal, query);
  }

  // What hangs on products

  /** The versions of products' contracts. */
  public ContractVersions contracts() {
    return new ContractVersions(engine, principal);
  }

  /** Requests to read products of other domains. */
  public AccessRequests access() {
    return new AccessRequests(engine, principal);
  }

  /** Who uses which version of which product. */
  public Usage usage() {
    return new Usage(engine, principal);
  }

  /** API keys; for the platform. */
  public ApiKeys keys() {
    return new ApiKeys(engine, principal);
  }

  /**
   * The key that opening made because the catalog was new; once, to whoever asks first. Empty where
   * the catalog is not new, in memory, or was asked before.
   */
  public Optional<IssuedKey> takeFirstKey() {
    engine.allow(principal, Action.MANAGE_KEYS, "", "first key");
    return holder.takeFirstKey();
  }

  // Past and present

  /** The commits that changed a product, the oldest first, those under its earlier ids too. */
  public List<CatalogChange> history(ProductId id) {
    engine.find(principal, id);
    return holder.chronicle().historyOf(id);
  }

  /** At most so many changes behind a revision. */
  public Changes changesSince(long revision, int limit) {
    requirePlatform("read all changes");
    return holder.chronicle().since(revision, limit);
  }

  /** Follows the changes behind a revision. */
  public Subscription subscribe(long revision) {
    requirePlatform("follow all changes");
    return new Subscription(holder.chronicle(), revision, event -> true);
  }

  /** The whole state as of a revision; takes as long as reading the history up to there. */
  public Past asOf(long revision) {
    requirePlatform("read the past");
    return holder.chronicle().asOf(revision);
  }

  /** The whole state as of an instant. */
  public Past asOf(Instant at) {
    requirePlatform("read the past");
    return holder.chronicle().asOf(at);
  }

  /** Who did what, and whether the record of it is intact; for the platform. */
  public AuditLog audit() {
    requirePlatform("read the audit");
    return holder.audit();
  }

  private void requirePlatform(String what) {
    if (!principal.isPlatform()) {
      throw new dev.datamesh.core.AccessDeniedException(
          "Cannot %s as %s, that takes the role platform".formatted(what, principal),
          principal.name(),
          what);
    }
  }

  /** Figures of what the principal may read. */
  public Analytics analytics() {
    var readable = engine.readable(principal);
    List<DataProduct> products =
        engine.state().products.entries().stream()
            .filter(entry -> readable == null || readable.test(entry))
            .map(CatalogEntry::product)
            .toList();
    return Analytics.of(domains(), products, engine.lineage(), usage().counts());
  }

  public CatalogHealth health() {
    return holder.health();
  }

  /** Reads what other processes wrote since, where the catalog was opened for reading or shared. */
  public void refresh() {
    engine.committer().catchUp();
  }

  /** Stores the state, so that the next opening does not read the whole log. */
  public void checkpoint() {
    holder.checkpoint();
  }

  /** Ends the use of the catalog; a second call does nothing. */
  @Override
  public void close() {
    try {
      holder.close();
    } catch (MeshException e) {
      throw e;
    } catch (Exception e) {
      throw new StorageException("Cannot close the catalog: " + e, "catalog", e);
    }
  }
}
