package dev.datamesh.featurestore;

import dev.datamesh.core.access.Guard;
import dev.datamesh.core.spi.LineageSink;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.featurestore.online.HashedRowSlots;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Settings of a store. For one thread at a time. */
public final class FeatureStoreBuilder {

  private Clock clock = Clock.systemUTC();
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
