package dev.datamesh.testkit;

import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

/**
 * Runs a test on many seeds; one that fails says how to run it alone. A system property sets the
 * count, {@code -Dmesh.seed=…} runs one seed. Immutable.
 */
public final class SeededRuns {

  /** One run; all its choices come from the random numbers. */
  @FunctionalInterface
  public interface Run {

    void run(long seed, Random random) throws Exception;
  }

  private final String property;
  private final int count;

  private SeededRuns(String property, int count) {
    this.property = property;
    this.count = count;
  }

  /**
   * As many runs as a system property says.
   *
   * @param property such as {@code mesh.journal.histories}
   * @param standard the count where it is not set
   */
  public static SeededRuns of(String property, int standard) {
    return new SeededRuns(property, Integer.getInteger(property, standard));
  }

  /** How many seeds are run. */
  public int count() {
    return count;
  }

  /** Runs one seed after the other. */
  public void each(Run run) {
    seeds().forEach(seed -> one(seed, run));
  }

  /** Runs the seeds on all processors; the first failure ends the others. */
  public void eachInParallel(Run run) {
    AtomicReference<AssertionError> failure = new AtomicReference<>();
    seeds()
        .parallel()
        .forEach(
            seed -> {
              if (failure.get() == null) {
                try {
                  one(seed, run);
                } catch (AssertionError e) {
                  failure.compareAndSet(null, e);
                }
              }
            });
    AssertionError first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  private LongStream seeds() {
    Long only = Long.getLong("mesh.seed");
    return only == null ? LongStream.range(0, count) : LongStream.of(only);
  }

  private void one(long seed, Run run) {
    try {
      run.run(seed, new Random(seed * 0x9E3779B97F4A7C15L + 1));
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "Seed %d failed, run it alone with -Dmesh.seed=%d (count by -D%s): %s"
              .formatted(seed, seed, property, e),
          e);
    }
  }
}
