package dev.datamesh.featurestore;

import dev.datamesh.core.Progress;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.MetricsListener;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The online tables of all view versions, and how far they have been filled. What is served is
 * derived: a table that is made anew gets what was pushed to its view and what was materialized.
 * For many threads.
 */
final class OnlineRows {

  /** A table with the mark up to which rows were taken. Its fields under its lock. */
  private static final class Served {

    private final Table table;

    /** Rows before it, by ingest sequence, were seen; those up to {@link #to} were taken. */
    private long sequence = OnlineRun.SOURCE;

    private long to = Long.MIN_VALUE;
    private @Nullable Source source;
    private String stamp = "";
    private List<OnlineRun> runs = List.of();

    Served(Table table) {
      this.table = table;
    }
  }

  private final ReentrantLock changes = new ReentrantLock();
  private final OnlineStore store;
  private final OfflineRows offline;
  private final MetricsListener metrics;
  private final Map<String, Served> tables = new ConcurrentHashMap<>();
  private final Map<String, List<OnlineRun>> past = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();

  OnlineRows(OnlineStore store, OfflineRows offline, MetricsListener metrics) {
    this.store = store;
    this.offline = offline;
    this.metrics = metrics;
  }

  /** Runs a change of rows while no table is being made, so that none of them misses it. */
  void change(Runnable change) {
    changes.lock();
    try {
      change.run();
    } finally {
      changes.unlock();
    }
  }

  OnlineStore store() {
    return store;
  }

  /** Counts the keys asked for of a view. */
  LongConsumer counter(FeatureView view) {
    LongAdder count = requests.computeIfAbsent(view.name(), name -> new LongAdder());
    Map<String, String> labels = Map.of("domain", view.domain(), "view", view.name());
    return keys -> {
      if (keys > 0) {
        count.add(keys);
        metrics.counted("features.online.keys", labels, keys);
      }
    };
  }

  Map<String, Long> requests() {
    Map<String, Long> counts = new TreeMap<>();
    requests.forEach((view, count) -> counts.put(view, count.sum()));
    return counts;
  }

  static String name(Version<FeatureView> version) {
    return version.definition().name() + "@v" + version.number();
  }

  /** The table of a version, made where there is none yet. */
  Table table(Version<FeatureView> version) {
    return served(version).table;
  }

  /** Whether a version is served already. */
  boolean isServed(Version<FeatureView> version) {
    return tables.containsKey(name(version));
  }

  private Served served(Version<FeatureView> version) {
    Served known = tables.get(name(version));
    if (known != null) {
      return known;
    }
    changes.lock();
    try {
      return tables.computeIfAbsent(name(version), name -> make(version));
    } finally {
      changes.unlock();
    }
  }

  private Served make(Version<FeatureView> version) {
    FeatureView view = version.definition();
    Served served = new Served(tableOf(name(version), view));
    store.create(served.table);
    for (OfflineRows.Ingest ingest : offline.ingests(view.name())) {
      Frame rows = ingest.target().online() ? OfflineRows.adaptedTo(view, ingest.rows()) : null;
      if (rows != null) {
        pass(version, served.table, rows, ingest.commit(), ingest.firstSequence()).takeAll();
      }
    }
    List<OnlineRun> runs = past.getOrDefault(name(version), List.of());
    if (!runs.isEmpty()) {
      ViewRows rows = offline.of(version);
      for (OnlineRun run : runs) {
        new OnlinePass(store, served.table, rows, Progress.NONE).take(run);
      }
      OnlineRun last = runs.get(runs.size() - 1);
      served.runs = runs;
      served.sequence = last.end();
      served.to = runs.stream().mapToLong(OnlineRun::to).max().orElse(Long.MIN_VALUE);
      mark(served, version);
    }
    return served;
  }

  private void mark(Served served, Version<FeatureView> version) {
    served.source = version.definition().source();
    served.stamp = offline.sources().stamp(version);
  }

  private static Table tableOf(String name, FeatureView view) {
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

  /** Lets go of a version's table. */
  void drop(String view, int number) {
    String name = view + "@v" + number;
    past.remove(name);
    if (tables.remove(name) != null) {
      store.drop(name);
    }
  }

  /** A materialization that an earlier process did. */
  void remember(String table, OnlineRun run) {
    past.merge(table, List.of(run), (runs, one) -> OnlineRun.plus(runs, run));
  }

  /** What one materialization took, and how many rows. */
  record Taken(OnlineRun run, long rows) {}

  /** Takes the rows whose event time is between two instants, both included. */
  Taken materialize(Version<FeatureView> version, long from, long to, Progress progress) {
    Served served = served(version);
    ViewRows source = offline.of(version);
    OnlineRun run = new OnlineRun(Long.MIN_VALUE, from, to, Long.MAX_VALUE, source.ingestEnd());
    long rows = new OnlinePass(store, served.table, source, progress).take(run);
    synchronized (served) {
      served.runs = OnlineRun.plus(served.runs, run);
    }
    return new Taken(run, rows);
  }

  /**
   * Takes what has not been taken: rows ingested since the last run whatever their event time, and
   * rows that were in its future. The mark is on the ingest sequence, so late rows are never lost.
   * A source that has changed is read from its beginning; rows that were taken change nothing.
   */
  Taken materializeIncremental(Version<FeatureView> version, long to, Progress progress) {
    Served served = served(version);
    synchronized (served) {
      FeatureView view = version.definition();
      boolean first = served.to == Long.MIN_VALUE;
      long reach = view.ttlMicros().orElse(Long.MAX_VALUE);
      long from = first && reach != Long.MAX_VALUE ? to - reach : Long.MIN_VALUE;
      boolean same =
          view.source().equals(served.source)
              && served.stamp.equals(offline.sources().stamp(version));
      ViewRows rows = offline.of(version);
      long end = rows.ingestEnd();
      OnlineRun run =
          new OnlineRun(same ? served.sequence : Long.MIN_VALUE, from, to, served.to, end);
      long taken = new OnlinePass(store, served.table, rows, progress).take(run);
      served.sequence = end;
      served.to = Math.max(served.to, to);
      served.runs = OnlineRun.plus(served.runs, run);
      mark(served, version);
      return new Taken(run, taken);
    }
  }

  /** Rows of a batch on their way into a table. */
  OnlinePass pass(Version<FeatureView> version, Frame adapted, long commit, long firstSequence) {
    return pass(version, table(version), adapted, commit, firstSequence);
  }

  private OnlinePass pass(
      Version<FeatureView> version, Table table, Frame adapted, long commit, long first) {
    ViewRows rows =
        new ViewRows(
            version.definition(),
            adapted,
            List.of(new ViewRows.Batch(adapted.rows(), commit, first)));
    return new OnlinePass(store, table, rows, Progress.NONE);
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

  /** Removes an entity's row from the tables of a view's versions; of how many. */
  int erase(List<Version<FeatureView>> versions, List<Object> key) {
    int erased = 0;
    for (Version<FeatureView> version : versions) {
      Served served = tables.get(name(version));
      if (served != null && served.table.keys().fields().size() == key.size()) {
        erased += store.erase(served.table.name(), key) ? 1 : 0;
      }
    }
    return erased;
  }
}
