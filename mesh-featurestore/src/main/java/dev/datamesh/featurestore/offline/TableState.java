package dev.datamesh.featurestore.offline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One table as of some commit. Immutable.
 *
 * @param segments in the order they came
 * @param batches first sequence and commit time of each batch, ascending
 * @param erasures what was erased, for saying so
 * @param keptFrom rows with earlier event times may have been dropped, in microseconds
 * @param shaped the newest revision that this process saw make the table or take out a column
 */
record TableState(
    TableLayout layout,
    List<SegmentRef> segments,
    Batches batches,
    List<Erased> erasures,
    long keptFrom,
    long shaped) {

  /**
   * Rows that are no longer there.
   *
   * @param sequences those the rows had, ascending
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Erased(long commitMicros, long[] sequences) {

    /** How many of the rows had been ingested before a sequence. */
    long below(long sequence) {
      int place = Arrays.binarySearch(sequences, sequence);
      return place < 0 ? -place - 1 : place;
    }
  }

  static TableState of(TableLayout layout, long revision) {
    return new TableState(layout, List.of(), Batches.NONE, List.of(), Long.MIN_VALUE, revision);
  }

  TableState withLayout(TableLayout other, long revision) {
    boolean all = other.columns().names().containsAll(layout.columns().names());
    return new TableState(other, segments, batches, erasures, keptFrom, all ? shaped : revision);
  }

  TableState withBatch(long firstSequence, long commitMicros, List<SegmentRef> more) {
    List<SegmentRef> all = new ArrayList<>(segments);
    all.addAll(more);
    return new TableState(
        layout,
        List.copyOf(all),
        batches.with(firstSequence, commitMicros),
        erasures,
        keptFrom,
        shaped);
  }

  /** Several batches in the same segments; time never runs backwards. */
  TableState withBatches(long[] firsts, long[] micros, List<SegmentRef> more) {
    List<SegmentRef> all = new ArrayList<>(segments);
    all.addAll(more);
    Batches known = batches;
    for (int i = 0; i < firsts.length; i++) {
      long before = known.count() == 0 ? micros[i] : known.commitMicros(known.count() - 1);
      known = known.with(firsts[i], Math.max(before, micros[i]));
    }
    return new TableState(layout, List.copyOf(all), known, erasures, keptFrom, shaped);
  }

  TableState replaced(List<String> removed, List<SegmentRef> added) {
    List<SegmentRef> kept = new ArrayList<>(added);
    segments.stream().filter(ref -> !removed.contains(ref.file())).forEach(kept::add);
    return new TableState(layout, List.copyOf(kept), batches, erasures, keptFrom, shaped);
  }

  TableState withErased(Erased erased) {
    List<Erased> all = new ArrayList<>(erasures);
    all.add(erased);
    return new TableState(layout, segments, batches, List.copyOf(all), keptFrom, shaped);
  }

  TableState withKeptFrom(long micros) {
    return new TableState(layout, segments, batches, erasures, Math.max(keptFrom, micros), shaped);
  }

  long rows() {
    return segments.stream().mapToLong(SegmentRef::rows).sum();
  }

  long bytes() {
    return segments.stream().mapToLong(SegmentRef::bytes).sum();
  }
}
