package dev.datamesh.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.StorageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal does while nothing goes wrong; crashes are the testkit's. */
class JournalTest {

  @TempDir Path folder;

  static List<byte[]> records(String... texts) {
    return java.util.Arrays.stream(texts)
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  static List<String> texts(Commit commit) {
    return commit.records().stream()
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .toList();
  }

  static List<String> all(Journal journal) {
    List<String> all = new ArrayList<>();
    journal.replay(journal.oldest(), commit -> all.add(commit.revision() + "=" + texts(commit)));
    return all;
  }

  @Test
  void what_was_written_is_there_after_reopening() {
    try (Journal journal = Journal.at(folder)) {
      assertThat(journal.append(records("a"))).isEqualTo(1);
      assertThat(journal.append(records("b", "", "c"))).isEqualTo(2);
      assertThat(all(journal)).containsExactly("1=[a]", "2=[b, , c]");
    }
    try (Journal journal = Journal.at(folder)) {
      assertThat(journal.recovery().closedCleanly()).isTrue();
      assertThat(journal.head()).isEqualTo(2);
      assertThat(journal.append(records("d"))).isEqualTo(3);
      assertThat(all(journal)).containsExactly("1=[a]", "2=[b, , c]", "3=[d]");
    }
  }

  @Test
  void many_writers_share_forces_and_each_gets_its_revision() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    TreeMap<Long, String> written = new TreeMap<>();
    try (Journal journal = Journal.at(folder)) {
      List<CompletableFuture<Void>> done =
          IntStream.range(0, 8)
              .mapToObj(
                  w ->
                      CompletableFuture.runAsync(
                          () -> {
                            for (int i = 0; i < 200; i++) {
                              String text = w + ":" + i;
                              long revision = journal.append(records(text));
                              synchronized (written) {
                                written.put(revision, text);
                              }
                            }
                          },
                          pool))
              .toList();
      CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get();
      assertThat(journal.stats().forces()).isLessThan(1600);
    } finally {
      pool.shutdown();
    }
    try (Journal journal = Journal.at(folder)) {
      List<String> expected =
          written.entrySet().stream().map(e -> e.getKey() + "=[" + e.getValue() + "]").toList();
      assertThat(all(journal)).hasSize(1600).isEqualTo(expected);
    }
  }

  @Test
  void an_admission_decides_against_what_is_queued_and_publishes_in_order() {
    try (Journal journal = Journal.at(folder)) {
      List<Long> published = Collections.synchronizedList(new ArrayList<>());
      List<CompletableFuture<Outcome<String>>> futures = new ArrayList<>();
      long[] pending = {0};
      for (int i = 0; i < 50; i++) {
        boolean odd = i % 2 == 1;
        futures.add(
            journal.submit(
                slot -> {
                  assertThat(slot.revision()).isEqualTo(pending[0] + 1);
                  if (odd) {
                    return Decision.refuse("odd");
                  }
                  pending[0] = slot.revision();
                  return Decision.admit(records("x"), durable -> published.add(durable.revision()));
                }));
      }
      List<Outcome<String>> outcomes = futures.stream().map(CompletableFuture::join).toList();
      assertThat(outcomes.get(1)).isEqualTo(new Outcome.Refused<>("odd"));
      assertThat(outcomes.get(48).isDurable()).isTrue();
      assertThat(published).isEqualTo(LongRange.closed(1, 25)).hasSize(25);
    }
  }

  /** Revisions in a row. */
  static final class LongRange {
    static List<Long> closed(long from, long to) {
      return java.util.stream.LongStream.rangeClosed(from, to).boxed().toList();
    }
  }

