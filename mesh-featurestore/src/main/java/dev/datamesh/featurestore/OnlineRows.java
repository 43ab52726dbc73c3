package dev.datamesh.featurestore;

import dev.datamesh.core.CancelledException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.frame.Column;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.online.OnlineTable;
import dev.datamesh.featurestore.registry.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The online tables of all view versions, and how far they have been filled. For many threads. */
final class OnlineRows {

  private static final int REPORTED = 100_000;

  /** A table with the mark up to which rows were taken. */
  private static final class Served {

    private final OnlineTable table;

    /** Rows before it, by ingest sequence, were seen; those up to {@link #to} were taken. */
    private long sequence;

    private long to = Long.MIN_VALUE;

    Served(OnlineTable table) {
      this.table = table;
    }
  }

  private final Map<String, Served> tables = new ConcurrentHashMap<>();

  @Nullable OnlineTable table(Version<FeatureView> version) {
    Served served = tables.get(name(version));
    return served == null ? null : served.table;
  }

  private static String name(Version<FeatureView> version) {
    return version.definition().name() + "@v" + version.number();
  }

  private Served served(Version<FeatureView> version) {
    return tables.computeIfAbsent(
        name(version),
        name -> {
          List<Feature> features = version.definition().features();
          boolean[] onlyValues = new boolean[features.size()];
          for (int i = 0; i < onlyValues.length; i++) {
            onlyValues[i] = features.get(i).pick() == Feature.Pick.LATEST_NON_NULL;
          }
          return new Served(new OnlineTable(onlyValues));
        });
  }

  /** Takes the rows whose event time is between two instants, both included. */
  long materialize(
      Version<FeatureView> version, ViewRows rows, long from, long to, Progress progress) {
    Served served = served(version);
    long taken = 0;
    for (long row = 0; row < rows.count(); row++) {
      watch(version, progress, row, rows.count());
      if (!rows.event().isNull(row)) {
        long event = rows.event().getLong(row);
        if (event >= from && event <= to && offer(served.table, rows, row)) {
          taken++;
        }
      }
    }
    return taken;
  }

  /**
   * Takes what has not been taken: rows ingested since the last run whatever their event time, and
   * rows that were in its future. The mark is on the ingest sequence, so late rows are never lost.
   */
  long materializeIncremental(
      Version<FeatureView> version, ViewRows rows, long to, Progress progress) {
    Served served = served(version);
    synchronized (served) {
      long reach = version.definition().ttlMicros().orElse(Long.MAX_VALUE);
      long earliest =
          served.to == Long.MIN_VALUE && reach != Long.MAX_VALUE ? to - reach : Long.MIN_VALUE;
      long taken = 0;
      for (long row = 0; row < rows.count(); row++) {
        watch(version, progress, row, rows.count());
        if (rows.event().isNull(row)) {
          continue;
        }
        long event = rows.event().getLong(row);
        boolean open = row >= served.sequence || event > served.to;
        if (open && event >= earliest && event <= to && offer(served.table, rows, row)) {
          taken++;
        }
      }
      served.sequence = rows.count();
      served.to = Math.max(served.to, to);
      return taken;
    }
  }

  private static void watch(Version<FeatureView> version, Progress progress, long row, long total) {
    if (row % REPORTED == 0) {
      String work = "materialize " + version.definition().name();
      if (!progress.report(work, row, total)) {
        throw new CancelledException("Cannot finish %s: cancelled".formatted(work), work);
      }
    }
  }

  /** Offers one row; false where a key is null. */
  private static boolean offer(OnlineTable table, ViewRows rows, long row) {
    FeatureView view = rows.view();
    List<Object> key = new ArrayList<>();
    for (String name : view.keys().names()) {
      Object value = rows.column(name).get(row);
      if (value == null) {
        return false;
      }
      key.add(value);
    }
    long event = rows.event().getLong(row);
    long created = rows.createdOf(row);
    List<OnlineTable.Cell> cells = new ArrayList<>();
    for (Feature feature : view.features()) {
      Column column = rows.column(feature.name());
      cells.add(new OnlineTable.Cell(column.get(row), event, created, row));
    }
    table.offer(key, cells);
    return true;
  }
}
