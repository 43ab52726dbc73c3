package dev.datamesh.featurestore.offline;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import dev.datamesh.core.schema.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open segment file. Its footer is checked against the journal's record when it is opened, each
 * chunk against the footer when it is read. Safe for use by many threads.
 */
final class Segment implements AutoCloseable {

  private final Path path;
  private final DiskFile file;
  private final SegmentRef ref;
  private final SegmentFooter footer;

  private Segment(Path path, DiskFile file, SegmentRef ref, SegmentFooter footer) {
    this.path = path;
    this.file = file;
    this.ref = ref;
    this.footer = footer;
  }

  /**
   * @throws DamagedDataException where the file is not the one that the record names
   */
  static Segment open(Disk disk, Path folder, SegmentRef ref) throws IOException {
    Path path = folder.resolve(ref.file());
    DiskFile file = disk.openForReading(path);
    try {
      return new Segment(path, file, ref, footer(path, file, ref));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static SegmentFooter footer(Path path, DiskFile file, SegmentRef ref) throws IOException {
    long size = file.size();
    if (size != ref.bytes()) {
      throw damaged(path, size, "it has %,d bytes instead of %,d".formatted(size, ref.bytes()));
    }
    byte[] magic = read(path, file, 0, SegmentWriter.MAGIC.length);
    byte[] trailer = read(path, file, size - SegmentWriter.TRAILER, SegmentWriter.TRAILER);
    int length = ByteSource.intAt(trailer, 0);
    boolean framed =
        Arrays.equals(magic, SegmentWriter.MAGIC)
            && Arrays.equals(trailer, 8, 16, SegmentWriter.MAGIC, 0, 8)
            && ByteSource.intAt(trailer, 4) == ref.crc()
            && length > 0
            && length <= size - SegmentWriter.TRAILER - SegmentWriter.MAGIC.length;
    if (!framed) {
      throw damaged(path, 0, "its first or last bytes are not those of the segment");
    }
    long at = size - SegmentWriter.TRAILER - length;
    byte[] bytes = read(path, file, at, length);
    if (ByteSink.crc(bytes, 0, length) != ref.crc()) {
      throw damaged(path, at, "its footer does not fit its checksum");
    }
    try {
      return SegmentFooter.read(new ByteSource(bytes));
    } catch (RuntimeException e) {
      throw new DamagedDataException(
          "Cannot read segment %s, its footer is not one of a format that is known: %s"
              .formatted(path, e.getMessage()),
          path.toString(),
          at,
          e);
    }
  }

  private static byte[] read(Path path, DiskFile file, long position, int length)
      throws IOException {
    byte[] bytes = new byte[length];
    if (position < 0 || file.read(position, bytes, 0, length) < length) {
      throw damaged(path, Math.max(0, position), "it ends too early");
    }
    return bytes;
  }

  private static DamagedDataException damaged(Path path, long offset, String why) {
    return new DamagedDataException(
        "Cannot read segment %s, %s; restore it from a backup".formatted(path, why),
        path.toString(),
        offset);
  }

  SegmentFooter footer() {
    return footer;
  }

  SegmentRef ref() {
    return ref;
  }

  /** The keys of a block. */
  List<Cells> keys(int block) throws IOException {
    List<Cells> keys = new ArrayList<>();
    for (int chunk = 0; chunk < footer.eventChunk(); chunk++) {
      keys.add(chunk(block, chunk));
    }
    return keys;
  }

  long[] events(int block) throws IOException {
    return chunk(block, footer.eventChunk()).longs();
  }

  /** Event times of a block, into an array from a place on. */
  void events(int block, long[] target, int at) throws IOException {
    System.arraycopy(events(block), 0, target, at, footer.blocks().get(block).rows());
  }

  long @Nullable [] created(int block) throws IOException {
    return footer.hasCreated() ? chunk(block, footer.eventChunk() + 1).longs() : null;
  }

  /** Sequences in the store, the base added. */
  long[] sequences(int block) throws IOException {
    long[] sequences = chunk(block, footer.sequenceChunk()).longs();
    if (ref.sequenceBase() != 0) {
      for (int row = 0; row < sequences.length; row++) {
        sequences[row] += ref.sequenceBase();
      }
    }
    return sequences;
  }

  /** A block with the features of a layout; those that the segment lacks are null. */
  RowBlock block(int block, TableLayout layout) throws IOException {
    int rows = footer.blocks().get(block).rows();
    List<Cells> values = new ArrayList<>();
    for (Field field : layout.columns().fields()) {
      values.add(feature(block, field));
    }
    return new RowBlock(
        layout, rows, keys(block), events(block), created(block), sequences(block), values);
  }

  /** The values of a feature, null where the segment lacks it. */
  Cells feature(int block, Field field) throws IOException {
    int place = footer.columns().names().indexOf(field.name());
    boolean has = place >= 0 && footer.columns().fields().get(place).type().equals(field.type());
    return has
        ? chunk(block, footer.firstColumnChunk() + place)
        : Cells.ofNulls(field.type(), footer.blocks().get(block).rows());
  }

  private Cells chunk(int block, int chunk) throws IOException {
    SegmentFooter.Block place = footer.blocks().get(block);
    long offset = place.offsets()[chunk];
    byte[] bytes = read(path, file, offset, place.lengths()[chunk]);
    if (ByteSink.crc(bytes, 0, bytes.length) != place.checksums()[chunk]) {
      throw damaged(
          path, offset, "chunk %d of block %d does not fit its checksum".formatted(chunk, block));
    }
    try {
      return ChunkCodec.decode(
          Cells.Kind.of(footer.typeOf(chunk)), place.rows(), new ByteSource(bytes));
    } catch (RuntimeException e) {
      throw new DamagedDataException(
          "Cannot read segment %s, chunk %d of block %d does not decode: %s"
              .formatted(path, chunk, block, e.getMessage()),
          path.toString(),
          offset,
          e);
    }
  }

  /**
   * Reads every byte.
   *
   * @throws DamagedDataException where one is not what was written
   */
  void verify() throws IOException {
    long end = SegmentWriter.MAGIC.length;
    for (int block = 0; block < footer.blocks().size(); block++) {
      for (int chunk = 0; chunk < footer.chunks(); chunk++) {
        if (footer.blocks().get(block).offsets()[chunk] != end) {
          throw damaged(path, end, "its chunks leave a gap");
        }
        chunk(block, chunk);
        end += footer.blocks().get(block).lengths()[chunk];
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
