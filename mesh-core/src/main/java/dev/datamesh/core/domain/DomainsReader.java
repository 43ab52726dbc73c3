package dev.datamesh.core.domain;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.document.MappingDraft;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.validation.Drafts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one {@code domains.yml} and collects every problem. For one thread at a time. */
final class DomainsReader {

  private static final List<String> KEYS =
      List.of(
          "owner",
          "mission",
          "data_products",
          "slos",
          "dependencies",
          "budget_monthly",
          "compliance");

  private final String source;
  private final List<Problem> problems = new ArrayList<>();

  /** A dependency and where it stands, checked once all products are known. */
  private record Need(String domain, ProductId product, MappingDraft draft, int item, Node node) {}

  private final List<Need> needs = new ArrayList<>();

  DomainsReader(String source) {
    this.source = source;
  }

  Domains read(Node document) {
    List<Domain> domains = new ArrayList<>();
    MappingDraft root = MappingDraft.of(document, "", problems);
    if (document instanceof Node.Mapping && root.find("domains").isEmpty()) {
      root.problem("domains", "is missing; expected a mapping of domains by name");
    }
    root.draft("domains")
        .ifPresent(
            drafts -> {
              if (drafts.mapping().entries().isEmpty()) {
                root.problem("domains", "expected at least one domain by name, found none");
              }
              drafts.draftsByKey().forEach((name, draft) -> read(name, draft, drafts, domains));
            });
    root.extensions();
    root.refuseOthers(List.of("domains"));
    checkNeeds(domains);
    problems.sort(
        Comparator.comparingInt((Problem problem) -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column()));
    MappingDraft.throwIfAny("Cannot read the domains of " + source, problems);
    return new Domains(domains);
  }

  private void read(String name, MappingDraft draft, MappingDraft parent, List<Domain> domains) {
    if (!ProductId.isDomainName(name)) {
      problems.add(
          new Problem(
              draft.path(),
              keyPosition(parent, name, draft),
              "\"%s\" is no domain's name; expected at most 20 lower-case letters, digits, _ and -, a"
                      .formatted(name)
                  + " letter first"));
    }
    int before = problems.size();
    String owner = draft.text("owner", "whom to ask, such as sales-team@company.com");
    String mission = draft.text("mission", "a text");
    List<String> products = products(draft);
    Slos slos = slos(draft);
    List<ProductId> dependencies = dependencies(name, draft);
    List<Money> budgets = budget(draft);
    List<String> compliance = draft.texts("compliance", "regulations' names, such as PCI-DSS");
    DomainDraft values =
        new DomainDraft(
            draft.has("owner") ? owner : null, budgets.isEmpty() ? null : budgets.get(0).amount());
    Drafts.shared().problems(values, draft.mapping()).forEach(draft::add);
    Map<String, Node> extensions = draft.extensions();
    draft.refuseOthers(KEYS);
    if (problems.size() == before && ProductId.isDomainName(name)) {
      domains.add(
          new Domain(
              name, owner, mission, products, slos, dependencies, budgets, compliance, extensions));
    } else {
      declared.addAll(ids(name, products));
    }
  }

  /** Products of domains that have problems of their own; dependencies on them are no problem. */
  private final Set<ProductId> declared = new HashSet<>();

  private static dev.datamesh.core.SourcePosition keyPosition(
      MappingDraft parent, String name, MappingDraft draft) {
    Node.Entry entry = parent.mapping().entries().get(name);
    return entry == null ? draft.position() : entry.keyPosition();
  }

  private static List<ProductId> ids(String domain, List<String> products) {
    return ProductId.isDomainName(domain)
        ? products.stream().map(product -> new ProductId(domain, product)).toList()
        : List.of();
  }

  private List<String> products(MappingDraft draft) {
    List<String> names = new ArrayList<>();
    List<Node> items = draft.items("data_products", "products' names");
    for (int i = 0; i < items.size(); i++) {
      Node node = items.get(i);
      String name = node.text().orElse("");
      String why = "";
      if (!(node instanceof Node.Text)) {
        why = "expected a product's name, found a " + node.kind();
      } else if (names.contains(name)) {
        why = "the product \"" + name + "\" is listed a second time";
      } else {
        why = refusal(() -> new ProductId("d", name));
      }
      if (why.isEmpty()) {
        names.add(name);
      } else {
        draft.problem("data_products", i, node, why);
      }
    }
    return names;
  }

  private Slos slos(MappingDraft draft) {
    Map<String, Slo> slos = new LinkedHashMap<>();
    draft
        .draft("slos")
        .ifPresent(
            texts -> {
              for (Map.Entry<String, Node.Entry> entry : texts.mapping().entries().entrySet()) {
                String name = entry.getKey();
                Node node = entry.getValue().value();
                if (!(node instanceof Node.Text text)) {
                  texts.problem(
                      name,
                      "expected a text with its unit, such as \"15 minutes\" or \"99.9%\", found"
                          + " the "
                          + node.kind()
                          + " "
                          + node);
                } else {
                  try {
                    slos.put(name, Slo.of(name, text.value()));
                  } catch (MeshException e) {
                    texts.problem(name, String.valueOf(e.getMessage()));
                  }
                }
              }
            });
    return new Slos(List.copyOf(slos.values()));
  }

  private List<ProductId> dependencies(String domain, MappingDraft draft) {
    List<ProductId> dependencies = new ArrayList<>();
    List<Node> items = draft.items("dependencies", "products as domain.name");
    for (int i = 0; i < items.size(); i++) {
      Node node = items.get(i);
      String text = node.text().orElse("");
      String why =
          node instanceof Node.Text
              ? refusal(() -> ProductId.of(text))
              : "expected a product as domain.name, found a " + node.kind();
      if (!why.isEmpty()) {
        draft.problem("dependencies", i, node, why);
        continue;
      }
      ProductId product = ProductId.of(text);
      if (dependencies.contains(product)) {
        draft.problem("dependencies", i, node, product + " is listed a second time");
      } else {
        dependencies.add(product);
        needs.add(new Need(domain, product, draft, i, node));
      }
    }
    return dependencies;
  }

  private List<Money> budget(MappingDraft draft) {
    return draft.parsed(
        "budget_monthly",
        "an amount with its currency, such as \"$2,000\"",
        List.of(),
        text -> List.of(Money.of(text)));
  }

  private void checkNeeds(List<Domain> domains) {
    domains.forEach(domain -> declared.addAll(domain.products()));
    Set<String> names = new HashSet<>();
    declared.forEach(product -> names.add(product.domain()));
    domains.forEach(domain -> names.add(domain.name()));
    for (Need need : needs) {
      if (!declared.contains(need.product())) {
        String domain = need.product().domain();
        String why =
            names.contains(domain)
                ? "the dependency %s is not known: the domain \"%s\" declares no such product"
                    .formatted(need.product(), domain)
                : "the dependency %s is not known: there is no domain \"%s\", expected one of %s"
                    .formatted(need.product(), domain, names.stream().sorted().toList());
        need.draft().problem("dependencies", need.item(), need.node(), why);
      }
    }
  }

  private static String refusal(Runnable attempt) {
    try {
      attempt.run();
      return "";
    } catch (InvalidInputException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
