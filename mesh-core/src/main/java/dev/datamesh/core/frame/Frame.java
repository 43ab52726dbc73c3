package dev.datamesh.core.frame;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory: named, typed columns of equal length.
 *
 * <pre>{@code
 * Frame orders = Frame.readCsv(file, Schema.of("order_id: int64!, amount: float64, at: timestamp_tz!"));
 * for (Row order : orders) {
 *   total += order.getDouble("amount");
 * }
 * }</pre>
 *
 * <p>It carries data between the host and the SDK and computes nothing. Immutable.
 */
public final class Frame implements Iterable<Row> {

  private final Schema schema;
  private final List<Column> columns;
  private final Map<String, Integer> places;
  private final long rows;
  private final List<String> notes;

  Frame(List<Column> columns) {
    this(columns, List.of());
  }

  private Frame(List<Column> columns, List<String> notes) {
    this.notes = List.copyOf(notes);
    this.columns = List.copyOf(columns);
    this.schema = new Schema(columns.stream().map(Column::field).toList());
    this.rows = columns.isEmpty() ? 0 : columns.get(0).rows();
    this.places = new HashMap<>();
    for (Column column : columns) {
      if (column.rows() != rows) {
        throw new InvalidInputException(
            "Cannot make a frame, its columns have different lengths: %s has %,d rows, %s has %,d"
                .formatted(columns.get(0).name(), rows, column.name(), column.rows()));
      }
      places.put(column.name(), places.size());
    }
  }

  /** A frame of these columns, in this order. */
  public static Frame of(Column... columns) {
    return new Frame(List.of(columns));
  }

  /** A frame of these columns, in this order. */
  public static Frame of(List<Column> columns) {
    return new Frame(columns);
  }

  /** Rows are added one after another. */
  public static FrameBuilder builder(Schema schema) {
    return new FrameBuilder(schema, Conversion.STRICT);
  }

  /** A frame without rows. */
  public static Frame empty(Schema schema) {
    return builder(schema).build();
  }

  /** Rows as arrays or lists of values in the schema's order. */
  public static Frame ofRows(Schema schema, Iterable<? extends List<?>> rows) {
    FrameBuilder builder = builder(schema);
    rows.forEach(row -> builder.row(row.toArray()));
    return builder.build();
  }

  /** Rows as maps by column name; a missing key is null, an unknown key is refused. */
  public static Frame ofMaps(Schema schema, Iterable<? extends Map<String, ?>> rows) {
    FrameBuilder builder = builder(schema);
    rows.forEach(builder::map);
    return builder.build();
  }

  /** The rows of all frames, one after another; columns are found by the first one's names. */
  public static Frame concat(List<Frame> frames) {
    if (frames.isEmpty()) {
      throw new InvalidInputException("Cannot put no frames together: their columns are unknown");
    }
    return frames.size() == 1 ? frames.get(0) : FrameBuilder.concat(frames.get(0).schema(), frames);
  }

  /**
   * Rows as records: a column for each component, of its name and type. Primitive components are
   * required, others nullable. Nested records become structs, lists and maps their likes.
   */
  public static <R extends Record> Frame ofRecords(Class<R> type, Iterable<? extends R> rows) {
    return RecordRows.frame(type, rows);
  }

  /** The schema that {@link #ofRecords} gives records of this type. */
  public static Schema schemaOf(Class<? extends Record> type) {
    return RecordRows.schema(type);
  }

  /** Reads a CSV file, gzipped where its name ends in {@code .gz}; see {@link FrameReader#csv}. */
  public static Frame readCsv(Path file, Schema schema) {
    return FrameReader.csv(file).schema(schema).read();
  }

  public Schema schema() {
    return schema;
  }

  /**
   * What whoever made the frame has to say of its rows, such as {@code spend: ERASED(3)} of a
   * training set that can no longer be what it was; empty by default. Frames of the same rows or
   * some of them say it too. It is no part of {@link #equals}, and in no file.
   */
  public List<String> notes() {
    return notes;
  }

  /** This frame with other notes. */
  public Frame withNotes(List<String> said) {
    return new Frame(columns, said);
  }

  /** The number of rows. */
  public long rows() {
    return rows;
  }

  public List<Column> columns() {
    return columns;
  }

