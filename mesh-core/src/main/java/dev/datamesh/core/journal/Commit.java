package dev.datamesh.core.journal;

import java.time.Instant;
import java.util.List;

/**
 * What one write put into the journal. The arrays are the reader's own copies.
 *
 * @param revision from 1, without gaps
 * @param time in microseconds, never before that of the commit before
 * @param records in the order they were given, none of them absent
 */
public record Commit(long revision, Instant time, List<byte[]> records) {

  public Commit {
    records = List.copyOf(records);
  }
}
