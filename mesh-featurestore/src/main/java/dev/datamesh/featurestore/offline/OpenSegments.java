package dev.datamesh.featurestore.offline;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The segments that somebody reads, each open once. A segment that was given up is deleted when its
 * last reader has gone. Safe for use by many threads.
 */
final class OpenSegments implements AutoCloseable {

  private final Disk disk;
  private final Path folder;
  private final Map<String, Use> open = new HashMap<>();
  private final Set<String> doomed = new HashSet<>();
  private boolean closed;

  OpenSegments(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** An open segment and how many read it. */
  private static final class Use {
    private final Segment segment;
    private int readers;

    Use(Segment segment) {
      this.segment = segment;
    }
  }

  synchronized Segment acquire(SegmentRef ref) throws IOException {
    if (closed) {
      throw new ClosedException(
          "Cannot read %s, the store is closed".formatted(folder), folder.toString());
    }
    Use use = open.get(ref.file());
    if (use == null) {
      use = new Use(Segment.open(disk, folder, ref));
      open.put(ref.file(), use);
    }
    use.readers++;
    return use.segment;
  }

  synchronized void release(Segment segment) throws IOException {
    Use use = open.get(segment.ref().file());
    if (use != null && use.segment == segment) {
      use.readers--;
      if (use.readers == 0 && doomed.remove(segment.ref().file())) {
        drop(segment.ref().file());
      }
    }
  }

  /** Deletes a file, at once or where somebody reads it after that. */
  synchronized void delete(String file) throws IOException {
    Use use = open.get(file);
    if (use != null && use.readers > 0) {
      doomed.add(file);
    } else {
      drop(file);
    }
  }

  /**
   * Deletes a file although it may be read: its readers keep what they have where the system lets
   * an open file go; elsewhere it goes with its last reader.
   */
  synchronized void deleteNow(String file) throws IOException {
    Use use = open.get(file);
    if (use == null || use.readers == 0) {
      drop(file);
      return;
    }
    doomed.add(file);
    try {
      disk.delete(folder.resolve(file));
    } catch (IOException e) {
      // Windows: the last reader's release deletes it.
      return;
    }
  }

  private void drop(String file) throws IOException {
    Use use = open.remove(file);
    if (use != null) {
      use.segment.close();
    }
    disk.delete(folder.resolve(file));
  }

  /** Closes what nobody reads among files that a newer state no longer names. */
  synchronized void forget(Set<String> named) throws IOException {
    for (String file : Set.copyOf(open.keySet())) {
      Use use = open.get(file);
      if (use != null && use.readers == 0 && !named.contains(file)) {
        open.remove(file);
        use.segment.close();
      }
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    for (Use use : open.values()) {
      use.segment.close();
    }
    open.clear();
  }
}
