package dev.datamesh.featurestore.online;

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
    for (int row = from; row < from + count; row++) {
      target.hashes[row] = keys.hash(row);
    }
    if (count >= FEW) {
      int last = of.projection().words()[of.projection().words().length - 1];
      target.touched += table.touch(target.hashes, from, count, last, target.slots);
      readTouched(keys, from, count, of, target, view);
      return;
    }
    for (int row = from; row < from + count; row++) {
      long head = RowPages.OTHER_KEY;
      if (!keys.hasNull(row)) {
        head = table.read(keys, row, target.hashes[row], of.projection(), target, row);
      }
      target.judge(row, view, of, head);
    }
  }

  private void readTouched(
      KeyBuffer keys, int from, int count, ReadPlan.View of, FeatureBuffer target, int view) {
    Projection wanted = of.projection();
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
      target.judge(row, view, of, head);
    }
  }

  /** Reads the row of a whole number into the first place of a buffer of one view. */
  void read(long key, ReadPlan.View of, FeatureBuffer target) {
    target.judge(0, 0, of, table.read(key, of.projection(), target));
  }
}
