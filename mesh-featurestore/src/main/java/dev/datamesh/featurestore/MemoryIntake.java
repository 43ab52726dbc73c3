package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Version;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The intake of a store in memory: one push after another. */
final class MemoryIntake implements Intake {

  private final OfflineRows offline;
  private final OnlineRows online;
  private final Supplier<Instant> commitTime;
  private long nextSequence;

  MemoryIntake(OfflineRows offline, OnlineRows online, Supplier<Instant> commitTime) {
    this.offline = offline;
    this.online = online;
    this.commitTime = commitTime;
  }

  @Override
  public Pushed push(
      Version<FeatureView> version,
      List<Version<FeatureView>> served,
      Frame rows,
      PushTarget target) {
    FeatureView view = version.definition();
    try (ServedPush push =
        new ServedPush(online, view, target.online() ? served : List.of(), rows).makeRoom()) {
      return taken(view, rows, target, push);
    }
  }

  private synchronized Pushed taken(
      FeatureView view, Frame rows, PushTarget target, ServedPush push) {
    long first = nextSequence;
    nextSequence += rows.rows();
    Instant time = commitTime.get();
    long commit = Micros.down(time);
    online.change(
        () -> {
          offline.ingest(view.name(), new OfflineRows.Ingest(rows, commit, first, target));
          push.serve(commit, first);
        });
    return Intake.pushed(view, rows, first, time);
  }

  @Override
  public Pushed ingest(Version<FeatureView> version, Frame rows) {
    return push(version, List.of(), rows, PushTarget.OFFLINE);
  }

  @Override
  public void flush() {
    // Rows are read where they are.
  }

  @Override
  public void materialized(String table, OnlineRun run, long rows) {
    online.materialized(table, run, rows, commitTime.get());
  }

  @Override
  public synchronized <T> T emptied(Supplier<T> removal) {
    return removal.get();
  }

  @Override
  public synchronized long erase(Map<String, ?> key, List<List<Version<FeatureView>>> versions) {
    long rows = 0;
    for (List<Version<FeatureView>> each : versions) {
      String view = each.get(0).definition().name();
      Set<ErasedKey> meant = new LinkedHashSet<>();
      for (Version<FeatureView> version : each) {
        ErasedKey erased = ErasedKey.of(version.definition().keys(), key);
        if (erased != null) {
          meant.add(erased);
        }
      }
      for (ErasedKey erased : meant) {
        rows += offline.erase(view, erased);
      }
    }
    online.erase(key);
    return rows;
  }

  @Override
  public long settled() {
    return 0;
  }

  @Override
  public void close() {
    // Ends with the process.
  }
}
