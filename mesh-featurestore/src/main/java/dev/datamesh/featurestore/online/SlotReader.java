package dev.datamesh.featurestore.online;

import java.util.Arrays;

/**
 * Reads from row slots, in stages where there are many keys: entries of all, then the first lines
 * of all rows, then the rows, so that the loads of a stage do not wait for one another. Java's
 * stand-in for prefetching.
 */
final class SlotReader implements RowReader {

  /** Below this the stages cost more than the misses they hide. */
  private static final int FEW = 4;

  private final RowTable table;

  SlotReader(RowTable table) {
    this.table = table;
  }

  @Override
  public RowLayout layout() {
    return table.layout;
  }

  @Override
  public long version() {
    return table.version();
  }

  @Override
  public void read(
      KeyBuffer keys, int from, int count, ReadPlan.View of, FeatureBuffer target, int view) {
    Projection wanted = of.projection();
    hash(keys, from, count, target.hashes);
    if (count >= FEW) {
      int last = wanted.words()[wanted.words().length - 1];
      target.touched += table.touch(target.hashes, from, count, last, target.slots);
    } else {
      Arrays.fill(target.slots, from, from + count, SlotIndex.NONE);
    }
    if (keys.layout.words == 1) {
      readWords(keys, from, count, wanted, target, view);
    } else {
      readKeys(keys, from, count, wanted, target, view);
    }
  }

  private static void hash(KeyBuffer keys, int from, int count, long[] hashes) {
    if (keys.layout.words == 1) {
      for (int row = from; row < from + count; row++) {
        hashes[row] = KeyLayout.hash(keys.words[row]);
      }
      return;
    }
    for (int row = from; row < from + count; row++) {
      hashes[row] = keys.hash(row);
    }
  }

  /** Reads the rows of keys that are one word each, so never a long text. */
  private void readWords(
      KeyBuffer keys, int from, int count, Projection wanted, FeatureBuffer target, int view) {
    RowPages pages = table.pages();
    for (int row = from; row < from + count; row++) {
      long head = RowPages.OTHER_KEY;
      if (!keys.hasNull(row)) {
        int slot = target.slots[row];
        long key = keys.words[row];
        if (slot >= 0) {
          head = pages.read(slot, key, wanted, target, row);
        }
        if (head == RowPages.OTHER_KEY) {
          head = table.read(key, target.hashes[row], wanted, target, row);
        }
      }
      target.heads[row * target.views + view] = head;
    }
  }

  private void readKeys(
      KeyBuffer keys, int from, int count, Projection wanted, FeatureBuffer target, int view) {
    RowPages pages = table.pages();
    for (int row = from; row < from + count; row++) {
      long head = RowPages.OTHER_KEY;
      if (!keys.hasNull(row)) {
        int slot = target.slots[row];
        if (slot >= 0) {
          head = pages.read(slot, keys, row, wanted, target, row);
        }
        if (head == RowPages.OTHER_KEY) {
          head = table.read(keys, row, target.hashes[row], wanted, target, row);
        }
      }
      target.heads[row * target.views + view] = head;
    }
  }

  /** Reads the row of a key of one word into the first place of a buffer of one view. */
  void read(long key, ReadPlan.View of, FeatureBuffer target) {
    Projection wanted = of.projection();
    target.heads[0] = table.read(key, KeyLayout.hash(key), wanted, target, 0);
  }
}
