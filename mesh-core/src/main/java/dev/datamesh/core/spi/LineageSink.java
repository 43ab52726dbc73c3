package dev.datamesh.core.spi;

import dev.datamesh.core.AssetId;

/**
 * Hears who feeds whom. The lineage wing implements it; the feature store and the catalog call it.
 * Safe for use by many threads: each statement stands alone.
 */
@FunctionalInterface
public interface LineageSink {

  /** Hears nothing. */
  LineageSink NONE = statement -> {};

  void accept(Statement statement);

  /** How a target's values come from the source's. */
  enum Derivation {
    DIRECT,
    DERIVED,
    AGGREGATED
  }

  /**
   * One edge as one producer reports it; the same statement again changes nothing.
   *
   * @param transformation how, in words, empty if not told
   * @param confidence in [0, 1]
   * @param producer who says so, such as {@code featurestore}
   */
  record Statement(
      AssetId source,
      AssetId target,
      Derivation derivation,
      String transformation,
      double confidence,
      String producer) {}
}
