package dev.datamesh.featurestore.offline;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.journal.JournalOptions;

/**
 * How an offline store is kept. Immutable.
 *
 * @param journal its clock, disk and durability
 * @param segmentRows the most rows that are sorted together
 * @param mergeAt how many segments of about the same size are merged into one
 * @param compaction who compacts
 */
public record OfflineOptions(
    JournalOptions journal, int segmentRows, int mergeAt, Compaction compaction) {

  /** Who compacts. */
  public enum Compaction {
    /** A thread of the store, when there is something to do. */
    BACKGROUND,
    /** Nobody but who asks for it. */
    ON_REQUEST
  }

  public OfflineOptions {
    if (segmentRows < 1 || segmentRows > 1 << 26 || mergeAt < 2) {
      throw new InvalidInputException(
          "Cannot use segments of %,d rows, merged by %,d: 1 to 67,108,864, at least 2"
              .formatted(segmentRows, mergeAt));
    }
  }

  /** Segments of at most 1 Mi rows, eight of a size merged, in the background. */
  public static OfflineOptions standard() {
    return new OfflineOptions(JournalOptions.standard(), 1 << 20, 8, Compaction.BACKGROUND);
  }

  public OfflineOptions withJournal(JournalOptions value) {
    return new OfflineOptions(value, segmentRows, mergeAt, compaction);
  }

  public OfflineOptions withSegmentRows(int value) {
    return new OfflineOptions(journal, value, mergeAt, compaction);
  }

  public OfflineOptions withMergeAt(int value) {
    return new OfflineOptions(journal, segmentRows, value, compaction);
  }

  public OfflineOptions withCompaction(Compaction value) {
    return new OfflineOptions(journal, segmentRows, mergeAt, value);
  }
}
