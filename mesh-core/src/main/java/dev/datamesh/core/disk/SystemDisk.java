package dev.datamesh.core.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file system. Reads and writes go through {@link RandomAccessFile}, because a {@link
 * FileChannel} is closed by an interrupt of the thread that uses it.
 */
final class SystemDisk implements Disk {

  /**
   * Whether a write to a file opened for synchronous writing is as durable as a force: on Linux it
   * is; elsewhere it may stop at the cache of the device.
   */
  private static final boolean WRITES_THROUGH =
      System.getProperty("os.name", "").startsWith("Linux");

  @Override
  public DiskFile create(Path file) throws IOException {
    Files.createFile(file, ownerOnly(file, "rw-------"));
    return openForWriting(file);
  }

  @Override
  public DiskFile openForWriting(Path file) throws IOException {
    requireFile(file);
    return new OpenFile(file, new RandomAccessFile(file.toFile(), "rw"), WRITES_THROUGH);
  }

  @Override
  public DiskFile openForReading(Path file) throws IOException {
    requireFile(file);
    return new OpenFile(file, new RandomAccessFile(file.toFile(), "r"), false);
  }

  private static void requireFile(Path file) throws NoSuchFileException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public boolean exists(Path file) {
    return Files.exists(file);
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Override
  public void createFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
      if (parent != null) {
        forceFolder(parent);
      }
    }
  }

  @Override
  public void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folder as a file; its file systems log names by themselves.
      return;
    }
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    if (!Files.exists(file)) {
      try {
        Files.createFile(file, ownerOnly(file, "rw-------"));
      } catch (FileAlreadyExistsException e) {
        // Another opener made it between the two calls: the lock decides who writes.
      }
    }
    RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
    try {
      FileLock lock = opened.getChannel().tryLock();
      if (lock != null) {
        return opened;
      }
    } catch (OverlappingFileLockException e) {
      opened.close();
      throw new LockedException("this process holds " + file);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    opened.close();
    throw new LockedException("another process holds " + file);
  }

  private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** One open file; position and transfer are two calls, hence the lock. */
  private static final class OpenFile implements DiskFile {

    private final Path path;
    private final RandomAccessFile file;
    private final boolean canWriteThrough;
    private @Nullable RandomAccessFile through;

    OpenFile(Path path, RandomAccessFile file, boolean canWriteThrough) {
      this.path = path;
      this.file = file;
      this.canWriteThrough = canWriteThrough;
    }

    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public synchronized int read(long position, byte[] target, int offset, int length)
        throws IOException {
      file.seek(position);
      int done = 0;
      while (done < length) {
        int count = file.read(target, offset + done, length - done);
        if (count < 0) {
          break;
        }
        done += count;
      }
      return done;
    }

    @Override
    public synchronized void write(long position, byte[] source, int offset, int length)
        throws IOException {
      file.seek(position);
      file.write(source, offset, length);
    }

    @Override
    public void force() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void forceData() throws IOException {
      file.getChannel().force(false);
    }

    @Override
    public boolean canWriteThrough() {
      return canWriteThrough;
    }

    @Override
    public synchronized void writeThrough(long position, byte[] source, int offset, int length)
        throws IOException {
      RandomAccessFile target = through;
      if (target == null) {
        target = new RandomAccessFile(path.toFile(), "rwd");
        through = target;
      }
      target.seek(position);
      target.write(source, offset, length);
    }

    @Override
    public synchronized void close() throws IOException {
      try {
        if (through != null) {
          through.close();
        }
      } finally {
        file.close();
      }
    }
  }
}
