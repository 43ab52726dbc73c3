package dev.datamesh.core.catalog;

import dev.datamesh.core.AccessDeniedException;
import dev.datamesh.core.ClosedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.DataProductBuilder;
import dev.datamesh.core.product.Sharing;
import dev.datamesh.core.product.Status;
import dev.datamesh.core.spi.ContractGate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/**
 * The state of a catalog and its one writer at a time. Safe for use by many threads: writes are
 * admitted one after the other; readers never wait.
 */
final class CatalogEngine {

  static final long ANY_REVISION = -1;

  private final Clock clock;
  private final Guard guard;
  private final ContractGate gate;
  private final CatalogLimits limits;

  private final Object writing = new Object();
  private final Map<ProductId, Long> ordinals = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, CatalogEntry> entries = new ConcurrentSkipListMap<>();
  private volatile Map<String, Domain> domains = Map.of();
  private volatile long revision;
  private volatile boolean closed;
  private long nextOrdinal = 1;
  private Instant lastCommit = Instant.EPOCH;

  CatalogEngine(Clock clock, Guard guard, ContractGate gate, CatalogLimits limits) {
    this.clock = clock;
    this.guard = guard;
    this.gate = gate;
    this.limits = limits;
  }

  long revision() {
    return revision;
  }

  ContractGate gate() {
    return gate;
  }

  WriteResult<Domains> declare(Principal principal, Domains declared) {
    for (Domain domain : declared.all()) {
      guard.require(principal, Action.DECLARE_DOMAIN, domain.name(), domain.name());
    }
    synchronized (writing) {
      checkOpen();
      List<ProductId> fresh =
          declared.products().stream().filter(id -> !ordinals.containsKey(id)).toList();
      checkLimit(fresh.size());
      Map<String, Domain> all = new LinkedHashMap<>(domains);
      declared.all().forEach(domain -> all.put(domain.name(), domain));
      Instant now = commitTime();
      long next = revision + 1;
      domains = Collections.unmodifiableMap(all);
      for (ProductId id : fresh) {
        DataProduct product =
            DataProduct.builder(id)
                .owner(declared.get(id.domain()).owner())
                .status(Status.DECLARED)
                .version(SemanticVersion.of(0, 0, 0))
                .build();
        put(new CatalogEntry(product, next, now, now));
      }
      revision = next;
      return new WriteResult.Done<>(declared, next);
    }
  }

  List<Domain> domains() {
    return List.copyOf(domains.values());
  }

  Optional<Domain> findDomain(String name) {
    return Optional.ofNullable(domains.get(name));
  }

  WriteResult<CatalogEntry> register(Principal principal, DataProduct product) {
    ProductId id = product.id();
    guard.require(principal, Action.REGISTER, id.domain(), id.toString());
    synchronized (writing) {
      checkOpen();
      List<Refusal> reasons = reasonsAgainst(product);
      if (!reasons.isEmpty()) {
        return new WriteResult.Refused<>("Cannot register " + id, reasons);
      }
      CatalogEntry current = currentOf(id);
      if (current != null && current.status() != Status.DECLARED) {
        return new WriteResult.Conflict<>(
            current,
            "Cannot register %s, it is registered since revision %d; update it instead"
                .formatted(id, current.revision()));
      }
      checkLimit(current == null ? 1 : 0);
      Instant now = commitTime();
      return done(new CatalogEntry(product, revision + 1, now, now));
    }
  }

  Optional<CatalogEntry> find(Principal principal, ProductId id) {
    CatalogEntry entry = currentOf(id);
    return entry != null && mayRead(principal, entry) ? Optional.of(entry) : Optional.empty();
  }

