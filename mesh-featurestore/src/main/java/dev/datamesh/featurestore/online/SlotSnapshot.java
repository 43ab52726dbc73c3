package dev.datamesh.featurestore.online;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.spi.OnlineStore.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table of row slots in a file, as docs/online-snapshot-format.md describes it: a
 * header that names the layout and how far the rows go, then page after page, each with a checksum.
 *
 * <p>A row in it is of some moment after the mark, each row of its own: what has happened since the
 * mark is done again after loading, and changes nothing where it is in already. Nothing is served
 * from a file that is damaged or of another layout; it is derived, and made anew.
 */
public final class SlotSnapshot {

  private static final long MAGIC = 0x4D455348524F5753L;
  private static final int VERSION = 1;
  private static final int MOST_HEADER = 1 << 24;

  private final Disk disk;
  private final ColumnCodec codec;

  /** Snapshots on a disk. */
  public SlotSnapshot(Disk disk, ColumnCodec codec) {
    this.disk = disk;
    this.codec = codec;
  }

  /** The first part of a file. */
  private record Header(
      long upTo, String layout, int width, int objects, int slots, int rows, long end) {}

  /**
   * Writes a table's rows into a new file and forces it. Writers wait for a page at a time.
   *
   * @param upTo everything up to it is in the rows
   */
  public void write(HashedRowSlots store, String name, long upTo, Path file) throws IOException {
    RowTable table = store.table(name);
    table.pin();
    try (DiskFile out = disk.create(file)) {
      int slots = table.highWater();
      byte[] header = header(table, upTo, slots);
      byte[] head = ByteBuffer.allocate(4).putInt(header.length).array();
      out.write(0, head, 0, head.length);
      long at = block(out, head.length, header);
      RowLayout layout = table.layout;
      long[] words = new long[RowPages.PAGE_ROWS * layout.width];
      @Nullable Object[] objects = new Object[RowPages.PAGE_ROWS * layout.objects];
      for (int slot = 0; slot < slots; slot += RowPages.PAGE_ROWS) {
        int count = Math.min(RowPages.PAGE_ROWS, slots - slot);
        table.copyPage(slot, count, words, objects);
        byte[] bytes = new byte[count * layout.width * Long.BYTES];
        ByteBuffer.wrap(bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asLongBuffer()
            .put(words, 0, count * layout.width);
        at = block(out, at, bytes);
        if (layout.objects > 0) {
          byte[] values = codec.toBytes(frame(layout, objects, count));
          byte[] length = ByteBuffer.allocate(4).putInt(values.length).array();
          out.write(at, length, 0, length.length);
          at = block(out, at + length.length, values);
        }
      }
      out.force();
    } finally {
      table.unpin();
    }
  }

  /** Writes bytes and their checksum; where the next ones go. */
  private static long block(DiskFile out, long at, byte[] bytes) throws IOException {
    out.write(at, bytes, 0, bytes.length);
    byte[] sum = ByteBuffer.allocate(4).putInt(checksum(bytes, bytes.length)).array();
    out.write(at + bytes.length, sum, 0, sum.length);
    return at + bytes.length + sum.length;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  private static byte[] header(RowTable table, long upTo, int slots) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(MAGIC);
    out.writeInt(VERSION);
    out.writeLong(upTo);
    byte[] layout = layoutOf(table.layout.table).getBytes(StandardCharsets.UTF_8);
    out.writeInt(layout.length);
    out.write(layout);
    out.writeInt(table.layout.width);
    out.writeInt(table.layout.objects);
    out.writeInt(slots);
    out.writeInt(table.rows());
    return bytes.toByteArray();
  }

  private static String layoutOf(Table table) {
    return "%s by %s: %s; latest non-null %s"
        .formatted(
            table.name(),
            table.keys(),
            table.features(),
            table.latestNonNull().stream().sorted().toList());
  }

  /** How far a file's rows go. */
  public long upTo(Path file) throws IOException {
    try (DiskFile in = disk.openForReading(file)) {
      return header(in, file).upTo;
    }
  }

  private static Header header(DiskFile in, Path file) throws IOException {
    int length = ByteBuffer.wrap(bytes(in, 0, new byte[4], 4, file)).getInt();
    if (length < 0 || length > MOST_HEADER) {
      throw damaged(file, 0);
    }
    byte[] bytes = checked(in, 4, new byte[length + 4], length, file);
    DataInputStream fields = new DataInputStream(new ByteArrayInputStream(bytes));
    if (fields.readLong() != MAGIC || fields.readInt() != VERSION) {
      throw damaged(file, 4);
    }
    long upTo = fields.readLong();
    int size = fields.readInt();
    if (size < 0 || size > length) {
      throw damaged(file, 4);
    }
    String layout = new String(fields.readNBytes(size), StandardCharsets.UTF_8);
    return new Header(
        upTo,
        layout,
        fields.readInt(),
        fields.readInt(),
        fields.readInt(),
        fields.readInt(),
        4L + length + 4);
  }

  private static byte[] bytes(DiskFile in, long at, byte[] into, int length, Path file)
      throws IOException {
    if (in.read(at, into, 0, length) != length) {
      throw damaged(file, at);
    }
    return into;
  }

  /** Reads bytes and compares their checksum, which follows them. */
  private static byte[] checked(DiskFile in, long at, byte[] into, int length, Path file)
      throws IOException {
    bytes(in, at, into, length + 4, file);
    if (ByteBuffer.wrap(into, length, 4).getInt() != checksum(into, length)) {
      throw damaged(file, at);
    }
    return into;
  }

  private static DamagedDataException damaged(Path file, long at) {
    return new DamagedDataException(
        "Cannot read %s at %,d, it is damaged or of another build".formatted(file, at),
        file.toString(),
        at);
  }

  /**
   * Fills a table that is new and empty.
   *
   * @return how far the rows go; 0 where the table has rows already
   * @throws DamagedDataException if the file is not whole or of another layout; the table then has
   *     some of the rows and is to be dropped
   */
  public long load(HashedRowSlots store, Table table, Path file) throws IOException {
    RowTable target = store.table(table.name());
    RowLayout layout = target.layout;
    if (target.highWater() > 0) {
      return 0;
    }
    try (DiskFile in = disk.openForReading(file)) {
      Header header = header(in, file);
      boolean fits =
          header.layout.equals(layoutOf(table))
              && header.width == layout.width
              && header.objects == layout.objects
              && header.slots >= header.rows
              && header.rows >= 0;
      if (!fits) {
        throw damaged(file, 4);
      }
      target.prepareFor(header.slots, header.rows);
      int most = RowPages.PAGE_ROWS * layout.width * Long.BYTES;
      byte[] bytes = new byte[most + 4];
      long[] words = new long[RowPages.PAGE_ROWS * layout.width];
      long at = header.end;
      for (int slot = 0; slot < header.slots; slot += RowPages.PAGE_ROWS) {
        int count = Math.min(RowPages.PAGE_ROWS, header.slots - slot);
        int length = count * layout.width * Long.BYTES;
        checked(in, at, bytes, length, file);
        ByteBuffer.wrap(bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asLongBuffer()
            .get(words, 0, count * layout.width);
        at += length + 4;
        @Nullable Object[] objects = {};
        if (layout.objects > 0) {
          int size = ByteBuffer.wrap(bytes(in, at, new byte[4], 4, file)).getInt();
          if (size < 0) {
            throw damaged(file, at);
          }
          byte[] values = checked(in, at + 4, new byte[size + 4], size, file);
          objects = objects(layout, codec.toFrame(Arrays.copyOf(values, size)), count, file, at);
          at += 8L + size;
        }
        target.restore(slot, count, words, objects);
      }
      return header.upTo;
    }
  }

  /** The objects of a page, a column for each place. */
  private static Frame frame(RowLayout layout, @Nullable Object[] objects, int count) {
    List<Column> columns = new ArrayList<>();
    for (int place = 0; place < layout.objects; place++) {
      List<@Nullable Object> values = new ArrayList<>(count);
      for (int row = 0; row < count; row++) {
        values.add(objects[row * layout.objects + place]);
      }
      columns.add(Column.of(Field.nullable("o" + place, typeOf(layout, place)), values));
    }
    return Frame.of(columns);
  }

  private static FieldType typeOf(RowLayout layout, int place) {
    for (int feature = 0; feature < layout.features(); feature++) {
      if (!layout.isWord(feature) && layout.object(feature) == place) {
        return layout.type(feature);
      }
    }
    return Primitive.STRING;
  }

  private static @Nullable Object[] objects(
      RowLayout layout, Frame frame, int count, Path file, long at) {
    if (frame.rows() != count || frame.columns().size() != layout.objects) {
      throw damaged(file, at);
    }
    @Nullable Object[] objects = new Object[count * layout.objects];
    for (int place = 0; place < layout.objects; place++) {
      Column column = frame.columns().get(place);
      for (int row = 0; row < count; row++) {
        objects[row * layout.objects + place] = column.get(row);
      }
    }
    return objects;
  }
}
