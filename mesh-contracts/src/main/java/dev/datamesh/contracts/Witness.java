package dev.datamesh.contracts;

/**
 * A document that proves a break: one version accepts it, the other refuses it. Immutable.
 *
 * @param json the document, as compact JSON
 * @param where what it is a document of, such as {@code GET /daily-revenue 200}; empty for the
 *     whole contract
 * @param validUnder the version that accepts it
 * @param check whether an independent validator agreed
 */
public record Witness(String json, String where, Side validUnder, Check check) {

  /** One of the two versions. */
  public enum Side {
    OLD,
    NEW;

    public Side other() {
      return this == OLD ? NEW : OLD;
    }
  }

  /** What an independent validator said. */
  public enum Check {
    /** It accepts the document under one version and refuses it under the other. */
    VERIFIED,
    /** There is no validator on the class path, or it cannot judge these versions. */
    UNVERIFIED,
    /** It disagrees: the verdict stands on this engine alone and deserves a second look. */
    DISPUTED
  }

  public Witness withCheck(Check other) {
    return new Witness(json, where, validUnder, other);
  }
}
