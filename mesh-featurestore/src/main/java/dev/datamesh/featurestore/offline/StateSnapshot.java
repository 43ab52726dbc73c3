package dev.datamesh.featurestore.offline;

import java.util.ArrayList;
import java.util.List;

/** The state of a store as the bytes of a journal's snapshot. */
final class StateSnapshot {

  private static final int VERSION = 1;

  private StateSnapshot() {}

  static byte[] write(StoreState state) {
    ByteSink out = new ByteSink(4096);
    out.putByte(VERSION);
    out.putLong(state.revision());
    out.putLong(state.nextSequence());
    out.putInt(state.tables().size());
    for (TableState table : state.tables().values()) {
      StoreRecord.putLayout(table.layout(), out);
      StoreRecord.putSegments(table.segments(), out);
      Batches batches = table.batches();
      long[] sequences = new long[batches.count()];
      long[] times = new long[batches.count()];
      for (int i = 0; i < sequences.length; i++) {
        sequences[i] = batches.firstSequence(i);
        times[i] = batches.commitMicros(i);
      }
      StoreRecord.putNumbers(sequences, out);
      StoreRecord.putNumbers(times, out);
      out.putInt(table.erasures().size());
      for (TableState.Erased erased : table.erasures()) {
        out.putLong(erased.commitMicros());
        StoreRecord.putNumbers(erased.sequences(), out);
      }
      out.putLong(table.keptFrom());
    }
    return out.toBytes();
  }

  static StoreState read(byte[] bytes) {
    ByteSource in = new ByteSource(bytes);
    int version = in.getByte();
    if (version != VERSION) {
      throw new IndexOutOfBoundsException("snapshot format " + version);
    }
    long revision = in.getLong();
    StoreState state = new StoreState(0, in.getLong(), java.util.Map.of());
    for (int left = in.getInt(); left > 0; left--) {
      TableState table = table(in, revision);
      state = state.with(revision, state.nextSequence(), table.layout().name(), table);
    }
    return new StoreState(revision, state.nextSequence(), state.tables());
  }

  private static TableState table(ByteSource in, long revision) {
    TableLayout layout = StoreRecord.getLayout(in);
    List<SegmentRef> segments = StoreRecord.getSegments(in);
    long[] sequences = StoreRecord.getNumbers(in);
    long[] times = StoreRecord.getNumbers(in);
    Batches batches = Batches.NONE;
    for (int i = 0; i < sequences.length; i++) {
      batches = batches.with(sequences[i], times[i]);
    }
    List<TableState.Erased> erasures = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      erasures.add(new TableState.Erased(in.getLong(), StoreRecord.getNumbers(in)));
    }
    return new TableState(layout, segments, batches, List.copyOf(erasures), in.getLong(), revision);
  }
}
