package dev.datamesh.testkit.disk;

import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import dev.datamesh.testkit.disk.SimulatedFile.Keep;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A disk in memory. What is written is seen at once by every reader, and survives a crash only
 * where it was forced: everything else may be there, may be missing, in any order, torn at the
 * borders of sectors; names that were made, changed or removed likewise, until their folder is
 * forced. A force can be made to fail, after which the system takes the lost pages for clean. The
 * disk can be full.
 *
 * <p>Safe for use by many threads: each operation is atomic.
 */
public final class SimulatedDisk implements Disk {

  /**
   * One operation that changes the disk, as an observer sees it: applied, not yet returned.
   *
   * @param number from 1, over the disk's life
   * @param kind such as {@code write} or {@code force}
   */
  public record Operation(long number, String kind, Path file) {

    @Override
    public String toString() {
      return number + " " + kind + " " + file.getFileName();
    }
  }

  /** A change of a name that no force of its folder has made durable yet. */
  private record NameChange(Path file, SimulatedFile made) {}

  private final int sector;
  private final Map<Path, SimulatedFile> names = new TreeMap<>();
  private final Map<Path, SimulatedFile> durableNames = new TreeMap<>();
  private final List<List<NameChange>> pendingNames = new ArrayList<>();
  private final Set<Path> locks = new HashSet<>();
  private Consumer<Operation> observer = operation -> {};
  private long operations;
  private long capacity = Long.MAX_VALUE;
  private int forcesUntilFailure = -1;
  private boolean readOnly;

  /** An empty disk whose writes tear at multiples of this, 512 or 4,096. */
  public SimulatedDisk(int sectorBytes) {
    this.sector = sectorBytes;
  }

  /** Calls somebody within every operation that changes the disk; in an order, one at a time. */
  public synchronized void observe(Consumer<Operation> watcher) {
    observer = watcher;
  }

  /** How many operations have changed the disk. */
  public synchronized long operations() {
    return operations;
  }

  /** From now on, files take at most this much. */
  public synchronized void limitTo(long bytes) {
    capacity = bytes;
  }

  /** The force after this many more fails, 0 for the next one; negative for none. */
  public synchronized void failForceAfter(int forces) {
    forcesUntilFailure = forces;
  }

  /** From now on, nothing can be written. */
  public synchronized void makeReadOnly() {
    readOnly = true;
  }

  /** The bytes that all files take. */
  public synchronized long used() {
    return names.values().stream().mapToLong(SimulatedFile::length).sum();
  }

  /** Changes bits of one byte of a file, as if the platter had. */
  public synchronized void flip(Path file, long offset, int mask) throws IOException {
    find(file).flip(offset, mask);
  }

  /** After a failed force: drops some of the lost pages, so that readers see the old ones. */
  public synchronized void evict(Random random) {
    names.values().forEach(file -> file.evict(random));
  }

  /** A new disk as a crash at this moment would leave it; this one goes on. */
  public synchronized SimulatedDisk afterCrash(Random random) {
    int choice = random.nextInt(10);
    Keep keep = choice == 0 ? Keep.NOTHING : choice == 1 ? Keep.EVERYTHING : Keep.ANYTHING;
    SimulatedDisk left = new SimulatedDisk(sector);
    Map<Path, SimulatedFile> surviving = new TreeMap<>(durableNames);
    boolean inOrder = random.nextBoolean();
    int prefix = inOrder ? random.nextInt(pendingNames.size() + 1) : pendingNames.size();
    for (int i = 0; i < prefix; i++) {
      boolean kept =
          switch (keep) {
            case NOTHING -> false;
            case EVERYTHING -> true;
            case ANYTHING -> inOrder || random.nextBoolean();
          };
      if (kept) {
        apply(pendingNames.get(i), surviving);
      }
    }
    IdentityHashMap<SimulatedFile, SimulatedFile> copies = new IdentityHashMap<>();
    surviving.forEach(
        (path, file) -> {
          SimulatedFile copy =
              copies.computeIfAbsent(file, original -> original.afterCrash(random, keep));
          left.names.put(path, copy);
          left.durableNames.put(path, copy);
        });
    return left;
  }

  /** A new disk with the same files, all of them durable. */
  public synchronized SimulatedDisk copy() {
    SimulatedDisk copy = new SimulatedDisk(sector);
    names.forEach(
        (path, file) -> {
          SimulatedFile same = file.afterCrash(new Random(0), Keep.EVERYTHING);
          copy.names.put(path, same);
          copy.durableNames.put(path, same);
        });
    return copy;
  }

