package dev.datamesh.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.CommitStore;
import dev.datamesh.core.journal.History;
import dev.datamesh.core.journal.Outcome;
import dev.datamesh.core.journal.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link CommitStore} must do. Extend it and say how an empty store is made and opened;
 * stores of many writers give a second opener of the same store, others the same one again.
 */
public abstract class CommitStoreContract {

  private final List<CommitStore> opened = new ArrayList<>();

  /** For subclasses. */
  protected CommitStoreContract() {}

  /** Opens the test's store, empty at the first call. */
  protected abstract CommitStore open();

  /** One more opener of the test's store beside the first, where there may be two. */
  protected CommitStore openBeside(CommitStore first) {
    return first;
  }

  private CommitStore store() {
    CommitStore store = open();
    opened.add(store);
    return store;
  }

  @AfterEach
  void closeAll() {
    opened.forEach(CommitStore::close);
  }

  private static List<byte[]> records(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static String text(Commit commit) {
    List<String> texts = new ArrayList<>();
    commit.records().forEach(bytes -> texts.add(new String(bytes, StandardCharsets.UTF_8)));
    return String.join(",", texts);
  }

  private static History.Commits page(CommitStore store, long from, int limit) {
    return (History.Commits) store.read(from, limit);
  }

  @Test
  public void an_empty_store_has_no_commits_and_no_snapshot() {
    CommitStore store = store();
    assertThat(page(store, 1, 10)).isEqualTo(new History.Commits(List.of(), 0));
    assertThat(store.snapshot()).isEmpty();
  }

  @Test
  public void commits_get_revisions_in_a_row_and_are_read_as_they_were_written() {
    CommitStore store = store();
    for (int i = 0; i < 10; i++) {
      Outcome<CommitStore.Conflict> outcome = store.append(i, records("a" + i, "", "b")).join();
      assertThat(((Outcome.Durable<?>) outcome).revision()).isEqualTo(i + 1);
    }
    History.Commits all = page(store, 1, 100);
    assertThat(all.head()).isEqualTo(10);
    assertThat(all.commits()).extracting(Commit::revision).isEqualTo(revisions(1, 10));
    assertThat(all.commits()).extracting(CommitStoreContract::text).contains("a0,,b", "a9,,b");
    assertThat(all.commits())
        .extracting(Commit::time)
        .isSortedAccordingTo(java.util.Comparator.naturalOrder());
    assertThat(page(store, 4, 3).commits()).extracting(Commit::revision).isEqualTo(revisions(4, 6));
    assertThat(page(store, 11, 3).commits()).isEmpty();
  }

  private static List<Long> revisions(long from, long to) {
    return java.util.stream.LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  public void an_append_that_expects_another_head_is_refused_with_the_head() {
    CommitStore store = store();
    store.append(0, records("a")).join();
    assertThat(store.append(0, records("b")).join())
        .isEqualTo(new Outcome.Refused<>(new CommitStore.Conflict(1)));
    assertThat(store.append(7, records("b")).join())
        .isEqualTo(new Outcome.Refused<>(new CommitStore.Conflict(1)));
    assertThat(page(store, 1, 10).commits()).hasSize(1);
  }

  @Test
  public void appends_that_are_not_awaited_take_effect_in_their_order() {
    CommitStore store = store();
    List<CompletableFuture<Outcome<CommitStore.Conflict>>> futures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      futures.add(store.append(i, records("c" + i)));
    }
    assertThat(futures).allMatch(future -> future.join().isDurable());
    assertThat(page(store, 1, 200).commits())
        .extracting(CommitStoreContract::text)
        .startsWith("c0", "c1", "c2")
        .endsWith("c99")
        .hasSize(100);
  }

  @Test
  public void a_commit_without_records_is_refused_and_changes_nothing() {
    CommitStore store = store();
    assertThatThrownBy(() -> store.append(0, List.of()).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(InvalidInputException.class);
    assertThat(page(store, 1, 1).head()).isZero();
    assertThat(store.append(0, records("a")).join().isDurable()).isTrue();
  }

  @Test
  public void what_a_reader_does_to_its_bytes_harms_nobody() {
    CommitStore store = store();
    store.append(0, records("abc")).join();
    page(store, 1, 1).commits().get(0).records().get(0)[0] = 'X';
    assertThat(text(page(store, 1, 1).commits().get(0))).isEqualTo("abc");
  }

  @Test
  public void a_tail_waits_for_the_commit_and_gives_up_when_the_time_is_up() throws Exception {
    CommitStore store = store();
    CommitStore other = openBeside(store);
    assertThat(((History.Commits) store.tail(1, 5, Duration.ofMillis(5))).commits()).isEmpty();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<History> tail = pool.submit(() -> store.tail(1, 5, Duration.ofMinutes(1)));
      other.append(0, records("a")).join();
      assertThat(((History.Commits) tail.get()).commits()).hasSize(1);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  public void the_newest_snapshot_is_given_back_whole() throws Exception {
    CommitStore store = store();
    for (int i = 0; i < 3; i++) {
      store.append(i, records("a")).join();
    }
    byte[] large = new byte[300_000];
    new Random(1).nextBytes(large);
    store.storeSnapshot(1, out -> out.write(new byte[] {1}));
    store.storeSnapshot(3, out -> out.write(large));
    store.storeSnapshot(2, out -> out.write(new byte[] {2}));
    Snapshot snapshot = store.snapshot().orElseThrow();
    assertThat(snapshot.revision()).isEqualTo(3);
    assertThat(snapshot.size()).isEqualTo(large.length);
    try (var content = snapshot.open()) {
      assertThat(content.readAllBytes()).isEqualTo(large);
    }
  }

  @Test
  public void a_snapshot_that_cannot_be_written_leaves_the_one_before() {
    CommitStore store = store();
    store.append(0, records("a")).join();
    assertThatThrownBy(
            () ->
                store.storeSnapshot(
                    1,
                    out -> {
                      out.write(1);
                      throw new IOException("no");
                    }))
        .isInstanceOf(dev.datamesh.core.StorageException.class);
    assertThat(store.snapshot()).isEmpty();
    assertThatThrownBy(() -> store.storeSnapshot(2, out -> {}))
        .isInstanceOf(InvalidInputException.class);
    assertThat(store.append(1, records("b")).join().isDurable()).isTrue();
  }

  @Test
  public void a_closed_store_refuses_by_type_and_closes_again_quietly() {
    CommitStore store = store();
    store.close();
    store.close();
    assertThatThrownBy(() -> store.append(0, records("a")).join())
        .hasCauseInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> store.read(1, 1)).isInstanceOf(ClosedException.class);
    assertThatThrownBy(store::snapshot).isInstanceOf(ClosedException.class);
  }

  @Test
  public void sixty_four_threads_have_one_winner_for_each_revision() throws Exception {
    CommitStore first = store();
    CommitStore second = openBeside(first);
    StoreHistory history = new StoreHistory();
    ExecutorService pool = Executors.newFixedThreadPool(64);
    CountDownLatch start = new CountDownLatch(1);
    AtomicLong won = new AtomicLong();
    List<Future<?>> done = new ArrayList<>();
    for (int t = 0; t < 64; t++) {
      CommitStore mine = t % 2 == 0 ? first : second;
      int thread = t;
      done.add(
          pool.submit(
              () -> {
                start.await();
                contend(mine, history, new Random(thread), won);
                return null;
              }));
    }
    start.countDown();
    for (Future<?> future : done) {
      future.get();
    }
    pool.shutdown();
    history.read(first, 1, 100_000);
    assertThat(history.firstContradiction()).isEmpty();
    assertThat(page(second, 1, 1).head()).isEqualTo(won.get()).isPositive();
  }

  private static void contend(
      CommitStore store, StoreHistory history, Random random, AtomicLong won) {
    long expected = 0;
    for (int i = 0; i < 40; i++) {
      if (random.nextInt(4) == 0) {
        History.Commits page = history.read(store, Math.max(1, expected - 3), 5);
        expected = Math.max(expected, page.head());
      }
      byte[] record = new byte[8];
      random.nextBytes(record);
      Outcome<CommitStore.Conflict> outcome = history.append(store, expected, List.of(record));
      if (outcome instanceof Outcome.Durable<CommitStore.Conflict> durable) {
        won.incrementAndGet();
        expected = durable.revision();
      } else if (outcome instanceof Outcome.Refused<CommitStore.Conflict> refused) {
        expected = refused.reason().head();
      }
    }
  }
}
