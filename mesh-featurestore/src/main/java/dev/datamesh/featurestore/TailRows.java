package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.offline.Numbering;
import dev.datamesh.featurestore.offline.OfflineStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Pushed rows on their way into one table. For one thread at a time. */
final class TailRows {

  /** Rows that follow each other and were pushed to the same version. */
  private record Stretch(FeatureView view, List<Frame> frames) {}

  private final List<Stretch> stretches = new ArrayList<>();
  private final boolean isAside;
  private long[] sequences = new long[64];
  private int rows;
  private long[] firsts = new long[16];
  private long[] micros = new long[16];
  private int batches;

  private TailRows(boolean isAside) {
    this.isAside = isAside;
  }

  /** Appends the rows of pushes, which are in order, to their tables in one commit. */
  static void append(StoredRows stored, List<PushTail.Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Map<String, TailRows> tables = new LinkedHashMap<>();
    for (PushTail.Entry entry : entries) {
      FeatureView view = entry.view();
      if (entry.rows().rows() > 0) {
        tables
            .computeIfAbsent(StoredRows.table(view, entry.target()), name -> new TailRows(false))
            .add(entry, entry.rows(), entry.first());
      }
      if (entry.aside().rows() > 0) {
        tables
            .computeIfAbsent(StoredRows.asideTable(view), name -> new TailRows(true))
            .add(entry, entry.aside(), entry.first() + entry.rows().rows());
      }
    }
    long end = entries.get(entries.size() - 1).end();
    SortedMap<String, OfflineStore.NumberedRows> numbered = new TreeMap<>();
    tables.forEach((table, rows) -> numbered.put(table, rows.numbered(stored, table, end)));
    if (!numbered.isEmpty()) {
      stored.store().appendNumbered(numbered);
    }
  }

  private void add(PushTail.Entry entry, Frame frame, long first) {
    Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
    if (last == null || !last.view.equals(entry.view()) || isAside) {
      last = new Stretch(entry.view(), new ArrayList<>());
      stretches.add(last);
    }
    last.frames.add(frame);
    int count = Math.toIntExact(frame.rows());
    if (rows + count > sequences.length) {
      sequences = Arrays.copyOf(sequences, Math.max(rows + count, 2 * rows));
    }
    for (int i = 0; i < count; i++) {
      sequences[rows++] = first + i;
    }
    if (batches == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * batches);
      micros = Arrays.copyOf(micros, 2 * batches);
    }
    firsts[batches] = first;
    micros[batches++] = Micros.down(entry.commit());
  }

  private OfflineStore.NumberedRows numbered(StoredRows stored, String table, long end) {
    stretches.forEach(stretch -> stored.defined(stretch.view, table));
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i++) {
      Stretch stretch = stretches.get(i);
      Frame all = Frame.concat(stretch.frames);
      // Each stretch of rows kept aside is one push.
      frames.add(
          isAside
              ? stored.storedAside(stretch.view, table, all, micros[i])
              : stored.stored(stretch.view, table, all));
    }
    return new OfflineStore.NumberedRows(
        frames,
        new Numbering(
            Arrays.copyOf(sequences, rows),
            Arrays.copyOf(firsts, batches),
            Arrays.copyOf(micros, batches),
            end));
  }
}
