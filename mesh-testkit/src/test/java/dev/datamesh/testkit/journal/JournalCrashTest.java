package dev.datamesh.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.journal.Durability;
import dev.datamesh.testkit.SeededRuns;
import dev.datamesh.testkit.disk.SimulatedDisk;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A crash at every operation of seeded histories: nothing acknowledged is lost, nothing is there
 * that nobody wrote, and the store opens. {@code -Dmesh.journal.histories=10000} runs more.
 */
class JournalCrashTest {

  @Test
  void a_crash_at_any_operation_loses_nothing_acknowledged_and_invents_nothing() {
    crashEverywhere(Durability.FSYNC, SeededRuns.of("mesh.journal.histories", 2_000));
  }

  /**
   * Without a force for each commit, a crash of the machine takes the newest commits and never one
   * from among them: what is left is a beginning of what was written, which holds at least what
   * came before the last snapshot or close.
   */
  @Test
  void a_crash_without_forces_leaves_a_beginning_of_what_was_written() {
    crashEverywhere(Durability.OS_BUFFER, SeededRuns.of("mesh.journal.unforced", 250));
  }

  private static void crashEverywhere(Durability durability, SeededRuns runs) {
    AtomicLong crashes = new AtomicLong();
    runs.eachInParallel(
        (seed, random) -> {
          SimulatedDisk disk = new SimulatedDisk(random.nextBoolean() ? 512 : 4096);
          CrashHistory history = new CrashHistory(random, disk, durability);
          history.run(2 + random.nextInt(8));
          List<CrashHistory.Image> images = history.images();
          for (CrashHistory.Image image : images) {
            try {
              CrashHistory.check(image, history.options(), new Random(random.nextLong()));
            } catch (RuntimeException | AssertionError e) {
              throw new AssertionError("Crash at operation " + image.operation() + ": " + e, e);
            }
          }
          crashes.addAndGet(images.size());
        });
    assertThat(crashes.get()).isGreaterThan(runs.count());
  }
}
