package dev.datamesh.featurestore.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.schema.Schema;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child process killed while it ingests and compacts, each time on what the kills before left.
 * {@code -Dmesh.offline.kills=N}: how often, 50 in the normal build.
 */
class KillTest {

  private static final TableLayout TABLE =
      new TableLayout("t", Schema.of("k: int64"), "at", "", Schema.of("a: float64, w: string"));
  private static final Schema ROWS = Schema.of("k: int64, at: timestamp_tz, a: float64, w: string");

  @TempDir Path folder;

  /** The child: tells how many rows are acknowledged. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      try (OfflineStore store =
              OfflineStore.at(folder.resolve("store"), OfflineOptions.standard().withMergeAt(3));
          RandomAccessFile told = new RandomAccessFile(folder.resolve("told").toFile(), "rw")) {
        store.define(TABLE);
        while (true) {
          long next = store.nextSequence();
          Frame rows = rows(next, 1 + (int) (next % 97));
          Appended appended = store.append("t", rows);
          told.seek(0);
          told.writeLong(appended.firstSequence() + appended.rows());
        }
      }
    }
  }

  /** The rows of sequences: anybody can tell. */
  private static Frame rows(long from, int count) {
    FrameBuilder rows = Frame.builder(ROWS);
    for (long sequence = from; sequence < from + count; sequence++) {
      rows.row(key(sequence), at(sequence), sequence / 8.0, "w" + sequence % 13);
    }
    return rows.build();
  }

  private static long key(long sequence) {
    return sequence * 31 % 11;
  }

  private static Instant at(long sequence) {
    return Instant.ofEpochSecond(sequence * 7 % 1000);
  }

  @Test
  void a_process_killed_under_ingest_loses_nothing_acknowledged() throws Exception {
    long acknowledged = 0;
    Random random = new Random(1);
    for (int kill = 0; kill < Integer.getInteger("mesh.offline.kills", 50); kill++) {
      killAfter(random.nextInt(120));
      acknowledged = Math.max(acknowledged, told());
      compare(acknowledged, kill);
    }
    assertThat(acknowledged).isPositive();
  }

  private void killAfter(long millis) throws Exception {
    Path told = folder.resolve("told");
    Files.deleteIfExists(told);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while ((!Files.exists(told) || Files.size(told) == 0) && System.nanoTime() < deadline) {
      assertThat(child.isAlive()).as(this::output).isTrue();
      Thread.sleep(1);
    }
    Thread.sleep(millis);
    child.destroyForcibly();
    child.waitFor();
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long told() throws IOException {
    try (RandomAccessFile told = new RandomAccessFile(folder.resolve("told").toFile(), "r")) {
      return told.length() < Long.BYTES ? 0 : told.readLong();
    }
  }

  private void compare(long acknowledged, int kill) {
    OfflineOptions options =
        OfflineOptions.standard().withCompaction(OfflineOptions.Compaction.ON_REQUEST);
    try (OfflineStore store = OfflineStore.at(folder.resolve("store"), options)) {
      long next = store.nextSequence();
      assertThat(next).as("kill %d", kill).isGreaterThanOrEqualTo(acknowledged);
      boolean[] seen = new boolean[(int) next];
      try (RowBlocks blocks = store.rows("t", RowQuery.all())) {
        while (blocks.hasNext()) {
          check(blocks.next(), seen);
        }
      }
      for (int sequence = 0; sequence < next; sequence++) {
        assertThat(seen[sequence]).as("kill %d sequence %d", kill, sequence).isTrue();
      }
    }
  }

  private static void check(RowBlock block, boolean[] seen) {
    for (int row = 0; row < block.rows(); row++) {
      long sequence = block.sequences()[row];
      assertThat(seen[(int) sequence]).isFalse();
      seen[(int) sequence] = true;
      boolean right =
          block.keyLongs(0)[row] == key(sequence)
              && block.events()[row] == at(sequence).getEpochSecond() * 1_000_000
              && ((double[]) block.values(0))[row] == sequence / 8.0
              && List.of("w" + sequence % 13).contains(((String[]) block.values(1))[row]);
      assertThat(right).as("row of sequence %d", sequence).isTrue();
    }
  }
}
