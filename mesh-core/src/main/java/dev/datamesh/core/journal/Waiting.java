package dev.datamesh.core.journal;

import dev.datamesh.core.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** From futures and outcomes to what a waiting caller gets. */
final class Waiting {

  private Waiting() {}

  /** Waits through interrupts, whose flag stays set, and throws what made the future fail. */
  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  static long revisionOf(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Durable<?> durable) {
      return durable.revision();
    }
    if (outcome instanceof Outcome.Unknown<?> unknown) {
      throw unknown.error();
    }
    throw new StorageException("Cannot write, the journal refused: " + outcome, "journal");
  }

  static Admission<CommitStore.Conflict> expecting(long revision, List<byte[]> records) {
    return slot ->
        slot.pendingHead() == revision
            ? Decision.admit(records)
            : Decision.refuse(new CommitStore.Conflict(slot.pendingHead()));
  }

  static long nanos(Duration wait) {
    return wait.compareTo(Duration.ofDays(365)) > 0
        ? Duration.ofDays(365).toNanos()
        : Math.max(0, wait.toNanos());
  }

  /** Waits for a thread's end through interrupts, whose flag stays set. */
  static void joinThread(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
