package dev.datamesh.featurestore;

/**
 * When pushed rows become segments. Immutable.
 *
 * @param pushes that may wait
 * @param bytes of records that may wait
 * @param generation bytes of records after which a journal is given up for the next
 */
record TailLimits(int pushes, long bytes, long generation) {

  /** A few tens of milliseconds of work each time, some tens of MiB of the heap. */
  static final TailLimits STANDARD = new TailLimits(16_384, 4 << 20, 16 << 20);
}
