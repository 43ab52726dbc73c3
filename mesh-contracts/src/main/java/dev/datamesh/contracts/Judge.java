package dev.datamesh.contracts;

import dev.datamesh.core.SemanticVersion.Bump;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Turns a format's assessment into the report: promises, profile, overrides, acceptances. */
final class Judge {

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity, Comparator.reverseOrder())
          .thenComparing(Finding::path)
          .thenComparing(Finding::rule)
          .thenComparing(Finding::newValue)
          .thenComparing(Finding::oldValue);

  private final Comparison comparison;

  Judge(Comparison comparison) {
    this.comparison = comparison;
  }

  ContractDiff judge(Contract older, Contract newer, Assessment assessment) {
    List<Finding> raw = new ArrayList<>(assessment.findings());
    raw.addAll(PromiseDiff.between(older.promises(), newer.promises()));
    boolean brokeBefore = false;
    boolean accepted = false;
    List<Finding> findings = new ArrayList<>();
    for (Finding finding : raw) {
      Finding profiled =
          comparison.profile().severityOf(finding).map(finding::withSeverity).orElse(finding);
      Finding weighed =
          comparison.severities().containsKey(finding.rule())
              ? profiled.withSeverity(comparison.severities().get(finding.rule()))
              : profiled;
      Finding last = weighed.isBreaking() ? accept(weighed) : weighed;
      brokeBefore |= finding.isBreaking() || profiled.isBreaking();
      accepted |= weighed.isBreaking() && !last.isBreaking();
      findings.add(last);
    }
    findings.sort(ORDER);
    boolean breaks = findings.stream().anyMatch(Finding::isBreaking);
    Verdict verdict = verdict(assessment.semantic(), breaks, brokeBefore);
    return new ContractDiff(
        older,
        newer,
        comparison.mode(),
        comparison.profile(),
        findings,
        verdict,
        verdict == Verdict.UNKNOWN ? assessment.reason() : "",
        verdict == Verdict.BREAKING ? assessment.witness() : java.util.Optional.empty(),
        bump(older, findings, accepted ? verdict.and(Verdict.BREAKING) : verdict));
  }

  private Verdict verdict(Verdict semantic, boolean breaks, boolean brokeBefore) {
    if (breaks) {
      return Verdict.BREAKING;
    }
    if (comparison.profile().basis() == Profile.Basis.FINDINGS) {
      return semantic == Verdict.UNKNOWN ? Verdict.UNKNOWN : Verdict.COMPATIBLE;
    }
    return semantic == Verdict.BREAKING && brokeBefore ? Verdict.COMPATIBLE : semantic;
  }

  private Finding accept(Finding finding) {
    for (Acceptance acceptance : comparison.acceptances()) {
      if (acceptance.covers(finding)) {
        if (acceptance.holdsOn(comparison.today())) {
          return finding
              .withSeverity(Severity.WARNING)
              .withSentence(
                  "%s Accepted by %s until %s: %s."
                      .formatted(
                          finding.sentence(),
                          acceptance.owner(),
                          acceptance.expires(),
                          acceptance.reason()));
        }
        return finding.withSentence(
            "%s The acceptance by %s expired on %s."
                .formatted(finding.sentence(), acceptance.owner(), acceptance.expires()));
      }
    }
    return finding;
  }

  /** What cannot be decided is advised as if it broke; below 1.0.0 each part counts one higher. */
  private static Bump bump(Contract older, List<Finding> findings, Verdict verdict) {
    boolean early = older.version().map(version -> version.major() == 0).orElse(false);
    if (verdict != Verdict.COMPATIBLE) {
      return early ? Bump.MINOR : Bump.MAJOR;
    }
    if (findings.stream().anyMatch(finding -> finding.change().isFunctional())) {
      return early ? Bump.PATCH : Bump.MINOR;
    }
    return findings.isEmpty() ? Bump.NONE : Bump.PATCH;
  }
}
