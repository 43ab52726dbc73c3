package dev.datamesh.core.journal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times of commits: microseconds, rounded up, never backwards. */
final class CommitTime {

  /** Before every commit: the first of January of year 1. */
  static final long EARLIEST = -62_135_596_800_000_000L;

  private CommitTime() {}

  static Instant next(Instant last, Clock clock) {
    Instant now = clock.instant();
    Instant micros = now.truncatedTo(ChronoUnit.MICROS);
    if (micros.isBefore(now)) {
      micros = micros.plus(1, ChronoUnit.MICROS);
    }
    return micros.isBefore(last) ? last : micros;
  }

  static long toMicros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }

  static Instant ofMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }

  /** A length of time in microseconds, the longest where it is longer. */
  static long micros(java.time.Duration age) {
    return age.getSeconds() > Long.MAX_VALUE / 2_000_000L
        ? Long.MAX_VALUE / 2
        : age.getSeconds() * 1_000_000L + age.getNano() / 1_000;
  }
}
