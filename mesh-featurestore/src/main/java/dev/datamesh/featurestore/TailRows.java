package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.offline.Numbering;
import dev.datamesh.featurestore.offline.OfflineStore;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Pushed rows on their way into one table. For one thread at a time. */
final class TailRows {

  /** Rows that follow each other and were pushed to the same version. */
  private static final class Stretch {

    private final FeatureView view;
    private final FrameColumns columns;

    Stretch(FeatureView view) {
      this.view = view;
      this.columns = new FrameColumns(ViewRows.columns(view));
    }
  }

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
  static void append(StoredRows stored, List<TailEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    SortedMap<String, TailRows> tables = new TreeMap<>();
    // A table's name is long to make, and most pushes are to few definitions.
    IdentityHashMap<FeatureView, Map<PushTarget, TailRows>> known = new IdentityHashMap<>();
    for (TailEntry entry : entries) {
      FeatureView view = entry.view();
      if (entry.kept() > 0) {
        known
            .computeIfAbsent(view, each -> new EnumMap<>(PushTarget.class))
            .computeIfAbsent(
                entry.target(),
                target ->
                    tables.computeIfAbsent(
                        StoredRows.table(view, target), table -> new TailRows(false)))
            .add(entry, entry.first(), entry.kept());
      }
      if (entry.aside() > 0) {
        tables
            .computeIfAbsent(StoredRows.asideTable(view), table -> new TailRows(true))
            .add(entry, entry.first() + entry.kept(), entry.aside());
      }
    }
    long end = entries.get(entries.size() - 1).end();
    SortedMap<String, OfflineStore.NumberedRows> numbered = new TreeMap<>();
    tables.forEach((table, rows) -> numbered.put(table, rows.numbered(stored, table, end)));
    if (!numbered.isEmpty()) {
      stored.store().appendNumbered(numbered);
    }
  }

  @SuppressWarnings("ReferenceEquality") // An equal definition may begin another stretch.
  private void add(TailEntry entry, long first, long count) {
    Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
    if (last == null || last.view != entry.view() || isAside) {
      last = new Stretch(entry.view());
      stretches.add(last);
    }
    addValues(last.columns, entry);
    int more = Math.toIntExact(count);
    if (rows + more > sequences.length) {
      sequences = Arrays.copyOf(sequences, Math.max(rows + more, 2 * rows));
    }
    for (int i = 0; i < more; i++) {
      sequences[rows++] = first + i;
    }
    if (batches == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * batches);
      micros = Arrays.copyOf(micros, 2 * batches);
    }
    firsts[batches] = first;
    micros[batches++] = Micros.down(entry.commit());
  }

  private void addValues(FrameColumns columns, TailEntry entry) {
    try {
      columns.add(values(entry));
    } catch (IOException e) {
      throw new UncheckedIOException("the rows were read when they were taken", e);
    }
  }

  /** The values as the record has them, where all its rows go the same way. */
  private DataInputStream values(TailEntry entry) {
    if (!isAside && entry.aside() == 0) {
      return entry.record().values();
    }
    PushedRows split = entry.rows();
    Frame none = split.kept().take(new int[0]);
    PushedRows part =
        isAside ? new PushedRows(none, split.aside()) : new PushedRows(split.kept(), none);
    return TailRecord.of(entry.view(), 0, entry.target(), part).values();
  }

  private OfflineStore.NumberedRows numbered(StoredRows stored, String table, long end) {
    stretches.forEach(stretch -> stored.defined(stretch.view, table));
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i++) {
      FeatureView view = stretches.get(i).view;
      Frame all = stretches.get(i).columns.frame();
      // Each stretch of rows kept aside is one push.
      frames.add(
          isAside
              ? stored.storedAside(view, table, all, micros[i])
              : stored.stored(view, table, all));
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
