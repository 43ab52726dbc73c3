package dev.datamesh.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.Progress;
import dev.datamesh.core.disk.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kept journals of every format version open in this build. {@code -Dmesh.journal.fixture=DIR}
 * writes a new one, for a new version.
 */
class JournalFormatTest {

  private static final int COMMITS = 40;

  @TempDir Path folder;

  private static List<byte[]> records(long revision) {
    String text = "record " + revision + " " + "x".repeat((int) revision * 7 % 300);
    return revision % 3 == 0
        ? List.of(text.getBytes(StandardCharsets.UTF_8), new byte[0])
        : List.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Instant time(long revision) {
    return Instant.parse("2026-01-01T00:00:00.000001Z").plusSeconds(revision);
  }

  @Test
  void a_journal_of_version_1_opens_and_goes_on() throws Exception {
    Path kept = Path.of(JournalFormatTest.class.getResource("/journal-format-1").toURI());
    try (Stream<Path> files = Files.list(kept)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    assertThat(JournalCheck.of(folder, Disk.system(), Progress.NONE).problems()).isEmpty();
    try (Journal journal = Journal.at(folder)) {
      assertThat(journal.recovery().closedCleanly()).isTrue();
      assertThat(journal.head()).isEqualTo(COMMITS);
      List<Commit> all = new ArrayList<>();
      journal.replay(1, all::add);
      assertThat(all).hasSize(COMMITS);
      for (Commit commit : all) {
        assertThat(commit.time()).isEqualTo(time(commit.revision()));
        List<byte[]> expected = records(commit.revision());
        assertThat(commit.records()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(commit.records().get(i)).isEqualTo(expected.get(i));
        }
      }
      Snapshot snapshot = journal.snapshot().orElseThrow();
      assertThat(snapshot.revision()).isEqualTo(30);
      assertThat(snapshot.open().readAllBytes()).asString().isEqualTo("state of 30");
      assertThat(journal.append(records(COMMITS + 1))).isEqualTo(COMMITS + 1);
    }
  }

  @Test
  void the_fixture_can_be_written_anew() throws Exception {
    Path target = Path.of(System.getProperty("mesh.journal.fixture", folder.toString()));
    long[] second = {0};
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return time(second[0]);
          }
        };
    JournalOptions options = JournalOptions.standard().withClock(clock).withPieceBytes(4096);
    try (Journal journal = Journal.at(target, options)) {
      for (long i = 1; i <= COMMITS; i++) {
        second[0] = i;
        assertThat(journal.append(records(i))).isEqualTo(i);
        if (i == 20 || i == 30) {
          String state = "state of " + i;
          journal.storeSnapshot(i, out -> out.write(state.getBytes(StandardCharsets.UTF_8)));
        }
      }
    }
    assertThat(JournalCheck.of(target, Disk.system(), Progress.NONE).commits()).isEqualTo(COMMITS);
  }
}
