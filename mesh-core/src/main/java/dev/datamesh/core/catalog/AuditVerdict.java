package dev.datamesh.core.catalog;

/** What the verifier of the audit found. Immutable. */
public sealed interface AuditVerdict {

  default boolean isIntact() {
    return this instanceof Intact;
  }

  /**
   * Every link holds.
   *
   * @param commits how many links were computed anew
   * @param from the first revision of them; above 1 where history was given up
   * @param head the last link, as hexadecimal digits
   */
  record Intact(long commits, long from, String head) implements AuditVerdict {}

  /**
   * A link does not hold.
   *
   * @param revision the first commit that is not what was written, or whose predecessor is not
   */
  record Broken(long revision, String reason) implements AuditVerdict {}
}