  CatalogEntry get(Principal principal, ProductId id) {
    CatalogEntry entry = currentOf(id);
    if (entry == null) {
      throw new NotFoundException(
          "Cannot find the product %s; search or list the catalog".formatted(id), id.toString());
    }
    if (!mayRead(principal, entry)) {
      throw new AccessDeniedException(
          "Cannot read %s as %s, it is private to its domain; ask its owner for access"
              .formatted(id, principal),
          principal.name(),
          "read " + id);
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
        entries.values().stream()
            .filter(entry -> entry.id().name().equals(name) && mayRead(principal, entry))
            .sorted(Comparator.comparing(CatalogEntry::id))
            .toList();
    if (named.isEmpty()) {
      return new Lookup.Missing(name);
    }
    return named.size() == 1
        ? new Lookup.Found(named.get(0))
        : new Lookup.Ambiguous(name, named.stream().map(CatalogEntry::id).toList());
  }

  WriteResult<CatalogEntry> update(
      Principal principal, ProductId id, long expected, UnaryOperator<DataProductBuilder> change) {
    return change(principal, Action.UPDATE, id, expected, change);
  }

  WriteResult<CatalogEntry> deprecate(Principal principal, ProductId id) {
    return change(
        principal,
        Action.DEPRECATE,
        id,
        ANY_REVISION,
        builder -> builder.status(Status.DEPRECATED));
  }

  WriteResult<CatalogEntry> retire(Principal principal, ProductId id) {
    return change(
        principal, Action.RETIRE, id, ANY_REVISION, builder -> builder.status(Status.INACTIVE));
  }

  private WriteResult<CatalogEntry> change(
      Principal principal,
      Action action,
      ProductId id,
      long expected,
      UnaryOperator<DataProductBuilder> change) {
    guard.require(principal, action, id.domain(), id.toString());
    synchronized (writing) {
      checkOpen();
      CatalogEntry current = currentOf(id);
      String sentence = "Cannot %s %s".formatted(action.words(), id);
      if (current == null) {
        return new WriteResult.Refused<>(
            sentence, List.of(new Refusal(Refusal.Reason.NOT_FOUND, "it is not registered")));
      }
      if (expected != ANY_REVISION && expected != current.revision()) {
        return new WriteResult.Conflict<>(
            current,
            "%s, it is at revision %d and not %d: read it again"
                .formatted(sentence, current.revision(), expected));
      }
      DataProduct product = change.apply(current.product().toBuilder()).build();
      if (!product.id().equals(id)) {
        throw new InvalidInputException(
            "%s, the change makes it %s: move it instead".formatted(sentence, product.id()));
      }
      List<Refusal> reasons = reasonsAgainst(product);
      if (!reasons.isEmpty()) {
        return new WriteResult.Refused<>(sentence, reasons);
      }
      return done(new CatalogEntry(product, revision + 1, current.created(), commitTime()));
    }
  }

  ProductPage list(Principal principal, ProductQuery query) {
    long after = query.cursor().isEmpty() ? 0 : Long.parseLong(query.cursor());
    long seen = revision;
    List<CatalogEntry> page = new ArrayList<>();
    long total = 0;
    long skipped = 0;
    String next = "";
    long last = 0;
    for (Map.Entry<Long, CatalogEntry> place : entries.entrySet()) {
      CatalogEntry entry = place.getValue();
      if (!mayRead(principal, entry) || !Facets.match(query.filters(), entry.product())) {
        continue;
      }
      total++;
      if (place.getKey() <= after || skipped++ < query.offset()) {
        continue;
      }
      if (page.size() < query.limit()) {
        page.add(entry);
        last = place.getKey();
      } else if (next.isEmpty()) {
        next = Long.toString(last);
      }
    }
    return new ProductPage(page, next, total, seen);
  }

  SearchPage search(Principal principal, String words, int limit) {
    return SimpleSearch.search(
        entries.values().stream().filter(entry -> mayRead(principal, entry)).toList(),
        words,
        limit,
        revision);
  }

  void close() {
    closed = true;
  }

  private List<Refusal> reasonsAgainst(DataProduct product) {
    List<Refusal> reasons = new ArrayList<>();
    if (product.owner().isBlank()) {
      reasons.add(
          new Refusal(
              Refusal.Reason.NO_OWNER,
              "it has no owner; name whom to ask, such as a team's e-mail"));
    }
    String domain = product.id().domain();
    if (!domains.containsKey(domain)) {
      reasons.add(
          new Refusal(
              Refusal.Reason.UNKNOWN_DOMAIN,
              "the domain \"%s\" is not declared; there are %s"
                  .formatted(domain, domains.keySet())));
    }
    return reasons;
  }

  private boolean mayRead(Principal principal, CatalogEntry entry) {
    DataProduct product = entry.product();
    if (principal.isPlatform()
        || product.sharing() != Sharing.PRIVATE
        || principal.domains().contains(product.id().domain())) {
      return true;
    }
    List<String> readers = product.access().readers();
    return readers.contains(principal.name())
        || principal.domains().stream().anyMatch(readers::contains);
  }

  private @org.jspecify.annotations.Nullable CatalogEntry currentOf(ProductId id) {
    Long ordinal = ordinals.get(id);
    return ordinal == null ? null : entries.get(ordinal);
  }

  private WriteResult<CatalogEntry> done(CatalogEntry entry) {
    put(entry);
    revision = entry.revision();
    return new WriteResult.Done<>(entry, entry.revision());
  }

  private void put(CatalogEntry entry) {
    Long known = ordinals.get(entry.id());
    long ordinal = known == null ? nextOrdinal++ : known;
    entries.put(ordinal, entry);
    ordinals.put(entry.id(), ordinal);
  }

  private Instant commitTime() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    lastCommit = now.isAfter(lastCommit) ? now : lastCommit;
    return lastCommit;
  }

  private void checkLimit(int more) {
    if (entries.size() + (long) more > limits.products()) {
      throw new LimitExceededException(
          "Cannot add %,d products to %,d, the limit is %,d; raise it in the catalog's settings"
              .formatted(more, entries.size(), limits.products()),
          "products",
          limits.products());
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new ClosedException("Cannot write to the catalog, it is closed", "catalog");
    }
  }
}
