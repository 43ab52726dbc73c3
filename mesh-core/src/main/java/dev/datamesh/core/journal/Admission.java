package dev.datamesh.core.journal;

import java.time.Instant;

/**
 * Decides whether something is written, and what, against everything that is already queued. The
 * journal calls admissions one at a time, in the order of their commits; a writer keeps its pending
 * state where only admissions touch it.
 *
 * <p>An admission that throws writes nothing, and its caller gets the exception. It must be quick
 * and must not call the journal.
 *
 * @param <R> the reason of a refusal
 */
@FunctionalInterface
public interface Admission<R> {

  Decision<R> decide(Slot slot);

  /**
   * The place in the journal that the commit will have if it is admitted.
   *
   * @param revision one more than that of the last commit admitted, durable or not
   * @param time in microseconds, rounded up, never before that of the last commit
   */
  record Slot(long revision, Instant time) {

    /** The revision of the last commit admitted, durable or not; 0 in an empty journal. */
    public long pendingHead() {
      return revision - 1;
    }
  }
}
