package dev.datamesh.featurestore.online;

/** Reads from row slots, in stages where there are many keys. */
record SlotReader(RowTable table) implements RowReader {

  /** Below this the stages cost more than the misses they hide. */
  private static final int FEW = 4;

  @Override
  public RowLayout layout() {
    return table.layout;
  }

  @Override
  public void read(
      KeyBuffer keys,
      long[] hashes,
      int from,
      int count,
      Projection wanted,
      FeatureBuffer target,
      int view) {
    if (count >= FEW) {
      int last = wanted.words()[wanted.words().length - 1];
      target.touched += table.touch(hashes, from, count, last, target.slots);
    }
    for (int row = from; row < from + count; row++) {
      long head = RowPages.OTHER_KEY;
      if (!keys.hasNull(row)) {
        head = table.read(keys, row, hashes[row], wanted, target, row);
      }
      target.heads[row * target.views + view] = head;
    }
  }
}
