package dev.datamesh.contracts;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A house's view of what breaks, as a list of deviations from a format's own semantics. Immutable.
 *
 * @param name as options and reports use it
 * @param basis whether the format's semantics or the list alone decides the verdict
 * @param deviations the first that applies to a finding gives it its severity
 */
public record Profile(String name, Basis basis, List<Deviation> deviations) {

  /** What decides. */
  public enum Basis {
    /** The semantics: containment of documents; deviations soften or sharpen single findings. */
    SEMANTICS,
    /** The findings alone: BREAKING where one of them is. */
    FINDINGS
  }

  /**
   * One deviation.
   *
   * @param why in words
   * @param applies to which findings
   * @param severity which they get
   */
  public record Deviation(String why, Predicate<Finding> applies, Severity severity) {}

  /** Containment of documents, without deviation. */
  public static final Profile STRICT = new Profile("strict", Basis.SEMANTICS, List.of());

  /**
   * Containment, but nobody is taken to write a name that his version does not declare: a new
   * optional property of an open object is safe.
   */
  public static final Profile LENIENT = new Profile("lenient", Basis.SEMANTICS, List.of());

  /**
   * The list for data products. Safe: an optional field added, an enum value added, a validation
   * widened. Breaking: a field removed, renamed, of another type, made required, a validation
   * narrowed, a promise weakened. Where a reader may stumble over what is safe, there is a warning.
   */
  public static final Profile DATA_PRODUCT =
      new Profile(
          "data-product",
          Basis.FINDINGS,
          List.of(
              deviation(
                  "removed, renamed, retyped, required, narrowed, weakened",
                  Severity.BREAKING,
                  EnumSet.of(
                      Change.FIELD_REMOVED,
                      Change.FIELD_RENAMED,
                      Change.TYPE_CHANGED,
                      Change.TYPE_NARROWED,
                      Change.MADE_REQUIRED,
                      Change.ENUM_VALUE_REMOVED,
                      Change.VALIDATION_NARROWED,
                      Change.VALIDATION_CHANGED,
                      Change.ENTRY_REMOVED,
                      Change.SUNSET_BROKEN,
                      Change.PROMISE_WEAKENED)),
              new Deviation(
                  "a new field that writers must send",
                  finding ->
                      finding.change() == Change.REQUIRED_FIELD_ADDED
                          && finding.breaks().contains(Party.WRITERS),
                  Severity.BREAKING),
              new Deviation(
                  "safe by the list, and some reader may stumble",
                  finding ->
                      EnumSet.of(
                                  Change.ENUM_VALUE_ADDED,
                                  Change.TYPE_WIDENED,
                                  Change.MADE_OPTIONAL,
                                  Change.VALIDATION_WIDENED)
                              .contains(finding.change())
                          && finding.breaks().contains(Party.READERS),
                  Severity.WARNING),
              new Deviation("everything else is safe", finding -> true, Severity.INFO)));

  /** oasdiff's rules, ids and levels, for OpenAPI. */
  public static final Profile OASDIFF = new Profile("oasdiff", Basis.FINDINGS, List.of());

  private static final List<Profile> BUILT_IN = List.of(STRICT, LENIENT, DATA_PRODUCT, OASDIFF);

  public Profile {
    deviations = List.copyOf(deviations);
  }

  /** The profiles that every format knows. */
  public static List<Profile> builtIn() {
    return BUILT_IN;
  }

  /** A deviation for kinds of change. */
  public static Deviation deviation(String why, Severity severity, Set<Change> changes) {
    return new Deviation(why, finding -> changes.contains(finding.change()), severity);
  }

  /** A deviation for rules by their ids. */
  public static Deviation forRules(String why, Severity severity, Set<String> rules) {
    return new Deviation(why, finding -> rules.contains(finding.rule()), severity);
  }

  /** The severity that this profile gives a finding; empty where it leaves it alone. */
  Optional<Severity> severityOf(Finding finding) {
    return deviations.stream()
        .filter(deviation -> deviation.applies().test(finding))
        .map(Deviation::severity)
        .findFirst();
  }
}
