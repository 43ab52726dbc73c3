package dev.datamesh.contracts.jsonschema;

/** What an edit does to the set of accepted documents, looked at alone. */
public enum Effect {
  /** Nothing. */
  NONE,
  /** Fewer documents. */
  NARROWS,
  /** More documents. */
  WIDENS,
  /** Some come, others go. */
  BOTH
}
