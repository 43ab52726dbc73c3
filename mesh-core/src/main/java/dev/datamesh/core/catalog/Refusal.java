package dev.datamesh.core.catalog;

/**
 * Why a write is not accepted. Immutable.
 *
 * @param message what is wrong and the way out, as a sentence
 */
public record Refusal(Reason reason, String message) {

  /** The kinds of refusal, for programs. */
  public enum Reason {
    /** A product must have somebody who answers for it. */
    NO_OWNER,
    /** The product's domain is not declared. */
    UNKNOWN_DOMAIN,
    /** Something the write depends on is not there. */
    NOT_FOUND,
    /** A contract's version does not rise as far as its changes call for. */
    BREAKING_WITHOUT_MAJOR,
    /** The write does not fit the state it meets: deprecating what is retired. */
    WRONG_STATE,
    /** A hook of the host said no. */
    POLICY
  }

  @Override
  public String toString() {
    return message;
  }
}
