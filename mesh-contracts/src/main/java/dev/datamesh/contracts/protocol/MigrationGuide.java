package dev.datamesh.contracts.protocol;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Severity;
import dev.datamesh.contracts.Witness;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer has to do to follow from one version to the next, with an example before and
 * after for each change, and the document that proves the break. Immutable.
 */
public final class MigrationGuide {

  private static final Set<Change> FIELDS =
      EnumSet.of(
          Change.FIELD_ADDED,
          Change.REQUIRED_FIELD_ADDED,
          Change.FIELD_REMOVED,
          Change.FIELD_RENAMED);

  private final ContractDiff diff;
  private final @Nullable BreakingChange change;

  private MigrationGuide(ContractDiff diff, @Nullable BreakingChange change) {
    this.diff = diff;
    this.change = change;
  }

  /** A guide without dates. */
  public static MigrationGuide of(ContractDiff diff) {
    return new MigrationGuide(diff, null);
  }

  /** A guide that also tells until when to follow. */
  public static MigrationGuide of(ContractDiff diff, BreakingChange change) {
    return new MigrationGuide(diff, change);
  }

  /** The guide as Markdown. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Migration guide: ")
        .append(line(diff.older().label()))
        .append(" to ")
        .append(line(diff.newer().label()))
        .append("\n\n");
    dates(text);
    List<Finding> todo = diff.breaking();
    if (todo.isEmpty()) {
      text.append("Nothing breaks: move when it suits you.\n");
    } else {
      text.append("## What to do\n");
      int number = 1;
      for (Finding finding : todo) {
        step(text, number++, finding);
      }
    }
    diff.witness().ifPresent(witness -> witness(text, witness));
    section(text, "Worth a look", Severity.WARNING);
    section(text, "New and safe", Severity.INFO);
    return text.toString();
  }

  private void dates(StringBuilder text) {
    Optional.ofNullable(change)
        .ifPresent(
            plan ->
                text.append("The new version runs beside the old one from ")
                    .append(plan.release())
                    .append("; the old one goes on ")
                    .append(plan.sunset())
                    .append(".\n")
                    .append(
                        plan.successor().isEmpty()
                            ? ""
                            : "The new version: <" + plan.successor() + ">.\n")
                    .append('\n'));
  }

  private static void step(StringBuilder text, int number, Finding finding) {
    text.append("\n### ")
        .append(number)
        .append(". ")
        .append(finding.path().isEmpty() ? "The whole contract" : "`" + code(finding.path()) + "`")
        .append("\n\n")
        .append(line(finding.sentence()))
        .append('\n');
    text.append('\n').append(advice(finding)).append('\n');
    String before = example(finding, finding.oldValue());
    String after = example(finding, finding.newValue());
    if (!before.isEmpty() || !after.isEmpty()) {
      text.append("\n```text\nbefore: ")
          .append(before.isEmpty() ? "(nothing)" : before)
          .append("\nafter:  ")
          .append(after.isEmpty() ? "(nothing)" : after)
          .append("\n```\n");
    }
  }

  /** What a consumer does, which is not what the provider could have done instead. */
  private static String advice(Finding finding) {
    return switch (finding.change()) {
      case FIELD_REMOVED -> "Stop using this field; where you need it, ask its owner.";
      case FIELD_RENAMED ->
          "Use `%s` where you used `%s`."
              .formatted(code(finding.newValue()), code(finding.oldValue()));
      case REQUIRED_FIELD_ADDED, MADE_REQUIRED -> "Send a value for this field, always.";
      case MADE_OPTIONAL -> "Expect that this field has no value.";
      case TYPE_CHANGED, TYPE_NARROWED, TYPE_WIDENED ->
          "Read and write this field as `%s`."
              .formatted(code(finding.newValue().isEmpty() ? "the new type" : finding.newValue()));
      case ENUM_VALUE_ADDED -> "Expect the new value where you list the values.";
      case ENUM_VALUE_REMOVED -> "Do not send this value any more.";
      case VALIDATION_NARROWED, VALIDATION_CHANGED ->
          "Check that what you send keeps the new rule.";
      case VALIDATION_WIDENED -> "Expect values beyond the old rule.";
      case ENTRY_REMOVED -> "Move to what replaces it.";
      case PROMISE_WEAKENED -> "Check whether the weaker promise is enough for you.";
      default -> "Have a look whether you rely on it.";
    };
  }

  private static String example(Finding finding, String value) {
    if (value.isEmpty() || value.length() > 200) {
      return value.isEmpty() ? "" : line(value.substring(0, 200)) + " …";
    }
    return FIELDS.contains(finding.change()) ? "{\"" + line(value) + "\": …}" : line(value);
  }

  private static void witness(StringBuilder text, Witness witness) {
    text.append("\n## An example\n\nThis document ")
        .append(witness.where().isEmpty() ? "" : "of " + line(witness.where()) + " ")
        .append("is valid in the ")
        .append(witness.validUnder() == Witness.Side.OLD ? "old" : "new")
        .append(" version and not in the ")
        .append(witness.validUnder() == Witness.Side.OLD ? "new" : "old")
        .append(" one:\n\n```json\n")
        .append(witness.json())
        .append("\n```\n");
  }

  private void section(StringBuilder text, String title, Severity severity) {
    List<Finding> some =
        diff.findings().stream().filter(finding -> finding.severity() == severity).toList();
    if (some.isEmpty()) {
      return;
    }
    text.append("\n## ").append(title).append("\n\n");
    some.forEach(
        finding ->
            text.append("- ")
                .append(finding.path().isEmpty() ? "" : "`" + code(finding.path()) + "` ")
                .append(line(finding.sentence()))
                .append('\n'));
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String code(String text) {
    return line(text).replace('`', '\'');
  }

  @Override
  public String toString() {
    return toMarkdown();
  }
}
