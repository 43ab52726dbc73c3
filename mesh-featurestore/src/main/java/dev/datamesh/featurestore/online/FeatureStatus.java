package dev.datamesh.featurestore.online;

/** What is known of a feature at a time; one model online and offline. */
public enum FeatureStatus {
  /** There is a value. */
  PRESENT,
  /** The latest row in the window has no value. */
  NULL_VALUE,
  /** No row of the key, or none that is not later than the time asked for. */
  NOT_FOUND,
  /** The latest row is older than the view's ttl; its value is withheld. */
  OUTSIDE_MAX_AGE
}
