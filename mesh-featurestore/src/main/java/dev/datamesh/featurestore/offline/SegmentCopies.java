package dev.datamesh.featurestore.offline;

import dev.datamesh.core.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Segments written anew without some of their rows or columns. Nothing counts until a record names
 * what was written; whoever asks deletes it where none does. Safe for use by many threads.
 */
final class SegmentCopies {

  private final SegmentFolder files;
  private final OpenSegments open;

  SegmentCopies(SegmentFolder files, OpenSegments open) {
    this.files = files;
    this.open = open;
  }

  /** Segments that have doomed rows are written anew without them. */
  StoreRecord.Replace without(
      TableState table, RowSelection doomed, long keptFrom, List<Path> written) throws IOException {
    List<String> removed = new ArrayList<>();
    List<SegmentRef> added = new ArrayList<>();
    long[] erased = new long[0];
    for (SegmentRef ref : table.segments()) {
      if (!doomed.mayHaveRows(ref)) {
        continue;
      }
      Segment segment = open.acquire(ref);
      try {
        long[] sequences = sequencesOf(segment, doomed, table.layout());
        if (sequences.length > 0) {
          Arrays.sort(sequences);
          removed.add(ref.file());
          erased = merged(erased, sequences);
          if (sequences.length < ref.rows()) {
            added.add(
                rest(segment, sequences, table.layout(), segment.footer().columns(), written));
          }
        }
      } finally {
        open.release(segment);
      }
    }
    Arrays.sort(erased);
    return new StoreRecord.Replace(table.layout().name(), removed, added, erased, keptFrom);
  }

  private static long[] merged(long[] one, long[] other) {
    long[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static long[] sequencesOf(Segment segment, RowSelection doomed, TableLayout layout)
      throws IOException {
    long[] found = new long[0];
    SegmentCursor cursor =
        new SegmentCursor(segment, layout.withColumns(new Schema(List.of())), doomed);
    for (RowBlock block = cursor.nextBlock(); block != null; block = cursor.nextBlock()) {
      found = merged(found, Arrays.copyOf(block.sequences(), block.rows()));
    }
    return found;
  }

  /** A segment written anew with some of its columns, without some of its rows. */
  SegmentRef rest(
      Segment segment, long[] sequences, TableLayout layout, Schema columns, List<Path> written)
      throws IOException {
    Path file = files.newName();
    written.add(file);
    TableLayout whole = layout.withColumns(columns);
    try (SegmentWriter writer = new SegmentWriter(files, file, whole)) {
      for (int block = 0; block < segment.footer().blocks().size(); block++) {
        writer.add(withoutSequences(segment.block(block, whole), sequences));
      }
      return writer.finish(0);
    }
  }

  private static RowBlock withoutSequences(RowBlock block, long[] sequences) {
    int[] kept = new int[block.rows()];
    int count = 0;
    for (int row = 0; row < block.rows(); row++) {
      if (Arrays.binarySearch(sequences, block.sequences()[row]) < 0) {
        kept[count++] = row;
      }
    }
    return count == block.rows() ? block : block.take(kept, count);
  }

  /** Segments that have such columns are written anew without them. */
  StoreRecord.Replace withoutColumns(TableState table, Set<String> columns, List<Path> written)
      throws IOException {
    List<String> removed = new ArrayList<>();
    List<SegmentRef> added = new ArrayList<>();
    for (SegmentRef ref : table.segments()) {
      Segment segment = open.acquire(ref);
      try {
        Schema kept = without(segment.footer().columns(), columns);
        if (kept.fields().size() < segment.footer().columns().fields().size()) {
          removed.add(ref.file());
          added.add(rest(segment, new long[0], table.layout(), kept, written));
        }
      } finally {
        open.release(segment);
      }
    }
    return new StoreRecord.Replace(
        table.layout().name(), removed, added, new long[0], Long.MIN_VALUE);
  }

  static Schema without(Schema schema, Set<String> names) {
    return new Schema(
        schema.fields().stream().filter(field -> !names.contains(field.name())).toList());
  }
}