  private static void apply(List<NameChange> changes, Map<Path, SimulatedFile> to) {
    for (NameChange change : changes) {
      if (change.made() == GONE) {
        to.remove(change.file());
      } else {
        to.put(change.file(), change.made());
      }
    }
  }

  private static final SimulatedFile GONE = new SimulatedFile(512);

  private void did(String kind, Path file) {
    observer.accept(new Operation(++operations, kind, file));
  }

  private void requireWritable() throws IOException {
    if (readOnly) {
      throw new IOException("Read-only file system");
    }
  }

  private SimulatedFile find(Path file) throws NoSuchFileException {
    SimulatedFile found = names.get(file);
    if (found == null) {
      throw new NoSuchFileException(file.toString());
    }
    return found;
  }

  @Override
  public synchronized DiskFile create(Path file) throws IOException {
    requireWritable();
    if (names.containsKey(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    SimulatedFile made = new SimulatedFile(sector);
    names.put(file, made);
    pendingNames.add(List.of(new NameChange(file, made)));
    did("create", file);
    return new Handle(file, made);
  }

  @Override
  public synchronized DiskFile openForWriting(Path file) throws IOException {
    requireWritable();
    return new Handle(file, find(file));
  }

  @Override
  public synchronized DiskFile openForReading(Path file) throws IOException {
    return new Handle(file, find(file));
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    requireWritable();
    SimulatedFile file = find(from);
    if (names.containsKey(to)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    names.remove(from);
    names.put(to, file);
    pendingNames.add(List.of(new NameChange(from, GONE), new NameChange(to, file)));
    did("rename", to);
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    requireWritable();
    if (names.remove(file) != null) {
      pendingNames.add(List.of(new NameChange(file, GONE)));
      did("delete", file);
    }
  }

  @Override
  public synchronized boolean exists(Path file) {
    return names.containsKey(file);
  }

  @Override
  public synchronized List<String> list(Path folder) {
    return names.keySet().stream()
        .filter(path -> folder.equals(path.getParent()))
        .map(path -> path.getFileName().toString())
        .sorted()
        .toList();
  }

  @Override
  public void createFolders(Path folder) {
    // Folders are where files are.
  }

  @Override
  public synchronized void forceFolder(Path folder) {
    pendingNames.removeIf(
        changes -> {
          boolean here = folder.equals(changes.get(0).file().getParent());
          if (here) {
            apply(changes, durableNames);
          }
          return here;
        });
    did("force names", folder);
  }

  @Override
  public synchronized Closeable lock(Path file) throws LockedException {
    if (!locks.add(file)) {
      throw new LockedException("somebody holds " + file);
    }
    return () -> {
      synchronized (this) {
        locks.remove(file);
      }
    };
  }

  /** One open file. */
  private final class Handle implements DiskFile {

    private final Path path;
    private final SimulatedFile file;
    private boolean closed;

    Handle(Path path, SimulatedFile file) {
      this.path = path;
      this.file = file;
    }

    private void requireOpen() throws IOException {
      if (closed) {
        throw new IOException("Stream Closed");
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (SimulatedDisk.this) {
        requireOpen();
        return file.length();
      }
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
      synchronized (SimulatedDisk.this) {
        requireOpen();
        return file.read(position, target, offset, length);
      }
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
      synchronized (SimulatedDisk.this) {
        requireOpen();
        requireWritable();
        long growth = Math.max(0, position + length - file.length());
        if (used() + growth > capacity) {
          throw new IOException("No space left on device");
        }
        file.write(position, source, offset, length);
        did("write", path);
      }
    }

    @Override
    public void force() throws IOException {
      force(true);
    }

    @Override
    public void forceData() throws IOException {
      force(false);
    }

    @Override
    public boolean canWriteThrough() {
      return true;
    }

    @Override
    public void writeThrough(long position, byte[] source, int offset, int length)
        throws IOException {
      synchronized (SimulatedDisk.this) {
        write(position, source, offset, length);
        force(false);
      }
    }

    private void force(boolean length) throws IOException {
      synchronized (SimulatedDisk.this) {
        requireOpen();
        // Whoever crashes within the force finds any part of it done.
        did("force", path);
        if (forcesUntilFailure >= 0 && forcesUntilFailure-- == 0) {
          file.giveUp();
          throw new IOException("Input/output error");
        }
        if (length) {
          file.force();
        } else {
          file.forceData();
        }
      }
    }

    @Override
    public void close() {
      synchronized (SimulatedDisk.this) {
        closed = true;
      }
    }
  }
}
