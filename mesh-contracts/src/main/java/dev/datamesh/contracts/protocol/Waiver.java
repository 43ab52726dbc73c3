package dev.datamesh.contracts.protocol;

import dev.datamesh.core.InvalidInputException;
import java.time.LocalDate;

/**
 * An exception from one rule of the protocol that somebody has granted, for a while. Immutable.
 *
 * @param rule the rule that is waived
 * @param reason why
 * @param owner who granted it
 * @param expires the last day on which it holds, in the provider's zone
 */
public record Waiver(Refusal.Rule rule, String reason, String owner, LocalDate expires) {

  public Waiver {
    if (reason.isBlank() || owner.isBlank()) {
      throw new InvalidInputException(
          "Cannot waive %s without reason and owner: reason \"%s\", owner \"%s\""
              .formatted(rule, reason, owner));
    }
  }

  public boolean holdsOn(LocalDate day) {
    return !day.isAfter(expires);
  }
}
