package dev.datamesh.contracts;

/** How much a finding weighs under the chosen mode and profile, the lightest first. */
public enum Severity {
  /** Worth knowing; nobody breaks. */
  INFO,
  /** Some reader or writer may stumble; it does not decide the verdict. */
  WARNING,
  /** Decides the verdict: the change breaks somebody whom the mode protects. */
  BREAKING;

  /** The word in lower case, as reports print it. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
