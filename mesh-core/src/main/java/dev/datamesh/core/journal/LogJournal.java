package dev.datamesh.core.journal;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A journal in a folder, whose files docs/journal-format.md describes. */
final class LogJournal implements Journal {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final LogFolder folder;
  private final LogHistory history;
  private final LogView view;
  private final Recovery recovery;
  private final @Nullable LogTail tail;
  private final @Nullable LogWriter writer;
  private final Closeable lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LogJournal(
      LogFolder folder,
      JournalOptions options,
      LogView view,
      Recovery recovery,
      @Nullable LogTail tail,
      Closeable lock) {
    this.folder = folder;
    this.history = new LogHistory(folder);
    this.view = view;
    this.recovery = recovery;
    this.tail = tail;
    this.writer =
        tail == null ? null : new LogWriter(folder.path().toString(), options, tail, view::publish);
    this.lock = lock;
  }

  static LogJournal open(Path path, JournalOptions options) {
    LogFolder folder = new LogFolder(options.disk(), path);
    Closeable lock = lock(folder);
    try {
      LogOpening.Opened opened = new LogOpening(folder).open();
      report(folder, opened.recovery());
      LogTail tail = new LogTail(folder, options, opened);
      LogJournal journal =
          new LogJournal(
              folder, options, LogView.ofWriter(tail.end()), opened.recovery(), tail, lock);
      if (journal.writer != null) {
        journal.writer.start();
      }
      return journal;
    } catch (IOException e) {
      release(lock);
      throw folder.failed("open", e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  static LogJournal openReadOnly(Path path, JournalOptions options) {
    LogFolder folder = new LogFolder(options.disk(), path);
    try {
      LogView view = LogView.ofReader(folder);
      return new LogJournal(folder, options, view, Recovery.NOTHING, null, () -> {});
    } catch (IOException e) {
      throw folder.failed("open", e);
    }
  }

  private static Closeable lock(LogFolder folder) {
    try {
      folder.disk().createFolders(folder.path());
      return folder.disk().lock(folder.path().resolve(LogFolder.LOCK));
    } catch (Disk.LockedException e) {
      throw new StorageException(
          "Cannot open the journal in %s for writing, somebody writes to it: %s; open it for"
                  .formatted(folder.path(), e.getMessage())
              + " reading",
          folder.path().toString(),
          e);
    } catch (IOException e) {
      throw folder.failed("open", e);
    }
  }

  private static void release(Closeable lock) {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("Cannot release the lock of a journal", e);
    }
  }

  private static void report(LogFolder folder, Recovery recovery) {
    if (recovery.tornBytes() > 0) {
      LOG.warn(
          "Journal {}: cut an unfinished write of {} bytes off the end, kept as {}",
          folder.path(),
          recovery.tornBytes(),
          recovery.tornFile());
    }
    recovery.notes().forEach(note -> LOG.warn("Journal {}: {}", folder.path(), note));
  }

  @Override
  public <R> CompletableFuture<Outcome<R>> submit(Admission<R> admission) {
    if (writer == null) {
      return CompletableFuture.failedFuture(
          closed.get()
              ? new ClosedException("Cannot use " + this + ", it is closed", toString())
              : new StorageException(
                  "Cannot write to " + this + ", it was opened for reading", toString()));
    }
    return writer.submit(admission);
  }

  @Override
  public <R> Outcome<R> append(Admission<R> admission) {
    return writer == null ? Waiting.join(submit(admission)) : writer.append(admission);
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
    Limits.checkPage(fromRevision, limit);
    requireOpen();
    for (int attempt = 0; ; attempt++) {
      LogEnd end = current();
      if (fromRevision < end.manifest().oldest()) {
        return new History.Compacted(end.manifest().oldest());
      }
      try {
        return new History.Commits(history.page(end, fromRevision, limit), end.mark().revision());
      } catch (IOException e) {
        // The piece may have been dropped meanwhile: then a newer end says so.
        if (attempt == 2) {
          throw folder.failed("read", e);
        }
      }
    }
  }

  @Override
  public History tail(long fromRevision, int limit, Duration wait) {
    requireOpen();
    view.await(fromRevision, Waiting.nanos(wait), closed::get);
    return closed.get()
        ? new History.Commits(List.of(), view.end().mark().revision())
        : read(fromRevision, limit);
  }

  @Override
  public void replay(long fromRevision, Consumer<Commit> each) {
    Limits.checkPage(fromRevision, 1);
    requireOpen();
    LogEnd end = current();
    if (fromRevision < end.manifest().oldest()) {
      throw new NotFoundException(
          "Cannot read from revision %d of %s, history starts at %d"
              .formatted(fromRevision, this, end.manifest().oldest()),
          "revision " + fromRevision);
    }
    try {
      history.replay(end, fromRevision, each);
    } catch (IOException e) {
      throw folder.failed("read", e);
    }
  }

  @Override
  public Optional<Snapshot> snapshot() {
    requireOpen();
    Manifest manifest = current().manifest();
    DamagedDataException damage = null;
    try {
      for (int i = manifest.snapshots().size() - 1; i >= 0; i--) {
        long revision = manifest.snapshots().get(i);
        try {
          return Optional.of(
              SnapshotFile.check(
                  folder.disk(), folder.snapshot(revision), manifest.journalId(), revision));
        } catch (DamagedDataException e) {
          LOG.warn("Journal {}: {}; the one before it serves", folder.path(), e.getMessage());
          damage = e;
        }
      }
    } catch (IOException e) {
      throw folder.failed("read a snapshot of", e);
    }
    if (damage != null && manifest.oldest() > 1) {
      throw damage;
    }
    return Optional.empty();
  }

  @Override
  public void storeSnapshot(long revision, Snapshot.Content content) {
    requireOpen();
    if (writer == null || tail == null) {
      throw new StorageException(
          "Cannot store a snapshot in " + this + ", it was opened for reading", toString());
    }
    LogTail log = tail;
    synchronized (log) {
      LogEnd end = view.end();
      Limits.checkSnapshot(revision, end.mark().revision());
      if (revision > end.manifest().newestSnapshot()) {
        writer.onThread(adopt(log, revision, writeAside(end, revision, content)));
      }
    }
  }

  private Path writeAside(LogEnd end, long revision, Snapshot.Content content) {
    Path aside = folder.path().resolve(folder.snapshot(revision).getFileName() + Manifest.ASIDE);
    try {
      SnapshotFile.write(folder.disk(), aside, end.manifest().journalId(), revision, content);
      return aside;
    } catch (IOException e) {
      throw folder.failed("store a snapshot in", e);
    }
  }

  private LogWriter.Body adopt(LogTail log, long revision, Path aside) {
    return () -> {
      folder.disk().rename(aside, folder.snapshot(revision));
      folder.disk().forceFolder(folder.path());
      log.addSnapshot(revision);
      history.retain(log.end().manifest());
    };
  }

  @Override
  public long head() {
    return current().mark().revision();
  }

  @Override
  public long oldest() {
    return current().manifest().oldest();
  }

  @Override
  public Recovery recovery() {
    return recovery;
  }

  @Override
  public JournalStats stats() {
    requireOpen();
    LogEnd end = current();
    Manifest manifest = end.manifest();
    try {
      LogSizes sizes = LogSizes.of(folder, end);
      return new JournalStats(
          manifest.oldest(),
          end.mark().revision(),
          manifest.newestSnapshot(),
          sizes.logBytes(),
          sizes.reservedBytes(),
          manifest.pieces().size(),
          tail == null ? 0 : tail.forces(),
          writer == null ? 0 : writer.commits());
    } catch (IOException e) {
      throw folder.failed("measure", e);
    }
  }

  @Override
  public long backup(Path target) {
    requireOpen();
    return JournalBackup.copy(folder, current(), target);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (writer != null) {
        writer.close();
      }
      view.wake();
      history.close();
    } catch (IOException e) {
      throw folder.failed("close", e);
    } finally {
      release(lock);
    }
  }

  private LogEnd current() {
    try {
      return view.current();
    } catch (IOException e) {
      throw folder.failed("read", e);
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new ClosedException("Cannot use " + this + ", it is closed", toString());
    }
  }

  @Override
  public String toString() {
    return "the journal in " + folder.path();
  }
}
