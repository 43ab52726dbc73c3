package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import java.time.Instant;

/** Instants as microseconds since 1970. */
final class Micros {

  private static final long EARLIEST = -62_135_596_800_000_000L;
  static final long LATEST = 253_402_300_799_999_999L;

  private Micros() {}

  /** Asking times go down to the microsecond before, so that nothing leaks from the future. */
  static long down(Instant instant) {
    long seconds = instant.getEpochSecond();
    if (seconds < -62_135_596_800L || seconds > 253_402_300_799L) {
      throw new InvalidInputException(
          "Cannot take the time %s: expected the years 1 to 9999".formatted(instant));
    }
    return seconds * 1_000_000 + instant.getNano() / 1000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }

  static boolean inRange(long micros) {
    return micros >= EARLIEST && micros <= LATEST;
  }
}
