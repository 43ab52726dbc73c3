package dev.datamesh.contracts.protocol;

/**
 * Why the protocol refuses a step. Immutable.
 *
 * @param message what is refused, why, and the way out
 */
public record Refusal(Rule rule, String message) {

  /** The rules of the protocol. */
  public enum Rule {
    /** The old version is not removed before its sunset. */
    REMOVAL_BEFORE_SUNSET,
    /** An announced sunset does not move to an earlier day. */
    SUNSET_MOVED_EARLIER,
    /** A sunset does not come before the deprecation. */
    SUNSET_BEFORE_DEPRECATION,
    /** The old version is kept as long as the policy says. */
    OVERLAP_TOO_SHORT,
    /** Consumers are told as long before as the policy says. */
    NOTICE_TOO_SHORT,
    /** What was never deprecated is not removed. */
    REMOVAL_WITHOUT_DEPRECATION;

    /**
     * Whether a waiver can lift it; a sunset before its deprecation is a contradiction in itself.
     */
    public boolean isWaivable() {
      return this != SUNSET_BEFORE_DEPRECATION;
    }
  }

  @Override
  public String toString() {
    return message;
  }
}
