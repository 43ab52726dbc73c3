package dev.datamesh.core.journal;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import java.util.List;

/** What the journal refuses to take, before anything is written. */
final class Limits {

  private static final int MOST_RECORDS = 1 << 20;

  private Limits() {}

  static void check(List<byte[]> records, JournalOptions options) {
    if (records.isEmpty()) {
      throw new InvalidInputException("Cannot write a commit without records");
    }
    if (records.size() > MOST_RECORDS) {
      throw new LimitExceededException(
          "Cannot write %,d records in one commit, the limit is %,d"
              .formatted(records.size(), MOST_RECORDS),
          "records of a commit",
          MOST_RECORDS);
    }
    long bytes = 0;
    for (byte[] record : records) {
      bytes += record.length;
    }
    if (bytes > options.commitBytes()) {
      throw new LimitExceededException(
          "Cannot write a commit of %,d bytes, the limit is %,d"
              .formatted(bytes, options.commitBytes()),
          "bytes of a commit",
          options.commitBytes());
    }
  }

  static void checkPage(long from, int limit) {
    if (from < 1 || limit < 1) {
      throw new InvalidInputException(
          "Cannot read %d commits from revision %d: both start at 1".formatted(limit, from));
    }
  }

  static void checkSnapshot(long revision, long head) {
    if (revision < 1 || revision > head) {
      throw new InvalidInputException(
          "Cannot store a snapshot of revision %d, the durable head is %d"
              .formatted(revision, head));
    }
  }
}
