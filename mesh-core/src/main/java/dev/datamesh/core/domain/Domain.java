package dev.datamesh.core.domain;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.document.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A business domain: who answers for it, what it offers and promises, what it needs. Immutable.
 *
 * @param name {@code [a-z][a-z0-9_-]*}, at most 20 characters
 * @param owner whom to ask, an e-mail address as a rule
 * @param dataProducts names of the products it declares, within the domain
 * @param slos what all its products promise unless they say otherwise
 * @param dependencies products of other domains that it reads
 * @param budgets {@code budget_monthly}: at most one amount
 * @param compliance regulations that bind it, such as {@code PCI-DSS}
 * @param extensions entries under {@code x-…}, kept as they came
 */
public record Domain(
    String name,
    String owner,
    String mission,
    List<String> dataProducts,
    Slos slos,
    List<ProductId> dependencies,
    List<Money> budgets,
    List<String> compliance,
    Map<String, Node> extensions) {

  public Domain {
    if (!ProductId.isDomainName(name)) {
      throw new InvalidInputException(
          "Cannot make a domain \"%s\": expected at most 20 lower-case letters, digits, _ and -, a"
                  .formatted(name)
              + " letter first");
    }
    if (owner.isBlank()) {
      throw new InvalidInputException("Cannot make the domain \"" + name + "\", it has no owner");
    }
    dataProducts = List.copyOf(dataProducts);
    dependencies = List.copyOf(dependencies);
    budgets = List.copyOf(budgets);
    compliance = List.copyOf(compliance);
    extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    if (budgets.size() > 1) {
      throw new InvalidInputException(
          "Cannot make the domain \"" + name + "\", it has more than one budget: " + budgets);
    }
  }

  /** A domain with a name and an owner. */
  public static Domain of(String name, String owner) {
    return new Domain(
        name, owner, "", List.of(), Slos.NONE, List.of(), List.of(), List.of(), Map.of());
  }

  public Domain withMission(String text) {
    return new Domain(
        name, owner, text, dataProducts, slos, dependencies, budgets, compliance, extensions);
  }

  public Domain withDataProducts(List<String> names) {
    return new Domain(
        name, owner, mission, names, slos, dependencies, budgets, compliance, extensions);
  }

  public Domain withSlos(Slos newSlos) {
    return new Domain(
        name, owner, mission, dataProducts, newSlos, dependencies, budgets, compliance, extensions);
  }

  public Domain withDependencies(List<ProductId> products) {
    return new Domain(
        name, owner, mission, dataProducts, slos, products, budgets, compliance, extensions);
  }

  public Domain withBudget(Money monthly) {
    return new Domain(
        name,
        owner,
        mission,
        dataProducts,
        slos,
        dependencies,
        List.of(monthly),
        compliance,
        extensions);
  }

  public Domain withCompliance(List<String> regulations) {
    return new Domain(
        name, owner, mission, dataProducts, slos, dependencies, budgets, regulations, extensions);
  }

  /** What the domain may spend in a month. */
  public Optional<Money> budgetMonthly() {
    return budgets.stream().findFirst();
  }

  /** The ids of the products it declares. */
  public List<ProductId> products() {
    return dataProducts.stream().map(product -> new ProductId(name, product)).toList();
  }
}
