package dev.datamesh.featurestore;

import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Version;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The intake of a store that was opened for reading: what it materializes it serves alone, and
 * forgets.
 */
final class ReadOnlyIntake implements Intake {

  private final StoredRows stored;
  private final OnlineRows online;
  private final Supplier<Instant> commitTime;

  ReadOnlyIntake(StoredRows stored, OnlineRows online, Supplier<Instant> commitTime) {
    this.stored = stored;
    this.online = online;
    this.commitTime = commitTime;
  }

  @Override
  public Pushed push(Version<FeatureView> version, Frame rows, PushTarget target) {
    return ingest(version, rows);
  }

  @Override
  public Pushed ingest(Version<FeatureView> version, Frame rows) {
    throw new StorageException(
        "Cannot take rows of view \"%s\", the feature store was opened for reading: %s"
            .formatted(version.definition().name(), stored.store()),
        stored.store().toString());
  }

  @Override
  public void flush() {
    // What the writer has not flushed is not seen here.
  }

  @Override
  public void materialized(String table, OnlineRun run, long rows) {
    online.materialized(table, run, rows, commitTime.get());
  }

  @Override
  public <T> T emptied(Supplier<T> removal) {
    return removal.get();
  }

  @Override
  public long erase(Map<String, ?> key) {
    return stored.erase(key);
  }

  @Override
  public long settled() {
    return 0;
  }

  @Override
  public void close() {
    // Nothing of it is kept.
  }
}
