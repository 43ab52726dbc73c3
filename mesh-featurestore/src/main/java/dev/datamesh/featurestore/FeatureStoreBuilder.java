package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.spi.LineageSink;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.featurestore.offline.OfflineOptions;
import dev.datamesh.featurestore.offline.OfflineStore;
import dev.datamesh.featurestore.online.HashedRowSlots;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Settings of a store. For one thread at a time. */
public final class FeatureStoreBuilder {

  private Clock clock = Clock.systemUTC();
  private double heapShare = 0.4;
  private Guard guard = Guard.OPEN;
  private LineageSink lineage = LineageSink.NONE;
  private OnDemandFunctions functions = OnDemandFunctions.NONE;
  private @Nullable OnlineStore online;

  FeatureStoreBuilder() {}

  /** Tells ingest and commit times, and the present of online reads. The system's by default. */
  public FeatureStoreBuilder clock(Clock value) {
    clock = value;
    return this;
  }

  /** Is asked before definitions and rows are taken. Lets everybody by default. */
  public FeatureStoreBuilder guard(Guard value) {
    guard = value;
    return this;
  }

  /** Hears which product and fields a view reads when it is applied. */
  public FeatureStoreBuilder lineage(LineageSink value) {
    lineage = value;
    return this;
  }

  /** Registers a function for on-demand views. */
  public FeatureStoreBuilder function(String name, int version, OnDemandFunction function) {
    functions = functions.with(name, version, function);
    return this;
  }

  /** Keeps what is served online. Row slots on the heap by default. */
  public FeatureStoreBuilder online(OnlineStore value) {
    online = value;
    return this;
  }

  /**
   * How much of the heap one view's rows may take, 0.4 by default, of a store in a folder. Joins
   * into a frame refuse a larger view; joins block by block leave it on disk.
   */
  public FeatureStoreBuilder heapShare(double value) {
    if (!(value > 0 && value <= 1)) {
      throw new InvalidInputException(
          "Cannot give a view %s of the heap: above 0, at most 1".formatted(value));
    }
    heapShare = value;
    return this;
  }

  /** A store whose rows are kept in a folder that this opens and holds alone. */
  public FeatureStore at(Path path) {
    DataFolder folder = DataFolder.at(path, JournalOptions.standard().withClock(clock));
    try {
      return new FeatureStore(this, rows(folder), log(folder), folder);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** A store whose rows are kept in a folder that other wings share; it stays open. */
  public FeatureStore at(DataFolder folder) {
    return new FeatureStore(this, rows(folder), log(folder), () -> {});
  }

  /** The registry's journal stands beside the rows'. */
  private static RegistryLog log(DataFolder folder) {
    Path path = folder.folderOf("features").resolve("registry");
    return RegistryLog.in(
        folder.isReadOnly()
            ? Journal.readOnly(path, folder.options())
            : Journal.at(path, folder.options()));
  }

  private StoredRows rows(DataFolder folder) {
    OfflineOptions options = OfflineOptions.standard().withJournal(folder.options());
    Path path = folder.folderOf("features").resolve("offline");
    return new StoredRows(
        folder.isReadOnly() ? OfflineStore.readOnly(path, options) : OfflineStore.at(path, options),
        heapShare);
  }

  /** A store that ends with the process. */
  public FeatureStore inMemory() {
    return new FeatureStore(this);
  }

  OnlineStore online() {
    return online == null ? HashedRowSlots.onHeap() : online;
  }

  Clock clock() {
    return clock;
  }

  Guard guard() {
    return guard;
  }

  LineageSink lineage() {
    return lineage;
  }

  OnDemandFunctions functions() {
    return functions;
  }
}
