package dev.datamesh.featurestore.offline;

import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * What a segment has and where. The chunks of a block are its keys, event times, created times
 * where the segment has them, sequences and features, in this order. Immutable.
 */
record SegmentFooter(
    Schema keys, boolean hasCreated, Schema columns, long rows, List<Block> blocks) {

  static final int VERSION = 1;

  /** A run of rows and the places of its chunks. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Block(
      int rows,
      long minEvent,
      long maxEvent,
      long minSequence,
      long maxSequence,
      List<Object> firstKey,
      List<Object> lastKey,
      long[] offsets,
      int[] lengths,
      int[] checksums) {}

  int chunks() {
    return keys.fields().size() + (hasCreated ? 3 : 2) + columns.fields().size();
  }

  int eventChunk() {
    return keys.fields().size();
  }

  int sequenceChunk() {
    return eventChunk() + (hasCreated ? 2 : 1);
  }

  int firstColumnChunk() {
    return sequenceChunk() + 1;
  }

  FieldType typeOf(int chunk) {
    if (chunk < eventChunk()) {
      return keys.fields().get(chunk).type();
    }
    return chunk < firstColumnChunk()
        ? Primitive.INT64
        : columns.fields().get(chunk - firstColumnChunk()).type();
  }

  void write(ByteSink out) {
    out.putInt(VERSION);
    out.putText(keys.toString());
    out.putByte(hasCreated ? 1 : 0);
    out.putText(columns.toString());
    out.putLong(rows);
    out.putInt(blocks.size());
    for (Block block : blocks) {
      out.putInt(block.rows());
      out.putLong(block.minEvent());
      out.putLong(block.maxEvent());
      out.putLong(block.minSequence());
      out.putLong(block.maxSequence());
      putKey(block.firstKey(), out);
      putKey(block.lastKey(), out);
      for (int chunk = 0; chunk < block.offsets().length; chunk++) {
        out.putLong(block.offsets()[chunk]);
        out.putInt(block.lengths()[chunk]);
        out.putInt(block.checksums()[chunk]);
      }
    }
  }

  private static void putKey(List<Object> key, ByteSink out) {
    for (Object component : key) {
      if (component instanceof Long number) {
        out.putLong(number);
      } else {
        out.putText((String) component);
      }
    }
  }

  static SegmentFooter read(ByteSource in) {
    int version = in.getInt();
    if (version != VERSION) {
      throw new IndexOutOfBoundsException("segment format " + version);
    }
    Schema keys = schema(in.getText());
    boolean hasCreated = in.getByte() == 1;
    Schema columns = schema(in.getText());
    long rows = in.getLong();
    int count = in.getInt();
    SegmentFooter shape = new SegmentFooter(keys, hasCreated, columns, rows, List.of());
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(block(in, shape));
    }
    return new SegmentFooter(keys, hasCreated, columns, rows, List.copyOf(blocks));
  }

  private static Schema schema(String shorthand) {
    return shorthand.isEmpty() ? new Schema(List.of()) : Schema.of(shorthand);
  }

  private static Block block(ByteSource in, SegmentFooter shape) {
    int rows = in.getInt();
    long minEvent = in.getLong();
    long maxEvent = in.getLong();
    long minSequence = in.getLong();
    long maxSequence = in.getLong();
    List<Object> first = key(in, shape.keys());
    List<Object> last = key(in, shape.keys());
    int chunks = shape.chunks();
    long[] offsets = new long[chunks];
    int[] lengths = new int[chunks];
    int[] checksums = new int[chunks];
    for (int chunk = 0; chunk < chunks; chunk++) {
      offsets[chunk] = in.getLong();
      lengths[chunk] = in.getInt();
      checksums[chunk] = in.getInt();
    }
    return new Block(
        rows,
        minEvent,
        maxEvent,
        minSequence,
        maxSequence,
        first,
        last,
        offsets,
        lengths,
        checksums);
  }

  private static List<Object> key(ByteSource in, Schema keys) {
    List<Object> key = new ArrayList<>();
    keys.fields()
        .forEach(
            field ->
                key.add(
                    Cells.Kind.of(field.type()) == Cells.Kind.LONG
                        ? (Object) in.getLong()
                        : in.getText()));
    return List.copyOf(key);
  }

  /** Compares keys as segments order them. */
  static int compareKeys(List<Object> one, List<Object> other) {
    for (int i = 0; i < one.size(); i++) {
      int order =
          one.get(i) instanceof Long number
              ? Long.compare(number, (Long) other.get(i))
              : ((String) one.get(i)).compareTo((String) other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
