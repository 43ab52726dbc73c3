package dev.datamesh.featurestore.offline;

import java.util.Iterator;

/**
 * Rows of a table block by block, ordered by key, event time, created time and sequence across all
 * blocks. Read once, then close. For one thread at a time.
 */
public interface RowBlocks extends Iterator<RowBlock>, AutoCloseable {

  @Override
  void close();
}
