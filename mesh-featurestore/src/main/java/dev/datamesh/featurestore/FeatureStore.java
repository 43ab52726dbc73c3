package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.spi.FrameFormat;
import dev.datamesh.core.spi.FrameSource;
import dev.datamesh.core.spi.LineageSink;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.join.Work;
import dev.datamesh.featurestore.offline.TableStats;
import dev.datamesh.featurestore.registry.Applied;
import dev.datamesh.featurestore.registry.Plan;
import dev.datamesh.featurestore.registry.Registry;
import dev.datamesh.featurestore.registry.Version;
import dev.datamesh.featurestore.registry.Versions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Features by entity and time: joined for training as of each row's time, served online as of now.
 *
 * <pre>{@code
 * FeatureStore store = FeatureStore.inMemory();
 * store.apply(Definitions.of(spend));
 * Frame training = store.historicalFeatures(spine, "spend:amount", "spend:visits");
 * store.materialize(from, to);
 * FeatureVector now = store.prepare("spend:amount").get(Map.of("customer", "C-17"));
 * }</pre>
 *
 * <p>Safe for use by many threads: a call sees the registry and a view's rows as of some moment;
 * writers wait for each other, readers for nobody.
 */
public final class FeatureStore implements AutoCloseable {

  private static final Principal HOST = Principal.platform("host");

  private final Clock clock;
  private final Guard guard;
  private final LineageSink lineage;
  private final OnDemandFunctions functions;
  private final FrameFormats formats;
  private final OfflineRows offline;
  private final @Nullable FeatureFolder folder;
  private final RegistryBook book;
  private final OnlineRows online;
  private final Intake intake;
  private final Duration tolerance;

  private final List<FeatureLog> logs = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * A store that closes what it is made of.
   *
   * @param folder keeps everything; null: it ends with the process
   */
  FeatureStore(FeatureStoreBuilder settings, @Nullable FeatureFolder folder) {
    this.folder = folder;
    this.book =
        new RegistryBook(folder == null ? RegistryLog.NONE : folder.log(), settings.clock());
    this.formats = settings.formats();
    this.offline =
        new OfflineRows(
            folder == null ? null : folder.rows(), new ViewSources(formats, ViewSources.BATCH));
    this.clock = settings.clock();
    this.guard = settings.guard();
    this.lineage = settings.lineage();
    this.functions = settings.functions();
    this.tolerance = settings.tolerance();
    OnlineStore served = settings.online();
    OnlineSnapshots.Place place = folder == null ? null : folder.snapshots();
    OnlineSnapshots snapshots = place == null ? null : place.of(served);
    this.online = new OnlineRows(served, offline, settings.metrics(), snapshots);
    this.intake =
        folder == null
            ? new MemoryIntake(offline, online, book::commitTime)
            : folder.intake(offline, online, book, settings.tailLimits());
    if (place != null && book.hasDropped()) {
      dropUnusedRows();
    }
  }

  /** A store that ends with the process, by the system's clock. */
  public static FeatureStore inMemory() {
    return builder().inMemory();
  }

  /**
   * A store that keeps definitions and views' rows in a folder. What was applied and ingested is
   * there after every opening; sources of views are read by {@link #ingestSource} only.
   */
  public static FeatureStore at(Path folder) {
    return builder().at(folder);
  }

  public static FeatureStoreBuilder builder() {
    return new FeatureStoreBuilder();
  }

  /** What has been applied so far. */
  public Registry registry() {
    return book.registry();
  }

  OnDemandFunctions functions() {
    return functions;
  }

  OnlineRows online() {
    return online;
  }

  Instant now() {
    return clock.instant();
  }

  /** What applying would do. */
  public Plan plan(Definitions definitions) {
    return registry().plan(definitions);
  }

  /** Applies definitions, all or nothing; the same ones again change nothing. */
  public Plan apply(Definitions definitions) {
    return apply(definitions, HOST);
  }

  /** Applies definitions in somebody's name. */
  public Plan apply(Definitions definitions, Principal by) {
    for (FeatureView view : definitions.views()) {
      guard.require(by, Action.APPLY_FEATURES, view.domain(), view.name());
    }
    Plan plan = book.apply(definitions, by);
    for (FeatureView view : definitions.views()) {
      Versions<FeatureView> versions = Objects.requireNonNull(registry().views().get(view.name()));
      offline.sources().applied(versions.newest(), view);
    }
    FeatureLineage.report(definitions, plan, lineage);
    intake.applied();
    return plan;
  }

