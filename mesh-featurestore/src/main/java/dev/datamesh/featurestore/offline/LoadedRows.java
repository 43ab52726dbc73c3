package dev.datamesh.featurestore.offline;

import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table in memory, in the table's order: what a join probes again and again. Immutable as
 * long as nobody writes into the sequences.
 *
 * @param keys in the layout's order
 * @param event never null
 * @param created null where a row has none
 * @param values in the order asked for
 * @param sequences the rows' ingest sequences
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record LoadedRows(
    List<Column> keys, Column event, Column created, List<Column> values, long[] sequences) {

  /** The most rows that one array holds. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  public LoadedRows {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
  }

  /**
   * Reads rows of a table.
   *
   * @throws LimitExceededException where they would take more than a share of the heap
   */
  static LoadedRows read(RowBlocks blocks, TableLayout layout, long rows, double heapShare) {
    int columns = layout.keys().fields().size() + 3 + layout.columns().fields().size();
    long bytes = rows * columns * Long.BYTES;
    long allowed = (long) (Runtime.getRuntime().maxMemory() * heapShare);
    if (bytes > allowed || rows > MOST) {
      throw new LimitExceededException(
          "Cannot hold table \"%s\" in memory, its %,d rows take about %,d MiB of %,d allowed (%.0f %% of the heap); join it in blocks"
              .formatted(layout.name(), rows, bytes >> 20, allowed >> 20, heapShare * 100),
          "bytes of a view in memory",
          allowed);
    }
    List<RowBlock> read = new ArrayList<>();
    blocks.forEachRemaining(read::add);
    int count = read.stream().mapToInt(RowBlock::rows).sum();
    List<Column> keys = new ArrayList<>();
    for (int i = 0; i < layout.keys().fields().size(); i++) {
      int place = i;
      keys.add(
          column(
              layout.keys().fields().get(i),
              read,
              block -> read.get(block).keyCells().get(place),
              count));
    }
    List<Column> values = new ArrayList<>();
    for (int i = 0; i < layout.columns().fields().size(); i++) {
      int place = i;
      values.add(
          column(
              layout.columns().fields().get(i),
              read,
              block -> read.get(block).valueCells().get(place),
              count));
    }
    long[] sequences = longs(read, RowBlock::sequences, count);
    return new LoadedRows(
        keys,
        Column.of(
            Field.nullable("event", Primitive.TIMESTAMP_TZ),
            longs(read, RowBlock::events, count),
            count,
            new BitSet()),
        created(read, count),
        values,
        sequences);
  }

  /** One of a block's arrays. */
  private interface Part {
    long[] of(RowBlock block);
  }

  private static long[] longs(List<RowBlock> blocks, Part part, int count) {
    long[] all = new long[count];
    int at = 0;
    for (RowBlock block : blocks) {
      System.arraycopy(part.of(block), 0, all, at, block.rows());
      at += block.rows();
    }
    return all;
  }

  private static Column created(List<RowBlock> blocks, int count) {
    long[] all = new long[count];
    BitSet none = new BitSet();
    int at = 0;
    for (RowBlock block : blocks) {
      long @Nullable [] created = block.created();
      for (int row = 0; row < block.rows(); row++, at++) {
        if (created == null || created[row] == AppendBatch.NO_CREATED_TIME) {
          none.set(at);
        } else {
          all[at] = created[row];
        }
      }
    }
    return Column.of(Field.nullable("created", Primitive.TIMESTAMP_TZ), all, count, none);
  }

  private static Column column(
      Field field, List<RowBlock> blocks, IntFunction<Cells> cellsOf, int count) {
    Cells all =
        new Cells(
            Cells.Kind.of(field.type()), Cells.Kind.of(field.type()).array(count), new BitSet());
    int at = 0;
    for (int i = 0; i < blocks.size(); i++) {
      int rows = blocks.get(i).rows();
      Cells part = cellsOf.apply(i);
      System.arraycopy(part.array(), 0, all.array(), at, rows);
      for (int row = part.nulls().nextSetBit(0);
          row >= 0 && row < rows;
          row = part.nulls().nextSetBit(row + 1)) {
        all.nulls().set(at + row);
      }
      at += rows;
    }
    return all.toColumn(Field.nullable(field.name(), field.type()), count);
  }
}
