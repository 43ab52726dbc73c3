package dev.datamesh.featurestore.offline;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables as of a state of the store, their segments kept from being deleted meanwhile. Safe
 * for use by many threads.
 */
final class TableReader {

  private final Path folder;
  private final OpenSegments open;
  private final Supplier<StoreState> states;

  /** A reader that asks for the newest state. */
  TableReader(Path folder, OpenSegments open, Supplier<StoreState> states) {
    this.folder = folder;
    this.open = open;
    this.states = states;
  }

  RowBlocks rows(String table, RowQuery query) {
    return reading(table, state -> rows(state.table(table), query));
  }

  SortedRows load(
      String table, SortedRows.Wanted wanted, @Nullable SortedRows before, long allowed) {
    return reading(table, state -> load(state.table(table), wanted, before, allowed));
  }

  /** Reads what a state names. */
  private interface Reading<T> {
    T of(StoreState state) throws IOException;
  }

  /** Beside a writer a file may be replaced meanwhile: then a newer state says so. */
  private <T> T reading(String table, Reading<T> reading) {
    StoreState state = states.get();
    for (int attempt = 0; ; attempt++) {
      try {
        return reading.of(state);
      } catch (IOException | DamagedDataException e) {
        StoreState newer = states.get();
        if (newer.revision() == state.revision() || attempt == 3) {
          if (e instanceof IOException io) {
            throw failed("read table \"" + table + "\" of", io);
          }
          throw (DamagedDataException) e;
        }
        state = newer;
      }
    }
  }

  private SortedRows load(
      TableState table, SortedRows.Wanted wanted, @Nullable SortedRows before, long allowed)
      throws IOException {
    SortedRows.Stamp stamp = SortedRows.Stamp.of(table);
    boolean same = before != null && before.isOf(stamp);
    if (same && before != null && before.has(wanted)) {
      return before;
    }
    TableLayout layout = table.layout().withColumns(chosen(table.layout(), wanted.columns()));
    long bytes = wanted.bytes(layout, table.rows());
    if (bytes > allowed || table.rows() > Integer.MAX_VALUE - 8) {
      throw new LimitExceededException(
          "Cannot hold table \"%s\" in memory, its %,d rows take about %,d MiB of %,d allowed (%.0f %% of the heap); join it in blocks"
              .formatted(
                  layout.name(),
                  table.rows(),
                  bytes >> 20,
                  allowed >> 20,
                  100.0 * allowed / Runtime.getRuntime().maxMemory()),
          "bytes of a view in memory",
          allowed);
    }
    List<Segment> segments = acquired(table.segments());
    try {
      SortedRowsReader reader = new SortedRowsReader(layout, segments);
      return same && before != null
          ? reader.more(before, stamp, wanted)
          : reader.read(stamp, wanted);
    } finally {
      for (Segment segment : segments) {
        open.release(segment);
      }
    }
  }

  private RowBlocks rows(TableState table, RowQuery query) throws IOException {
    TableLayout layout =
        query
            .columns()
            .map(names -> table.layout().withColumns(chosen(table.layout(), names)))
            .orElse(table.layout());
    RowSelection selection = new RowSelection(query, layout);
    List<Segment> segments =
        acquired(table.segments().stream().filter(selection::mayHaveRows).toList());
    return MergedBlocks.of(open, layout, segments, selection);
  }

  private List<Segment> acquired(List<SegmentRef> refs) throws IOException {
    List<Segment> segments = new ArrayList<>();
    try {
      for (SegmentRef ref : refs) {
        segments.add(open.acquire(ref));
      }
      return segments;
    } catch (IOException | RuntimeException e) {
      for (Segment segment : segments) {
        open.release(segment);
      }
      throw e;
    }
  }

  private static Schema chosen(TableLayout layout, List<String> names) {
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      fields.add(
          layout
              .columns()
              .find(name)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "Cannot read column \"%s\" of table \"%s\": it has %s"
                              .formatted(name, layout.name(), layout.columns().names()))));
    }
    return new Schema(fields);
  }

  /** Reads every byte of every segment. */
  void verify() {
    for (TableState table : states.get().tables().values()) {
      for (SegmentRef ref : table.segments()) {
        try {
          Segment segment = open.acquire(ref);
          try {
            segment.verify();
          } finally {
            open.release(segment);
          }
        } catch (IOException e) {
          throw failed("verify", e);
        }
      }
    }
  }

  private StorageException failed(String what, IOException e) {
    return OfflineStore.failed(folder, what, e);
  }
}
