package dev.datamesh.testkit.store;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.CommitStore;
import dev.datamesh.core.journal.History;
import dev.datamesh.core.journal.Outcome;
import dev.datamesh.core.journal.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One store in memory with any number of openers, each as far from the others as processes on one
 * database are: it shows what happens where somebody else writes. Safe for use by many threads.
 */
public final class SharedMemoryStore {

  private final Clock clock;
  private final List<Commit> commits = new ArrayList<>();
  private @Nullable Stored snapshot;

  public SharedMemoryStore(Clock clock) {
    this.clock = clock;
  }

  /** One more opener of this store. */
  public CommitStore open() {
    return new Opener();
  }

  private synchronized Outcome<CommitStore.Conflict> append(long expected, List<byte[]> records) {
    if (expected != commits.size()) {
      return new Outcome.Refused<>(new CommitStore.Conflict(commits.size()));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS).plus(1, ChronoUnit.MICROS);
    Instant last = commits.isEmpty() ? now : commits.get(commits.size() - 1).time();
    Instant time = now.isBefore(last) ? last : now;
    List<byte[]> copies = records.stream().map(byte[]::clone).toList();
    commits.add(new Commit(expected + 1, time, copies));
    notifyAll();
    return new Outcome.Durable<>(expected + 1, time);
  }

  private synchronized History.Commits page(long from, int limit) {
    List<Commit> page =
        commits.stream()
            .skip(from - 1)
            .limit(limit)
            .map(
                commit ->
                    new Commit(
                        commit.revision(),
                        commit.time(),
                        commit.records().stream().map(byte[]::clone).toList()))
            .toList();
    return new History.Commits(page, commits.size());
  }

  private synchronized void await(long from, Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    long left = wait.toMillis();
    while (commits.size() < from && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  private synchronized Optional<Snapshot> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  private synchronized void store(Stored newer) {
    if (newer.revision > commits.size()) {
      throw new dev.datamesh.core.InvalidInputException(
          "Cannot store a snapshot of revision %d, the head is %d"
              .formatted(newer.revision, commits.size()));
    }
    if (snapshot == null || newer.revision > snapshot.revision) {
      snapshot = newer;
    }
  }

  private static final class Stored implements Snapshot {

    private final long revision;
    private final byte[] content;

    Stored(long revision, byte[] content) {
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

  /** One opener. */
  private final class Opener implements CommitStore {

    private volatile boolean closed;

    private void requireOpen() {
      if (closed) {
        throw new ClosedException("Cannot use the store in memory, it is closed", "store");
      }
    }

    @Override
    public CompletableFuture<Outcome<Conflict>> append(long expected, List<byte[]> records) {
      try {
        requireOpen();
        if (records.isEmpty()) {
          throw new dev.datamesh.core.InvalidInputException(
              "Cannot write a commit without records");
        }
        return CompletableFuture.completedFuture(SharedMemoryStore.this.append(expected, records));
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    @Override
    public History read(long fromRevision, int limit) {
      requireOpen();
      return page(fromRevision, limit);
    }

    @Override
    public History tail(long fromRevision, int limit, Duration wait) {
      requireOpen();
      try {
        await(fromRevision, wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return page(fromRevision, limit);
    }

    @Override
    public Optional<Snapshot> snapshot() {
      requireOpen();
      return SharedMemoryStore.this.snapshot();
    }

    @Override
    public void storeSnapshot(long revision, Snapshot.Content content) {
      requireOpen();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        content.writeTo(bytes);
      } catch (IOException e) {
        throw new StorageException("Cannot store a snapshot: " + e, "memory", e);
      }
      store(new Stored(revision, bytes.toByteArray()));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
