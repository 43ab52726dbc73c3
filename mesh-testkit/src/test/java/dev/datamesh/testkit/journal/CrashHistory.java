package dev.datamesh.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.MeshException;
import dev.datamesh.core.journal.Admission;
import dev.datamesh.core.journal.Decision;
import dev.datamesh.core.journal.Durability;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.journal.Outcome;
import dev.datamesh.core.journal.Retention;
import dev.datamesh.core.journal.Snapshot;
import dev.datamesh.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One seeded life of a journal on a simulated disk, with an image of the disk at every operation,
 * as a crash there would leave it. For one thread at a time.
 */
final class CrashHistory {

  static final Path FOLDER = Path.of("data", "catalog");

  /** What is written after a crash; nothing before it looks like this. */
  private static final List<byte[]> MORE = List.of(new byte[] {1, 2, 3}, new byte[2000]);

  /** What a crash at one operation left, and what the journal had promised by then. */
  record Image(
      String operation,
      SimulatedDisk disk,
      long acknowledged,
      Map<Long, List<List<byte[]>>> candidates) {}

  private final Random random;
  private final JournalOptions options;
  private final SimulatedDisk disk;
  private final List<Image> images = new ArrayList<>();

  /** By revision, every commit that may stand there; one alone once it was acknowledged. */
  private final Map<Long, List<List<byte[]>>> candidates = new HashMap<>();

  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicBoolean holding = new AtomicBoolean();
  private final Semaphore held = new Semaphore(0);
  private final Semaphore go = new Semaphore(0);
  private final boolean isForced;
  private long pending;
  private long lastSnapshot;
  private Journal journal;

  CrashHistory(Random random, SimulatedDisk disk, Durability durability) {
    this.random = random;
    this.disk = disk;
    this.isForced = durability == Durability.FSYNC;
    Retention retention = random.nextBoolean() ? Retention.all() : Retention.commits(3);
    this.options =
        JournalOptions.standard()
            .withDurability(durability)
            .withDisk(disk)
            .withPieceBytes(4096)
            .withRetention(retention);
  }

  JournalOptions options() {
    return options;
  }

  List<Image> images() {
    return images;
  }

  void run(int actions) {
    disk.observe(this::photograph);
    open();
    for (int i = 0; i < actions; i++) {
      int choice = random.nextInt(20);
      if (choice < 13) {
        commitGroup(1 + random.nextInt(3));
      } else if (choice < 16) {
        snapshot();
      } else if (choice < 18 || !isForced) {
        journal.close();
        settled(pending);
        open();
      } else {
        failForce();
      }
    }
    if (random.nextBoolean()) {
      journal.close();
      settled(pending);
    }
    disk.observe(operation -> {});
    journal.close();
  }

  private void photograph(SimulatedDisk.Operation operation) {
    if (holding.compareAndSet(true, false)) {
      held.release();
      go.acquireUninterruptibly();
    }
    Map<Long, List<List<byte[]>>> copy = new HashMap<>();
    synchronized (candidates) {
      candidates.forEach((revision, list) -> copy.put(revision, List.copyOf(list)));
      images.add(
          new Image(
              operation.toString(),
              disk.afterCrash(new Random(random.nextLong())),
              acknowledged.get(),
              copy));
    }
  }

  private void open() {
    journal = Journal.at(FOLDER, options);
    Map<Long, List<byte[]>> found = read(journal);
    long head = journal.head();
    assertThat(head).isGreaterThanOrEqualTo(acknowledged.get());
    synchronized (candidates) {
      found.forEach(
          (revision, records) -> {
            assertAmong(candidates.get(revision), records, revision);
            candidates.put(revision, List.of(records));
          });
      candidates.keySet().removeIf(revision -> revision > head);
      acknowledged.set(head);
      pending = head;
    }
  }

  private void commitGroup(int count) {
    List<CompletableFuture<Outcome<String>>> futures = new ArrayList<>();
    if (count > 1) {
      // The first commit's write is held until the others are queued: they form the next group.
      holding.set(true);
    }
    futures.add(count > 1 ? submit() : submitOne());
    if (count > 1) {
      held.acquireUninterruptibly();
      for (int i = 1; i < count; i++) {
        futures.add(submit());
      }
      go.release();
    }
    futures.forEach(this::settle);
  }

  private CompletableFuture<Outcome<String>> submit() {
    return journal.submit(admission());
  }

