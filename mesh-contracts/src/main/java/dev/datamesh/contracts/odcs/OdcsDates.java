package dev.datamesh.contracts.odcs;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads the days and moments of service levels. */
final class OdcsDates {

  private OdcsDates() {}

  /** The day, of a moment that in UTC. */
  static Optional<LocalDate> find(String text) {
    try {
      return Optional.of(
          text.length() > 10
              ? OffsetDateTime.parse(text.replace(' ', 'T'))
                  .withOffsetSameInstant(ZoneOffset.UTC)
                  .toLocalDate()
              : LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
