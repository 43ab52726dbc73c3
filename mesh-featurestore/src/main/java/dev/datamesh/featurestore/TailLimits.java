package dev.datamesh.featurestore;

/**
 * When pushed rows become segments. Immutable.
 *
 * @param pushes that may wait
 * @param bytes of records that may wait; a single longer record is not written, its rows are a
 *     segment at once
 * @param generation bytes of records after which a journal is given up for the next
 * @param segmentRows from here on rows that are only joined are a segment at once
 */
record TailLimits(int pushes, int bytes, long generation, long segmentRows) {

  /** A few tens of milliseconds of work each time, some tens of MiB of the heap. */
  static final TailLimits STANDARD = new TailLimits(16_384, 8 << 20, 32 << 20, 4096);
}
