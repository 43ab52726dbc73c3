package dev.datamesh.featurestore.definition;

/** Whether a value is there, offline and online alike. */
public enum Status {
  /** There is a value. */
  PRESENT,
  /** The row that counts has null. */
  NULL_VALUE,
  /** No row at or before the time asked for. */
  NOT_FOUND,
  /** The latest row is older than the view's ttl; its value is withheld unless asked for. */
  OUTSIDE_MAX_AGE
}
