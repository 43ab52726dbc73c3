package dev.datamesh.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.OutcomeUnknownException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.disk.DiskFile;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalCheck;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.journal.JournalSalvage;
import dev.datamesh.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a journal does when its disk lies, fails, or is full. */
class JournalDamageTest {

  private static final Path FOLDER = Path.of("data", "catalog");
  private static final Path LOG = FOLDER.resolve("log-0000000000000000001.mesh");
  private static final int RECORDS = 1_000;

  private final SimulatedDisk disk = new SimulatedDisk(512);

  private Journal open(SimulatedDisk on) {
    return Journal.at(FOLDER, JournalOptions.standard().withDisk(on));
  }

  private static List<byte[]> records(long number) {
    byte[] record = new byte[20 + (int) (number % 50)];
    new Random(number).nextBytes(record);
    return List.of(ByteBuffer.wrap(record).putLong(number).array());
  }

  private void write(long from, long to) {
    try (Journal journal = open(disk)) {
      for (long i = from; i <= to; i++) {
        journal.append(records(i));
      }
    }
  }

  private static boolean isAsWritten(Commit commit) {
    return commit.records().size() == 1
        && Arrays.equals(commit.records().get(0), records(commit.revision()).get(0));
  }

  private static JournalCheck check(SimulatedDisk disk) {
    return JournalCheck.of(FOLDER, disk, Progress.NONE);
  }

  private long sizeOf(Path file) throws IOException {
    try (DiskFile open = disk.openForReading(file)) {
      return open.size();
    }
  }

  /** A tenth of all positions, chosen by a seed; {@code -Dmesh.journal.flips=1} takes all. */
  @Test
  void any_flipped_byte_of_a_thousand_records_is_found_and_never_served() throws Exception {
    write(1, RECORDS);
    assertThat(check(disk).isWhole()).isTrue();
    assertThat(check(disk).commits()).isEqualTo(RECORDS);
    long end = endOfLog();
    Random random = new Random(7);
    int step = Integer.getInteger("mesh.journal.flips", 10);
    int tried = 0;
    for (long at = 0; at < end; at++) {
      if (random.nextInt(step) != 0) {
        continue;
      }
      int mask = 1 + random.nextInt(255);
      disk.flip(LOG, at, mask);
      assertThat(check(disk).isWhole()).as("byte %d is found", at).isFalse();
      if (tried++ % 50 == 0) {
        assertNothingWrongIsServed(disk.copy());
      }
      disk.flip(LOG, at, mask);
    }
    assertThat(tried).isGreaterThan((int) (end / step / 2));
    assertThat(check(disk).isWhole()).isTrue();
  }

  private void assertNothingWrongIsServed(SimulatedDisk damaged) {
    assertThatThrownBy(
            () -> {
              try (Journal journal = open(damaged)) {
                journal.replay(1, commit -> assertThat(isAsWritten(commit)).isTrue());
              }
            })
        .isInstanceOfSatisfying(
            DamagedDataException.class, e -> assertThat(e.file()).isEqualTo(LOG.toString()));
  }

  private long endOfLog() {
    try (Journal journal = Journal.readOnly(FOLDER, JournalOptions.standard().withDisk(disk))) {
      return journal.stats().logBytes();
    }
  }

  @Test
  void a_flipped_byte_in_unwritten_space_does_no_harm() throws Exception {
    write(1, 10);
    long end = endOfLog();
    long size = sizeOf(LOG);
    assertThat(size).isGreaterThan(end);
    for (long at = end; at < size; at += 997) {
      SimulatedDisk flipped = disk.copy();
      flipped.flip(LOG, at, 0x40);
      assertThat(check(flipped).isWhole()).isTrue();
      try (Journal journal = open(flipped)) {
        assertThat(journal.head()).isEqualTo(10);
        journal.append(records(11));
      }
      try (Journal journal = open(flipped)) {
        List<Commit> all = new ArrayList<>();
        journal.replay(1, all::add);
        assertThat(all).hasSize(11).allMatch(JournalDamageTest::isAsWritten);
      }
    }
  }

