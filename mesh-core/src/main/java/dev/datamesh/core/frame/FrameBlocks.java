package dev.datamesh.core.frame;

import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A table as a stream of frames of one schema, for what is larger than memory. Read once, then
 * close. For one thread at a time.
 */
public interface FrameBlocks extends Iterator<Frame>, AutoCloseable {

  /** The schema of every block. */
  Schema schema();

  @Override
  void close();

  /** Reads what is left into one frame, and closes. */
  default Frame collect() {
    try (this) {
      List<Frame> blocks = new ArrayList<>();
      forEachRemaining(blocks::add);
      return blocks.size() == 1 ? blocks.get(0) : FrameBuilder.concat(schema(), blocks);
    }
  }
}
