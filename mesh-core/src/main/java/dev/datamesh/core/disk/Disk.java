package dev.datamesh.core.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where durable parts keep their bytes: the file system, or a simulated one in tests.
 *
 * <p>A created, renamed or deleted name survives a crash of the machine only after {@link
 * #forceFolder} of its folder. Safe for use by many threads.
 */
public interface Disk {

  /** The file system of the JVM. */
  static Disk system() {
    return new SystemDisk();
  }

  /** Creates a file, readable and writable by its owner alone, and opens it for both. */
  DiskFile create(Path file) throws IOException;

  /** Opens a file for reading and writing. */
  DiskFile openForWriting(Path file) throws IOException;

  /** Opens a file for reading. */
  DiskFile openForReading(Path file) throws IOException;

  /** Gives a file a new name that nothing has yet, atomically. */
  void rename(Path from, Path to) throws IOException;

  /** Deletes a file where it exists. */
  void delete(Path file) throws IOException;

  /** Whether a file or folder has this name. */
  boolean exists(Path file) throws IOException;

  /** The names of the files in a folder, sorted; empty where there is no such folder. */
  List<String> list(Path folder) throws IOException;

  /** Makes a folder and those above it that are missing, for their owner alone. */
  void createFolders(Path folder) throws IOException;

  /** Makes the names of a folder durable, where the system can force a folder. */
  void forceFolder(Path folder) throws IOException;

  /** Deletes a folder that has nothing but files, for good; nothing where there is none. */
  default void deleteFolder(Path folder) throws IOException {
    List<String> files = list(folder);
    if (files.isEmpty() && !exists(folder)) {
      return;
    }
    for (String name : files) {
      delete(folder.resolve(name));
    }
    forceFolder(folder);
    delete(folder);
    Path parent = folder.getParent();
    if (parent != null) {
      forceFolder(parent);
    }
  }

  /**
   * Takes the operating system's exclusive lock on a file, which is made where it is missing.
   *
   * @return the lock, released by closing it
   * @throws LockedException where somebody holds it, in this process or another
   */
  Closeable lock(Path file) throws IOException;

  /** Somebody else holds the lock. */
  final class LockedException extends IOException {

    private static final long serialVersionUID = 1L;

    public LockedException(String message) {
      super(message);
    }
  }
}
