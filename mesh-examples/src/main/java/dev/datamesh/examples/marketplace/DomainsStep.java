package dev.datamesh.examples.marketplace;

import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;

/** Step 1: the five business domains, from a file that people write. */
final class DomainsStep {

  private DomainsStep() {}

  static void tell(Terminal terminal, Catalog catalog) {
    terminal.step(1, "Domains: who owns what, and what they promise");
    Domains domains = Domains.read(Resource.text("domains.yml"), "domains.yml");
    catalog.declare(domains).orThrow();
    for (Domain domain : catalog.domains()) {
      terminal.say("%-10s %-30s %s", domain.name(), domain.owner(), domain.mission());
      terminal.say(
          "           promises %s; budget %s a month%s%s",
          String.join(
              ", ",
              domain.slos().all().stream().map(slo -> slo.name() + " " + slo.text()).toList()),
          domain.budgetMonthly().map(Object::toString).orElse("none"),
          domain.dependencies().isEmpty() ? "" : "; reads " + domain.dependencies(),
          domain.compliance().isEmpty() ? "" : "; bound by " + domain.compliance());
    }
    terminal.done();
  }
}
