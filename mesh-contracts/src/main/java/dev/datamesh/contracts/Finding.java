package dev.datamesh.contracts;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One difference between two versions, whom it breaks and what to do. Immutable.
 *
 * @param rule the rule's id, such as {@code field-removed}; in a peer's profile the peer's id
 * @param change the kind of change, whatever the format
 * @param path the field or entry in the reader's words, such as {@code GET /daily-revenue 200
 *     /currency}; empty for the whole
 * @param older where it stands in the old version
 * @param newer where it stands in the new version
 * @param oldValue what stood there, as text; empty where there was nothing
 * @param newValue what stands there now, as text; empty where there is nothing
 * @param breaks who may break, whatever the mode; empty if nobody
 * @param severity its weight under the mode and profile of the comparison
 * @param sentence what happened and what follows, for a person
 * @param remedy what to do instead; empty where nothing is wrong
 */
public record Finding(
    String rule,
    Change change,
    String path,
    Place older,
    Place newer,
    String oldValue,
    String newValue,
    Set<Party> breaks,
    Severity severity,
    String sentence,
    String remedy) {

  public Finding {
    Set<Party> ordered = EnumSet.noneOf(Party.class);
    ordered.addAll(breaks);
    breaks = Collections.unmodifiableSet(ordered);
  }

  public boolean isBreaking() {
    return severity == Severity.BREAKING;
  }

  public Finding withSeverity(Severity other) {
    return new Finding(
        rule, change, path, older, newer, oldValue, newValue, breaks, other, sentence, remedy);
  }

  public Finding withRule(String other) {
    return new Finding(
        other, change, path, older, newer, oldValue, newValue, breaks, severity, sentence, remedy);
  }

  public Finding withSentence(String other) {
    return new Finding(
        rule, change, path, older, newer, oldValue, newValue, breaks, severity, other, remedy);
  }

  /** The place to point at: in the new version where it is there, else in the old one. */
  public Place place() {
    return newer.position().isKnown() ? newer : older;
  }

  /** {@code BREAKING field-removed /total: …}, one line. */
  @Override
  public String toString() {
    return severity + " " + rule + " " + path + ": " + sentence;
  }
}