  /** Written by the journal's thread, or by this one, which waits. */
  private CompletableFuture<Outcome<String>> submitOne() {
    if (random.nextBoolean()) {
      return submit();
    }
    try {
      return CompletableFuture.completedFuture(journal.append(admission()));
    } catch (MeshException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Admission<String> admission() {
    List<byte[]> records = records();
    long revision = ++pending;
    synchronized (candidates) {
      candidates.computeIfAbsent(revision, r -> new ArrayList<>()).add(records);
    }
    return slot -> {
      assertThat(slot.revision()).isEqualTo(revision);
      return Decision.admit(
          records,
          durable -> {
            // Published before the caller hears of it, and from now on never to be lost.
            synchronized (candidates) {
              candidates.put(revision, List.of(records));
              if (isForced) {
                acknowledged.set(revision);
              }
            }
          });
    };
  }

  private void settle(CompletableFuture<Outcome<String>> future) {
    Outcome<String> outcome = future.join();
    assertThat(outcome).isInstanceOfAny(Outcome.Durable.class, Outcome.Unknown.class);
  }

  private void snapshot() {
    long revision = journal.head();
    if (revision > lastSnapshot) {
      journal.storeSnapshot(revision, out -> out.write(state(revision)));
      lastSnapshot = revision;
      settled(revision);
    }
  }

  /** Without a force of their own, commits are kept for certain below a snapshot or a close. */
  private void settled(long revision) {
    synchronized (candidates) {
      acknowledged.set(Math.max(acknowledged.get(), revision));
    }
  }

  /** A force fails, the store refuses, the system drops pages, and the store opens again. */
  private void failForce() {
    disk.failForceAfter(random.nextInt(2));
    boolean refused = false;
    for (int i = 0; i < 5 && !refused; i++) {
      refused = !submitAlone();
    }
    disk.failForceAfter(-1);
    journal.close();
    disk.evict(new Random(random.nextLong()));
    open();
  }

  private boolean submitAlone() {
    long before = pending;
    CompletableFuture<Outcome<String>> future = submitOne();
    try {
      return future.join().isDurable();
    } catch (java.util.concurrent.CompletionException e) {
      synchronized (candidates) {
        List<List<byte[]>> there = candidates.get(pending);
        there.remove(there.size() - 1);
        if (there.isEmpty()) {
          candidates.remove(pending);
        }
      }
      pending = before;
      return false;
    }
  }

  private List<byte[]> records() {
    List<byte[]> records = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      byte[] record = new byte[random.nextInt(random.nextInt(8) == 0 ? 1500 : 200)];
      random.nextBytes(record);
      records.add(record);
    }
    return records;
  }

  private static byte[] state(long revision) {
    return ByteBuffer.allocate(8).putLong(revision).array();
  }

  /** Opens an image, compares it with the promise, writes to it and opens it again. */
  static void check(Image image, JournalOptions base, Random random) {
    SimulatedDisk disk = image.disk();
    AtomicLong promised = new AtomicLong(image.acknowledged());
    List<Image> again = new ArrayList<>();
    int second = random.nextInt(16);
    disk.observe(
        operation -> {
          if (operation.number() == second) {
            again.add(
                new Image(
                    operation.toString(),
                    disk.afterCrash(random),
                    promised.get(),
                    image.candidates()));
          }
        });
    open(image, base.withDisk(disk), promised);
    // A crash while the first crash was recovered from must lose nothing either.
    for (Image left : again) {
      open(left, base.withDisk(left.disk()), new AtomicLong(left.acknowledged()));
    }
  }

  private static void open(Image image, JournalOptions options, AtomicLong promised) {
    long head;
    long more;
    try (Journal journal = Journal.at(FOLDER, options)) {
      head = journal.head();
      assertThat(head).as("acknowledged commits").isGreaterThanOrEqualTo(promised.get());
      read(journal)
          .forEach(
              (revision, records) -> {
                if (!same(MORE, records)) {
                  assertAmong(image.candidates().get(revision), records, revision);
                }
              });
      more = journal.append(MORE);
      if (options.durability() == Durability.FSYNC) {
        promised.set(more);
      }
    }
    promised.set(more);
    try (Journal journal = Journal.at(FOLDER, options)) {
      assertThat(journal.recovery().closedCleanly()).isTrue();
      assertThat(journal.head()).isEqualTo(head + 1);
      assertAmong(List.of(MORE), read(journal).get(head + 1), head + 1);
    }
  }

  /** All commits, their revisions without gaps, and the snapshot's state. */
  private static Map<Long, List<byte[]>> read(Journal journal) {
    Map<Long, List<byte[]>> found = new HashMap<>();
    long[] next = {journal.oldest()};
    journal.snapshot().ifPresent(snapshot -> checkSnapshot(snapshot, journal));
    if (journal.oldest() > 1) {
      assertThat(journal.snapshot()).isPresent();
    }
    journal.replay(
        journal.oldest(),
        commit -> {
          assertThat(commit.revision()).isEqualTo(next[0]++);
          found.put(commit.revision(), commit.records());
        });
    assertThat(next[0]).isEqualTo(journal.head() + 1);
    return found;
  }

  private static void checkSnapshot(Snapshot snapshot, Journal journal) {
    assertThat(snapshot.revision()).isBetween(journal.oldest() - 1, journal.head());
    try (var content = snapshot.open()) {
      assertThat(content.readAllBytes()).isEqualTo(state(snapshot.revision()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertAmong(
      List<List<byte[]>> candidates, List<byte[]> records, long revision) {
    boolean known =
        candidates != null && candidates.stream().anyMatch(candidate -> same(candidate, records));
    assertThat(known).as("revision %d is one that was written", revision).isTrue();
  }

  private static boolean same(List<byte[]> left, List<byte[]> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!Arrays.equals(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }
}
