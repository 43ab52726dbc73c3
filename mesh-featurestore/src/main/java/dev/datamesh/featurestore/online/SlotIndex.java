package dev.datamesh.featurestore.online;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Open addressing from hash to slot. An entry of 32 bits holds the slot plus one in as many low
 * bits as the table's size needs, and bits of the hash in the rest, so that a probe rarely visits a
 * row for nothing. Readers probe without a lock; a table that is full is replaced by a larger one,
 * and who still reads the old one sees the rows that were there when he began.
 */
final class SlotIndex {

  static final int NONE = -1;
  static final int SMALLEST_BITS = 6;
  static final int LARGEST_BITS = 30;

  /** How many entries {@link #probable} looks at; they may lie on two lines. */
  private static final int LOOKED_AT = 4;

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

  /** The entry at a place; 0 is empty. */
  int entry(int place) {
    return (int) ENTRIES.getAcquire(entries, place & mask);
  }

  /** The slot that the entry may stand for, or {@link #NONE}. */
  int candidate(int entry, long hash) {
    int tag = (int) (hash >>> 32) & tagMask;
    int slot = (entry & mask) - 1;
    return (entry & tagMask) == tag && slot != mask - 1 ? slot : NONE;
  }

  /**
   * The slot that one of the first entries stands for, probably the key's, or {@link #NONE}.
   * Computed without branches: which entry it is cannot be foretold, and a core that guesses wrong
   * has nothing to do until the entries have come.
   */
  int probable(long hash) {
    int tag = (int) (hash >>> 32) & tagMask;
    int place = start(hash);
    int first = entry(place);
    int second = entry(place + 1);
    int third = entry(place + 2);
    int fourth = entry(place + 3);
    int chosen = fourth;
    chosen = choose(third, chosen, tag);
    chosen = choose(second, chosen, tag);
    chosen = choose(first, chosen, tag);
    int slot = (chosen & mask) - 1;
    return slot == mask - 1 ? NONE : slot;
  }

  /** The entry if it has the tag, else the other. */
  private int choose(int entry, int other, int tag) {
    int differs = (entry & tagMask) ^ tag;
    int isOther = (differs | -differs) >> 31;
    return (other & isOther) | (entry & ~isOther);
  }

  /** Loads the entries of hashes, each not waiting for the one before. */
  long touch(long[] hashes, int from, int count) {
    int[] all = entries;
    long sum = 0;
    for (int i = from; i < from + count; i++) {
      int place = (int) hashes[i];
      sum += all[place & mask] + all[(place + LOOKED_AT - 1) & mask];
    }
    return sum;
  }

  /** Adds a slot whose row is in place. Under the table's lock. */
  void add(long hash, int slot) {
    int place = start(hash);
    while (entries[place] != 0) {
      place = (place + 1) & mask;
    }
    taken++;
    ENTRIES.setRelease(entries, place, ((int) (hash >>> 32) & tagMask) | (slot + 1));
  }

  /** Leaves a mark where the slot was, over which later probes step. Under the table's lock. */
  void remove(long hash, int slot) {
    for (int place = start(hash); entries[place] != 0; place = (place + 1) & mask) {
      if ((entries[place] & mask) == slot + 1) {
        ENTRIES.setRelease(entries, place, mask);
        return;
      }
    }
  }
}
