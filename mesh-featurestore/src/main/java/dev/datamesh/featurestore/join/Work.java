package dev.datamesh.featurestore.join;

import dev.datamesh.core.CancelledException;
import dev.datamesh.core.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A piece of work that is cut into parts, watched and perhaps cancelled. */
public final class Work {

  /** Rows between two reports. */
  private static final int STEP = 1 << 17;

  private final int threads;
  private final Progress progress;
  private final String name;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong reported = new AtomicLong();
  private volatile long total = Progress.UNKNOWN_TOTAL;

  public Work(String name, int threads, Progress progress) {
    this.name = name;
    this.threads = Math.max(1, threads);
    this.progress = progress;
  }

  /** One thread, unwatched. */
  public static Work quiet() {
    return new Work("", 1, Progress.NONE);
  }

  int threads() {
    return threads;
  }

  void expect(long rows) {
    total = rows;
    done.set(0);
    reported.set(0);
    report();
  }

  /** Counts rows as done, and ends the work where the host wants that. */
  void advance(long rows) {
    long now = done.addAndGet(rows);
    long before = reported.get();
    if (now - before >= STEP && reported.compareAndSet(before, now)) {
      report();
    }
  }

  private void report() {
    if (!progress.report(name, done.get(), total)) {
      throw new CancelledException("Cannot finish %s: cancelled".formatted(name), name);
    }
  }

  /** A part of the work by its number. */
  public interface Part {
    void run(int part);
  }

  /** Runs all parts, on as many threads as the work has; the caller's is one of them. */
  public void parallel(int parts, Part part) {
    int helpers = Math.min(threads, parts) - 1;
    if (helpers <= 0) {
      for (int i = 0; i < parts; i++) {
        part.run(i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    AtomicReference<Error> error = new AtomicReference<>();
    Runnable loop =
        () -> {
          try {
            for (int i = next.getAndIncrement();
                i < parts && failure.get() == null && error.get() == null;
                i = next.getAndIncrement()) {
              part.run(i);
            }
          } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
          } catch (Error e) {
            error.compareAndSet(null, e);
          }
        };
    List<Thread> running = new ArrayList<>();
    for (int i = 1; i <= helpers; i++) {
      Thread thread = new Thread(loop, "mesh-join-" + i);
      thread.setDaemon(true);
      thread.start();
      running.add(thread);
    }
    loop.run();
    join(running);
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    Error broken = error.get();
    if (broken != null) {
      throw broken;
    }
  }

  /** Waits for all, interrupted or not: they write into the caller's arrays. */
  private static void join(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
