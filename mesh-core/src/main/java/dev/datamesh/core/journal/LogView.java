package dev.datamesh.core.journal;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The durable end of a log as readers see it: told by the writer of this process, or looked up in
 * the manifest and the head file that another process writes. Safe for use by many threads.
 */
final class LogView {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int CHUNK = 256 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final @Nullable LogFolder watched;
  private volatile LogEnd end;

  private LogView(LogEnd end, @Nullable LogFolder watched) {
    this.end = end;
    this.watched = watched;
  }

  static LogView ofWriter(LogEnd end) {
    return new LogView(end, null);
  }

  static LogView ofReader(LogFolder folder) throws IOException {
    Manifest manifest =
        folder
            .manifest()
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "Cannot open the journal in " + folder.path() + ", there is none",
                        folder.path().toString()));
    LogView view = new LogView(new LogEnd(manifest, manifest.durable()), folder);
    view.current();
    return view;
  }

  LogEnd end() {
    return end;
  }

  void publish(LogEnd newer) {
    end = newer;
    wake();
  }

  void wake() {
    lock.lock();
    try {
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The end now, looked up where another process writes. */
  LogEnd current() throws IOException {
    LogFolder folder = watched;
    if (folder == null) {
      return end;
    }
    lock.lock();
    try {
      Optional<Manifest> newest = folder.manifest();
      if (newest.isPresent() && newest.get().sequence() > end.manifest().sequence()) {
        Manifest manifest = newest.get();
        Mark known = end.mark();
        boolean isAhead =
            known.piece() == manifest.durable().piece()
                && known.offset() > manifest.durable().offset();
        end = new LogEnd(manifest, isAhead ? known : manifest.durable());
      }
      end = new LogEnd(end.manifest(), advance(folder, end));
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Goes on over whole groups up to what the head file names, or what a later group proves. */
  private static Mark advance(LogFolder folder, LogEnd from) throws IOException {
    Manifest manifest = from.manifest();
    Optional<HeadFile.Slot> slot =
        HeadFile.read(folder.disk(), folder.path(), manifest.journalId())
            .filter(head -> head.mark().piece() == from.mark().piece());
    long named = slot.map(head -> head.mark().offset()).orElse(from.mark().offset());
    try (DiskFile file = folder.openPiece(manifest, from.mark().piece())) {
      PieceScanner scanner =
          new PieceScanner(file, manifest.journalId(), from.mark(), file.size(), CHUNK);
      Mark proven = from.mark();
      while (scanner.look() == PieceScanner.Found.GROUP) {
        if (!scanner.isUnforced()) {
          proven = scanner.place();
        }
        scanner.step();
        if (scanner.place().offset() <= named) {
          proven = scanner.place();
        }
      }
      if (slot.isPresent() && slot.get().forced() && proven.offset() < named) {
        throw new DamagedDataException(
            "Cannot read the journal in %s, %s is damaged at byte %,d"
                .formatted(
                    folder.path(),
                    folder.piece(proven.piece()).getFileName(),
                    scanner.place().offset()),
            folder.piece(proven.piece()).toString(),
            scanner.place().offset());
      }
      return proven;
    }
  }

  /** Waits until there is a commit at the revision, the time is up, or the caller must end. */
  void await(long revision, long nanos, BooleanSupplier ended) {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !ended.getAsBoolean() && current().mark().revision() < revision) {
        if (watched == null) {
          left = grown.awaitNanos(left);
        } else {
          long step = Math.min(left, POLL_NANOS);
          left -= step - grown.awaitNanos(step);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The read that follows meets the same failure and tells it.
      return;
    } finally {
      lock.unlock();
    }
  }
}
