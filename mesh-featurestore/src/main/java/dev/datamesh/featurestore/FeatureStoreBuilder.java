package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.spi.FrameFormat;
import dev.datamesh.core.spi.LineageSink;
import dev.datamesh.core.spi.MetricsListener;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.featurestore.online.HashedRowSlots;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of a store. For one thread at a time. */
public final class FeatureStoreBuilder {

  private Clock clock = Clock.systemUTC();
  private double heapShare = 0.4;
  private Guard guard = Guard.OPEN;
  private LineageSink lineage = LineageSink.NONE;
  private OnDemandFunctions functions = OnDemandFunctions.NONE;
  private FrameFormats formats = FrameFormats.FOUND;
  private @Nullable OnlineStore online;
  private MetricsListener metrics = MetricsListener.NONE;
  private Duration tolerance = Duration.ofHours(1);
  private TailLimits tailLimits = TailLimits.STANDARD;

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

  /**
   * Hears how many keys were asked for online, as {@code features.online.keys} by domain and view,
   * in steps of up to about a thousand.
   */
  public FeatureStoreBuilder metrics(MetricsListener value) {
    metrics = value;
    return this;
  }

  /** Registers a function for on-demand views. */
  public FeatureStoreBuilder function(String name, int version, OnDemandFunction function) {
    functions = functions.with(name, version, function);
    return this;
  }

  /**
   * Reads and writes files of a format. What connectors announce, such as mesh-parquet, is found
   * without this.
   */
  public FeatureStoreBuilder format(FrameFormat value) {
    formats = formats.with(value);
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
      return stored(folder, folder);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * A store whose rows are kept in a folder that other wings share; it stays open. Of a folder that
   * was opened for reading, a store sees rows that were ingested, and rows that were pushed as of
   * the writer's last flush: when it last read offline itself, made a checkpoint, closed, or had
   * some thousands of pushes waiting. Its definitions are those that there were when it was opened.
   */
  public FeatureStore at(DataFolder folder) {
    return stored(folder, () -> {});
  }

  private FeatureStore stored(DataFolder data, AutoCloseable closed) {
    FeatureFolder folder = FeatureFolder.open(data, heapShare, clock, closed);
    try {
      return new FeatureStore(this, folder);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** A store that ends with the process. */
  public FeatureStore inMemory() {
    return new FeatureStore(this, null);
  }

  /** How far in the future an event time may lie when it is pushed. An hour by default. */
  public FeatureStoreBuilder futureTolerance(Duration value) {
    if (value.isNegative()) {
      throw new InvalidInputException(
          "Cannot tolerate event times %s in the future: expected at least 0".formatted(value));
    }
    tolerance = value;
    return this;
  }

  /** When pushed rows become segments, for tests. */
  FeatureStoreBuilder tailLimits(TailLimits value) {
    tailLimits = value;
    return this;
  }

  TailLimits tailLimits() {
    return tailLimits;
  }

  FrameFormats formats() {
    return formats;
  }

  Duration tolerance() {
    return tolerance;
  }

  OnlineStore online() {
    return online == null ? HashedRowSlots.onHeap() : online;
  }

  MetricsListener metrics() {
    return metrics;
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
