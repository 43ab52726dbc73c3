package dev.datamesh.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.Progress;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalCheck;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.journal.Snapshot;
import dev.datamesh.testkit.SeededRuns;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child process killed under load on the real file system, each time on what the kills before
 * left: nothing acknowledged is lost, nothing is invented, the store opens. {@code
 * -Dmesh.journal.kills=1000} kills more often.
 */
class JournalKillTest {

  @TempDir Path folder;

  @Test
  void a_process_killed_under_load_loses_nothing_acknowledged() {
    AtomicLong acknowledged = new AtomicLong();
    SeededRuns runs = SeededRuns.of("mesh.journal.kills", 50);
    runs.each(
        (seed, random) -> {
          killAfterMillis(40 + random.nextInt(160));
          acknowledged.set(Math.max(acknowledged.get(), told()));
          compare(acknowledged.get());
        });
    assertThat(acknowledged.get()).isGreaterThan(runs.count());
  }

  private void killAfterMillis(long millis) throws Exception {
    Path told = folder.resolve("told");
    Files.deleteIfExists(told);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "output"))
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while ((!Files.exists(told) || Files.size(told) == 0) && System.nanoTime() < deadline) {
      assertThat(child.isAlive()).as(() -> output()).isTrue();
      Thread.sleep(1);
    }
    Thread.sleep(millis);
    child.destroyForcibly();
    assertThat(child.waitFor()).as(() -> output()).isNotEqualTo(3);
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  /** The greatest revision that the child told; the last line may be unfinished. */
  private long told() throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("told")));
    long greatest = 0;
    while (bytes.remaining() >= 8) {
      greatest = Math.max(greatest, bytes.getLong());
    }
    return greatest;
  }

  private void compare(long acknowledged) throws Exception {
    Path path = folder.resolve("journal");
    try (Journal reader = Journal.readOnly(path)) {
      assertThat(reader.head()).isGreaterThanOrEqualTo(acknowledged);
    }
    try (Journal journal = Journal.at(path, JournalOptions.standard())) {
      assertThat(journal.head()).isGreaterThanOrEqualTo(acknowledged);
      long[] next = {journal.oldest()};
      journal.replay(
          journal.oldest(),
          commit -> {
            List<byte[]> expected = KilledWriter.records(next[0]);
            assertThat(commit.revision()).isEqualTo(next[0]++);
            assertThat(commit.records())
                .usingElementComparator(java.util.Arrays::compare)
                .isEqualTo(expected);
          });
      assertThat(next[0]).isEqualTo(journal.head() + 1);
      if (journal.oldest() > 1) {
        Snapshot snapshot = journal.snapshot().orElseThrow();
        byte[] state = snapshot.open().readAllBytes();
        assertThat(ByteBuffer.wrap(state).getLong()).isEqualTo(snapshot.revision());
      }
    }
    assertThat(JournalCheck.of(path, Disk.system(), Progress.NONE).problems()).isEmpty();
  }
}
