package dev.datamesh.core.journal;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A snapshot as a file: a header, blocks that each carry their number and checksum, and a block
 * without content at the end. A block is served only after its checksum was compared.
 *
 * @param size of the content in bytes
 */
record SnapshotFile(Disk disk, Path path, long journalId, long revision, long size)
    implements Snapshot {

  private static final byte[] MAGIC = "MESHSNAP".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 64;
  private static final int CRC_AT = 60;
  private static final int BLOCK_HEADER = 16;
  private static final int BLOCK = 64 << 10;

  /** Writes a file of this name durably; the folder's names are the caller's to force. */
  static void write(Disk disk, Path path, long journalId, long revision, Content content)
      throws IOException {
    disk.delete(path);
    try (DiskFile file = disk.create(path)) {
      file.write(0, header(journalId, revision), 0, HEADER);
      Blocks blocks = new Blocks(file, journalId);
      try (OutputStream out = new BufferedOutputStream(blocks, BLOCK)) {
        content.writeTo(out);
      }
      file.force();
    }
  }

  private static byte[] header(long journalId, long revision) {
    byte[] bytes = new byte[HEADER];
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    Bytes.putInt(bytes, 8, Piece.VERSION);
    Bytes.putInt(bytes, 12, HEADER);
    Bytes.putLong(bytes, 16, journalId);
    Bytes.putLong(bytes, 24, revision);
    Bytes.putInt(bytes, CRC_AT, Bytes.crc(bytes, 0, CRC_AT));
    return bytes;
  }

  /** Reads the whole file and compares every checksum. */
  static SnapshotFile check(Disk disk, Path path, long journalId, long revision)
      throws IOException {
    long size = 0;
    try (BlockReader reader = new BlockReader(disk, path, journalId, revision)) {
      byte[] bytes = new byte[BLOCK];
      for (int count = reader.read(bytes, 0, BLOCK);
          count >= 0;
          count = reader.read(bytes, 0, BLOCK)) {
        size += count;
      }
    }
    return new SnapshotFile(disk, path, journalId, revision, size);
  }

  @Override
  public InputStream open() {
    try {
      return new BufferedInputStream(new BlockReader(disk, path, journalId, revision), BLOCK);
    } catch (IOException e) {
      throw new StorageException("Cannot read the snapshot " + path + ": " + e, path.toString(), e);
    }
  }

  /** Cuts what is written into blocks. */
  private static final class Blocks extends OutputStream {

    private final DiskFile file;
    private final long journalId;
    private final byte[] block = new byte[BLOCK_HEADER + BLOCK];
    private int filled;
    private long index;
    private long position = HEADER;
    private boolean closed;

    Blocks(DiskFile file, long journalId) {
      this.file = file;
      this.journalId = journalId;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int part = Math.min(length - done, BLOCK - filled);
        System.arraycopy(bytes, from + done, block, BLOCK_HEADER + filled, part);
        filled += part;
        done += part;
        if (filled == BLOCK) {
          put();
        }
      }
    }

    private void put() throws IOException {
      Bytes.putInt(block, 4, filled);
      Bytes.putLong(block, 8, index++);
      Bytes.putInt(block, 0, Bytes.crc(journalId, block, 4, BLOCK_HEADER - 4 + filled));
      file.write(position, block, 0, BLOCK_HEADER + filled);
      position += BLOCK_HEADER + filled;
      filled = 0;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        if (filled > 0) {
          put();
        }
        put();
      }
    }
  }

  /** Reads block by block. */
  private static final class BlockReader extends InputStream {

    private final DiskFile file;
    private final Path path;
    private final long journalId;
    private final byte[] block = new byte[BLOCK_HEADER + BLOCK];
    private long position = HEADER;
    private long index;
    private int filled;
    private int taken;
    private boolean ended;

    BlockReader(Disk disk, Path path, long journalId, long revision) throws IOException {
      this.file = disk.openForReading(path);
      this.path = path;
      this.journalId = journalId;
      byte[] found = new byte[HEADER];
      int count = file.read(0, found, 0, HEADER);
      if (count == HEADER && Arrays.equals(found, 0, 8, MAGIC, 0, 8)) {
        Piece.requireKnown(Bytes.getInt(found, 8), path);
      }
      if (count < HEADER || !Arrays.equals(found, header(journalId, revision))) {
        file.close();
        throw damaged(0);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (taken == filled && !ended) {
        next();
      }
      if (ended) {
        return -1;
      }
      int part = Math.min(length, filled - taken);
      System.arraycopy(block, BLOCK_HEADER + taken, target, from, part);
      taken += part;
      return part;
    }

    private void next() throws IOException {
      int count = file.read(position, block, 0, BLOCK_HEADER);
      int length = count == BLOCK_HEADER ? Bytes.getInt(block, 4) : -1;
      if (length < 0
          || length > BLOCK
          || Bytes.getLong(block, 8) != index
          || file.read(position + BLOCK_HEADER, block, BLOCK_HEADER, length) < length
          || Bytes.getInt(block, 0) != Bytes.crc(journalId, block, 4, BLOCK_HEADER - 4 + length)) {
        throw damaged(position);
      }
      position += BLOCK_HEADER + length;
      index++;
      filled = length;
      taken = 0;
      ended = length == 0;
      if (ended && file.size() != position) {
        throw damaged(position);
      }
    }

    private DamagedDataException damaged(long offset) {
      return new DamagedDataException(
          "Cannot read the snapshot %s, it is damaged at byte %,d".formatted(path, offset),
          path.toString(),
          offset);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
