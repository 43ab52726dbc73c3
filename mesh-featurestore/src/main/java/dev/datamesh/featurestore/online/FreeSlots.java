package dev.datamesh.featurestore.online;

import java.util.Arrays;

/**
 * Which slots a table's next rows take: those of erased rows first, then the one behind the last.
 * While somebody goes through all slots they are pinned: none is taken again, so that no key comes
 * twice. Under the table's lock.
 */
final class FreeSlots {

  private int[] erased = new int[16];
  private int count;
  private int end;
  private int pins;

  /** Behind the last slot that was ever taken. */
  int end() {
    return end;
  }

  /** Takes a slot. */
  int take() {
    return available() > 0 ? erased[--count] : end++;
  }

  /** How many slots of erased rows may be taken. */
  int available() {
    return pins > 0 ? 0 : count;
  }

  /** Gives an erased row's slot back. */
  void give(int slot) {
    if (count == erased.length) {
      erased = Arrays.copyOf(erased, count * 2);
    }
    erased[count++] = slot;
  }

  /** Takes all slots up to an end. */
  void takeUpTo(int newEnd) {
    end = newEnd;
  }

  void pin() {
    pins++;
  }

  void unpin() {
    pins--;
  }
}
