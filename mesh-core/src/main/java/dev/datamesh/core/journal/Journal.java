package dev.datamesh.core.journal;

import dev.datamesh.core.disk.Disk;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * An append-only log of commits with snapshots, in a folder or in memory. One opener writes;
 * read-only openers of the same folder may stand beside it, in any process.
 *
 * <p>Safe for use by many threads: admissions are taken one at a time, commits are published in
 * their order, readers see durable commits only and never wait for a writer. An interrupt of a
 * caller does no harm: a write is answered all the same and the thread's flag kept.
 */
public sealed interface Journal extends CommitStore permits HeapJournal, LogJournal {

  /** Opens the journal of a folder for writing, or makes one. */
  static Journal at(Path folder) {
    return at(folder, JournalOptions.standard());
  }

  /**
   * Opens the journal of a folder for writing, or makes one.
   *
   * @throws dev.datamesh.core.StorageException where another opener writes, or the disk refuses
   * @throws dev.datamesh.core.DamagedDataException where a bad record has good ones behind it
   */
  static Journal at(Path folder, JournalOptions options) {
    return options.durability() == Durability.MEMORY
        ? inMemory(options)
        : LogJournal.open(folder, options);
  }

  /** Opens the journal of a folder for reading, beside whoever writes. */
  static Journal readOnly(Path folder) {
    return readOnly(folder, JournalOptions.standard());
  }

  /** Opens the journal of a folder for reading, beside whoever writes. */
  static Journal readOnly(Path folder, JournalOptions options) {
    return LogJournal.openReadOnly(folder, options);
  }

  /**
   * Checks a backup in full and copies it into a folder that is empty or missing.
   *
   * @return the head of the copy
   * @throws dev.datamesh.core.DamagedDataException where the backup is not whole; nothing is copied
   */
  static long restore(Path backup, Path target) {
    return JournalBackup.restore(backup, target, Disk.system());
  }

  /** A journal of this process alone. */
  static Journal inMemory() {
    return inMemory(JournalOptions.standard());
  }

  /** A journal of this process alone; of the options, clock, limits and retention hold. */
  static Journal inMemory(JournalOptions options) {
    return new HeapJournal(options);
  }

  /**
   * Asks the admission, and writes what it admits.
   *
   * @return a future of the outcome, which also fails where the admission threw, or with {@code
   *     StorageException} or {@code ClosedException} where the journal takes no writes: then
   *     nothing was written
   */
  <R> CompletableFuture<Outcome<R>> submit(Admission<R> admission);

  /**
   * Asks the admission, writes what it admits and waits until its outcome is known.
   *
   * @throws dev.datamesh.core.StorageException where the journal takes no writes: disk full, an
   *     earlier failure, opened for reading
   */
  <R> Outcome<R> append(Admission<R> admission);

  /**
   * Writes one commit of these records and waits until it is durable.
   *
   * @return its revision
   * @throws dev.datamesh.core.OutcomeUnknownException where writing failed midway
   * @throws dev.datamesh.core.StorageException where the journal takes no writes
   */
  long append(List<byte[]> records);

  /** The revision of the last durable commit; 0 where there is none. */
  long head();

  /** The first revision that can be read; one more than the head where there is none. */
  long oldest();

  /**
   * Gives the durable commits from a revision to the head, in order, on the calling thread. Each is
   * read and checked once, so that this is how a state is built at opening.
   *
   * @throws dev.datamesh.core.NotFoundException where the revision lies below {@link #oldest()}
   */
  void replay(long fromRevision, Consumer<Commit> each);

  /** What opening found and did. */
  Recovery recovery();

  /** Figures of the journal now. */
  JournalStats stats();

  /**
   * Copies the journal as of its durable head into a folder that is empty or missing, while writing
   * goes on.
   *
   * @return the head of the copy
   */
  long backup(Path target);
}
