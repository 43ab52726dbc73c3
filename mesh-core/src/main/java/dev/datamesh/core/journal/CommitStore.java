package dev.datamesh.core.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The SPI under the catalog: an ordered store of commits that one process or many write to. The
 * {@link Journal} is the embedded one; a database by JDBC can be another. Nothing here supposes
 * that the state lies in this process's memory.
 *
 * <p>Safe for use by many threads: appends are atomic, a reader sees only durable commits, in
 * order.
 */
public interface CommitStore extends AutoCloseable {

  /**
   * Appends one commit if the store's last revision, queued ones included, is the expected one.
   * Calls take effect in the order in which they are made by one thread, or under one lock; none
   * need be awaited before the next.
   *
   * @param records not empty, whole or not at all; the arrays belong to the store from here on
   * @return durable, refused with the conflicting head, or unknown; fails with a {@code
   *     StorageException} or {@code ClosedException} where the store takes no writes
   */
  CompletableFuture<Outcome<Conflict>> append(long expectedRevision, List<byte[]> records);

  /** Reads up to {@code limit} durable commits from a revision on. */
  History read(long fromRevision, int limit);

  /**
   * Like {@link #read}, but waits until there is a commit at the revision, or until the time is up,
   * the thread is interrupted or the store closed, and then answers without commits.
   */
  History tail(long fromRevision, int limit, Duration wait);

  /** The newest snapshot that is whole. */
  Optional<Snapshot> snapshot();

  /**
   * Stores a snapshot: it is there whole or not at all. A revision not above that of the newest
   * snapshot changes nothing.
   *
   * @param revision at most the durable head
   */
  void storeSnapshot(long revision, Snapshot.Content content);

  /** Ends the use of the store once what is pending is answered; a second call does nothing. */
  @Override
  void close();

  /**
   * The store has gone on.
   *
   * @param head its last revision, queued ones included
   */
  record Conflict(long head) {}
}
