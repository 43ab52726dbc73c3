package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
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
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.registry.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

    Served(Table table) {
      this.table = table;
    }
  }

  private final ReentrantLock changes = new ReentrantLock();

  /** Held for reading while a run takes rows of the offline side; taken before all other locks. */
  private final ReentrantReadWriteLock taking = new ReentrantReadWriteLock();

  /** Held while files are written or deleted. */
  private final ReentrantLock snapshotting = new ReentrantLock();

  private final OnlineStore store;
  private final OfflineRows offline;
  private final Predicate<Version<FeatureView>> known;
  private final MetricsListener metrics;
  private final @Nullable OnlineSnapshots snapshots;
  private final Map<String, Served> tables = new ConcurrentHashMap<>();

  /** All runs by table, those that its snapshot lacks, and the last incremental one. */
  private final Map<String, List<OnlineRun>> past = new ConcurrentHashMap<>();

  private final Map<String, List<OnlineRun>> since = new ConcurrentHashMap<>();
  private final Map<String, OnlineRun> lastIncremental = new ConcurrentHashMap<>();
  private final Map<String, List<MaterializationHistory.Run>> history = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();

  /**
   * Rows of a store.
   *
   * @param known whether a version has not been dropped
   * @param snapshots null: what is served is made anew at each opening
   */
  OnlineRows(
      OnlineStore store,
      OfflineRows offline,
      Predicate<Version<FeatureView>> known,
      MetricsListener metrics,
      @Nullable OnlineSnapshots snapshots) {
    this.store = store;
    this.offline = offline;
    this.known = known;
    this.metrics = metrics;
    this.snapshots = snapshots;
  }

  /** Runs a change of rows while no table is being made, so that none of them misses it. */
  void change(Runnable change) {
    changing(
        () -> {
          change.run();
          return true;
        });
  }

  /** The same for a change that answers something. */
  <T> T changing(Supplier<T> change) {
    changes.lock();
    try {
      return change.get();
    } finally {
      changes.unlock();
    }
  }

  /**
   * Runs what takes rows of the offline side and writes down that it did, beside others of its
   * kind.
   */
  <T> T taking(Supplier<T> run) {
    taking.readLock().lock();
    try {
      return run.get();
    } finally {
      taking.readLock().unlock();
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
    if (!known.test(version)) {
      throw new NotFoundException(
          "Cannot serve %s, it was dropped meanwhile".formatted(name(version)), name(version));
    }
    Served served = new Served(tableOf(name(version), version.definition()));
    store.create(served.table);
    try {
      fill(served, version);
      return served;
    } catch (RuntimeException e) {
      if (store instanceof HashedRowSlots) {
        store.drop(served.table.name()); // What is there of it would be taken for all of it.
      }
      throw e;
    }
  }

  private void fill(Served served, Version<FeatureView> version) {
    FeatureView view = version.definition();
    long upTo = snapshots == null ? 0 : snapshots.load(served.table);
    for (OfflineRows.Ingest ingest : offline.ingests(view.name())) {
      Frame rows = ingest.target().online() ? ingest.adaptedTo(view) : null;
      if (rows != null) {
        pass(version, served.table, rows, ingest.commit(), ingest.firstSequence()).takeAll();
      }
    }
    // What leaves the tail meanwhile is in a run before it does.
    List<OnlineRun> runs = missing(version, upTo == 0 ? past : since);
    if (!runs.isEmpty()) {
      new OnlinePass(store, served.table, offline.of(version), Progress.NONE).take(runs);
    }
    List<OnlineRun> pushes = runs.stream().filter(OnlineRun::isPush).toList();
    if (!pushes.isEmpty()) {
      offline
          .servedAlone(version)
          .ifPresent(rows -> new OnlinePass(store, served.table, rows, Progress.NONE).take(pushes));
    }
    OnlineRun last = lastIncremental.get(name(version));
    if (last != null) {
      served.sequence = last.end();
      served.to = last.to();
      mark(served, version);
    }
  }

  private List<OnlineRun> missing(Version<FeatureView> version, Map<String, List<OnlineRun>> from) {
    List<OnlineRun> runs = new ArrayList<>(from.getOrDefault(name(version), List.of()));
    if (from == past) {
      runs.addAll(past.getOrDefault(version.definition().name(), List.of()));
    }
    return runs;
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

  /** Lets go of the table of a version that is no longer known. */
  void drop(String view, int number) {
    change(() -> dropTable(view + "@v" + number));
  }

  private void dropTable(String name) {
    past.remove(name);
    since.remove(name);
    lastIncremental.remove(name);
    history.remove(name);
    deleteSnapshots(name::equals);
    tables.remove(name);
    store.drop(name); // One that outlives the process may have it from an earlier one.
  }

  /**
   * A materialization of a table, or a push to a view with all its tables, for when a table is made
   * anew.
   */
  void remember(String table, OnlineRun run, long revision) {
    past.merge(table, List.of(run), (runs, one) -> OnlineRun.plus(runs, run));
    if (snapshots != null) {
      for (String each : snapshots.tables()) {
        if ((each.equals(table) || each.startsWith(table + "@"))
            && revision > snapshots.upTo(each)) {
          since.merge(each, List.of(run), (runs, one) -> OnlineRun.plus(runs, run));
        }
      }
    }
  }

  /** Lets the next incremental run of a table go on behind this one. */
  void goOnFrom(String table, OnlineRun run) {
    if (run.isIncremental()) {
      lastIncremental.put(table, run);
    }
  }

  /** A materialization that is written down nowhere, and its place in the history. */
  void materialized(String table, OnlineRun run, long rows, Instant at) {
    remember(table, run, Long.MAX_VALUE);
    goOnFrom(table, run);
    keep(table, run, rows, at);
  }

  /** Keeps a run for the history. */
  void keep(String table, OnlineRun run, long rows, Instant at) {
    history.merge(
        table,
        List.of(new MaterializationHistory.Run(run.interval(), run.isIncremental(), rows, at)),
        (runs, one) -> {
          List<MaterializationHistory.Run> more = new ArrayList<>(runs);
          more.addAll(one);
          return more;
        });
  }

  MaterializationHistory history(Version<FeatureView> version) {
    return MaterializationHistory.of(history.getOrDefault(name(version), List.of()));
  }

  /** Writes the tables into files, those in which everything up to a record is not there yet. */
  void snapshot(long upTo) {
    OnlineSnapshots files = snapshots;
    if (files == null || upTo == 0) {
      return;
    }
    snapshotting.lock();
    try {
      for (String table : tables.keySet()) {
        if (files.upTo(table) < upTo) {
          files.write(table, upTo);
        }
      }
    } finally {
      snapshotting.unlock();
    }
  }

  /**
   * Runs a removal of rows while no run takes any and no file is being written, after the tables'
   * files are gone.
   */
  <T> T withoutSnapshots(Predicate<String> doomed, Supplier<T> removal) {
    if (taking.getReadHoldCount() > 0) {
      throw new InvalidInputException(
          "Cannot remove rows from within a materialization: do it when that has ended");
    }
    taking.writeLock().lock();
    snapshotting.lock();
    try {
      deleteSnapshots(doomed);
      return removal.get();
    } finally {
      snapshotting.unlock();
      taking.writeLock().unlock();
    }
  }

  /** Deletes tables' files. */
  void deleteSnapshots(Predicate<String> doomed) {
    OnlineSnapshots files = snapshots;
    if (files == null) {
      return;
    }
    snapshotting.lock();
    try {
      files.tables().stream().filter(doomed).forEach(files::delete);
    } finally {
      snapshotting.unlock();
    }
  }

  /** Removes rows of a version whose newest event lies before a time; how many there were. */
  int removeBefore(Version<FeatureView> version, long eventMicros) {
    return store instanceof HashedRowSlots slots && isServed(version)
        ? slots.removeBefore(name(version), eventMicros)
        : 0;
  }

  /** The same, with values that are that old of rows which are newer. */
  void forgetBefore(Version<FeatureView> version, long eventMicros) {
    if (store instanceof HashedRowSlots slots && isServed(version)) {
      slots.forgetBefore(name(version), eventMicros);
    }
  }

  /** What one materialization took, and how many rows. */
  record Taken(OnlineRun run, long rows) {}

  /** Takes the rows whose event time is between two instants, both included. */
  Taken materialize(Version<FeatureView> version, long from, long to, Progress progress) {
    Served served = served(version);
    ViewRows source = offline.of(version);
    OnlineRun run = new OnlineRun(Long.MIN_VALUE, from, to, Long.MAX_VALUE, source.ingestEnd());
    long rows = new OnlinePass(store, served.table, source, progress).take(run);
    return new Taken(run, rows);
  }

  /**
   * Takes what has not been taken: rows ingested since the last run whatever their event time, and
   * rows that were in its future. The mark is on the ingest sequence, so late rows are never lost.
   * A source that has changed is read from its beginning; rows that were taken change nothing. A
   * run to an earlier time than the last leaves what lies between them to the next.
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
      served.to = to;
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

  /**
   * Removes the row of a key from every table that has exactly these keys; of a store that outlives
   * the process also from the tables of versions that nobody has asked for yet.
   *
   * @param versions that are or were to be served; asked for where they matter
   */
  void erase(Map<String, ?> key, Supplier<List<Version<FeatureView>>> versions) {
    for (Served served : tables.values()) {
      erase(served.table, key);
    }
    if (store instanceof HashedRowSlots) {
      return;
    }
    for (Version<FeatureView> version : versions.get()) {
      if (!isServed(version)) {
        Table table = tableOf(name(version), version.definition());
        store.create(table);
        erase(table, key);
      }
    }
  }

  private void erase(Table table, Map<String, ?> key) {
    ErasedKey erased = ErasedKey.of(table.keys(), key);
    if (erased != null) {
      store.erase(table.name(), erased.values());
    }
  }
}
