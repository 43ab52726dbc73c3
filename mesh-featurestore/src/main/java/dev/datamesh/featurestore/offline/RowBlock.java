package dev.datamesh.featurestore.offline;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table in order, as arrays. The arrays are the block's own and are not to be changed.
 *
 * <p>Immutable.
 */
public final class RowBlock {

  private final TableLayout layout;
  private final int rows;
  private final List<Cells> keys;
  private final long[] events;
  private final long @Nullable [] created;
  private final long[] sequences;
  private final List<Cells> values;

  RowBlock(
      TableLayout layout,
      int rows,
      List<Cells> keys,
      long[] events,
      long @Nullable [] created,
      long[] sequences,
      List<Cells> values) {
    this.layout = layout;
    this.rows = rows;
    this.keys = keys;
    this.events = events;
    this.created = created;
    this.sequences = sequences;
    this.values = values;
  }

  public int rows() {
    return rows;
  }

  public Schema keySchema() {
    return layout.keys();
  }

  public Schema valueSchema() {
    return layout.columns();
  }

  /** Event times in microseconds; at least {@link #rows()} of them. */
  public long[] events() {
    return events;
  }

  /** Created times in microseconds, null where the table keeps none. */
  public long @Nullable [] created() {
    return created;
  }

  /** Ingest sequences, unique in the store. */
  public long[] sequences() {
    return sequences;
  }

  /** The numbers of a key's component, null where it is a text. */
  public long @Nullable [] keyLongs(int component) {
    Cells cells = keys.get(component);
    return cells.kind() == Cells.Kind.LONG ? cells.longs() : null;
  }

  /** The texts of a key's component, null where it is a number. */
  public @Nullable String @Nullable [] keyTexts(int component) {
    Cells cells = keys.get(component);
    return cells.kind() == Cells.Kind.TEXT ? cells.texts() : null;
  }

  /**
   * The values of a feature: {@code long[]}, {@code double[]}, {@code float[]}, {@code String[]} or
   * {@code byte[][]}, arbitrary where {@link #nulls} has the row.
   */
  public Object values(int column) {
    return values.get(column).array();
  }

  /** Rows whose value of a feature is null. */
  public BitSet nulls(int column) {
    return values.get(column).nulls();
  }

  /** A key's component as a column. */
  public Column keyColumn(int component) {
    Field field = layout.keys().fields().get(component);
    return keys.get(component).toColumn(nullable(field), rows);
  }

  /** A feature as a column. */
  public Column valueColumn(int column) {
    return values.get(column).toColumn(nullable(layout.columns().fields().get(column)), rows);
  }

  /** The event times as a column. */
  public Column eventColumn() {
    return Column.of(
        Field.nullable(layout.eventTime(), Primitive.TIMESTAMP_TZ), events, rows, new BitSet());
  }

  /** The created times as a column, null where a row has none. */
  public Column createdColumn() {
    BitSet none = new BitSet();
    for (int row = 0; row < rows; row++) {
      if (created == null || created[row] == AppendBatch.NO_CREATED_TIME) {
        none.set(row);
      }
    }
    return Column.of(
        Field.nullable("created", Primitive.TIMESTAMP_TZ),
        created == null ? new long[rows] : created,
        rows,
        none);
  }

  /** Whether two rows, of this block and another of the table, have the same key. */
  boolean sameKey(int row, RowBlock other, int otherRow) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).compare(row, other.keys.get(i), otherRow) != 0) {
        return false;
      }
    }
    return true;
  }

  TableLayout layout() {
    return layout;
  }

  List<Cells> keyCells() {
    return keys;
  }

  List<Cells> valueCells() {
    return values;
  }

  /** Some of the rows, in their order. */
  RowBlock take(int[] wanted, int count) {
    return new RowBlock(
        layout,
        count,
        keys.stream().map(cells -> cells.gather(wanted, 0, count)).toList(),
        Cells.ofLongs(events).gather(wanted, 0, count).longs(),
        created == null ? null : Cells.ofLongs(created).gather(wanted, 0, count).longs(),
        Cells.ofLongs(sequences).gather(wanted, 0, count).longs(),
        values.stream().map(cells -> cells.gather(wanted, 0, count)).toList());
  }

  /** Keys, event time, created time where the table keeps it, and features. */
  public Frame toFrame() {
    BitSet none = new BitSet();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      columns.add(keys.get(i).toColumn(layout.keys().fields().get(i), rows));
    }
    columns.add(
        Column.of(Field.required(layout.eventTime(), Primitive.TIMESTAMP_TZ), events, rows, none));
    if (created != null) {
      columns.add(
          Column.of(
              Field.required(layout.createdTime(), Primitive.TIMESTAMP_TZ), created, rows, none));
    }
    for (int i = 0; i < values.size(); i++) {
      columns.add(values.get(i).toColumn(nullable(layout.columns().fields().get(i)), rows));
    }
    return Frame.of(columns);
  }

  private static Field nullable(Field field) {
    return new Field(field.name(), field.type(), true, field.description(), field.marks());
  }
}
