package dev.datamesh.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.CommitStore;
import dev.datamesh.core.journal.History;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.journal.Outcome;
import dev.datamesh.testkit.SeededRuns;
import dev.datamesh.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stores of this project pass the kit of the SPI. */
class CommitStoresTest {

  @Nested
  class InMemory extends CommitStoreContract {

    @Override
    protected CommitStore open() {
      return Journal.inMemory();
    }
  }

  @Nested
  class InAFolder extends CommitStoreContract {

    @TempDir Path folder;

    @Override
    protected CommitStore open() {
      return Journal.at(folder.resolve("journal"));
    }
  }

  @Nested
  class TwoOpenersOfOneMemory extends CommitStoreContract {

    private final SharedMemoryStore shared = new SharedMemoryStore(Clock.systemUTC());

    @Override
    protected CommitStore open() {
      return shared.open();
    }

    @Override
    protected CommitStore openBeside(CommitStore first) {
      return shared.open();
    }
  }

  @Test
  void the_checker_finds_a_store_that_forgets_or_has_two_winners() {
    StoreHistory history = new StoreHistory();
    CommitStore one = Journal.inMemory();
    CommitStore two = Journal.inMemory();
    history.append(one, 0, List.of(new byte[] {1}));
    assertThat(history.firstContradiction()).isEmpty();
    history.append(two, 0, List.of(new byte[] {2}));
    assertThat(history.firstContradiction())
        .hasValueSatisfying(text -> assertThat(text).contains("two winners"));

    StoreHistory forgetting = new StoreHistory();
    forgetting.append(one, 1, List.of(new byte[] {3}));
    forgetting.read(Journal.inMemory(), 1, 10);
    assertThat(forgetting.firstContradiction())
        .hasValueSatisfying(text -> assertThat(text).contains("after revision 2 was answered"));
  }

  /** Sixty-four threads, a force that fails among them, and what the reopened journal holds. */
  @Test
  void one_winner_for_each_revision_also_when_a_force_fails_between() {
    SeededRuns.of("mesh.store.failures", 20)
        .each(
            (seed, random) -> {
              SimulatedDisk disk = new SimulatedDisk(512);
              JournalOptions options = JournalOptions.standard().withDisk(disk);
              Path folder = Path.of("journal");
              Map<Long, byte[]> durable = new ConcurrentHashMap<>();
              Map<Long, byte[]> unknown = new ConcurrentHashMap<>();
              try (Journal journal = Journal.at(folder, options)) {
                disk.failForceAfter(5 + random.nextInt(20));
                fight(journal, random.nextLong(), durable, unknown);
              }
              disk.failForceAfter(-1);
              disk.evict(random);
              try (Journal journal = Journal.at(folder, options)) {
                List<Commit> all = new ArrayList<>();
                journal.replay(1, all::add);
                assertThat(all.size()).isGreaterThanOrEqualTo(durable.size());
                for (Commit commit : all) {
                  byte[] expected =
                      durable.getOrDefault(commit.revision(), unknown.get(commit.revision()));
                  assertThat(commit.records().get(0)).isEqualTo(expected);
                }
                assertThat(durable.keySet()).allMatch(revision -> revision <= all.size());
              }
            });
  }

  private static void fight(
      Journal journal, long seed, Map<Long, byte[]> durable, Map<Long, byte[]> unknown)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(64);
    List<Future<?>> done = new ArrayList<>();
    for (int t = 0; t < 64; t++) {
      Random random = new Random(seed + t);
      done.add(pool.submit(() -> fightAlone(journal, random, durable, unknown)));
    }
    for (Future<?> future : done) {
      future.get();
    }
    pool.shutdown();
  }

  private static void fightAlone(
      Journal journal, Random random, Map<Long, byte[]> durable, Map<Long, byte[]> unknown) {
    for (int i = 0; i < 1000; i++) {
      byte[] record = new byte[8];
      random.nextBytes(record);
      long expected = journal.head();
      try {
        Outcome<CommitStore.Conflict> outcome = journal.append(expected, List.of(record)).join();
        Map<Long, byte[]> told = outcome instanceof Outcome.Unknown<?> ? unknown : durable;
        if (!(outcome instanceof Outcome.Refused<?>)) {
          assertThat(told.put(expected + 1, record)).as("a second winner").isNull();
        }
      } catch (CompletionException e) {
        return;
      }
    }
  }

  @Test
  void random_interrupts_of_callers_neither_close_the_store_nor_lose_an_answer(@TempDir Path folder)
      throws Exception {
    try (Journal journal = Journal.at(folder.resolve("journal"))) {
      List<Thread> writers = new ArrayList<>();
      Map<Long, Integer> written = new ConcurrentHashMap<>();
      AtomicBoolean ended = new AtomicBoolean();
      for (int t = 0; t < 4; t++) {
        int writer = t;
        writers.add(
            new Thread(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    written.put(journal.append(List.of(new byte[] {(byte) writer})), writer);
                    journal.read(Math.max(1, journal.head() - 2), 3);
                    if (i % 50 == 49) {
                      journal.storeSnapshot(journal.head(), out -> out.write(1));
                    }
                  }
                }));
      }
      writers.forEach(Thread::start);
      Thread interrupter =
          new Thread(
              () -> {
                Random random = new Random(5);
                while (!ended.get()) {
                  writers.get(random.nextInt(4)).interrupt();
                  Thread.onSpinWait();
                }
              });
      interrupter.start();
      for (Thread writer : writers) {
        writer.join();
      }
      ended.set(true);
      interrupter.join();
      assertThat(written).hasSize(800);
      assertThat(journal.head()).isEqualTo(800);
      History.Commits all = (History.Commits) journal.read(1, 1000);
      all.commits()
          .forEach(
              commit ->
                  assertThat(written.get(commit.revision()))
                      .isEqualTo((int) commit.records().get(0)[0]));
    }
  }
}