  @Test
  void an_admission_that_throws_writes_nothing() {
    try (Journal journal = Journal.at(folder)) {
      assertThatThrownBy(
              () ->
                  journal.append(
                      slot -> {
                        throw new IllegalStateException("no");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(journal.append(records("a"))).isEqualTo(1);
    }
  }

  @Test
  void the_log_goes_on_over_many_pieces_and_pages_read_from_anywhere() {
    JournalOptions small = JournalOptions.standard().withPieceBytes(4096);
    try (Journal journal = Journal.at(folder, small)) {
      for (int i = 1; i <= 300; i++) {
        journal.append(records("record number " + i + " " + "x".repeat(i)));
      }
      assertThat(journal.stats().pieces()).isGreaterThan(5);
      for (long from = 1; from <= 300; from += 7) {
        History.Commits page = (History.Commits) journal.read(from, 5);
        long first = from;
        assertThat(page.head()).isEqualTo(300);
        assertThat(page.commits())
            .extracting(Commit::revision)
            .isEqualTo(LongRange.closed(first, Math.min(300, first + 4)));
      }
      assertThat(((History.Commits) journal.read(301, 5)).commits()).isEmpty();
    }
    try (Journal journal = Journal.at(folder, small)) {
      assertThat(all(journal)).hasSize(300);
    }
  }

  @Test
  void snapshots_shorten_opening_and_retention_drops_old_pieces() throws Exception {
    JournalOptions options =
        JournalOptions.standard().withPieceBytes(4096).withRetention(Retention.commits(10));
    try (Journal journal = Journal.at(folder, options)) {
      for (int i = 1; i <= 200; i++) {
        journal.append(records("x".repeat(100)));
        if (i % 50 == 0) {
          long revision = i;
          journal.storeSnapshot(i, out -> out.write(("state " + revision).getBytes()));
        }
      }
      assertThat(journal.oldest()).isGreaterThan(100).isLessThanOrEqualTo(151);
      assertThat(journal.read(1, 10)).isEqualTo(new History.Compacted(journal.oldest()));
      assertThatThrownBy(() -> journal.replay(1, commit -> {}))
          .isInstanceOf(NotFoundException.class);
    }
    try (Journal journal = Journal.at(folder, options)) {
      Snapshot snapshot = journal.snapshot().orElseThrow();
      assertThat(snapshot.revision()).isEqualTo(200);
      assertThat(snapshot.open().readAllBytes()).asString().isEqualTo("state 200");
      assertThat(journal.head()).isEqualTo(200);
      assertThatThrownBy(() -> journal.storeSnapshot(201, out -> {}))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void a_second_writer_fails_clearly_and_a_reader_sees_what_is_flushed() {
    try (Journal journal = Journal.at(folder)) {
      journal.append(records("a"));
      assertThatThrownBy(() -> Journal.at(folder))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("somebody writes to it");
      try (Journal reader = Journal.readOnly(folder)) {
        assertThat(all(reader)).containsExactly("1=[a]");
        journal.append(records("b"));
        assertThat(reader.head()).isEqualTo(2);
        assertThat(((History.Commits) reader.tail(2, 10, Duration.ofSeconds(5))).commits())
            .hasSize(1);
        assertThatThrownBy(() -> reader.append(records("c"))).isInstanceOf(StorageException.class);
      }
    }
  }

  @Test
  void a_tail_waits_for_the_next_commit() {
    for (Journal journal : List.of(Journal.inMemory(), Journal.at(folder))) {
      CompletableFuture<History> waiting =
          CompletableFuture.supplyAsync(() -> journal.tail(1, 10, Duration.ofMinutes(1)));
      journal.append(records("a"));
      assertThat(((History.Commits) waiting.join()).commits()).hasSize(1);
      journal.close();
      assertThatThrownBy(() -> journal.append(records("b"))).isInstanceOf(ClosedException.class);
      journal.close();
    }
  }

  @Test
  void commit_times_are_micros_rounded_up_and_never_run_backwards() {
    List<Instant> clock =
        new ArrayList<>(
            List.of(
                Instant.parse("2026-01-01T00:00:00.000000001Z"),
                Instant.parse("2025-01-01T00:00:00Z")));
    Clock ticking =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return clock.size() > 1 ? clock.remove(0) : clock.get(0);
          }
        };
    JournalOptions options = JournalOptions.standard().withClock(ticking);
    try (Journal journal = Journal.at(folder, options)) {
      journal.append(records("a"));
      journal.append(records("b"));
    }
    try (Journal journal = Journal.at(folder, options)) {
      journal.append(records("c"));
      List<Instant> times = new ArrayList<>();
      journal.replay(1, commit -> times.add(commit.time()));
      assertThat(times).containsOnly(Instant.parse("2026-01-01T00:00:00.000001Z")).hasSize(3);
    }
  }

  @Test
  void an_interrupted_caller_gets_its_answer_and_the_store_stays_open() {
    try (Journal journal = Journal.at(folder)) {
      Thread.currentThread().interrupt();
      assertThat(journal.append(records("a"))).isEqualTo(1);
      assertThat(all(journal)).hasSize(1);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(journal.append(records("b"))).isEqualTo(2);
    }
  }

  @Test
  void a_commit_beyond_the_limit_is_refused_and_nothing_changes() {
    JournalOptions options = JournalOptions.standard().withCommitBytes(100);
    for (Journal journal : List.of(Journal.inMemory(options), Journal.at(folder, options))) {
      assertThatThrownBy(() -> journal.append(List.of(new byte[101])))
          .isInstanceOf(LimitExceededException.class);
      assertThatThrownBy(() -> journal.append(List.of())).isInstanceOf(InvalidInputException.class);
      assertThat(journal.append(List.of(new byte[100]))).isEqualTo(1);
      journal.close();
    }
  }

  @Test
  void a_backup_of_an_open_journal_opens_as_one() {
    Path copy = folder.resolve("copy");
    try (Journal journal = Journal.at(folder.resolve("source"))) {
      journal.append(records("a"));
      journal.append(records("b"));
      journal.storeSnapshot(2, out -> out.write(7));
      journal.append(records("c"));
      assertThat(journal.backup(copy)).isEqualTo(3);
      journal.append(records("d"));
      assertThatThrownBy(() -> journal.backup(copy)).isInstanceOf(StorageException.class);
    }
    try (Journal journal = Journal.at(copy)) {
      assertThat(all(journal)).hasSize(3);
      assertThat(journal.snapshot()).isPresent();
      assertThat(journal.append(records("e"))).isEqualTo(4);
    }
  }

  @Test
  void a_data_folder_has_one_writer_and_a_journal_for_each_wing() {
    try (DataFolder data = DataFolder.at(folder)) {
      data.journal("catalog").append(records("a"));
      data.journal("lineage").append(records("b"));
      assertThatThrownBy(() -> DataFolder.at(folder))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("hand it to each wing");
      try (DataFolder reader = DataFolder.readOnly(folder)) {
        assertThat(all(reader.journal("catalog"))).containsExactly("1=[a]");
      }
    }
    try (DataFolder data = DataFolder.at(folder)) {
      assertThat(all(data.journal("lineage"))).containsExactly("1=[b]");
    }
  }
}
