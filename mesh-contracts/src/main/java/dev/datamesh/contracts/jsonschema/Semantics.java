package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Assessment;
import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.JsonText;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.Severity;
import dev.datamesh.contracts.Verdict;
import dev.datamesh.contracts.Witness;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins the list of what changed with what containment says about whole documents: a finding only
 * breaks where documents break, and documents that break without a finding get one. For one thread
 * at a time.
 */
public final class Semantics {

  /** How often the budget of one question may be spent in one comparison. */
  private static final int QUESTIONS = 4;

  /**
   * Two schemas of the same documents.
   *
   * @param where what they are documents of; empty for the whole contract
   * @param backward whether old documents must stay valid
   * @param forward whether new documents must have been valid
   */
  public record Pair(
      JsonSchema before, JsonSchema after, String where, boolean backward, boolean forward) {}

  private record Asked(Fingerprint inner, Fingerprint outer) {}

  private final Comparison comparison;
  private final boolean lenient;
  private final List<Pair> pairs = new ArrayList<>();
  private final Map<Asked, Containment> answers = new HashMap<>();
  private long steps;
  private String reason = "";
  private @Nullable Pair broken;
  private Witness.Side side = Witness.Side.OLD;
  private @Nullable Node counterexample;

  public Semantics(Comparison comparison) {
    this.comparison = comparison;
    this.lenient = !RegistryProfiles.isStrict(comparison.profile());
    this.steps = comparison.budget() * QUESTIONS;
  }

  public void add(Pair pair) {
    if (!Fingerprints.same(pair.before(), pair.after())) {
      pairs.add(pair);
    }
  }

  /**
   * @param schemaFindings what differs between the pairs
   * @param otherFindings what differs beside them, which stands whatever the documents say
   */
  public Assessment assess(List<Finding> schemaFindings, List<Finding> otherFindings) {
    Verdict verdict = Verdict.COMPATIBLE;
    List<Finding> findings;
    if (comparison.profile().basis() == Profile.Basis.FINDINGS) {
      findings = byList(schemaFindings);
    } else {
      verdict = verdict();
      findings = reconciled(schemaFindings, verdict);
    }
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(otherFindings);
    return new Assessment(all, verdict, reason, witness());
  }

  private Verdict verdict() {
    Verdict verdict = Verdict.COMPATIBLE;
    for (Pair pair : pairs) {
      if (pair.backward()) {
        verdict = verdict.and(judge(pair, Witness.Side.OLD));
      }
      if (pair.forward()) {
        verdict = verdict.and(judge(pair, Witness.Side.NEW));
      }
    }
    return verdict;
  }

  private Verdict judge(Pair pair, Witness.Side valid) {
    Containment answer =
        valid == Witness.Side.OLD
            ? contained(pair.before(), pair.after())
            : contained(pair.after(), pair.before());
    if (answer.truth() == Truth.NO && broken == null) {
      broken = pair;
      side = valid;
      counterexample = answer.counterexample().orElse(null);
    }
    if (answer.truth() == Truth.MAYBE && reason.isEmpty()) {
      reason = (pair.where().isEmpty() ? "" : pair.where() + ": ") + answer.reason();
    }
    return answer.truth() == Truth.YES
        ? Verdict.COMPATIBLE
        : answer.truth() == Truth.NO ? Verdict.BREAKING : Verdict.UNKNOWN;
  }

  private Containment contained(JsonSchema inner, JsonSchema outer) {
    Asked asked = new Asked(Fingerprints.of(inner), Fingerprints.of(outer));
    Containment known = answers.get(asked);
    if (known == null) {
      long allowed = Math.min(comparison.budget(), steps);
      Budget budget = new Budget(allowed);
      known = Containment.of(inner, outer, lenient, budget);
      steps -= allowed - Math.max(0, budget.left());
      answers.put(asked, known);
    }
    return known;
  }

  /** Under a list of breaks, changes that leave the set of documents as it was are none. */
  private List<Finding> byList(List<Finding> findings) {
    if (comparison.profile().equals(Profile.OASDIFF)) {
      return findings;
    }
    boolean changed = findings.stream().anyMatch(finding -> !finding.breaks().isEmpty());
    if (!changed) {
      return findings;
    }
    boolean same = true;
    for (Pair pair : pairs) {
      same &= judge(pair, Witness.Side.NEW) == Verdict.COMPATIBLE;
      same &= judge(pair, Witness.Side.OLD) == Verdict.COMPATIBLE;
    }
    reason = "";
    return same ? findings.stream().map(Semantics::restated).toList() : findings;
  }

  private static Finding restated(Finding finding) {
    boolean rule =
        finding.change() == Change.VALIDATION_NARROWED
            || finding.change() == Change.VALIDATION_CHANGED
            || finding.change() == Change.VALIDATION_WIDENED;
    return rule
        ? new Finding(
            finding.rule(),
            Change.METADATA,
            finding.path(),
            finding.older(),
            finding.newer(),
            finding.oldValue(),
            finding.newValue(),
            Set.of(),
            Severity.INFO,
            finding.sentence() + " The contract accepts the same documents as before.",
            "")
        : finding;
  }

  private List<Finding> reconciled(List<Finding> findings, Verdict verdict) {
    if (verdict == Verdict.BREAKING) {
      List<Finding> all = new ArrayList<>(findings);
      if (broken != null && findings.stream().noneMatch(Finding::isBreaking)) {
        all.add(general(broken));
      }
      return all;
    }
    String note =
        verdict == Verdict.COMPATIBLE
            ? " The documents as a whole still fit: other rules make up for it."
            : " Whether it breaks could not be decided.";
    return findings.stream()
        .map(
            finding ->
                finding.isBreaking()
                    ? finding.withSeverity(Severity.WARNING).withSentence(finding.sentence() + note)
                    : finding)
        .toList();
  }

  private Finding general(Pair pair) {
    boolean narrowed = side == Witness.Side.OLD;
    return new Finding(
        narrowed ? "schema-narrowed" : "schema-widened",
        narrowed ? Change.VALIDATION_NARROWED : Change.VALIDATION_WIDENED,
        pair.where(),
        pair.before().place(),
        pair.after().place(),
        "",
        "",
        narrowed ? Set.of(Party.WRITERS, Party.STORED_DATA) : Set.of(Party.READERS),
        Severity.BREAKING,
        narrowed
            ? "Documents that were valid are refused now, as the witness shows."
            : "Documents that were refused are valid now, as the witness shows.",
        "Keep accepting exactly what was accepted, or publish a new major version.");
  }

  private Optional<Witness> witness() {
    Pair pair = broken;
    Node document = counterexample;
    if (pair == null || document == null) {
      return Optional.empty();
    }
    JsonSchema accepting = side == Witness.Side.OLD ? pair.before() : pair.after();
    JsonSchema refusing = side == Witness.Side.OLD ? pair.after() : pair.before();
    Node smallest = new Shrink(accepting, refusing).smallest(document);
    Witness witness = checked(pair, smallest, accepting, refusing);
    if (witness.check() == Witness.Check.DISPUTED && !smallest.equals(document)) {
      Witness found = checked(pair, document, accepting, refusing);
      return Optional.of(found.check() == Witness.Check.VERIFIED ? found : witness);
    }
    return Optional.of(witness);
  }

  private Witness checked(Pair pair, Node document, JsonSchema accepting, JsonSchema refusing) {
    Witness witness =
        new Witness(JsonText.of(document), pair.where(), side, Witness.Check.UNVERIFIED);
    return witness.withCheck(IndependentCheck.of(accepting, refusing, witness.json()));
  }
}
