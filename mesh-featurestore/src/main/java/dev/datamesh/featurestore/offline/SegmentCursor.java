package dev.datamesh.featurestore.offline;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Goes through a segment's wanted rows in order, a block at a time. For one thread at a time. */
final class SegmentCursor {

  private final Segment segment;
  private final TableLayout layout;
  private final RowSelection selection;
  private int nextBlock;
  private @Nullable RowBlock block;
  private int row;

  SegmentCursor(Segment segment, TableLayout layout, RowSelection selection) {
    this.segment = segment;
    this.layout = layout;
    this.selection = selection;
  }

  Segment segment() {
    return segment;
  }

  /** The next block that has wanted rows, with those alone; null at the end. */
  @Nullable RowBlock nextBlock() throws IOException {
    SegmentFooter footer = segment.footer();
    while (nextBlock < footer.blocks().size()) {
      int number = nextBlock++;
      if (selection.mayHaveRows(footer.blocks().get(number), segment.ref().sequenceBase())) {
        RowBlock read = selection.selected(segment.block(number, layout));
        if (read.rows() > 0) {
          return read;
        }
      }
    }
    return null;
  }

  /** Moves to the first row of the next block; false at the end. */
  boolean advanceBlock() throws IOException {
    block = nextBlock();
    row = 0;
    return block != null;
  }

  RowBlock block() {
    if (block == null) {
      throw new IllegalStateException("no block");
    }
    return block;
  }

  int row() {
    return row;
  }

  /** Moves on within the block; false behind its last row. */
  boolean advanceRow() {
    return ++row < block().rows();
  }

  /** Orders cursors by the rows they stand at. */
  int compareTo(SegmentCursor other) {
    RowBlock mine = block();
    RowBlock theirs = other.block();
    for (int i = 0; i < mine.keyCells().size(); i++) {
      int order = mine.keyCells().get(i).compare(row, theirs.keyCells().get(i), other.row);
      if (order != 0) {
        return order;
      }
    }
    int order = Long.compare(mine.events()[row], theirs.events()[other.row]);
    long @Nullable [] created = mine.created();
    long @Nullable [] otherCreated = theirs.created();
    if (order == 0 && created != null && otherCreated != null) {
      order = Long.compare(created[row], otherCreated[other.row]);
    }
    return order != 0 ? order : Long.compare(mine.sequences()[row], theirs.sequences()[other.row]);
  }
}
