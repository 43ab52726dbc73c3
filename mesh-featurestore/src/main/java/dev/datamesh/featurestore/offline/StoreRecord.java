package dev.datamesh.featurestore.offline;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** One record of the offline store's journal. None of them has a key or a value of a row. */
sealed interface StoreRecord {

  /** The state after this record. */
  StoreState apply(StoreState state, long revision, long micros);

  void write(ByteSink out);

  default byte[] toBytes() {
    ByteSink out = new ByteSink(256);
    write(out);
    return out.toBytes();
  }

  /** A table begins, or gets other features. */
  record Define(TableLayout layout) implements StoreRecord {

    static final int CODE = 1;

    @Override
    public StoreState apply(StoreState state, long revision, long micros) {
      TableState before = state.tables().get(layout.name());
      return state.with(
          revision,
          state.nextSequence(),
          layout.name(),
          before == null ? TableState.of(layout, revision) : before.withLayout(layout, revision));
    }

    @Override
    public void write(ByteSink out) {
      out.putByte(CODE);
      putLayout(layout, out);
    }
  }

  /** A batch of rows. */
  record Append(String table, long firstSequence, long rows, List<SegmentRef> segments)
      implements StoreRecord {

    static final int CODE = 2;

    @Override
    public StoreState apply(StoreState state, long revision, long micros) {
      return state.with(
          revision,
          firstSequence + rows,
          table,
          state.table(table).withBatch(firstSequence, micros, segments));
    }

    @Override
    public void write(ByteSink out) {
      out.putByte(CODE);
      out.putText(table);
      out.putLong(firstSequence);
      out.putLong(rows);
      putSegments(segments, out);
    }
  }

  /**
   * Rows that had their numbers already: those of batches that a journal before this one kept.
   *
   * @param firsts the first sequence of each batch
   * @param micros when each was committed
   * @param end behind the last sequence that was given, also to rows of other tables
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Numbered(String table, long[] firsts, long[] micros, long end, List<SegmentRef> segments)
      implements StoreRecord {

    static final int CODE = 5;

    @Override
    public StoreState apply(StoreState state, long revision, long commitMicros) {
      return state.with(
          revision,
          Math.max(state.nextSequence(), end),
          table,
          state.table(table).withBatches(firsts, micros, segments));
    }

    @Override
    public void write(ByteSink out) {
      out.putByte(CODE);
      out.putText(table);
      putNumbers(firsts, out);
      putNumbers(micros, out);
      out.putLong(end);
      putSegments(segments, out);
    }
  }

  /**
   * Segments take the place of others.
   *
   * @param erased sequences of rows that an erasure took out, ascending
   * @param keptFrom rows before it were dropped; the least number where none were
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Replace(
      String table, List<String> removed, List<SegmentRef> added, long[] erased, long keptFrom)
      implements StoreRecord {

    static final int CODE = 3;

    @Override
    public StoreState apply(StoreState state, long revision, long micros) {
      TableState changed = state.table(table).replaced(removed, added).withKeptFrom(keptFrom);
      return state.with(
          revision,
          state.nextSequence(),
          table,
          erased.length == 0 ? changed : changed.withErased(new TableState.Erased(micros, erased)));
    }

    @Override
    public void write(ByteSink out) {
      out.putByte(CODE);
      out.putText(table);
      out.putInt(removed.size());
      removed.forEach(out::putText);
      putSegments(added, out);
      putNumbers(erased, out);
      out.putLong(keptFrom);
    }
  }

  /** A table ends. */
  record Drop(String table) implements StoreRecord {

    static final int CODE = 4;

    @Override
    public StoreState apply(StoreState state, long revision, long micros) {
      return state.without(revision, table);
    }

    @Override
    public void write(ByteSink out) {
      out.putByte(CODE);
      out.putText(table);
    }
  }

  /** Reads a record of the journal in a folder. */
  static StoreRecord read(byte[] bytes, String folder) {
    try {
      ByteSource in = new ByteSource(bytes);
      int code = in.getByte();
      return switch (code) {
        case Define.CODE -> new Define(getLayout(in));
        case Append.CODE -> new Append(in.getText(), in.getLong(), in.getLong(), getSegments(in));
        case Replace.CODE -> {
          String table = in.getText();
          List<String> removed = new ArrayList<>();
          for (int left = in.getInt(); left > 0; left--) {
            removed.add(in.getText());
          }
          yield new Replace(table, removed, getSegments(in), getNumbers(in), in.getLong());
        }
        case Drop.CODE -> new Drop(in.getText());
        case Numbered.CODE ->
            new Numbered(
                in.getText(), getNumbers(in), getNumbers(in), in.getLong(), getSegments(in));
        default -> throw new IndexOutOfBoundsException("kind " + code);
      };
    } catch (IndexOutOfBoundsException e) {
      throw new DamagedDataException(
          "Cannot read the offline store in %s, its journal has a record of another build: %s"
              .formatted(folder, e.getMessage()),
          folder,
          0,
          e);
    }
  }

  static void putLayout(TableLayout layout, ByteSink out) {
    out.putText(layout.name());
    out.putText(TableLayout.bare(layout.keys()).toString());
    out.putText(layout.eventTime());
    out.putText(layout.createdTime());
    out.putText(TableLayout.bare(layout.columns()).toString());
  }

  static TableLayout getLayout(ByteSource in) {
    return new TableLayout(
        in.getText(), schema(in.getText()), in.getText(), in.getText(), schema(in.getText()));
  }

  private static Schema schema(String shorthand) {
    return shorthand.isEmpty() ? new Schema(List.of()) : Schema.of(shorthand);
  }

  static void putSegments(List<SegmentRef> segments, ByteSink out) {
    out.putInt(segments.size());
    segments.forEach(segment -> segment.write(out));
  }

  static List<SegmentRef> getSegments(ByteSource in) {
    List<SegmentRef> segments = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      segments.add(SegmentRef.read(in));
    }
    return List.copyOf(segments);
  }

  static void putNumbers(long[] numbers, ByteSink out) {
    out.putInt(numbers.length);
    LongCodec.encode(numbers, 0, numbers.length, out);
  }

  static long[] getNumbers(ByteSource in) {
    long[] numbers = new long[in.getInt()];
    LongCodec.decode(in, numbers, numbers.length);
    return numbers;
  }
}
