package dev.datamesh.featurestore.online;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Open addressing from hash to slot. An entry of 32 bits holds the slot in as many low bits as the
 * table's size needs, and a tag in the rest: bits of the hash, so that a probe rarely visits a row
 * for nothing, and the highest bit, which empty entries and those of erased keys do not have.
 * Readers probe without a lock; a table that is full is replaced by a larger one, and who still
 * reads the old one sees the rows that were there when he began.
 *
 * <p>What a reader does with an entry is little on purpose, two instructions to refuse it and one
 * to take it: whatever waits for an entry that is not in the caches fills the core's scheduler, and
 * the next reads' misses no longer overlap with this one's.
 */
final class SlotIndex {

  static final int NONE = -1;
  static final int EMPTY = 0;
  private static final int ERASED = 1;
  private static final int IN_USE = 1 << 31;
  static final int SMALLEST_BITS = 6;
  static final int LARGEST_BITS = 30;

  private static final VarHandle ENTRIES = MethodHandles.arrayElementVarHandle(int[].class);

  final int mask;
  private final int[] entries;
  private final int tagMask;

  /** Entries taken, those of erased keys included. */
  private int taken;

  SlotIndex(int bits) {
    this.entries = new int[1 << bits];
    this.mask = entries.length - 1;
    this.tagMask = ~mask;
  }

  static long bytes(int bits) {
    return 4L << bits;
  }

  int bits() {
    return Integer.numberOfTrailingZeros(entries.length);
  }

  /** How many entries may be taken before the table is to grow. */
  int room() {
    return (int) (roomOf(bits()) - taken);
  }

  static long roomOf(int bits) {
    return (7L << bits) / 10;
  }

  int start(long hash) {
    return (int) hash & mask;
  }

  /** What the entry of a key with this hash has above its slot. */
  int tag(long hash) {
    return ((int) (hash >>> 32) & tagMask) | IN_USE;
  }

  /** The entry at a place. */
  int entry(int place) {
    return (int) ENTRIES.getAcquire(entries, place & mask);
  }

  /** Whether the entry may be that of a key with this tag. */
  boolean hasTag(int entry, int tag) {
    return ((entry ^ tag) & tagMask) == 0;
  }

  int slot(int entry) {
    return entry & mask;
  }

  /** The first slot that may be that of a key with this hash, or {@link #NONE}. */
  int firstSlot(long hash) {
    int tag = tag(hash);
    for (int place = start(hash); ; place++) {
      int entry = entry(place);
      if (hasTag(entry, tag)) {
        return slot(entry);
      }
      if (entry == EMPTY) {
        return NONE;
      }
    }
  }

  /** Loads the entries of hashes, each not waiting for the one before. */
  long touch(long[] hashes, int from, int count) {
    int[] all = entries;
    long sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += all[(int) hashes[i] & mask];
    }
    return sum;
  }

  /** Adds a slot whose row is in place. Under the table's lock. */
  void add(long hash, int slot) {
    int place = start(hash);
    while (entries[place] != EMPTY) {
      place = (place + 1) & mask;
    }
    taken++;
    ENTRIES.setRelease(entries, place, tag(hash) | slot);
  }

  /** Leaves a mark where the slot was, over which later probes step. Under the table's lock. */
  void remove(long hash, int slot) {
    int entry = tag(hash) | slot;
    for (int place = start(hash); entries[place] != EMPTY; place = (place + 1) & mask) {
      if (entries[place] == entry) {
        ENTRIES.setRelease(entries, place, ERASED);
        return;
      }
    }
  }
}
