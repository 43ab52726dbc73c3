package dev.datamesh.contracts.odcs;

/** A version of the standard, the oldest first. */
public enum OdcsVersion {
  V3_0,
  V3_1,
  /**
   * Its schema was published as a pre-release when this reader was written: keys that it does not
   * know are read and kept.
   */
  V3_2;

  /** Whether keys may exist that this reader does not know. */
  boolean isUnfinished() {
    return this == V3_2;
  }

  boolean isAtLeast(OdcsVersion other) {
    return compareTo(other) >= 0;
  }

  /**
   * The version that a text such as {@code v3.1.0} names; null where this reader cannot read it.
   */
  static @org.jspecify.annotations.Nullable OdcsVersion find(String apiVersion) {
    if (apiVersion.startsWith("v3.0.")) {
      return V3_0;
    }
    if (apiVersion.startsWith("v3.1.")) {
      return V3_1;
    }
    return apiVersion.startsWith("v3.") ? V3_2 : null;
  }
}
