package dev.datamesh.featurestore.online;

/** Where a view's rows are read from. Safe for use by many threads. */
interface RowReader {

  /** The answer of {@link #version} where nobody knows what else was written. */
  long UNKNOWN_VERSION = 1;

  /**
   * Reads the rows of keys into the places {@code from}, {@code from + 1}, … of a buffer, each with
   * its head, or {@link RowPages#OTHER_KEY} where there is no row, and judges their ages.
   */
  void read(KeyBuffer keys, int from, int count, ReadPlan.View of, FeatureBuffer target, int view);

  /** Changes with every write, odd while one is under way. */
  long version();

  /** The layout whose word and object places the projection means. */
  RowLayout layout();
}
