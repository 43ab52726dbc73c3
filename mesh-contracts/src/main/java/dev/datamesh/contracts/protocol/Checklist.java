package dev.datamesh.contracts.protocol;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the checklist of a breaking change. */
final class Checklist {

  private final BreakingChange change;
  private final Instant now;
  private final StringBuilder text = new StringBuilder();

  private Checklist(BreakingChange change, Instant now) {
    this.change = change;
    this.now = now;
  }

  static String of(BreakingChange change, Instant now) {
    Checklist list = new Checklist(change, now);
    list.before();
    list.during();
    list.deprecation();
    return list.text.toString();
  }

  private void before() {
    text.append("# Breaking change of ")
        .append(change.subject())
        .append(": ")
        .append(change.from())
        .append(" to ")
        .append(change.to())
        .append("\n\n## Before\n\n");
    item(change.startOf(change.announcement()), "Document the change in the changelog");
    item(
        change.startOf(change.announcement()),
        "Notify consumers %d days ahead, on %s: %s"
            .formatted(change.policy().noticeDays(), change.announcement(), consumers()));
    item(
        change.startOf(change.release()),
        "Raise the version: %s to %s".formatted(change.from(), change.to()));
    item(
        change.sunsetInstant(),
        "Keep %s for %s, until %s".formatted(change.from(), change.words(), change.sunset()));
  }

  private void during() {
    text.append("\n## During\n\n");
    item(
        change.startOf(change.release()),
        "Deploy %s beside %s on %s".formatted(change.to(), change.from(), change.release()));
    item(change.sunsetInstant(), "Watch the use of %s%s".formatted(change.from(), uses()));
    item(change.startOf(change.release()), "Provide a migration guide with examples");
  }

  private void deprecation() {
    text.append("\n## Deprecation\n\n");
    item(
        change.startOf(change.release()),
        "Mark %s as deprecated on %s (header Deprecation)"
            .formatted(change.from(), change.release()));
    item(change.startOf(change.release()), "Warn in responses (header Sunset)");
    item(
        lastReminder(),
        "Remind consumers %s days before the sunset: %s"
            .formatted(listed(change.policy().reminderDays()), reminders()));
    item(change.sunsetInstant(), "Remove %s on %s".formatted(change.from(), change.sunset()));
  }

  private void item(Instant due, String words) {
    text.append(now.isBefore(due) ? "- [ ] " : "- [x] ").append(words).append('\n');
  }

  private Instant lastReminder() {
    return change.timeline().of(Step.Kind.REMIND).stream()
        .map(Step::at)
        .max(java.util.Comparator.naturalOrder())
        .orElse(change.sunsetInstant());
  }

  private String consumers() {
    return change.consumers().isEmpty()
        ? "none known"
        : change.consumers().stream().map(MeshConsumer::toString).collect(Collectors.joining(", "));
  }

  private String uses() {
    List<OldUse> uses = change.usesAfterRelease();
    return uses.isEmpty()
        ? ""
        : uses.stream()
            .map(use -> "%s (%,d calls)".formatted(use.consumer(), use.calls()))
            .collect(Collectors.joining(", ", ": ", ""));
  }

  private String reminders() {
    return change.policy().reminderDays().stream()
        .map(days -> change.sunset().minusDays(days).toString())
        .collect(Collectors.joining(", "));
  }

  private static String listed(List<Integer> days) {
    return days.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
