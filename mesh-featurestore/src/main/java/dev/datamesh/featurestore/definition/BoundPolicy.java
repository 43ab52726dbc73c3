package dev.datamesh.featurestore.definition;

import dev.datamesh.core.InvalidInputException;
import java.util.Locale;

/** Which of the two ends of the time window before a spine row's time belong to it. */
public enum BoundPolicy {
  /** {@code [t - ttl, t]}, the default. */
  CLOSED,
  /** {@code (t - ttl, t]}. */
  OPEN_START,
  /** {@code [t - ttl, t)}. */
  OPEN_END;

  /** Whether a row of the spine's own time takes part. */
  public boolean includesEnd() {
    return this != OPEN_END;
  }

  /** Whether a row as old as the ttl takes part. */
  public boolean includesStart() {
    return this != OPEN_START;
  }

  /** The word in definitions: {@code open_start}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #word}. */
  public static BoundPolicy of(String word) {
    for (BoundPolicy policy : values()) {
      if (policy.word().equals(word)) {
        return policy;
      }
    }
    throw new InvalidInputException(
        "Cannot read bounds \"%s\": expected closed, open_start or open_end".formatted(word));
  }
}
