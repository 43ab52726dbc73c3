package dev.datamesh.featurestore.offline;

import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file system without forcing, for tests that never crash. */
final class UnforcedDisk implements Disk {

  private final Disk disk = Disk.system();

  @Override
  public DiskFile create(Path file) throws IOException {
    return new Unforced(disk.create(file));
  }

  @Override
  public DiskFile openForWriting(Path file) throws IOException {
    return new Unforced(disk.openForWriting(file));
  }

  @Override
  public DiskFile openForReading(Path file) throws IOException {
    return disk.openForReading(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public boolean exists(Path file) throws IOException {
    return disk.exists(file);
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public void createFolders(Path folder) throws IOException {
    disk.createFolders(folder);
  }

  @Override
  public void forceFolder(Path folder) {}

  @Override
  public Closeable lock(Path file) throws IOException {
    return disk.lock(file);
  }

  private record Unforced(DiskFile file) implements DiskFile {

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
      return file.read(position, target, offset, length);
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
      file.write(position, source, offset, length);
    }

    @Override
    public void force() {}

    @Override
    public void forceData() {}

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
