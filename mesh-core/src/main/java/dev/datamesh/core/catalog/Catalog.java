package dev.datamesh.core.catalog;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.domain.Slos;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.DataProductBuilder;
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
 * Catalog catalog = Catalog.inMemory();
 * catalog.declare(Domains.read(Path.of("domains.yml"))).orThrow();
 * catalog.register(
 *     DataProduct.builder("ventas.daily_revenue_api").owner("sales-team@company.com").build());
 * catalog.search("revenue").hits();
 * }</pre>
 *
 * <p>Safe for use by many threads: a write is atomic, and seen by every read that starts after it
 * returned.
 */
public final class Catalog implements AutoCloseable {

  private final CatalogEngine engine;
  private final Principal principal;

  Catalog(CatalogEngine engine, Principal principal) {
    this.engine = engine;
    this.principal = principal;
  }

  /** A catalog that ends with the program. */
  public static Catalog inMemory() {
    return builder().inMemory();
  }

  /** Starts a catalog with settings of its own. */
  public static CatalogBuilder builder() {
    return new CatalogBuilder();
  }

  /** The same content for another principal. */
  public Catalog as(Principal other) {
    return new Catalog(engine, other);
  }

  public Principal principal() {
    return principal;
  }

  /** The revision of the last write; 0 before the first. */
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

  /** Changes a product; what the change does not set stays. */
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

  /** One page of the products that pass the query's filters. */
  public ProductPage list(ProductQuery query) {
    return engine.list(principal, query);
  }

  /** All products of the first page, 50 at most. */
  public ProductPage list() {
    return list(ProductQuery.all());
  }

  /**
   * The best 50 products for words. All words must match, a word with {@code *} at its end by its
   * beginning; {@code owner:sales} looks into one field (name, domain, owner, description, tags,
   * columns, purpose). Case and accents do not matter.
   */
  public SearchPage search(String words) {
    return search(words, 50);
  }

  public SearchPage search(String words, int limit) {
    return engine.search(principal, words, limit);
  }

  @Override
  public void close() {
    engine.close();
  }
}
