package dev.datamesh.featurestore.online;

/** Where a view's rows are read from. Safe for use by many threads. */
interface RowReader {

  /**
   * Reads the rows of keys into the places {@code from}, {@code from + 1}, … of a buffer, each with
   * its head, or {@link RowPages#OTHER_KEY} where there is no row.
   *
   * @param hashes of the keys, from 0
   */
  void read(
      KeyBuffer keys,
      long[] hashes,
      int from,
      int count,
      Projection wanted,
      FeatureBuffer target,
      int view);

  /** The layout whose word and object places the projection means. */
  RowLayout layout();
}
