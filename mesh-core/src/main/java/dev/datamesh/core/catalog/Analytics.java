package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.Dependency;
import dev.datamesh.core.product.Status;
import dev.datamesh.core.product.Tier;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a catalog holds, in figures. Immutable.
 *
 * @param byDomain products of each domain, declared ones included
 * @param byOwner products of each owner
 * @param declared dependencies across domains that domains and products declare
 * @param observed those that the lineage shows
 * @param uses who used which version of which product
 */
public record Analytics(
    int products,
    SortedMap<String, Integer> byDomain,
    Map<Status, Integer> byStatus,
    Map<Tier, Integer> byTier,
    SortedMap<String, Integer> byOwner,
    SortedSet<Crossing> declared,
    SortedSet<Crossing> observed,
    List<UseCount> uses) {

  /** A domain reads a product of another. */
  public record Crossing(String domain, ProductId product) implements Comparable<Crossing> {

    @Override
    public int compareTo(Crossing other) {
      int byDomain = domain.compareTo(other.domain);
      return byDomain != 0 ? byDomain : product.compareTo(other.product);
    }

    @Override
    public String toString() {
      return domain + " -> " + product;
    }
  }

  public Analytics {
    byDomain = Collections.unmodifiableSortedMap(new TreeMap<>(byDomain));
    byStatus = Collections.unmodifiableMap(new TreeMap<>(byStatus));
    byTier = Collections.unmodifiableMap(new TreeMap<>(byTier));
    byOwner = Collections.unmodifiableSortedMap(new TreeMap<>(byOwner));
    declared = Collections.unmodifiableSortedSet(new TreeSet<>(declared));
    observed = Collections.unmodifiableSortedSet(new TreeSet<>(observed));
    uses = List.copyOf(uses);
  }

  /** How often each product was used. */
  public SortedMap<ProductId, Long> usesByProduct() {
    return sums(UseCount::product);
  }

  /** How often each principal used anything. */
  public SortedMap<String, Long> usesByPrincipal() {
    return sums(UseCount::principal);
  }

  /** How often each version of a product was used. */
  public SortedMap<SemanticVersion, Long> usesByVersion(ProductId product) {
    return new Analytics(
            products,
            byDomain,
            byStatus,
            byTier,
            byOwner,
            declared,
            observed,
            uses.stream().filter(use -> use.product().equals(product)).toList())
        .sums(UseCount::version);
  }

  private <K extends Comparable<K>> SortedMap<K, Long> sums(Function<UseCount, K> key) {
    SortedMap<K, Long> sums = new TreeMap<>();
    uses.forEach(use -> sums.merge(key.apply(use), use.uses(), Long::sum));
    return Collections.unmodifiableSortedMap(sums);
  }

  /** Declared, and the lineage does not show them. */
  public SortedSet<Crossing> declaredNotObserved() {
    SortedSet<Crossing> rest = new TreeSet<>(declared);
    rest.removeAll(observed);
    return rest;
  }

  /** Shown by the lineage, and nobody declared them. */
  public SortedSet<Crossing> observedNotDeclared() {
    SortedSet<Crossing> rest = new TreeSet<>(observed);
    rest.removeAll(declared);
    return rest;
  }

  static Analytics of(
      Collection<Domain> domains,
      List<DataProduct> products,
      MovedLineage lineage,
      List<UseCount> uses) {
    SortedMap<String, Integer> byDomain = new TreeMap<>();
    Map<Status, Integer> byStatus = new EnumMap<>(Status.class);
    Map<Tier, Integer> byTier = new EnumMap<>(Tier.class);
    SortedMap<String, Integer> byOwner = new TreeMap<>();
    SortedSet<Crossing> declared = new TreeSet<>();
    SortedSet<Crossing> observed = new TreeSet<>();
    for (Domain domain : domains) {
      byDomain.put(domain.name(), 0);
      domain.dependencies().forEach(on -> add(declared, domain.name(), on));
    }
    for (DataProduct product : products) {
      byDomain.merge(product.id().domain(), 1, Integer::sum);
      byStatus.merge(product.status(), 1, Integer::sum);
      byTier.merge(product.tier(), 1, Integer::sum);
      byOwner.merge(product.owner(), 1, Integer::sum);
      for (Dependency dependency : product.upstream()) {
        if (isProduct(dependency.name())) {
          add(declared, product.id().domain(), ProductId.of(dependency.name()));
        }
      }
    }
    lineage
        .upstream(products.stream().map(DataProduct::id).toList())
        .forEach((id, feeding) -> feeding.forEach(on -> add(observed, id.domain(), on)));
    return new Analytics(
        products.size(), byDomain, byStatus, byTier, byOwner, declared, observed, uses);
  }

  private static void add(SortedSet<Crossing> crossings, String domain, ProductId product) {
    if (!product.domain().equals(domain)) {
      crossings.add(new Crossing(domain, product));
    }
  }

  private static boolean isProduct(String name) {
    int dot = name.indexOf('.');
    return dot > 0
        && ProductId.isDomainName(name.substring(0, dot))
        && name.substring(dot + 1).matches("[a-z][a-z0-9_-]{0,199}");
  }
}
