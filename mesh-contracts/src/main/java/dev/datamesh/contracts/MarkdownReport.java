package dev.datamesh.contracts;

import java.util.List;
import java.util.stream.Collectors;

/** A section of a changelog: what breaks first, then warnings, then the rest. */
final class MarkdownReport {

  private MarkdownReport() {}

  static String of(ContractDiff diff) {
    StringBuilder text = new StringBuilder();
    text.append("## ")
        .append(diff.newer().version().map(Object::toString).orElse(escape(diff.newer().name())))
        .append("\n\n");
    text.append("Verdict **")
        .append(diff.verdict())
        .append("** (mode ")
        .append(diff.mode().word())
        .append(", profile ")
        .append(diff.profile().name())
        .append("), version advice **")
        .append(diff.bump())
        .append("**.\n");
    if (!diff.reason().isEmpty()) {
      text.append("Not decided: ").append(escape(diff.reason())).append(".\n");
    }
    section(text, "Breaking", Severity.BREAKING, diff);
    section(text, "Warnings", Severity.WARNING, diff);
    section(text, "Changes", Severity.INFO, diff);
    diff.witness()
        .ifPresent(
            witness ->
                text.append("\nA document that only the ")
                    .append(witness.validUnder() == Witness.Side.OLD ? "old" : "new")
                    .append(" version accepts")
                    .append(witness.where().isEmpty() ? "" : " (" + escape(witness.where()) + ")")
                    .append(":\n\n```json\n")
                    .append(witness.json())
                    .append("\n```\n"));
    return text.toString();
  }

  private static void section(
      StringBuilder text, String title, Severity severity, ContractDiff diff) {
    List<Finding> findings =
        diff.findings().stream().filter(f -> f.severity() == severity).toList();
    if (findings.isEmpty()) {
      return;
    }
    text.append("\n### ").append(title).append("\n\n");
    for (Finding finding : findings) {
      text.append("- ");
      if (!finding.path().isEmpty()) {
        text.append('`').append(finding.path().replace("`", "'")).append("` ");
      }
      text.append(escape(finding.sentence()));
      if (!finding.breaks().isEmpty()) {
        text.append(" Breaks ")
            .append(finding.breaks().stream().map(Party::words).collect(Collectors.joining(", ")))
            .append('.');
      }
      if (severity != Severity.INFO && !finding.remedy().isEmpty()) {
        text.append(' ').append(escape(finding.remedy()));
      }
      text.append(" (`").append(finding.rule()).append("`)\n");
    }
  }

  /** Line breaks and what Markdown would take for markup. */
  private static String escape(String text) {
    return text.replace("\n", " ").replace("<", "&lt;").replace("*", "\\*").replace("|", "\\|");
  }
}
