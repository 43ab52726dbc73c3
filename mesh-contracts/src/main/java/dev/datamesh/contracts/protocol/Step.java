package dev.datamesh.contracts.protocol;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One step of the protocol. Immutable.
 *
 * @param consumer whom it concerns; empty for the provider's own steps
 * @param day the day, in the zone of whom it concerns
 * @param at when that day begins there: from then on the step is due
 * @param text what is to be done, as a sentence
 */
public record Step(Kind kind, String consumer, LocalDate day, Instant at, String text) {

  /** What is done, in the order of the protocol. */
  public enum Kind {
    /** The change stands in the changelog. */
    DOCUMENT,
    /** A consumer is told. */
    NOTIFY,
    /** The new version runs beside the old one. */
    RELEASE,
    /** The old version says in its responses that it is deprecated. */
    DEPRECATE,
    /** The use of the old version is watched from here on. */
    WATCH,
    /** A consumer is reminded. */
    REMIND,
    /** The old version may be removed. */
    SUNSET
  }

  @Override
  public String toString() {
    return day + " " + kind + (consumer.isEmpty() ? "" : " " + consumer) + ": " + text;
  }
}
