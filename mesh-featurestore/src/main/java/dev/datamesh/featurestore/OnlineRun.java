package dev.datamesh.featurestore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows a materialization took, so that it can be done again after opening: those ingested
 * from sequence {@code open} on, or of an event time after {@code future}, as far as they were
 * there (before sequence {@code end}) and their event time is between {@code from} and {@code to},
 * both included. Immutable.
 */
record OnlineRun(long open, long from, long to, long future, long end) {

  /** The rows of a source outside the store come before all that are ingested. */
  static final long SOURCE = Long.MIN_VALUE / 2;

  /** The run that took the rows of a push, whenever they happened. */
  static OnlineRun pushed(long first, long end) {
    return new OnlineRun(first, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, end);
  }

  /** Whether it took the rows of pushes; rows that are served alone take part in no other. */
  boolean isPush() {
    return open >= 0 && !isIncremental();
  }

  boolean takes(long sequence, long event) {
    return sequence < end && (sequence >= open || event > future) && event >= from && event <= to;
  }

  /** Whether it took what was new since another; others take rows of any age. */
  boolean isIncremental() {
    return future != Long.MAX_VALUE;
  }

  /** The same of rows whose sequences are greater by this. */
  OnlineRun later(long shift) {
    return new OnlineRun(
        open < 0 ? open : open + shift, from, to, future, end < 0 ? end : end + shift);
  }

  /** The event times that it covers: behind those of the run that it goes on from. */
  MaterializationHistory.Interval interval() {
    long start = isIncremental() && future != Long.MIN_VALUE ? Math.min(future, to) : from;
    return new MaterializationHistory.Interval(
        start == Long.MIN_VALUE ? Instant.MIN : Micros.instant(start), Micros.instant(to));
  }

  /** These runs and one more, which is merged into the last where it goes on where that ended. */
  static List<OnlineRun> plus(List<OnlineRun> runs, OnlineRun next) {
    List<OnlineRun> more = new ArrayList<>(runs);
    if (!more.isEmpty()) {
      OnlineRun last = more.get(more.size() - 1);
      boolean goesOn =
          last.from == Long.MIN_VALUE
              && next.from == Long.MIN_VALUE
              && next.open == last.end
              && next.to >= last.to
              && next.future == last.to;
      if (goesOn) {
        more.set(
            more.size() - 1, new OnlineRun(last.open, last.from, next.to, last.future, next.end));
        return List.copyOf(more);
      }
      if (last.equals(next)) {
        return runs;
      }
    }
    more.add(next);
    return List.copyOf(more);
  }
}