  @Test
  void a_bad_last_commit_is_cut_and_kept_aside_only_without_a_proof_that_it_was_whole()
      throws Exception {
    Journal journal = open(disk);
    for (long i = 1; i <= 5; i++) {
      journal.append(records(i));
    }
    long end = journal.stats().logBytes();
    SimulatedDisk crashed = disk.copy();
    journal.close();

    // The process died, its system did not: the head file vouches for the last commit.
    SimulatedDisk killed = crashed.copy();
    killed.flip(LOG, end - 20, 1);
    assertThatThrownBy(() -> open(killed)).isInstanceOf(DamagedDataException.class);

    // The machine died: nothing vouches, the last write may have been unfinished.
    crashed.flip(LOG, end - 20, 1);
    crashed.delete(FOLDER.resolve("head"));
    try (Journal again = open(crashed)) {
      assertThat(again.head()).isEqualTo(4);
      assertThat(again.recovery().closedCleanly()).isFalse();
      assertThat(again.recovery().tornBytes()).isPositive();
      assertThat(crashed.exists(Path.of(again.recovery().tornFile()))).isTrue();
      again.append(records(5));
    }
    assertThat(check(crashed).isWhole()).isTrue();

    // Closed cleanly: the manifest vouches.
    disk.flip(LOG, end - 20, 1);
    disk.delete(FOLDER.resolve("head"));
    assertNothingWrongIsServed(disk);
  }

