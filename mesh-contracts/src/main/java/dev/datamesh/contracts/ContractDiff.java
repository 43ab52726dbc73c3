package dev.datamesh.contracts;

import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.SemanticVersion.Bump;
import java.util.List;
import java.util.Optional;

/** What changed between two versions, whom it breaks and which number it deserves. Immutable. */
public final class ContractDiff {

  private final Contract older;
  private final Contract newer;
  private final Mode mode;
  private final Profile profile;
  private final List<Finding> findings;
  private final Verdict verdict;
  private final String reason;
  private final Optional<Witness> witness;
  private final Bump bump;

  ContractDiff(
      Contract older,
      Contract newer,
      Mode mode,
      Profile profile,
      List<Finding> findings,
      Verdict verdict,
      String reason,
      Optional<Witness> witness,
      Bump bump) {
    this.older = older;
    this.newer = newer;
    this.mode = mode;
    this.profile = profile;
    this.findings = List.copyOf(findings);
    this.verdict = verdict;
    this.reason = reason;
    this.witness = witness;
    this.bump = bump;
  }

  public Contract older() {
    return older;
  }

  public Contract newer() {
    return newer;
  }

  public Mode mode() {
    return mode;
  }

  public Profile profile() {
    return profile;
  }

  /** All findings, the gravest first, then by path and rule. */
  public List<Finding> findings() {
    return findings;
  }

  /** The findings that decide the verdict. */
  public List<Finding> breaking() {
    return findings.stream().filter(Finding::isBreaking).toList();
  }

  public List<Finding> warnings() {
    return findings.stream().filter(f -> f.severity() == Severity.WARNING).toList();
  }

  public Verdict verdict() {
    return verdict;
  }

  public boolean isCompatible() {
    return verdict == Verdict.COMPATIBLE;
  }

  /** Why the verdict is UNKNOWN; empty otherwise. */
  public String reason() {
    return reason;
  }

  /** A document that proves the break, where the format's semantics see one. */
  public Optional<Witness> witness() {
    return witness;
  }

  /** Which part of the version number the change calls for. */
  public Bump bump() {
    return bump;
  }

  /** The smallest version that the new contract may bear, where the old one states its own. */
  public Optional<SemanticVersion> advisedVersion() {
    return older.version().map(version -> version.next(bump));
  }

  /** Whether the version that the new contract states is high enough; true where one is missing. */
  public boolean isVersionSufficient() {
    if (older.version().isEmpty() || newer.version().isEmpty()) {
      return true;
    }
    SemanticVersion before = older.version().get();
    SemanticVersion after = newer.version().get();
    return bump == Bump.NONE
        ? after.compareTo(before) >= 0
        : before.bumpTo(after).compareTo(bump) >= 0;
  }

  /** One line: mode, verdict, counts, version advice. */
  public String summary() {
    return "%s -> %s: %s (mode %s, profile %s), %d breaking, %d warnings, %d in all; version: %s%s"
        .formatted(
            older.label(),
            newer.label(),
            verdict,
            mode.word(),
            profile.name(),
            breaking().size(),
            warnings().size(),
            findings.size(),
            bump,
            advisedVersion()
                .filter(version -> bump != Bump.NONE)
                .map(version -> ", " + version + " or higher")
                .orElse(""));
  }

  /** The summary, every finding with place and remedy, the witness. */
  public String explain() {
    return Rendering.TEXT.render(this);
  }

  @Override
  public String toString() {
    return summary();
  }
}
