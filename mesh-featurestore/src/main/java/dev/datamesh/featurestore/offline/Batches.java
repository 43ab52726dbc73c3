package dev.datamesh.featurestore.offline;

import java.util.Arrays;

/**
 * When rows were ingested: first sequence and commit time of each batch. Each adds to arrays that
 * it shares with those before it, of which it sees its own part. Immutable.
 */
final class Batches {

  static final Batches NONE = new Batches(new long[0], new long[0], 0);

  private final long[] sequences;
  private final long[] times;
  private final int count;

  private Batches(long[] sequences, long[] times, int count) {
    this.sequences = sequences;
    this.times = times;
    this.count = count;
  }

  /** Only the newest may be added to: that is what the one thread that publishes does. */
  Batches with(long firstSequence, long commitMicros) {
    boolean full = count == sequences.length;
    long[] moreSequences = full ? Arrays.copyOf(sequences, Math.max(8, count * 2)) : sequences;
    long[] moreTimes = full ? Arrays.copyOf(times, Math.max(8, count * 2)) : times;
    moreSequences[count] = firstSequence;
    moreTimes[count] = commitMicros;
    return new Batches(moreSequences, moreTimes, count + 1);
  }

  int count() {
    return count;
  }

  long firstSequence(int batch) {
    return sequences[batch];
  }

  long commitMicros(int batch) {
    return times[batch];
  }

  /** Whether a batch begins with a sequence. */
  boolean has(long firstSequence) {
    return Arrays.binarySearch(sequences, 0, count, firstSequence) >= 0;
  }

  /** The commit time of a row's batch, in microseconds. */
  long commitOf(long sequence) {
    int place = Arrays.binarySearch(sequences, 0, count, sequence);
    return times[place < 0 ? -place - 2 : place];
  }

  /** The first sequence that was not there yet at an instant. */
  long endAt(long micros, long nextSequence) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] <= micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == count ? nextSequence : sequences[low];
  }
}
