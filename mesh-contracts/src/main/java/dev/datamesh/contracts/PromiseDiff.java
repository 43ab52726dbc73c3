package dev.datamesh.contracts;

import dev.datamesh.contracts.Promises.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares what two versions promise: a weaker promise breaks those who rely on it. */
final class PromiseDiff {

  private PromiseDiff() {}

  static List<Finding> between(Promises older, Promises newer) {
    List<Finding> findings = new ArrayList<>();
    for (Promise before : older.all()) {
      newer
          .find(before.name())
          .ifPresentOrElse(
              after -> {
                int order = after.strengthAgainst(before);
                if (order < 0) {
                  findings.add(weakened(before, after));
                } else if (order > 0) {
                  findings.add(strengthened(before, after));
                }
              },
              () -> findings.add(withdrawn(before)));
    }
    for (Promise after : newer.all()) {
      if (older.find(after.name()).isEmpty()) {
        findings.add(given(after));
      }
    }
    return findings;
  }

  private static Finding weakened(Promise before, Promise after) {
    return finding(
        "promise-weakened",
        Change.PROMISE_WEAKENED,
        before.name(),
        before.place(),
        after.place(),
        before.text(),
        after.text(),
        "The promise %s is weaker, %s instead of %s: consumers who rely on it are let down."
            .formatted(before.name(), after.text(), before.text()),
        "Keep %s at %s, or publish a new major version.".formatted(before.name(), before.text()));
  }

  private static Finding withdrawn(Promise before) {
    return finding(
        "promise-withdrawn",
        Change.PROMISE_WEAKENED,
        before.name(),
        before.place(),
        Place.NOWHERE,
        before.text(),
        "",
        "The promise %s (%s) is withdrawn: consumers who rely on it are let down."
            .formatted(before.name(), before.text()),
        "Keep %s, or publish a new major version.".formatted(before.name()));
  }

  private static Finding strengthened(Promise before, Promise after) {
    return finding(
        "promise-strengthened",
        Change.PROMISE_STRENGTHENED,
        before.name(),
        before.place(),
        after.place(),
        before.text(),
        after.text(),
        "The promise %s is stronger, %s instead of %s."
            .formatted(before.name(), after.text(), before.text()),
        "");
  }

  private static Finding given(Promise after) {
    return finding(
        "promise-given",
        Change.PROMISE_STRENGTHENED,
        after.name(),
        Place.NOWHERE,
        after.place(),
        "",
        after.text(),
        "The promise %s is new: %s.".formatted(after.name(), after.text()),
        "");
  }

  private static Finding finding(
      String rule,
      Change change,
      String name,
      Place older,
      Place newer,
      String before,
      String after,
      String sentence,
      String remedy) {
    boolean weaker = change == Change.PROMISE_WEAKENED;
    return new Finding(
        rule,
        change,
        name,
        older,
        newer,
        before,
        after,
        weaker ? Set.of(Party.READERS) : Set.of(),
        weaker ? Severity.BREAKING : Severity.INFO,
        sentence,
        remedy);
  }
}
