package dev.datamesh.featurestore.offline;

import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import dev.datamesh.core.schema.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one segment file, block after block, and forces it. Until a journal record names the file
 * it does not count. For one thread at a time.
 */
final class SegmentWriter implements AutoCloseable {

  static final byte[] MAGIC = "MESHSEG1".getBytes(StandardCharsets.US_ASCII);

  /** Behind the footer: its length, its checksum, the magic. */
  static final int TRAILER = 2 * Integer.BYTES + 8;

  static final int BLOCK_ROWS = 1 << 16;

  private static final int FLUSH = 4 << 20;

  private final SegmentFolder folder;
  private final Disk disk;
  private final Path path;
  private final DiskFile file;
  private final Schema keys;
  private final Schema columns;
  private final boolean hasCreated;
  private final ByteSink out = new ByteSink(FLUSH + (FLUSH >> 1));
  private final List<SegmentFooter.Block> blocks = new ArrayList<>();
  private long position;
  private long rows;
  private long minEvent = Long.MAX_VALUE;
  private long maxEvent = Long.MIN_VALUE;
  private long minSequence = Long.MAX_VALUE;
  private long maxSequence = Long.MIN_VALUE;
  private boolean open = true;

  SegmentWriter(SegmentFolder folder, Path path, TableLayout layout) throws IOException {
    this.folder = folder;
    this.disk = folder.disk();
    this.path = path;
    this.keys = TableLayout.bare(layout.keys());
    this.columns = TableLayout.bare(layout.columns());
    this.hasCreated = layout.hasCreatedTime();
    this.file = disk.create(path);
    out.putBytes(MAGIC, 0, MAGIC.length);
  }

  long rows() {
    return rows;
  }

  /** Adds rows that are in order and behind those added before; at most a block's. */
  void add(RowBlock block) throws IOException {
    if (block.rows() == 0) {
      return;
    }
    List<Cells> chunks = new ArrayList<>(block.keyCells());
    chunks.add(Cells.ofLongs(block.events()));
    long @Nullable [] created = block.created();
    if (created != null) {
      chunks.add(Cells.ofLongs(created));
    }
    chunks.add(Cells.ofLongs(block.sequences()));
    chunks.addAll(block.valueCells());
    long[] offsets = new long[chunks.size()];
    int[] lengths = new int[chunks.size()];
    int[] checksums = new int[chunks.size()];
    for (int i = 0; i < offsets.length; i++) {
      int at = out.length();
      ChunkCodec.encode(chunks.get(i), block.rows(), out);
      offsets[i] = position + at;
      lengths[i] = out.length() - at;
      checksums[i] = ByteSink.crc(out.array(), at, lengths[i]);
      if (out.length() >= FLUSH) {
        flush();
      }
    }
    note(block, offsets, lengths, checksums);
  }

  private void note(RowBlock block, long[] offsets, int[] lengths, int[] checksums) {
    long leastEvent = Long.MAX_VALUE;
    long mostEvent = Long.MIN_VALUE;
    long leastSequence = Long.MAX_VALUE;
    long mostSequence = Long.MIN_VALUE;
    for (int row = 0; row < block.rows(); row++) {
      leastEvent = Math.min(leastEvent, block.events()[row]);
      mostEvent = Math.max(mostEvent, block.events()[row]);
      leastSequence = Math.min(leastSequence, block.sequences()[row]);
      mostSequence = Math.max(mostSequence, block.sequences()[row]);
    }
    blocks.add(
        new SegmentFooter.Block(
            block.rows(),
            leastEvent,
            mostEvent,
            leastSequence,
            mostSequence,
            key(block, 0),
            key(block, block.rows() - 1),
            offsets,
            lengths,
            checksums));
    rows += block.rows();
    minEvent = Math.min(minEvent, leastEvent);
    maxEvent = Math.max(maxEvent, mostEvent);
    minSequence = Math.min(minSequence, leastSequence);
    maxSequence = Math.max(maxSequence, mostSequence);
  }

  private static List<Object> key(RowBlock block, int row) {
    return block.keyCells().stream().map(cells -> (Object) cells.key(row)).toList();
  }

  private void flush() throws IOException {
    file.write(position, out.array(), 0, out.length());
    position += out.length();
    out.clear();
  }

  /**
   * Ends the file and makes it durable, its name excepted: the caller forces the folder once.
   *
   * @param sequenceBase what the file's sequences count from
   */
  SegmentRef finish(long sequenceBase) throws IOException {
    flush();
    new SegmentFooter(keys, hasCreated, columns, rows, blocks).write(out);
    int length = out.length();
    int crc = ByteSink.crc(out.array(), 0, length);
    out.putInt(length);
    out.putInt(crc);
    out.putBytes(MAGIC, 0, MAGIC.length);
    flush();
    folder.force(file);
    file.close();
    open = false;
    return new SegmentRef(
        path.getFileName().toString(),
        position,
        crc,
        rows,
        sequenceBase,
        minSequence,
        maxSequence,
        minEvent,
        maxEvent);
  }

  /** Gives up a file that was not finished; what is left dies when the store is next opened. */
  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      try {
        file.close();
      } finally {
        disk.delete(path);
      }
    }
  }
}
