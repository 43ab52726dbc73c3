package dev.datamesh.featurestore.offline;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Work that a daemon thread of its own does whenever it is woken: once however often it was woken
 * meanwhile. A failure is kept for whoever asks; the next wake tries again. Safe for use by many
 * threads.
 */
final class BackgroundWork implements AutoCloseable {

  private final Thread thread;
  private final Runnable work;
  private boolean wanted;
  private boolean working;
  private boolean stopped;
  private @Nullable RuntimeException failure;

  BackgroundWork(String name, Runnable work) {
    this.thread = new Thread(this::run, name);
    this.work = work;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void wake() {
    wanted = true;
    notifyAll();
  }

  private void run() {
    while (isWanted()) {
      try {
        work.run();
      } catch (RuntimeException e) {
        synchronized (this) {
          failure = stopped ? failure : e;
        }
      }
    }
  }

  /** Waits for work; false where there will be none any more. */
  private synchronized boolean isWanted() {
    working = false;
    notifyAll();
    while (!wanted && !stopped) {
      try {
        wait();
      } catch (InterruptedException e) {
        stopped = true;
      }
    }
    wanted = false;
    working = !stopped;
    return working;
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  /** Why the work failed the last time it did. */
  synchronized Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Waits until there is nothing left to do. */
  synchronized void await() {
    while (thread.isAlive() && (wanted || working) && !stopped) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Lets no work begin any more, and waits for what is under way. */
  @Override
  public void close() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
