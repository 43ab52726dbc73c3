package dev.datamesh.core.spi;

import dev.datamesh.core.frame.FrameBlocks;

/**
 * A place that takes rows, such as a file. {@code FrameStorageContract} of mesh-testkit is the kit
 * that an implementation passes. Safe for use by many threads.
 */
public interface FrameSink {

  /**
   * Takes all rows and closes the blocks. The rows are there whole when this returns; where it
   * throws, nothing of them is.
   *
   * @throws dev.datamesh.core.StorageException where there is something already, or no room
   */
  void write(FrameBlocks rows);
}
