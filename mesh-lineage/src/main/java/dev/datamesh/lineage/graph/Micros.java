package dev.datamesh.lineage.graph;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.lineage.model.Validity;
import java.time.Instant;

/** Instants as microseconds since 1970. */
final class Micros {

  static final long OPEN = of(Validity.OPEN);

  private Micros() {}

  /** Rounds down. */
  static long of(Instant instant) {
    if (instant.isBefore(Validity.EARLIEST) || instant.isAfter(Validity.OPEN)) {
      throw new InvalidInputException(
          "Cannot use the instant %s: years 1 to 9999 are allowed".formatted(instant));
    }
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  static Instant toInstant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }
}