  /**
   * Gives the current version of a view the rows of its source where that is a frame of the host
   * (declared {@code frame: true}, or applied before this store was opened). They stay until the
   * store is closed, or others are bound.
   */
  public void bind(String view, Frame rows) {
    offline.sources().bind(registry().view(view, OptionalInt.empty()), rows);
  }

  /** The same for one version. */
  public void bind(String view, int version, Frame rows) {
    offline.sources().bind(registry().view(view, OptionalInt.of(version)), rows);
  }

  /** Lets a view's bare name mean one version, also when newer ones are applied. */
  public void pin(String view, int version) {
    pin(view, version, HOST);
  }

  /** The same in somebody's name. */
  public void pin(String view, int version, Principal by) {
    requirePermission(view, by);
    book.pin(view, version, by);
  }

  /** Lets a view's bare name mean the newest version again. */
  public void unpin(String view) {
    unpin(view, HOST);
  }

  /** The same in somebody's name. */
  public void unpin(String view, Principal by) {
    requirePermission(view, by);
    book.unpin(view, by);
  }

  /** Lets a view's bare name mean the version before the current one. */
  public void rollback(String view) {
    rollback(view, HOST);
  }

  /** The same in somebody's name. */
  public void rollback(String view, Principal by) {
    requirePermission(view, by);
    book.rollback(view, by);
  }

  /** Forgets an old version, which can no longer be joined. */
  public void drop(String view, int version) {
    drop(view, version, HOST);
  }

  /** The same in somebody's name. */
  public void drop(String view, int version, Principal by) {
    requirePermission(view, by);
    intake.emptied(
        () -> {
          book.drop(view, version, by);
          online.drop(view, version);
          dropUnusedRows();
          return true;
        });
  }

  /**
   * Forgets a view with all its versions and rows; none of them is left in a file of rows when this
   * returns. A view that a service or an on-demand view asks for is refused.
   */
  public void drop(String view) {
    drop(view, HOST);
  }

  /** The same in somebody's name. */
  public void drop(String view, Principal by) {
    requirePermission(view, by);
    intake.emptied(
        () -> {
          book.dropView(view, by).forEach(version -> online.drop(view, version.number()));
          dropUnusedRows();
          return true;
        });
  }

  /** Takes out of the folder what only versions had that were dropped, now or before a crash. */
  private void dropUnusedRows() {
    StoredRows stored = offline.stored();
    if (stored != null) {
      stored.dropUnused(book.definitionsEver(), book.definitions());
    }
  }

  /** Whether somebody may change a view's versions. */
  private void requirePermission(String view, Principal by) {
    String domain =
        registry().findView(view).map(version -> version.definition().domain()).orElse("");
    guard.require(by, Action.APPLY_FEATURES, domain, view);
  }

  /** What was applied, the first first. */
  public List<Applied> history() {
    return registry().history();
  }

  /** Appends rows to a view; answers how many were kept aside because they have no event time. */
  public long ingest(String view, Frame rows) {
    return ingest(view, rows, HOST);
  }

  /** Appends rows to a view in somebody's name. */
  public long ingest(String view, Frame rows, Principal by) {
    Version<FeatureView> version = registry().view(view, OptionalInt.empty());
    FeatureView definition = version.definition();
    guard.require(by, Action.PUSH_FEATURES, definition.domain(), view);
    Frame fitting = FittingRows.of(definition, rows);
    Pushed pushed = intake.ingest(version, fitting);
    return offline.stored() == null ? pushed.withoutTime() : pushed.leftOut();
  }

  /** Takes rows of a view on one side or both; see {@link #push(String, Frame, PushTarget)}. */
  public Pushed push(String view, Frame rows, PushTarget target) {
    return push(view, rows, target, HOST);
  }

  /**
   * Takes rows of a view, all or none; rows may come in any order and any number of times. Once it
   * returns, every read sees them, or newer ones.
   *
   * @throws InvalidInputException if a column is missing or of another type, or an event time is
   *     farther in the future than the store tolerates
   * @throws dev.datamesh.core.LimitExceededException if the online store has no room for them
   */
  public Pushed push(String view, Frame rows, PushTarget target, Principal by) {
    Registry known = registry();
    Version<FeatureView> version = known.view(view, OptionalInt.empty());
    FeatureView definition = version.definition();
    guard.require(by, Action.PUSH_FEATURES, definition.domain(), view);
    if (target.online() && !definition.online()) {
      throw new InvalidInputException(
          "Cannot push to view \"%s\" online, it is not online: build it with online()"
              .formatted(view));
    }
    Frame fitting = FittingRows.of(definition, rows);
    Intake.checkTimes(definition, fitting, Micros.down(clock.instant().plus(tolerance)));
    if (target.online()) {
      online.table(version);
    }
    return intake.push(version, versions(known, view), fitting, target);
  }

