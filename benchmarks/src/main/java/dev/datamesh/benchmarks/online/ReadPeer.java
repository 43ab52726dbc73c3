package dev.datamesh.benchmarks.online;

import dev.datamesh.featurestore.online.Memory;
import java.util.function.Supplier;

/** Who is read: ours in its kinds, then peers. */
public enum ReadPeer {
  SLOTS("slots", () -> new SlotReads(Memory.HEAP)),
  SLOTS_OFF_HEAP("slots off heap", () -> new SlotReads(Memory.DIRECT)),
  SLOTS_BY_TEXT("slots, 20-character keys", SlotReads.ByText::new),
  FLAT_ARRAYS("flat arrays", FlatReads::new),
  CONCURRENT_HASH_MAP("ConcurrentHashMap", MapReads::new),
  MAP_OF_FACTS("map of the same facts", MapReads.OfFacts::new),
  CAFFEINE("Caffeine", MapReads.Cached::new),
  ROCKS_DB("RocksDB", ByteReads.Rocks::new),
  REDIS("Redis (Jedis)", ByteReads.Redis::new);

  private final String label;
  private final Supplier<Reads> opening;

  ReadPeer(String label, Supplier<Reads> opening) {
    this.label = label;
    this.opening = opening;
  }

  /** Opens it with all entities in it. */
  Reads open() {
    return opening.get();
  }

  boolean isSlow() {
    return this == ROCKS_DB || this == REDIS;
  }

  /** Whether another process does the work, so that wall time counts. */
  boolean isServer() {
    return this == REDIS;
  }

  @Override
  public String toString() {
    return label;
  }
}