  /**
   * The column of this name.
   *
   * @throws NotFoundException if there is none; the message lists what there is
   */
  public Column column(String name) {
    return columns.get(place(name));
  }

  public Optional<Column> findColumn(String name) {
    Integer place = places.get(name);
    return place == null ? Optional.empty() : Optional.of(columns.get(place));
  }

  int place(String name) {
    Integer place = places.get(name);
    if (place == null) {
      throw new NotFoundException(
          "Cannot find column \"%s\": the frame has %s".formatted(name, schema.names()), name);
    }
    return place;
  }

  /** One row as a view. */
  public Row row(long index) {
    if (index < 0 || index >= rows) {
      throw new IndexOutOfBoundsException("row " + index + " of " + rows);
    }
    return new Row(this, index);
  }

  /** The value as an object, null where it is null; see {@link Column#get}. */
  public @Nullable Object get(long row, String column) {
    return column(column).get(row);
  }

  @Override
  public Iterator<Row> iterator() {
    return new Iterator<>() {
      private long next;

      @Override
      public boolean hasNext() {
        return next < rows;
      }

      @Override
      public Row next() {
        if (next >= rows) {
          throw new NoSuchElementException();
        }
        return new Row(Frame.this, next++);
      }
    };
  }

  /** The rows as records of a type, whose components are found by name. */
  public <R extends Record> List<R> toRecords(Class<R> type) {
    return RecordRows.records(this, type);
  }

  /** The rows as maps in column order. */
  public List<Map<String, @Nullable Object>> toMaps() {
    List<Map<String, @Nullable Object>> maps = new ArrayList<>();
    forEach(row -> maps.add(row.toMap()));
    return maps;
  }

  /** These columns only, in this order. */
  public Frame select(List<String> names) {
    return new Frame(names.stream().map(this::column).toList(), notes);
  }

  /** This frame with one more column, or another one in the place of the one of that name. */
  public Frame with(Column column) {
    List<Column> changed = new ArrayList<>(columns);
    Integer place = places.get(column.name());
    if (place == null) {
      changed.add(column);
    } else {
      changed.set(place, column);
    }
    return new Frame(changed, notes);
  }

  /** This frame with a column renamed. */
  public Frame rename(String from, String to) {
    List<Column> changed = new ArrayList<>(columns);
    Column column = column(from);
    Field field = column.field();
    changed.set(
        place(from),
        column.withField(
            new Field(to, field.type(), field.nullable(), field.description(), field.marks())));
    return new Frame(changed, notes);
  }

  /** The given rows in their order; {@link Column#NO_ROW} gives a row of nulls. */
  public Frame take(int[] wanted) {
    return new Frame(
        columns.stream().map(column -> column.take(wanted, wanted.length)).toList(), notes);
  }

  /** This frame's rows in blocks of at most so many. */
  public FrameBlocks blocks(int rowsPerBlock) {
    return new SlicedBlocks(this, rowsPerBlock);
  }

  /** Writes a CSV file, gzipped where its name ends in {@code .gz}. */
  public void writeCsv(Path file) {
    FrameWriter.csv(file).write(this);
  }

  /** Writes a file of JSON lines, gzipped where its name ends in {@code .gz}. */
  public void writeJsonLines(Path file) {
    FrameWriter.jsonLines(file).write(this);
  }

  /** The CSV text. */
  public String toCsv() {
    StringBuilder text = new StringBuilder();
    FrameWriter.csv(text).write(this);
    return text.toString();
  }

  /** The first rows as a table with aligned columns. */
  public String toTable(int mostRows) {
    return TablePrinter.print(this, mostRows);
  }

  /** The first twenty rows as a table, and the notes. */
  @Override
  public String toString() {
    return toTable(20) + (notes.isEmpty() ? "" : "\n" + String.join("\n", notes));
  }

  /** Whether schema and all values are equal; doubles by their bits. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Frame that) || rows != that.rows || !schema.equals(that.schema)) {
      return false;
    }
    for (int place = 0; place < columns.size(); place++) {
      Column mine = columns.get(place);
      Column theirs = that.columns.get(place);
      for (long row = 0; row < rows; row++) {
        if (!java.util.Objects.deepEquals(mine.get(row), theirs.get(row))) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return schema.hashCode() * 31 + Long.hashCode(rows);
  }
}
