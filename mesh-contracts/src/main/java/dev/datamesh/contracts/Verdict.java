package dev.datamesh.contracts;

/** The three answers. */
public enum Verdict {
  /** Nobody whom the mode protects can break. */
  COMPATIBLE,
  /** Somebody breaks. */
  BREAKING,
  /** It could not be decided; the report gives the reason. */
  UNKNOWN;

  /** The graver of two verdicts: BREAKING before UNKNOWN before COMPATIBLE. */
  public Verdict and(Verdict other) {
    if (this == BREAKING || other == BREAKING) {
      return BREAKING;
    }
    return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : COMPATIBLE;
  }
}