  private static List<Version<FeatureView>> versions(Registry known, String view) {
    Versions<FeatureView> versions = known.views().get(view);
    return versions == null ? List.of() : List.copyOf(versions.all());
  }

  /**
   * Appends the rows that a view's source has now, for stores in a folder, which do not read
   * sources when they join: in one commit; those of a connector's files in commits of a million,
   * after all of them were read through once.
   *
   * @return how many rows were appended
   */
  public long ingestSource(String view) {
    Version<FeatureView> version = registry().view(view, OptionalInt.empty());
    FeatureView definition = version.definition();
    guard.require(HOST, Action.PUSH_FEATURES, definition.domain(), view);
    stored("ingest a source");
    long[] appended = new long[1];
    offline
        .sources()
        .forEachBatch(
            version, rows -> appended[0] += rows.rows() - intake.ingest(version, rows).leftOut());
    return appended[0];
  }

  /**
   * Appends the rows of another source, such as a folder of Parquet files, block by block; each
   * block is a commit of its own.
   *
   * @return how many rows were appended
   */
  public long ingestFrom(String view, FrameSource source) {
    long rows = 0;
    try (FrameBlocks blocks = source.read(FrameSource.Scan.all())) {
      while (blocks.hasNext()) {
        Frame block = blocks.next();
        rows += block.rows() - ingest(view, block);
      }
    }
    return rows;
  }

  /** All rows of a view in the folder under its source's names, by key and time. */
  public FrameBlocks rows(String view) {
    return stored("list rows").export(registry().view(view, OptionalInt.empty()).definition());
  }

  private StoredRows stored(String what) {
    StoredRows stored = offline.stored();
    if (stored == null) {
      throw new InvalidInputException(
          "Cannot %s, the store is in memory; open it with FeatureStore.at(folder)"
              .formatted(what));
    }
    intake.flush();
    return stored;
  }

  /**
   * Takes all rows of an entity's keys out of every view with exactly these keys, on both sides: no
   * file under the folder holds them when this returns, however they came there. Rows of sources
   * outside the store are hidden and stay where they are.
   *
   * @param key values by name, such as {@code Map.of("customer", "C-17")}
   * @return how many rows were erased
   */
  public long erase(Map<String, ?> key) {
    guard.require(HOST, Action.ERASE_FEATURES, "", key.keySet().toString());
    AtomicLong rows = new AtomicLong();
    List<List<Version<FeatureView>>> versions =
        registry().views().values().stream().map(each -> List.copyOf(each.all())).toList();
    online.withoutSnapshots(table -> true, () -> rows.set(intake.erase(key, versions)));
    return rows.get();
  }

  /**
   * How many of a view's rows that were known at an instant have been erased since; a training set
   * made again as known then lacks them.
   */
  public long erased(String view, Instant knownAt) {
    return stored("count erased rows")
        .erased(registry().view(view, OptionalInt.empty()).definition(), Micros.down(knownAt));
  }

  /** Merges the segments of all views' rows; answers how many were merged. */
  public int compact() {
    return stored("compact").compact();
  }

  /** Figures of a view's rows on disk. */
  public TableStats stats(String view) {
    return stored("measure").stats(registry().view(view, OptionalInt.empty()).definition());
  }

  /** Drops rows of a view with event times before an instant; answers how many. */
  public long retain(String view, Instant from) {
    Versions<FeatureView> versions = registry().views().get(view);
    FeatureView current = registry().view(view, OptionalInt.empty()).definition();
    AtomicLong dropped = new AtomicLong();
    StoredRows stored = stored("drop rows");
    online.withoutSnapshots(
        table -> table.startsWith(view + "@"),
        () -> {
          dropped.set(intake.emptied(() -> stored.retain(current, from)));
          if (versions != null) {
            versions.all().forEach(version -> online.removeBefore(version, Micros.down(from)));
          }
        });
    return dropped.get();
  }

