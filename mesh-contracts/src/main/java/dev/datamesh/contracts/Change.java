package dev.datamesh.contracts;

/**
 * What kind of change a finding is, whatever the format: profiles and the version advice judge by
 * it.
 */
public enum Change {
  FIELD_ADDED(true),
  REQUIRED_FIELD_ADDED(true),
  FIELD_REMOVED(true),
  FIELD_RENAMED(true),
  TYPE_CHANGED(true),
  /** Every value of the old type is one of the new. */
  TYPE_WIDENED(true),
  /** Every value of the new type is one of the old. */
  TYPE_NARROWED(true),
  MADE_REQUIRED(true),
  MADE_OPTIONAL(true),
  ENUM_VALUE_ADDED(true),
  ENUM_VALUE_REMOVED(true),
  /** A rule on values accepts more than before. */
  VALIDATION_WIDENED(true),
  /** A rule on values accepts less than before. */
  VALIDATION_NARROWED(true),
  /** A rule on values accepts other things than before, neither more nor less. */
  VALIDATION_CHANGED(true),
  /** An operation, message, table or another way in was added. */
  ENTRY_ADDED(true),
  ENTRY_REMOVED(true),
  /** An entry or field is announced to go. */
  DEPRECATED(true),
  /** An entry or field went or will go sooner than announced. */
  SUNSET_BROKEN(true),
  /** A promise on quality of service is weaker than before. */
  PROMISE_WEAKENED(true),
  PROMISE_STRENGTHENED(true),
  /** Words about the data; no value is affected. */
  METADATA(false);

  private final boolean functional;

  Change(boolean functional) {
    this.functional = functional;
  }

  /** Whether a program can notice it. */
  public boolean isFunctional() {
    return functional;
  }
}
