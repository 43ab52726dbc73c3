package dev.datamesh.featurestore.offline;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.OutcomeUnknownException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that become part of a table together or not at all. Frames are added one after another;
 * whenever enough rows are there they are sorted and written aside. Closed before {@link #commit},
 * it leaves nothing. For one thread at a time.
 */
public final class AppendBatch implements AutoCloseable {

  /** The created time of a row that has none: before every other. */
  public static final long NO_CREATED_TIME = Long.MIN_VALUE;

  /** What the store does with a batch. */
  interface Target {
    List<Appended> commit(List<AppendBatch> batches) throws IOException;

    void end(AppendBatch batch);

    RuntimeException failed(String what, IOException e);
  }

  private final TableLayout layout;
  private final SegmentFolder folder;
  private final int segmentRows;
  private final Target target;
  private final List<Frame> waiting = new ArrayList<>();
  private final List<SegmentRef> written = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private @Nullable Numbering numbering;
  private int waitingRows;
  private long rows;
  private boolean done;

  AppendBatch(TableLayout layout, SegmentFolder folder, int segmentRows, Target target) {
    this.layout = layout;
    this.folder = folder;
    this.segmentRows = segmentRows;
    this.target = target;
  }

  /** How many rows have been added. */
  public long rows() {
    return rows;
  }

  TableLayout layout() {
    return layout;
  }

  /** Gives the rows that are to be added numbers of their own. */
  void number(Numbering given) {
    numbering = given;
  }

  /** The first sequence of the batch after this one. */
  long endFrom(long base) {
    Numbering given = numbering;
    return given == null ? base + rows : Math.max(base, given.end());
  }

  /** What the journal says of it once its first sequence is known. */
  StoreRecord toRecord(long base) {
    Numbering given = numbering;
    if (given != null) {
      return new StoreRecord.Numbered(
          layout.name(), given.firsts(), given.micros(), given.end(), List.copyOf(written));
    }
    return new StoreRecord.Append(
        layout.name(),
        base,
        rows,
        written.stream().map(ref -> ref.withSequenceBase(base)).toList());
  }

  /**
   * Adds rows. The frame has the layout's columns by name, others are passed over.
   *
   * @throws InvalidInputException where a column is missing or of another type, or a key or an
   *     event time is null; none of the frame's rows are added
   * @throws dev.datamesh.core.StorageException where the disk refuses; the batch has ended
   */
  public AppendBatch add(Frame frame) {
    if (done) {
      throw new ClosedException(
          "Cannot add rows to a batch of table \"%s\", it has ended".formatted(layout.name()),
          layout.name());
    }
    Frame fitting = fitting(frame);
    try {
      long from = 0;
      while (from < fitting.rows()) {
        int count = (int) Math.min(segmentRows - waitingRows, fitting.rows() - from);
        waiting.add(slice(fitting, from, count));
        waitingRows += count;
        from += count;
        if (waitingRows == segmentRows) {
          flush();
        }
      }
    } catch (IOException e) {
      close(); // Rows of earlier frames may have waited beside these.
      throw target.failed("write rows of table \"" + layout.name() + "\"", e);
    }
    rows += frame.rows();
    return this;
  }

  private Frame fitting(Frame frame) {
    List<Column> columns = new ArrayList<>();
    for (Field key : layout.keys().fields()) {
      columns.add(required(typed(frame, key.name(), key.type())));
    }
    columns.add(required(typed(frame, layout.eventTime(), FieldType.Primitive.TIMESTAMP_TZ)));
    if (layout.hasCreatedTime()) {
      columns.add(typed(frame, layout.createdTime(), FieldType.Primitive.TIMESTAMP_TZ));
    }
    for (Field field : layout.columns().fields()) {
      columns.add(typed(frame, field.name(), field.type()));
    }
    return Frame.of(columns);
  }

  private Column typed(Frame frame, String name, FieldType type) {
    Column column =
        frame
            .findColumn(name)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "Cannot add rows to table \"%s\", column \"%s\" is missing: there are %s"
                            .formatted(layout.name(), name, frame.schema().names())));
    if (!column.type().equals(type)) {
      throw new InvalidInputException(
          "Cannot add rows to table \"%s\", column \"%s\" is %s: expected %s"
              .formatted(layout.name(), name, column.type(), type));
    }
    return column;
  }

  private Column required(Column column) {
    for (long row = 0; column.hasNulls() && row < column.rows(); row++) {
      if (column.isNull(row)) {
        throw new InvalidInputException(
            new Problem(
                "/" + row + "/" + column.name(),
                SourcePosition.UNKNOWN,
                "Cannot add row %d to table \"%s\", its %s is null"
                    .formatted(row, layout.name(), column.name())));
      }
    }
    return column;
  }

  private static Frame slice(Frame frame, long from, int count) {
    if (from == 0 && count == frame.rows()) {
      return frame;
    }
    int[] wanted = new int[count];
    Arrays.setAll(wanted, i -> Math.toIntExact(from + i));
    return frame.take(wanted);
  }

  /** Sorts what waits and writes it aside. */
  private void flush() throws IOException {
    if (waitingRows == 0) {
      return;
    }
    int count = waitingRows;
    int place = 0;
    List<Cells> keys = new ArrayList<>();
    for (; place < layout.keys().fields().size(); place++) {
      keys.add(cells(place, count));
    }
    long[] events = cells(place++, count).longs();
    long @Nullable [] created = layout.hasCreatedTime() ? created(cells(place++, count)) : null;
    int[] order = BatchOrder.of(keys, events, created, count);
    long base = written.stream().mapToLong(SegmentRef::rows).sum();
    List<Cells> values = new ArrayList<>();
    for (int i = 0; i < layout.columns().fields().size(); i++) {
      values.add(cells(place + i, count));
    }
    waiting.clear();
    waitingRows = 0;
    write(new Sorted(keys, events, created, values, order, base, numbering));
  }

  private Cells cells(int place, int count) {
    return waiting.size() == 1
        ? Cells.of(waiting.get(0).columns().get(place), 0, count)
        : Cells.of(waiting.stream().map(frame -> frame.columns().get(place)).toList(), count);
  }

  private static long[] created(Cells cells) {
    long[] created = cells.longs();
    for (int row = cells.nulls().nextSetBit(0); row >= 0; row = cells.nulls().nextSetBit(row + 1)) {
      created[row] = NO_CREATED_TIME;
    }
    return created;
  }

  /** Rows in the order they came, and the order they are to have. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Sorted(
      List<Cells> keys,
      long[] events,
      long @Nullable [] created,
      List<Cells> values,
      int[] order,
      long base,
      @Nullable Numbering numbering) {

    RowBlock block(TableLayout layout, int from, int to) {
      long[] sequences = new long[to - from];
      for (int i = from; i < to; i++) {
        long place = base + order[i];
        sequences[i - from] = numbering == null ? place : numbering.sequences()[(int) place];
      }
      return new RowBlock(
          layout,
          to - from,
          keys.stream().map(cells -> cells.gather(order, from, to)).toList(),
          Cells.ofLongs(events).gather(order, from, to).longs(),
          created == null ? null : Cells.ofLongs(created).gather(order, from, to).longs(),
          sequences,
          values.stream().map(cells -> cells.gather(order, from, to)).toList());
    }
  }

  private void write(Sorted sorted) throws IOException {
    Path file = folder.newName();
    files.add(file);
    try (SegmentWriter writer = new SegmentWriter(folder, file, layout)) {
      int count = sorted.order().length;
      for (int from = 0; from < count; from += SegmentWriter.BLOCK_ROWS) {
        int to = Math.min(count, from + SegmentWriter.BLOCK_ROWS);
        writer.add(sorted.block(layout, from, to));
      }
      written.add(writer.finish(0));
    }
  }

  /**
   * Makes all rows durable, in one commit.
   *
   * @throws dev.datamesh.core.OutcomeUnknownException where writing the commit failed midway: after
   *     the store has been opened anew the rows are there, all or none
   */
  public Appended commit() {
    return commit(List.of(this)).get(0);
  }

  /** Writes all rows aside, so that the commit is a record. */
  void writeAside() {
    requireOpen();
    try {
      flush();
    } catch (IOException e) {
      throw target.failed("write rows of table \"" + layout.name() + "\"", e);
    }
  }

  /** Makes the rows of batches of one store durable, in one commit. */
  static List<Appended> commit(List<AppendBatch> batches) {
    if (batches.isEmpty()) {
      return List.of();
    }
    Target target = batches.get(0).target;
    try {
      batches.forEach(AppendBatch::writeAside);
      List<Appended> appended = target.commit(batches);
      batches.forEach(batch -> batch.files.clear());
      return appended;
    } catch (OutcomeUnknownException e) {
      // The record may be there: then it needs the files.
      batches.forEach(batch -> batch.files.clear());
      throw e;
    } catch (IOException e) {
      throw target.failed("write rows of table \"" + batches.get(0).layout.name() + "\"", e);
    } finally {
      batches.forEach(AppendBatch::close);
    }
  }

  private void requireOpen() {
    if (done) {
      throw new ClosedException(
          "Cannot commit a batch of table \"%s\", it has ended".formatted(layout.name()),
          layout.name());
    }
  }

  @Override
  public void close() {
    if (done) {
      return;
    }
    done = true;
    waiting.clear();
    target.end(this);
    for (Path file : files) {
      try {
        folder.disk().delete(file);
      } catch (IOException e) {
        files.clear(); // What is left dies when the store is next opened for writing.
        return;
      }
    }
  }
}