  /** Ends what the store does in its folder; a second call does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    logs.forEach(FeatureLog::close);
    try {
      checkpoint();
    } finally {
      closed = true;
      closeAll();
    }
  }

  /**
   * Writes what is served into files, so that the next opening need not make it anew; closing does
   * it by itself. What is pushed meanwhile waits for a page at a time. Without a folder, or with
   * another online store than row slots, it does nothing.
   *
   * <p>Nothing else writes them: a process that runs for long and may be killed calls this where it
   * suits it, such as after each materialization. Without a recent file an opening reads the rows
   * again, of a million in half a second, of ten million in five to eight.
   */
  public void checkpoint() {
    online.snapshot(intake.settled());
  }

  private void closeAll() {
    try {
      intake.close();
    } finally {
      online.store().close();
      book.close();
      if (folder != null) {
        folder.close();
      }
    }
  }

  /** Rows of a view that are kept aside because they have no event time. */
  public long keptAside(String view) {
    intake.flush();
    return offline.keptAside(registry().view(view, OptionalInt.empty()));
  }

  /** The rows of a view in the folder that are kept aside because they have no event time. */
  public FrameBlocks rowsKeptAside(String view) {
    return stored("list rows").exportAside(registry().view(view, OptionalInt.empty()).definition());
  }

  /**
   * The spine with features by reference; see {@link #historicalFeatures(Frame,
   * HistoricalRequest)}.
   */
  public Frame historicalFeatures(Frame spine, String... references) {
    return historicalFeatures(spine, HistoricalRequest.of(references));
  }

  /**
   * Joins each spine row with the features that were known at its time: exactly one result row for
   * each, in the spine's order, its columns first, then the features in the order asked for.
   */
  public Frame historicalFeatures(Frame spine, HistoricalRequest request) {
    return plan(request).join(spine);
  }

  /** The same for a spine in blocks, whose result comes in blocks. */
  public FrameBlocks historicalFeatures(FrameBlocks spine, HistoricalRequest request) {
    return new JoinedBlocks(spine, plan(request));
  }

  /**
   * Features without a spine: for every key and event time that a row of the views has between two
   * instants, both included, the features as of then. The views have the same keys; the result is
   * in the order of time and then of the keys.
   */
  public Frame featuresBetween(Instant from, Instant to, HistoricalRequest request) {
    JoinPlan plan = plan(request.timeColumn(RangeSpine.TIME));
    return plan.join(RangeSpine.of(plan.views(), offline, Micros.down(from), Micros.down(to)));
  }

  /** Why one row of a spine gets what it gets for one feature. */
  public Explanation explain(Frame spine, long row, String reference) {
    return explain(spine, row, HistoricalRequest.of(reference));
  }

  /** The same under a request's conditions, for its first feature, which has to be a stored one. */
  public Explanation explain(Frame spine, long row, HistoricalRequest request) {
    JoinPlan plan = plan(request);
    Version<FeatureView> view = plan.views().get(0);
    return new Explainer(request, plan.references().get(0), view.definition(), offline.of(view))
        .explain(spine, row);
  }

  /**
   * Joins and keeps the result in a folder as gzipped CSV, with a manifest of what was asked for
   * and a hash; a folder that has a data set is refused.
   */
  public SavedDataset saveDataset(Path into, Frame spine, HistoricalRequest request) {
    return saved(into, null, spine, request);
  }

  /** The same in a connector's format, such as {@code parquet}. */
  public SavedDataset saveDataset(
      Path into, String format, Frame spine, HistoricalRequest request) {
    return saved(into, formats.get(format), spine, request);
  }

  private SavedDataset saved(
      Path into, @Nullable FrameFormat format, Frame spine, HistoricalRequest request) {
    JoinPlan plan = plan(request);
    Frame joined = plan.join(spine);
    Map<String, Long> sequences = new TreeMap<>();
    Map<String, Long> erased = new TreeMap<>();
    for (Version<FeatureView> view : plan.views()) {
      long end = offline.ingestEnd(view, request);
      sequences.put(view.definition().name(), end);
      erased.put(view.definition().name(), offline.erasedBelow(view, end));
    }
    return SavedDataset.save(
        into,
        joined,
        new SavedDataset.Draft(
            format, request.toString(), plan.versions(), plan.policies(), sequences, erased));
  }

  /**
   * How many of the rows of each view that a request says were known have been erased since: its
   * result lacks them. {@link ErasedRows} says so as {@code ERASED(n)}.
   */
  public List<ErasedRows> erased(HistoricalRequest request) {
    return plan(request).erased();
  }

