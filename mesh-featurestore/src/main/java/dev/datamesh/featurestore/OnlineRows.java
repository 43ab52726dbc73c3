package dev.datamesh.featurestore;

import dev.datamesh.core.CancelledException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.online.RowWriter;
import dev.datamesh.featurestore.registry.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The online tables of all view versions, and how far they have been filled. For many threads. */
final class OnlineRows {

  private static final int REPORTED = 10_000;

  /** A table with the mark up to which rows were taken. */
  private static final class Served {

    private final Table table;

    /** Rows before it, by ingest sequence, were seen; those up to {@link #to} were taken. */
    private long sequence;

    private long to = Long.MIN_VALUE;

    Served(Table table) {
      this.table = table;
    }
  }

  private final OnlineStore store;
  private final Map<String, Served> tables = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();

  OnlineRows(OnlineStore store) {
    this.store = store;
  }

  OnlineStore store() {
    return store;
  }

  /** Counts the keys asked for of a view. */
  LongAdder requests(String view) {
    return requests.computeIfAbsent(view, name -> new LongAdder());
  }

  Map<String, Long> requests() {
    Map<String, Long> counts = new TreeMap<>();
    requests.forEach((view, count) -> counts.put(view, count.sum()));
    return counts;
  }

  /** The table of a version, made where there is none yet. */
  Table table(Version<FeatureView> version) {
    return served(version).table;
  }

  private static String name(Version<FeatureView> version) {
    return version.definition().name() + "@v" + version.number();
  }

  private Served served(Version<FeatureView> version) {
    return tables.computeIfAbsent(
        name(version),
        name -> {
          Table table = table(name, version.definition());
          store.create(table);
          return new Served(table);
        });
  }

  private static Table table(String name, FeatureView view) {
    List<Field> features = new ArrayList<>();
    Set<String> latestNonNull = new HashSet<>();
    for (Feature feature : view.features()) {
      features.add(Field.nullable(feature.name(), feature.type()));
      if (feature.pick() == Feature.Pick.LATEST_NON_NULL) {
        latestNonNull.add(feature.name());
      }
    }
    return new Table(name, view.keys(), new Schema(features), latestNonNull);
  }

  /** Removes the row of a key from every table that has exactly these keys. */
  void erase(Map<String, ?> key) {
    for (Served served : tables.values()) {
      Schema keys = served.table.keys();
      if (keys.names().size() == key.size() && key.keySet().containsAll(keys.names())) {
        Frame one = Frame.ofMaps(keys, List.of(key));
        List<Object> values = new ArrayList<>();
        keys.names().forEach(name -> values.add(Objects.requireNonNull(one.get(0, name))));
        store.erase(served.table.name(), values);
      }
    }
  }

  /** Lets go of a version's table. */
  void drop(String view, int number) {
    String name = view + "@v" + number;
    if (tables.remove(name) != null) {
      store.drop(name);
    }
  }

  /** Takes the rows whose event time is between two instants, both included. */
  long materialize(
      Version<FeatureView> version, ViewRows rows, long from, long to, Progress progress) {
    Served served = served(version);
    return new Run(version, served.table, rows, progress).run(0, from, to, Long.MAX_VALUE);
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
      long taken =
          new Run(version, served.table, rows, progress)
              .run(served.sequence, earliest, to, served.to);
      served.sequence = rows.nextSequence();
      served.to = Math.max(served.to, to);
      return taken;
    }
  }

  /** Takes rows of a batch as they come, whatever their event time. */
  void push(Version<FeatureView> version, ViewRows rows, long from, Progress progress) {
    Served served = served(version);
    new Run(version, served.table, rows, progress)
        .run(from, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** One pass over a view's rows. */
  private final class Run {

    private final Version<FeatureView> version;
    private final ViewRows rows;
    private final Progress progress;
    private final RowWriter writer;

    Run(Version<FeatureView> version, Table table, ViewRows rows, Progress progress) {
      this.version = version;
      this.rows = rows;
      this.progress = progress;
      FeatureView view = version.definition();
      List<Column> keys = view.keys().names().stream().map(rows::column).toList();
      List<Column> features = view.featureNames().stream().map(rows::column).toList();
      this.writer = new RowWriter(store, table, keys, features);
    }

    /**
     * Takes rows of a sequence from {@code open} on, or of an event time after {@code future}, as
     * far as their event time is between two others, both included; how many.
     */
    long run(long open, long from, long to, long future) {
      Column events = rows.event();
      long taken = 0;
      long first = future == Long.MAX_VALUE && rows.isInIngestOrder() ? open : 0;
      for (long row = first; row < rows.count(); row++) {
        if (row % REPORTED == 0) {
          watch(row);
        }
        if (events.isNull(row)) {
          continue;
        }
        long event = events.getLong(row);
        long sequence = rows.sequenceOf(row);
        boolean wanted = (sequence >= open || event > future) && event >= from && event <= to;
        if (wanted && writer.write(row, event, rows.createdOf(row), sequence)) {
          taken++;
        }
      }
      writer.finish();
      return taken;
    }

    private void watch(long row) {
      String work = "materialize " + version.definition().name();
      if (!progress.report(work, row, rows.count())) {
        throw new CancelledException("Cannot finish %s: cancelled".formatted(work), work);
      }
    }
  }
}
