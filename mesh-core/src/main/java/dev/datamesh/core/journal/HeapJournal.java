package dev.datamesh.core.journal;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.StorageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A journal in this process's memory: a commit is published by the thread that makes it. */
final class HeapJournal implements Journal {

  private final JournalOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final List<Commit> commits = new ArrayList<>();
  private long dropped;
  private Instant lastTime = Instant.MIN;
  private @Nullable HeapSnapshot newest;
  private @Nullable HeapSnapshot older;
  private boolean closed;

  HeapJournal(JournalOptions options) {
    this.options = options;
  }

  @Override
  public <R> CompletableFuture<Outcome<R>> submit(Admission<R> admission) {
    try {
      return CompletableFuture.completedFuture(append(admission));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public <R> Outcome<R> append(Admission<R> admission) {
    lock.lock();
    try {
      requireOpen();
      Instant time = CommitTime.next(lastTime, options.clock());
      long revision = dropped + commits.size() + 1;
      Decision<R> decision = admission.decide(new Admission.Slot(revision, time));
      if (decision instanceof Decision.Refuse<R> refuse) {
        return new Outcome.Refused<>(refuse.reason());
      }
      Decision.Admit<R> admit = (Decision.Admit<R>) decision;
      Limits.check(admit.records(), options);
      commits.add(new Commit(revision, time, copies(admit.records())));
      lastTime = time;
      Outcome.Durable<R> durable = new Outcome.Durable<>(revision, time);
      grown.signalAll();
      admit.whenDurable().accept(durable);
      return durable;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long append(List<byte[]> records) {
    return Waiting.revisionOf(this.<Void>append(slot -> Decision.admit(records)));
  }

  @Override
  public CompletableFuture<Outcome<Conflict>> append(long expectedRevision, List<byte[]> records) {
    return submit(Waiting.expecting(expectedRevision, records));
  }

  @Override
  public History read(long fromRevision, int limit) {
    lock.lock();
    try {
      requireOpen();
      return page(fromRevision, limit);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public History tail(long fromRevision, int limit, Duration wait) {
    lock.lock();
    try {
      requireOpen();
      long left = Waiting.nanos(wait);
      while (left > 0 && !closed && fromRevision > dropped + commits.size()) {
        left = grown.awaitNanos(left);
      }
      return page(fromRevision, limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return page(fromRevision, limit);
    } finally {
      lock.unlock();
    }
  }

  private History page(long from, int limit) {
    Limits.checkPage(from, limit);
    long head = dropped + commits.size();
    if (from <= dropped) {
      return new History.Compacted(dropped + 1);
    }
    if (from > head) {
      return new History.Commits(List.of(), head);
    }
    int first = (int) (from - dropped - 1);
    int end = (int) Math.min(commits.size(), (long) first + limit);
    List<Commit> page = new ArrayList<>(end - first);
    for (Commit commit : commits.subList(first, end)) {
      page.add(new Commit(commit.revision(), commit.time(), copies(commit.records())));
    }
    return new History.Commits(page, head);
  }

  @Override
  public void replay(long fromRevision, Consumer<Commit> each) {
    long next = fromRevision;
    long end = head();
    while (next <= end) {
      if (read(next, 1024) instanceof History.Commits page) {
        page.commits().stream().filter(commit -> commit.revision() <= end).forEach(each);
        next += page.commits().size();
      } else {
        throw new NotFoundException(
            "Cannot read from revision %d, history starts at %d".formatted(next, oldest()),
            "revision " + next);
      }
    }
  }

  @Override
  public Optional<Snapshot> snapshot() {
    lock.lock();
    try {
      requireOpen();
      return Optional.ofNullable(newest);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void storeSnapshot(long revision, Snapshot.Content content) {
    Limits.checkSnapshot(revision, head());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      content.writeTo(bytes);
    } catch (IOException e) {
      throw new StorageException("Cannot store a snapshot: " + e.getMessage(), "memory", e);
    }
    lock.lock();
    try {
      requireOpen();
      if (newest == null || revision > newest.revision()) {
        older = newest;
        newest = new HeapSnapshot(revision, bytes.toByteArray());
        drop();
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop() {
    Retention retention = options.retention();
    if (older == null || retention.keepsAll()) {
      return;
    }
    long head = dropped + commits.size();
    Instant horizon = options.clock().instant().minus(retention.age());
    int count = 0;
    while (count < commits.size()
        && commits.get(count).revision() <= older.revision()
        && commits.get(count).revision() <= head - retention.revisions()
        && !commits.get(count).time().isAfter(horizon)) {
      count++;
    }
    commits.subList(0, count).clear();
    dropped += count;
  }

  @Override
  public long head() {
    lock.lock();
    try {
      return dropped + commits.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long oldest() {
    lock.lock();
    try {
      return dropped + 1;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Recovery recovery() {
    return Recovery.NOTHING;
  }

  @Override
  public JournalStats stats() {
    lock.lock();
    try {
      long bytes =
          commits.stream()
              .flatMap(commit -> commit.records().stream())
              .mapToLong(record -> record.length)
              .sum();
      long head = dropped + commits.size();
      long snapshotRevision = newest == null ? 0 : newest.revision();
      return new JournalStats(dropped + 1, head, snapshotRevision, bytes, bytes, 0, 0, head);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long backup(Path target) {
    throw new InvalidInputException(
        "Cannot back up a journal in memory into " + target + ": it has no files");
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException("Cannot use the journal in memory, it is closed", "journal");
    }
  }

  private static List<byte[]> copies(List<byte[]> records) {
    return records.stream().map(byte[]::clone).toList();
  }

  private static final class HeapSnapshot implements Snapshot {

    private final long revision;
    private final byte[] content;

    HeapSnapshot(long revision, byte[] content) {
      this.revision = revision;
      this.content = content;
    }

    @Override
    public long revision() {
      return revision;
    }

    @Override
    public long size() {
      return content.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(content);
    }
  }
}
