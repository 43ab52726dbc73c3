package dev.datamesh.featurestore;

import dev.datamesh.core.StorageException;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.featurestore.offline.OfflineOptions;
import dev.datamesh.featurestore.offline.OfflineStore;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps in a folder: the registry's journal, the offline store, the tail of pushes
 * before it, the marks of what is served, and what is served. The last three only for whoever
 * writes.
 */
final class FeatureFolder implements AutoCloseable {

  private final Path path;

  /** The journal that earlier builds kept beside the folder. */
  private final Path earlier;

  private final JournalOptions options;
  private final SteadyClock clock;
  private final RegistryLog log;
  private final StoredRows rows;
  private final @Nullable Journal marks;
  private final AutoCloseable data;

  private FeatureFolder(
      Path path,
      Path earlier,
      JournalOptions options,
      SteadyClock clock,
      RegistryLog log,
      StoredRows rows,
      @Nullable Journal marks,
      AutoCloseable data) {
    this.path = path;
    this.earlier = earlier;
    this.options = options;
    this.clock = clock;
    this.log = log;
    this.rows = rows;
    this.marks = marks;
    this.data = data;
  }

  /** Opens the folder of features; with it the last is closed. */
  static FeatureFolder open(DataFolder data, double heapShare, Clock clock, AutoCloseable closed) {
    SteadyClock steady = new SteadyClock(data.options().clock());
    JournalOptions options = data.options().withClock(steady);
    Path path = data.folderOf("features");
    boolean reading = data.isReadOnly();
    Journal registry = journal(path.resolve("registry"), data.options(), reading);
    OfflineStore store = null;
    try {
      OfflineOptions offline = OfflineOptions.standard().withJournal(options);
      Path segments = path.resolve("offline");
      store =
          reading ? OfflineStore.readOnly(segments, offline) : OfflineStore.at(segments, offline);
      Journal marks = reading ? null : Journal.at(path.resolve("marks"), options);
      return new FeatureFolder(
          path,
          data.folderOf("feature-rows"),
          options,
          steady,
          RegistryLog.in(registry),
          new StoredRows(store, heapShare, clock),
          marks,
          closed);
    } catch (RuntimeException e) {
      if (store != null) {
        store.close();
      }
      registry.close();
      throw e;
    }
  }

  private static Journal journal(Path path, JournalOptions options, boolean reading) {
    return reading ? Journal.readOnly(path, options) : Journal.at(path, options);
  }

  RegistryLog log() {
    return log;
  }

  StoredRows rows() {
    return rows;
  }

  /** Where what is served may be in files. */
  OnlineSnapshots.@Nullable Place snapshots() {
    return marks == null ? null : new OnlineSnapshots.Place(options.disk(), path.resolve("online"));
  }

  /** Takes up what an earlier process left, and takes rows from now on. */
  Intake intake(OfflineRows offline, OnlineRows online, RegistryBook book, TailLimits limits) {
    if (marks == null) {
      return new ReadOnlyIntake(rows, online, book::commitTime);
    }
    Marks marked = new Marks(marks, path.resolve("marks"), online, book);
    marked.replay();
    PushTail tail =
        new PushTail(new TailFolder(options, path.resolve("tail")), rows, marked, clock, limits);
    tail.open(marked.generation(), marked.end(), book::find);
    offline.awaits(tail);
    Moving moving = new Moving(earlier, options, rows, online, tail, marked, book);
    moving.move();
    return new StoredIntake(rows, online, tail, marked, moving, book, limits);
  }

  @Override
  public void close() {
    // Each has a lock of its own: one that fails must not keep the others.
    try {
      rows.close();
    } finally {
      try {
        if (marks != null) {
          marks.close();
        }
      } finally {
        try {
          log.close();
        } finally {
          closeData();
        }
      }
    }
  }

  private void closeData() {
    try {
      data.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new StorageException("Cannot close the feature store: " + e, path.toString(), e);
    }
  }
}