  /**
   * How many of the rows that each view of a data set had have been erased since it was saved: made
   * again, it would lack them. {@link ErasedRows} says so as {@code ERASED(n)}.
   */
  public List<ErasedRows> erasedSince(SavedDataset saved) {
    intake.flush();
    List<ErasedRows> found = new ArrayList<>();
    saved
        .sequences()
        .forEach(
            (view, sequence) -> {
              int number = saved.versions().getOrDefault(view, 0);
              Version<FeatureView> version = registry().view(view, OptionalInt.of(number));
              long before = saved.erased().getOrDefault(view, 0L);
              found.add(new ErasedRows(view, offline.erasedBelow(version, sequence) - before));
            });
    return List.copyOf(found);
  }

  private JoinPlan plan(HistoricalRequest request) {
    intake.flush();
    Registry known = request.knownAt().map(book::at).orElseGet(book::registry);
    return new JoinPlan(request, known, offline, functions);
  }

  /**
   * Brings the rows of all online views whose event time is between two instants, both included,
   * into the online store. Repeating it changes nothing; an older row never replaces a newer one.
   */
  public Materialization materialize(Instant from, Instant to) {
    return materialize(from, to, Progress.NONE);
  }

  /** The same, watched. */
  public Materialization materialize(Instant from, Instant to, Progress progress) {
    return materialized(
        from,
        to,
        version -> online.materialize(version, Micros.down(from), Micros.down(to), progress));
  }

  /** See {@link #materializeIncremental(Instant, Progress)}. */
  public Materialization materializeIncremental(Instant to) {
    return materializeIncremental(to, Progress.NONE);
  }

  /**
   * Brings what is new into the online store: rows ingested since the last run, however late their
   * event time, and rows whose time has come. The first run reaches back a view's ttl, or to the
   * beginning without one. A run that is cancelled or fails is done again by the next.
   */
  public Materialization materializeIncremental(Instant to, Progress progress) {
    return materialized(
        Instant.EPOCH,
        to,
        version -> online.materializeIncremental(version, Micros.down(to), progress));
  }

  /** What was materialized of a view's current version, by this process and earlier ones. */
  public MaterializationHistory materializations(String view) {
    return online.history(registry().view(view, OptionalInt.empty()));
  }

  private Materialization materialized(
      Instant from, Instant to, Function<Version<FeatureView>, OnlineRows.Taken> work) {
    intake.flush();
    Map<String, Long> rows = new TreeMap<>();
    for (Versions<FeatureView> versions : registry().views().values()) {
      Version<FeatureView> version = versions.current();
      if (version.definition().online()) {
        OnlineRows.Taken taken = work.apply(version);
        intake.materialized(OnlineRows.name(version), taken.run(), taken.rows());
        rows.put(version.definition().name(), taken.rows());
      }
    }
    return new Materialization(from, to, rows);
  }

  /**
   * Builds and keeps the index of a view's rows, so that the joins to come only probe it. A join
   * with many spine rows does it by itself; one with few streams the rows instead.
   */
  public void index(String view) {
    intake.flush();
    offline.of(registry().view(view, OptionalInt.empty())).table().buildIndex(Work.quiet());
  }

  /** Online features by reference, prepared for many reads. */
  public PreparedFeatures prepare(String... references) {
    return prepare(HistoricalRequest.of(references));
  }

  /** The online features of a service, prepared for many reads. */
  public PreparedFeatures prepareService(String service) {
    return prepare(HistoricalRequest.ofService(service));
  }

  /** How many keys were asked for online so far, by view. */
  public Map<String, Long> onlineRequests() {
    return online.requests();
  }

  /** Online features of a request; its full names and stale values are heeded. */
  public PreparedFeatures prepare(HistoricalRequest request) {
    return new PreparedFeatures(this, request, null);
  }

  /**
   * Keeps a share of what is served in a view of its own, which is made; see {@link FeatureLog}.
   *
   * @param view the name of the view with what was served
   * @param share of the answers, 0 to 1
   * @param mostWaiting rows that may wait to be written; what comes beyond them is dropped
   */
  public FeatureLog logFeatures(
      String view, PreparedFeatures served, double share, int mostWaiting) {
    FeatureLog log = new FeatureLog(this, view, served, share, mostWaiting);
    logs.add(log);
    return log;
  }
}
