package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Version;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The intake of a store in memory: one push after another. */
final class MemoryIntake implements Intake {

  private final OfflineRows offline;
  private final OnlineRows online;
  private final RegistryBook book;
  private long nextSequence;
  private volatile boolean closed;

  MemoryIntake(OfflineRows offline, OnlineRows online, RegistryBook book) {
    this.offline = offline;
    this.online = online;
    this.book = book;
  }

  @Override
  public Pushed push(Version<FeatureView> version, Frame rows, PushTarget target) {
    FeatureView view = version.definition();
    try (ServedPush push = new ServedPush(online, view, rows).makeRoom(book.served(view, target))) {
      return taken(version, rows, target, push);
    }
  }

  private synchronized Pushed taken(
      Version<FeatureView> version, Frame rows, PushTarget target, ServedPush push) {
    FeatureView view = version.definition();
    requireOpen();
    book.require(version);
    long first = nextSequence;
    nextSequence += rows.rows();
    Instant time = book.commitTime();
    long commit = Micros.down(time);
    online.change(
        () -> {
          offline.ingest(view.name(), new OfflineRows.Ingest(view, rows, commit, first, target));
          push.serve(book.served(view, target), commit, first);
        });
    return Intake.pushed(view, rows, first, time);
  }

  @Override
  public Pushed ingest(Version<FeatureView> version, Frame rows) {
    return push(version, rows, PushTarget.OFFLINE);
  }

  @Override
  public void flush() {
    requireOpen(); // Rows are read where they are.
  }

  private void requireOpen() {
    if (closed) {
      throw FeatureStore.isClosed();
    }
  }

  @Override
  public void materialized(String table, OnlineRun run, long rows) {
    online.materialized(table, run, rows, book.commitTime());
  }

  @Override
  public synchronized <T> T emptied(Supplier<T> removal) {
    return removal.get();
  }

  @Override
  public synchronized long erase(Map<String, ?> key) {
    requireOpen();
    // No table may be made of the rows meanwhile.
    return online.changing(
        () -> {
          long rows = 0;
          for (String view : book.registry().views().keySet()) {
            Set<ErasedKey> meant = new LinkedHashSet<>();
            for (Version<FeatureView> version : book.versions(view)) {
              ErasedKey erased = ErasedKey.of(version.definition().keys(), key);
              if (erased != null) {
                meant.add(erased);
              }
            }
            for (ErasedKey erased : meant) {
              rows += offline.erase(view, erased);
            }
          }
          online.erase(key, book::servedVersions);
          return rows;
        });
  }

  @Override
  public long settled() {
    return 0;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
