package dev.datamesh.core.disk;

import java.io.Closeable;
import java.io.IOException;

/**
 * An open file of a {@link Disk}. What was written is in the file for every reader of this machine
 * at once, and survives a crash of the machine only after a {@code force}.
 *
 * <p>Safe for use by many threads, except that {@link #forceData()} belongs to one thread that
 * nobody interrupts.
 */
public interface DiskFile extends Closeable {

  /** The length in bytes. */
  long size() throws IOException;

  /**
   * Reads up to {@code length} bytes from the position.
   *
   * @return how many were read, fewer only at the end of the file, 0 beyond it
   */
  int read(long position, byte[] target, int offset, int length) throws IOException;

  /** Writes all the bytes at the position, growing the file where it ends before. */
  void write(long position, byte[] source, int offset, int length) throws IOException;

  /** Makes what was written durable, with the file's length; an interrupt does no harm. */
  void force() throws IOException;

  /**
   * Makes what was written below the length of the last {@link #force()} durable. Cheaper than
   * {@code force()}; an interrupt of the calling thread may close the file.
   */
  void forceData() throws IOException;

  /** Whether {@link #writeThrough} works here. */
  default boolean canWriteThrough() {
    return false;
  }

  /**
   * Writes bytes below the length of the last {@link #force()} and makes them durable, in one call
   * that an interrupt does no harm, so that any thread may make it. Only where {@link
   * #canWriteThrough} says so.
   */
  default void writeThrough(long position, byte[] source, int offset, int length)
      throws IOException {
    throw new UnsupportedOperationException("this file cannot write through");
  }

  @Override
  void close() throws IOException;
}
