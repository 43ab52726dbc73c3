package dev.datamesh.contracts;

import dev.datamesh.core.InvalidInputException;
import java.time.LocalDate;

/**
 * A break that somebody has agreed to live with, for a while. Immutable.
 *
 * @param rule the id of the rule, or {@code *}
 * @param path the finding's path; a trailing {@code *} stands for any rest
 * @param reason why it is accepted
 * @param owner who accepted it
 * @param expires the last day on which it holds
 */
public record Acceptance(String rule, String path, String reason, String owner, LocalDate expires) {

  public Acceptance {
    if (rule.isBlank() || reason.isBlank() || owner.isBlank()) {
      throw new InvalidInputException(
          "Cannot accept a break without rule, reason and owner: rule \"%s\", reason \"%s\", owner"
                  .formatted(rule, reason)
              + " \""
              + owner
              + "\"");
    }
  }

  boolean covers(Finding finding) {
    return (rule.equals("*") || rule.equals(finding.rule()))
        && (path.endsWith("*")
            ? finding.path().startsWith(path.substring(0, path.length() - 1))
            : path.equals(finding.path()));
  }

  boolean holdsOn(LocalDate day) {
    return !day.isAfter(expires);
  }
}