  @Test
  void a_bad_commit_with_good_ones_behind_it_is_refused_and_salvaged() throws Exception {
    Journal journal = open(disk);
    for (long i = 1; i <= 50; i++) {
      journal.append(records(i));
    }
    SimulatedDisk crashed = disk.copy();
    journal.close();
    crashed.delete(FOLDER.resolve("head"));
    crashed.flip(LOG, 1_000, 8);

    assertThatThrownBy(() -> open(crashed))
        .isInstanceOfSatisfying(
            DamagedDataException.class,
            e -> {
              assertThat(e.file()).isEqualTo(LOG.toString());
              assertThat(e.offset()).isBetween(900L, 1_000L);
              assertThat(e).hasMessageContaining("salvage");
            });
    Path target = Path.of("saved");
    JournalSalvage salvage = JournalSalvage.copy(FOLDER, target, crashed);
    assertThat(salvage.oldest()).isEqualTo(1);
    assertThat(salvage.head()).isBetween(5L, 20L);
    assertThat(salvage.head() + salvage.lost()).isEqualTo(49);
    try (Journal saved = Journal.at(target, JournalOptions.standard().withDisk(crashed))) {
      List<Commit> all = new ArrayList<>();
      saved.replay(1, all::add);
      assertThat(all).hasSize((int) salvage.head()).allMatch(JournalDamageTest::isAsWritten);
      saved.append(records(salvage.head() + 1));
    }
    assertThatThrownBy(() -> JournalSalvage.copy(FOLDER, target, crashed))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void salvage_goes_around_damage_below_a_whole_snapshot() throws Exception {
    try (Journal journal = open(disk)) {
      for (long i = 1; i <= 50; i++) {
        journal.append(records(i));
        if (i == 30) {
          journal.storeSnapshot(30, out -> out.write(30));
        }
      }
    }
    disk.flip(LOG, 1_000, 8);
    assertThat(check(disk).problems()).isNotEmpty();
    Path target = Path.of("saved");
    JournalSalvage salvage = JournalSalvage.copy(FOLDER, target, disk);
    assertThat(salvage.snapshot()).isEqualTo(30);
    assertThat(salvage.head()).isEqualTo(50);
    assertThat(salvage.oldest()).isBetween(2L, 31L);
    try (Journal saved = Journal.at(target, JournalOptions.standard().withDisk(disk))) {
      assertThat(saved.snapshot().orElseThrow().open().readAllBytes()).containsExactly(30);
      List<Commit> all = new ArrayList<>();
      saved.replay(31, all::add);
      assertThat(all).hasSize(20).allMatch(JournalDamageTest::isAsWritten);
    }
  }

  @Test
  void a_damaged_snapshot_is_not_served_the_one_before_it_is() throws Exception {
    try (Journal journal = open(disk)) {
      for (int i = 1; i <= 3; i++) {
        journal.append(records(i));
        int state = i;
        journal.storeSnapshot(i, out -> out.write(new byte[100_000 * state]));
      }
      disk.flip(FOLDER.resolve("snapshot-0000000000000000003.mesh"), 70_000, 1);
      assertThat(journal.snapshot().orElseThrow().revision()).isEqualTo(2);
      assertThat(journal.snapshot().orElseThrow().size()).isEqualTo(200_000);
      assertThat(check(disk).problems()).hasSize(1);
    }
  }

  @Test
  void a_damaged_manifest_gives_way_to_the_one_before_and_is_reported() throws Exception {
    write(1, 5);
    write(6, 9);
    List<String> manifests =
        disk.list(FOLDER).stream().filter(name -> name.startsWith("manifest-")).toList();
    assertThat(manifests).hasSize(2);
    disk.flip(FOLDER.resolve(manifests.get(1)), 30, 1);
    assertThat(check(disk).isWhole()).isFalse();
    try (Journal journal = open(disk)) {
      assertThat(journal.head()).isEqualTo(9);
      assertThat(journal.recovery().notes()).isNotEmpty();
    }
    assertThat(check(disk).isWhole()).isTrue();
    for (String name : disk.list(FOLDER)) {
      if (name.startsWith("manifest-")) {
        disk.flip(FOLDER.resolve(name), 30, 1);
      }
    }
    assertThatThrownBy(() -> open(disk)).isInstanceOf(DamagedDataException.class);
    assertThat(JournalSalvage.copy(FOLDER, Path.of("saved"), disk).head()).isEqualTo(9);
  }

  @Test
  void a_failed_force_ends_all_writing_and_reads_go_on() {
    try (Journal journal = open(disk)) {
      journal.append(records(1));
      disk.failForceAfter(0);
      assertThatThrownBy(() -> journal.append(records(2)))
          .isInstanceOf(OutcomeUnknownException.class);
      assertThatThrownBy(() -> journal.append(records(2)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("reopen");
      assertThat(journal.head()).isEqualTo(1);
      List<Commit> all = new ArrayList<>();
      journal.replay(1, all::add);
      assertThat(all).hasSize(1);
    }
    try (Journal journal = open(disk)) {
      assertThat(journal.head()).isBetween(1L, 2L);
      journal.append(records(journal.head() + 1));
    }
  }

  @Test
  void a_full_disk_refuses_what_was_surely_not_written_and_stays_readable() {
    Journal journal = open(disk);
    journal.append(records(1));
    disk.limitTo(disk.used());
    List<byte[]> large = List.of(new byte[200_000]);
    assertThatThrownBy(() -> journal.append(large))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("nothing was written");
    assertThatThrownBy(() -> journal.append(records(2))).isInstanceOf(StorageException.class);
    assertThat(journal.head()).isEqualTo(1);
    assertThat(journal.read(1, 10)).isNotNull();
    journal.close();
    disk.limitTo(Long.MAX_VALUE);
    try (Journal again = open(disk)) {
      assertThat(again.head()).isEqualTo(1);
      assertThat(again.append(large)).isEqualTo(2);
    }
  }

  @Test
  void a_read_only_disk_is_refused_for_writing_and_opens_for_reading() {
    write(1, 3);
    disk.makeReadOnly();
    assertThatThrownBy(() -> open(disk)).isInstanceOf(StorageException.class);
    try (Journal journal = Journal.readOnly(FOLDER, JournalOptions.standard().withDisk(disk))) {
      assertThat(journal.head()).isEqualTo(3);
    }
  }

  @Test
  void a_newer_format_is_refused_by_name() throws Exception {
    write(1, 3);
    try (DiskFile file = disk.openForWriting(LOG)) {
      byte[] header = new byte[64];
      file.read(0, header, 0, 64);
      header[8] = 2;
      java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
      crc.update(header, 0, 60);
      ByteBuffer.wrap(header)
          .order(java.nio.ByteOrder.LITTLE_ENDIAN)
          .putInt(60, (int) crc.getValue());
      file.write(0, header, 0, 64);
      file.force();
    }
    assertThatThrownBy(() -> open(disk))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("newer build");
  }

  @Test
  void a_backup_is_restored_only_where_it_is_whole(@org.junit.jupiter.api.io.TempDir Path folder)
      throws Exception {
    Path backup = folder.resolve("backup");
    try (Journal journal = Journal.at(folder.resolve("source"))) {
      for (long i = 1; i <= 20; i++) {
        journal.append(records(i));
      }
      journal.backup(backup);
    }
    assertThat(Journal.restore(backup, folder.resolve("restored"))).isEqualTo(20);
    try (Journal journal = Journal.at(folder.resolve("restored"))) {
      List<Commit> all = new ArrayList<>();
      journal.replay(1, all::add);
      assertThat(all).hasSize(20).allMatch(JournalDamageTest::isAsWritten);
    }
    Path log = backup.resolve(LOG.getFileName());
    byte[] bytes = java.nio.file.Files.readAllBytes(log);
    bytes[500] ^= 1;
    java.nio.file.Files.write(log, bytes);
    assertThatThrownBy(() -> Journal.restore(backup, folder.resolve("again")))
        .isInstanceOf(DamagedDataException.class);
    assertThat(folder.resolve("again")).doesNotExist();
  }
}
