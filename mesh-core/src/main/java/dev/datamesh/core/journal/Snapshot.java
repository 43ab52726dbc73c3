package dev.datamesh.core.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A stored state as of a revision. What {@link #open()} gives was checked against its checksums.
 * Safe for use by many threads.
 */
public interface Snapshot {

  /** The state includes this revision and nothing above it. */
  long revision();

  /** The size of the content in bytes. */
  long size();

  /**
   * The content, to be closed by the caller.
   *
   * @throws dev.datamesh.core.DamagedDataException from here or from reading, where the bytes are
   *     not what was stored
   */
  InputStream open();

  /** Writes the content of a snapshot. */
  @FunctionalInterface
  interface Content {

    /** Writes everything; the stream is buffered and closed by the journal. */
    void writeTo(OutputStream out) throws IOException;
  }
}
