package dev.datamesh.featurestore.offline;

import dev.datamesh.testkit.disk.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Crashes at every operation of some work on a simulated disk. */
@SuppressWarnings("exports") // of a test, which nobody requires
public final class CrashPoints {

  /** Changes, one after another. */
  public interface Work {

    /**
     * Does them.
     *
     * @param acknowledged to be run after each
     */
    void run(Runnable acknowledged);
  }

  /** Looks at what a crash has left. */
  public interface Check {

    /**
     * Looks at it.
     *
     * @param done how many changes were acknowledged before
     */
    void check(SimulatedDisk left, int done, SimulatedDisk.Operation crash);
  }

  private CrashPoints() {}

  /** Does the work, then checks what each crash would have left; how many there were. */
  public static int of(SimulatedDisk disk, Random random, Work work, Check check) {
    AtomicInteger done = new AtomicInteger();
    List<Runnable> checks = new ArrayList<>();
    disk.observe(
        operation -> {
          SimulatedDisk left = disk.afterCrash(random);
          int acknowledged = done.get();
          checks.add(() -> check.check(left, acknowledged, operation));
        });
    work.run(done::incrementAndGet);
    disk.observe(operation -> {});
    checks.forEach(Runnable::run);
    return checks.size();
  }
}
