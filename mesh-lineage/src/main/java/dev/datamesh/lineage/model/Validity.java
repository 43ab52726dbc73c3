package dev.datamesh.lineage.model;

import dev.datamesh.core.InvalidInputException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When an evidence holds: from the first instant on, up to but not including the second. Kept in
 * microseconds, rounded up, so that nothing is seen before it holds.
 *
 * @param from {@link #WHEN_RECORDED} stands for the instant at which the graph records the entry
 * @param to {@link #OPEN} where it holds until further notice
 */
public record Validity(Instant from, Instant to) {

  /** The first instant that can be stored: the year 1. */
  public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  /** The end of time, year 9999 and the end of what can be stored. */
  public static final Instant OPEN = Instant.parse("9999-12-31T23:59:59.999999Z");

  /** Stands for the instant of recording. */
  public static final Instant WHEN_RECORDED = Instant.MIN;

  /** From the instant of recording on, until further notice. */
  public static final Validity FROM_NOW_ON = new Validity(WHEN_RECORDED, OPEN);

  public Validity {
    if (!from.equals(WHEN_RECORDED)) {
      from = roundedUp(from);
    }
    to = roundedUp(to);
    if (!from.isBefore(to)) {
      throw new InvalidInputException(
          "Cannot hold from %s to %s, the end is not after the start".formatted(from, to));
    }
  }

  public static Validity from(Instant from) {
    return new Validity(from, OPEN);
  }

  public static Validity between(Instant from, Instant to) {
    return new Validity(from, to);
  }

  private static Instant roundedUp(Instant instant) {
    if (instant.isBefore(EARLIEST) || instant.isAfter(OPEN)) {
      throw new InvalidInputException(
          "Cannot use the instant %s: years 1 to 9999 are allowed".formatted(instant));
    }
    Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
    return micros.equals(instant) ? micros : micros.plus(1, ChronoUnit.MICROS);
  }
}
