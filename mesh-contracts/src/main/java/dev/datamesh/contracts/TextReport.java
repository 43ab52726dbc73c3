package dev.datamesh.contracts;

import java.util.stream.Collectors;

/** The report for a terminal. */
final class TextReport {

  private TextReport() {}

  static String of(ContractDiff diff) {
    StringBuilder text = new StringBuilder();
    text.append("mode ")
        .append(diff.mode().word())
        .append(", profile ")
        .append(diff.profile().name())
        .append('\n')
        .append(diff.summary())
        .append('\n');
    if (!diff.reason().isEmpty()) {
      text.append("not decided: ").append(diff.reason()).append('\n');
    }
    for (Finding finding : diff.findings()) {
      text.append('\n').append(line(finding)).append('\n');
    }
    diff.witness()
        .ifPresent(
            witness ->
                text.append("\nwitness (")
                    .append(witness.where().isEmpty() ? "" : witness.where() + ", ")
                    .append("valid under ")
                    .append(witness.validUnder() == Witness.Side.OLD ? "old" : "new")
                    .append(" only, ")
                    .append(witness.check().name().toLowerCase(java.util.Locale.ROOT))
                    .append("): ")
                    .append(witness.json())
                    .append('\n'));
    if (!diff.isVersionSufficient()) {
      text.append("\nversion ")
          .append(diff.newer().version().map(Object::toString).orElse(""))
          .append(" is too low: ")
          .append(diff.advisedVersion().map(Object::toString).orElse(""))
          .append(" or higher is called for\n");
    }
    return text.toString();
  }

  private static String line(Finding finding) {
    StringBuilder text = new StringBuilder();
    text.append("%-8s %s".formatted(finding.severity(), finding.rule()));
    if (!finding.path().isEmpty()) {
      text.append("  ").append(finding.path());
    }
    text.append("\n         ").append(finding.sentence());
    if (!finding.breaks().isEmpty()) {
      text.append("\n         breaks: ")
          .append(finding.breaks().stream().map(Party::words).collect(Collectors.joining(", ")));
    }
    if (!finding.remedy().isEmpty() && finding.severity() != Severity.INFO) {
      text.append("\n         remedy: ").append(finding.remedy());
    }
    if (finding.older().position().isKnown()) {
      text.append("\n         old: ").append(finding.older().position());
    }
    if (finding.newer().position().isKnown()) {
      text.append("\n         new: ").append(finding.newer().position());
    }
    return text.toString();
  }
}
