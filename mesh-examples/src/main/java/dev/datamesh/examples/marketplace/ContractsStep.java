package dev.datamesh.examples.marketplace;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.RecordValidator;
import dev.datamesh.contracts.Rendering;
import dev.datamesh.contracts.Violation;
import dev.datamesh.contracts.protocol.BreakingChange;
import dev.datamesh.contracts.protocol.MeshConsumer;
import dev.datamesh.contracts.protocol.MigrationGuide;
import dev.datamesh.contracts.protocol.Step;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Step 3: a contract that evolves, real data that break it, and the way a break would go. */
final class ContractsStep {

  /** The schema of one row of the API's answer. */
  private static final String ROW = "DailyRevenueResponse";

  private ContractsStep() {}

  static void tell(
      Terminal terminal, Catalog catalog, Frame dailyRevenue, Instant now, Results results) {
    terminal.step(3, "Contract: ventas.daily_revenue from 1.0 to 2.2, and a 3.0 that breaks");
    List<Contract> history =
        List.of(version("1.0"), version("1.5"), version("2.0"), version("2.1"));
    for (int i = 1; i < history.size(); i++) {
      showVerdict(terminal, history.get(i - 1).diffTo(history.get(i)));
    }

    history.forEach(version -> publish(catalog, version));
    Contract current = history.get(history.size() - 1);
    terminal.say("The real rows against 2.1:");
    showViolations(terminal, dailyRevenue, current.validator(ROW));

    Contract next = version("2.2");
    ContractDiff widened = current.diffTo(next);
    showVerdict(terminal, widened);
    publish(catalog, next);
    terminal.say("The real rows against 2.2:");
    showViolations(terminal, dailyRevenue, next.validator(ROW));

    ContractDiff broken = next.diffTo(version("3.0"));
    showVerdict(terminal, broken);
    showRefusal(terminal, catalog);
    showProtocol(terminal, catalog, broken, now, results);
    results.write("contract-2.1-to-2.2.txt", Rendering.TEXT.render(widened));
    results.write("contract-2.2-to-3.0.txt", Rendering.TEXT.render(broken));
    results.write("contract-2.2-to-3.0.json", Rendering.JSON.render(broken));
    terminal.done();
  }

  static Contract version(String number) {
    String name = "daily-revenue-" + number + ".yaml";
    return Contract.read(Resource.text("contracts/" + name), name);
  }

  /** Keeps a version in the catalog, unless an earlier run did. */
  private static void publish(Catalog catalog, Contract contract) {
    SemanticVersion version = contract.version().orElseThrow();
    if (catalog.contracts().find(PublishedProducts.DAILY_REVENUE, version).isEmpty()) {
      catalog
          .contracts()
          .publish(PublishedProducts.DAILY_REVENUE, version, contract.text())
          .orThrow();
    }
  }

  /** The same text under a number that is too low for what it breaks. */
  private static void showRefusal(Terminal terminal, Catalog catalog) {
    Contract candidate = version("3.0");
    String refused =
        catalog
            .contracts()
            .publish(
                PublishedProducts.DAILY_REVENUE,
                SemanticVersion.of("2.3"),
                candidate.text().replace("version: 3.0.0", "version: 2.3.0"))
            .explain();
    terminal.say("Published as 2.3 it is refused:");
    refused
        .lines()
        .flatMap(line -> Arrays.stream(line.split("; ")))
        .forEach(line -> terminal.say("    %s", line));
  }

  /** Should 3.0 come all the same: who is told when, and when 2.2 goes. */
  private static void showProtocol(
      Terminal terminal, Catalog catalog, ContractDiff broken, Instant now, Results results) {
    BreakingChange change =
        BreakingChange.of(
                PublishedProducts.DAILY_REVENUE.toString(),
                SemanticVersion.of("2.2"),
                SemanticVersion.of("3.0"))
            .announcedOn(LocalDate.ofInstant(now, ZoneOffset.UTC), ZoneOffset.UTC)
            .withSuccessor("https://api.company.com/ventas/v3/daily-revenue")
            .withConsumers(
                MeshConsumer.registered(
                    catalog.get(PublishedProducts.DAILY_REVENUE).product().consumers()));
    terminal.say(
        "If 3.0 comes all the same: announced %s, beside 2.2 from %s, sunset of 2.2 on %s",
        change.announcement(), change.release(), change.sunset());
    for (Step step : change.timelineOf(change.consumers().get(0))) {
      terminal.say("    %s", step);
    }
    Instant released = change.release().atStartOfDay(ZoneOffset.UTC).toInstant();
    change
        .findHeaders(released)
        .ifPresent(
            headers ->
                headers.toMap().forEach((name, value) -> terminal.say("    %s: %s", name, value)));
    terminal.say(
        "Removed a day before its sunset: %s",
        change.removal(change.sunsetInstant().minus(1, ChronoUnit.DAYS)).explain());
    results.write("breaking-change-checklist.md", change.checklist(now));
    results.write("migration-guide-2.2-to-3.0.md", MigrationGuide.of(broken, change).toMarkdown());
  }

  private static void showVerdict(Terminal terminal, ContractDiff diff) {
    terminal.say(
        "%s -> %s: %s, %s (%d breaking, %d warnings)",
        diff.older().version().orElseThrow(),
        diff.newer().version().orElseThrow(),
        diff.verdict(),
        diff.bump(),
        diff.breaking().size(),
        diff.warnings().size());
    diff.breaking().forEach(finding -> show(terminal, finding));
    diff.warnings().forEach(finding -> show(terminal, finding));
    diff.witness().ifPresent(witness -> terminal.say("    shown by %s", witness.json()));
  }

  private static void show(Terminal terminal, Finding finding) {
    terminal.say(
        "    %s %s %s: %s%s",
        finding.severity(),
        finding.rule(),
        finding.path(),
        finding.sentence(),
        finding.breaks().isEmpty()
            ? ""
            : " Breaks "
                + finding.breaks().stream().map(Party::words).collect(Collectors.joining(", "))
                + ".");
  }

  private static void showViolations(Terminal terminal, Frame rows, RecordValidator validator) {
    Map<String, List<Violation>> kinds = new TreeMap<>();
    long invalid = 0;
    for (Row row : rows) {
      List<Violation> violations = validator.validate(row.toMap());
      invalid += violations.isEmpty() ? 0 : 1;
      for (Violation violation : violations) {
        String kind = violation.path() + " " + violation.rule();
        kinds.computeIfAbsent(kind, any -> new ArrayList<>()).add(violation);
      }
    }
    terminal.say("    %,d of %,d rows violate it", invalid, rows.rows());
    kinds.forEach(
        (kind, found) ->
            terminal.say("    %,6d x %s, such as: %s", found.size(), kind, found.get(0).message()));
  }
}
