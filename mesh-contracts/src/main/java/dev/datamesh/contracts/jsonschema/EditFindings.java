package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Severity;
import java.util.EnumSet;
import java.util.Set;

/** Turns edits into findings: who breaks at the site, and how much it weighs in the mode. */
public final class EditFindings {

  private final Mode mode;

  public EditFindings(Mode mode) {
    this.mode = mode;
  }

  /** The finding of an edit at a site; the prefix stands before its path. */
  public Finding finding(Edit edit, Site site, String prefix) {
    Set<Party> breaks = EnumSet.noneOf(Party.class);
    if (edit.effect() == Effect.NARROWS || edit.effect() == Effect.BOTH) {
      breaks.addAll(site.onNarrowing());
    }
    if (edit.effect() == Effect.WIDENS || edit.effect() == Effect.BOTH) {
      breaks.addAll(site.onWidening());
    }
    boolean counts =
        (edit.effect() == Effect.NARROWS && site.narrowingCounts())
            || (edit.effect() == Effect.WIDENS && site.wideningCounts())
            || (edit.effect() == Effect.BOTH && (site.narrowingCounts() || site.wideningCounts()));
    Severity severity = counts ? Severity.BREAKING : Severity.INFO;
    if (!site.strictNames()
        && edit.action().equals("optional-removed")
        && edit.effect() == Effect.WIDENS
        && severity == Severity.BREAKING) {
      severity = Severity.WARNING;
    }
    return new Finding(
        edit.rule(),
        edit.change(),
        prefix + edit.path(),
        edit.older(),
        edit.newer(),
        edit.oldValue(),
        edit.newValue(),
        breaks,
        severity,
        edit.sentence(),
        edit.remedy());
  }

  /** Breaking where somebody breaks whom the mode protects. */
  public Severity severity(Set<Party> breaks) {
    return breaks.stream().anyMatch(mode.protects()::contains) ? Severity.BREAKING : Severity.INFO;
  }
}
