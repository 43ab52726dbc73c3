package dev.datamesh.contracts.openapi;

import dev.datamesh.core.document.Node;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The day from which something deprecated may be gone. Immutable.
 *
 * @param stated whether {@code x-sunset} is there at all
 * @param day the day; empty where none is stated or it is no date
 */
record Sunset(boolean stated, Optional<LocalDate> day) {

  static Sunset of(Node node) {
    Optional<Node> stated = node.find("x-sunset");
    String text = stated.flatMap(Node::text).orElse("");
    try {
      return new Sunset(
          stated.isPresent(),
          text.length() < 10
              ? Optional.empty()
              : Optional.of(LocalDate.parse(text.substring(0, 10))));
    } catch (DateTimeParseException e) {
      return new Sunset(true, Optional.empty());
    }
  }

  /** Whether something is stated that is no date. */
  boolean isUnreadable() {
    return stated && day.isEmpty();
  }

  /** Whether the day has passed; of an unknown today it is not known, so it has not. */
  boolean hasPassed(LocalDate today) {
    return !today.equals(LocalDate.MIN) && day.filter(d -> d.isBefore(today)).isPresent();
  }

  /** Whether there is a day that is yet to come; without a today none is taken to have passed. */
  boolean isAhead(LocalDate today) {
    return day.filter(d -> today.equals(LocalDate.MIN) || today.isBefore(d)).isPresent();
  }
}
