package dev.datamesh.core.catalog;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.access.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who uses which version of which product, as hosts count it: an endpoint tells each request, a job
 * each run. A use is seen at once; it is written with the next write of the catalog or at closing,
 * so counting costs no write of its own, and what waits when the process is killed is lost.
 *
 * <p>Safe for use by many threads.
 */
public final class Usage {

  private final CatalogEngine engine;
  private final Principal principal;

  Usage(CatalogEngine engine, Principal principal) {
    this.engine = engine;
    this.principal = principal;
  }

  /** Counts one use by the catalog's principal, of the version that the product has now. */
  public void record(ProductId product) {
    CatalogEntry entry = engine.get(principal, product);
    record(entry, entry.product().version(), 1);
  }

  /**
   * Counts uses by the catalog's principal.
   *
   * @param version the product's own, or that of a contract that was published for it
   */
  public void record(ProductId product, SemanticVersion version, long uses) {
    CatalogEntry entry = engine.get(principal, product);
    boolean isPublished =
        engine.state().contracts.getOrDefault(entry.id(), List.of()).stream()
            .anyMatch(contract -> contract.version().equals(version));
    if (uses < 1 || !(isPublished || entry.product().version().equals(version))) {
      throw new InvalidInputException(
          "Cannot count %d uses of %s %s: expected at least 1, of its version %s or of one of its"
                  .formatted(uses, product, version, entry.product().version())
              + " contract");
    }
    record(entry, version, uses);
  }

  private void record(CatalogEntry entry, SemanticVersion version, long uses) {
    engine.used(
        principal,
        new UseCount(
            entry.id(), principal.name(), version, uses, engine.settings().clock().instant()));
  }

  /**
   * All counts, by product, version and principal: of every product for the platform, of its
   * domains' for an owner of domains; others see their own uses.
   */
  public List<UseCount> counts() {
    return counts(use -> true);
  }

  /** The counts of one product. */
  public List<UseCount> of(ProductId product) {
    ProductId now = engine.get(principal, product).id();
    return counts(use -> use.product().equals(now));
  }

  private List<UseCount> counts(Predicate<UseCount> wanted) {
    Map<UseCount.Key, UseCount> all = new HashMap<>(engine.state().uses);
    engine.uses().waiting().forEach(use -> all.merge(use.key(), use, UseCount::plus));
    return all.values().stream().filter(wanted).filter(this::maySee).sorted().toList();
  }

  private boolean maySee(UseCount use) {
    @Nullable CatalogEntry entry = engine.state().products.get(use.product());
    return entry != null
        && (principal.isPlatform()
            || principal.name().equals(use.principal())
            || principal.domains().contains(use.product().domain()));
  }
}
