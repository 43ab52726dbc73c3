package dev.datamesh.examples.marketplace;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.RecordValidator;
import dev.datamesh.contracts.Rendering;
import dev.datamesh.contracts.Violation;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Step 3: a contract that evolves, and real data that break it. */
final class ContractsStep {

  /** The schema of one row of the API's answer. */
  private static final String ROW = "DailyRevenueResponse";

  private ContractsStep() {}

  static void tell(Terminal terminal, Frame dailyRevenue, Results results) {
    terminal.step(3, "Contract: ventas.daily_revenue from 1.0 to 2.2, and a 3.0 that breaks");
    List<Contract> history =
        List.of(version("1.0"), version("1.5"), version("2.0"), version("2.1"));
    for (int i = 1; i < history.size(); i++) {
      showVerdict(terminal, history.get(i - 1).diffTo(history.get(i)));
    }

    Contract current = history.get(history.size() - 1);
    terminal.say("The real rows against 2.1:");
    showViolations(terminal, dailyRevenue, current.validator(ROW));

    Contract next = version("2.2");
    ContractDiff widened = current.diffTo(next);
    showVerdict(terminal, widened);
    terminal.say("The real rows against 2.2:");
    showViolations(terminal, dailyRevenue, next.validator(ROW));

    ContractDiff broken = next.diffTo(version("3.0"));
    showVerdict(terminal, broken);
    results.write("contract-2.1-to-2.2.txt", Rendering.TEXT.render(widened));
    results.write("contract-2.2-to-3.0.txt", Rendering.TEXT.render(broken));
    results.write("contract-2.2-to-3.0.json", Rendering.JSON.render(broken));
    terminal.done();
  }

  static Contract version(String number) {
    String name = "daily-revenue-" + number + ".yaml";
    return Contract.read(Resource.text("contracts/" + name), name);
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
