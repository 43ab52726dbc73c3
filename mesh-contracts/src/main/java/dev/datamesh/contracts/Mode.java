package dev.datamesh.contracts;

import java.util.Locale;
import java.util.Set;

/** Whom a comparison protects. */
public enum Mode {
  /** What was valid stays valid: old is contained in new. Protects writers and stored data. */
  BACKWARD,
  /** What will be valid was valid: new is contained in old. Protects readers. */
  FORWARD,
  /** Both. */
  FULL,
  /** Callers of an API: their requests stay valid, the responses stay within what they knew. */
  CONSUMERS,
  /** Readers of an output port: the same as {@link #FORWARD}. */
  READERS;

  /** Who must not break. */
  public Set<Party> protects() {
    return switch (this) {
      case BACKWARD -> Set.of(Party.WRITERS, Party.STORED_DATA);
      case FORWARD, READERS -> Set.of(Party.READERS);
      case FULL, CONSUMERS -> Set.of(Party.values());
    };
  }

  /** Whether old must be contained in new. */
  public boolean looksBackward() {
    return this == BACKWARD || this == FULL;
  }

  /** Whether new must be contained in old. */
  public boolean looksForward() {
    return this == FORWARD || this == READERS || this == FULL;
  }

  /** The word in lower case, as options and reports use it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
