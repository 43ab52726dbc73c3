package dev.datamesh.core.frame;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Schema;
import java.util.NoSuchElementException;

/** A frame cut into blocks. */
final class SlicedBlocks implements FrameBlocks {

  private final Frame frame;
  private final int rowsPerBlock;
  private long next;

  SlicedBlocks(Frame frame, int rowsPerBlock) {
    if (rowsPerBlock < 1) {
      throw new InvalidInputException(
          "Cannot cut a frame into blocks of %d rows: expected at least 1".formatted(rowsPerBlock));
    }
    this.frame = frame;
    this.rowsPerBlock = rowsPerBlock;
  }

  @Override
  public Schema schema() {
    return frame.schema();
  }

  @Override
  public boolean hasNext() {
    return next < frame.rows();
  }

  @Override
  public Frame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int[] rows = new int[(int) Math.min(rowsPerBlock, frame.rows() - next)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Math.toIntExact(next++);
    }
    return frame.take(rows);
  }

  @Override
  public void close() {
    next = frame.rows();
  }
}
