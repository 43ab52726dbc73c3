package dev.datamesh.featurestore;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.spi.FrameSource;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.join.Work;
import dev.datamesh.featurestore.offline.TableStats;
import dev.datamesh.featurestore.registry.Applied;
import dev.datamesh.featurestore.registry.Plan;
import dev.datamesh.featurestore.registry.Registry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * writers wait for each other, readers for nobody, but that who reads offline first makes segments
 * of what was pushed to a folder since somebody did.
 */
public final class FeatureStore implements AutoCloseable {

  private static final Principal HOST = Principal.platform("host");

  private final Clock clock;
  private final OnDemandFunctions functions;
  private final FrameFormats formats;
  private final @Nullable FeatureFolder folder;
  private final RegistryBook book;
  private final OfflineRows offline;
  private final OnlineRows online;
  private final Intake intake;
  private final AppliedDefinitions applied;
  private final RowsDoor kept;
  private final PastFeatures past;
  private final ServedFeatures served;

  private final List<FeatureLog> logs = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * A store that closes what it is made of.
   *
   * @param folder keeps everything; null: it ends with the process
   */
  FeatureStore(FeatureStoreBuilder settings, @Nullable FeatureFolder folder) {
    this.folder = folder;
    this.clock = settings.clock();
    this.functions = settings.functions();
    this.formats = settings.formats();
    this.book = new RegistryBook(folder == null ? RegistryLog.NONE : folder.log(), clock);
    this.offline =
        new OfflineRows(
            folder == null ? null : folder.rows(), new ViewSources(formats, ViewSources.BATCH));
    OnlineStore store = settings.online();
    OnlineSnapshots.Place place = folder == null ? null : folder.snapshots();
    OnlineSnapshots snapshots = place == null ? null : place.of(store);
    this.online = new OnlineRows(store, offline, book::isKnown, settings.metrics(), snapshots);
    this.intake =
        folder == null
            ? new MemoryIntake(offline, online, book)
            : folder.intake(offline, online, book, settings.tailLimits());
    Guard guard = settings.guard();
    this.applied = new AppliedDefinitions(book, guard, settings.lineage(), offline, online, intake);
    this.kept = new RowsDoor(book, guard, clock, settings.tolerance(), offline, online, intake);
    this.past = new PastFeatures(book, offline, intake, functions);
    this.served = new ServedFeatures(book, online, intake);
    if (place != null) {
      applied.finishDrops();
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

  /** What has been applied, for those who read on behalf of it; refused once it is closed. */
  Registry openRegistry() {
    requireOpen();
    return registry();
  }

  private void requireOpen() {
    if (closed) {
      throw isClosed();
    }
  }

  /** What whoever uses a closed store is told. */
  static ClosedException isClosed() {
    return new ClosedException("Cannot use the feature store, it is closed", "feature store");
  }

  private AppliedDefinitions applied() {
    requireOpen();
    return applied;
  }

  private RowsDoor kept() {
    requireOpen();
    return kept;
  }

  private PastFeatures past() {
    requireOpen();
    return past;
  }

  private ServedFeatures served() {
    requireOpen();
    return served;
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
    return applied().apply(definitions, by);
  }

  /**
   * Gives the current version of a view the rows of its source where that is a frame of the host
   * (declared {@code frame: true}, or applied before this store was opened). They stay until the
   * store is closed, or others are bound.
   */
  public void bind(String view, Frame rows) {
    applied().bind(registry().view(view, OptionalInt.empty()), rows);
  }

  /** The same for one version. */
  public void bind(String view, int version, Frame rows) {
    applied().bind(registry().view(view, OptionalInt.of(version)), rows);
  }

  /** Lets a view's bare name mean one version, also when newer ones are applied. */
  public void pin(String view, int version) {
    pin(view, version, HOST);
  }

  /** The same in somebody's name. */
  public void pin(String view, int version, Principal by) {
    applied().pin(view, version, by);
  }

  /** Lets a view's bare name mean the newest version again. */
  public void unpin(String view) {
    unpin(view, HOST);
  }

  /** The same in somebody's name. */
  public void unpin(String view, Principal by) {
    applied().unpin(view, by);
  }

  /** Lets a view's bare name mean the version before the current one. */
  public void rollback(String view) {
    rollback(view, HOST);
  }

  /** The same in somebody's name. */
  public void rollback(String view, Principal by) {
    applied().rollback(view, by);
  }

  /** Forgets an old version, which can no longer be joined. */
  public void drop(String view, int version) {
    drop(view, version, HOST);
  }

  /** The same in somebody's name. */
  public void drop(String view, int version, Principal by) {
    applied().drop(view, version, by);
  }

  /**
   * Forgets a view with all its versions and rows; none of them is left in a file of rows when this
   * returns. A view that a service or an on-demand view asks for is refused. A materialization
   * under way is waited for.
   */
  public void drop(String view) {
    drop(view, HOST);
  }

  /** The same in somebody's name. */
  public void drop(String view, Principal by) {
    applied().drop(view, by);
  }

  /** What was applied, the first first. */
  public List<Applied> history() {
    return registry().history();
  }

  /**
   * Appends rows to a view; answers how many nobody can ask for: kept aside because they have no
   * event time, or with a null in their key.
   */
  public long ingest(String view, Frame rows) {
    return ingest(view, rows, HOST);
  }

  /** Appends rows to a view in somebody's name. */
  public long ingest(String view, Frame rows, Principal by) {
    return kept().ingest(view, rows, by).leftOut();
  }

  /** Takes rows of a view on one side or both; see {@link #push(String, Frame, PushTarget)}. */
  public Pushed push(String view, Frame rows, PushTarget target) {
    return push(view, rows, target, HOST);
  }

  /**
   * Takes rows of a view, all or none; rows may come in any order and any number of times. Once it
   * returns, every read of this store sees them, or newer ones. In a folder it is one record, whose
   * force many threads share; those who only read the folder see it once it is part of a segment.
   *
   * @throws InvalidInputException if a column is missing or of another type, or an event time is
   *     farther in the future than the store tolerates
   * @throws dev.datamesh.core.LimitExceededException if the online store has no room for them
   */
  public Pushed push(String view, Frame rows, PushTarget target, Principal by) {
    return kept().push(view, rows, target, by);
  }

  /**
   * Appends the rows that a view's source has now, for stores in a folder, which do not read
   * sources when they join: in one commit; those of a connector's files in commits of a million,
   * after all of them were read through once.
   *
   * @return how many rows were appended
   */
  public long ingestSource(String view) {
    return kept().ingestSource(view, HOST);
  }

  /**
   * Appends the rows of another source, such as a folder of Parquet files, block by block; each
   * block is a commit of its own.
   *
   * @return how many rows were appended
   */
  public long ingestFrom(String view, FrameSource source) {
    return kept().ingestFrom(view, source, HOST);
  }

  /** All rows of a view in the folder under its source's names, by key and time. */
  public FrameBlocks rows(String view) {
    return kept().stored("list rows").export(kept().definition(view));
  }

  /**
   * Takes all rows of an entity's keys out of every view with exactly these keys, on both sides: no
   * file under the folder holds them when this returns, however they came there. Rows of sources
   * outside the store are hidden and stay where they are. A materialization under way is waited
   * for.
   *
   * @param key values by name, such as {@code Map.of("customer", "C-17")}
   * @return how many rows were erased
   * @throws InvalidInputException where no view has such keys, or none takes such values
   */
  public long erase(Map<String, ?> key) {
    return kept().erase(key, HOST);
  }

  /**
   * How many of a view's rows that were known at an instant have been erased since; a training set
   * made again as known then lacks them.
   */
  public long erased(String view, Instant knownAt) {
    return kept().stored("count erased rows").erased(kept().definition(view), Micros.down(knownAt));
  }

  /** Merges the segments of all views' rows; answers how many were merged. */
  public int compact() {
    return kept().stored("compact").compact();
  }

  /** Figures of a view's rows on disk. */
  public TableStats stats(String view) {
    return kept().stored("measure").stats(kept().definition(view));
  }

  /** Drops rows of a view with event times before an instant; answers how many. */
  public long retain(String view, Instant from) {
    return kept().retain(view, from);
  }

  /** Ends what the store does in its folder; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    try {
      logs.forEach(FeatureLog::close);
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
    served().checkpoint();
  }

  private void closeAll() {
    try {
      intake.close();
    } finally {
      try {
        online.store().close();
      } finally {
        closeBook();
      }
    }
  }

  private void closeBook() {
    try {
      book.close();
    } finally {
      if (folder != null) {
        folder.close();
      }
    }
  }

  /** Rows of a view that are kept aside because they have no event time. */
  public long keptAside(String view) {
    return kept().keptAside(view);
  }

  /** The rows of a view in the folder that are kept aside because they have no event time. */
  public FrameBlocks rowsKeptAside(String view) {
    return kept().stored("list rows").exportAside(kept().definition(view));
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
    return past().plan(request).join(spine);
  }

  /** The same for a spine in blocks, whose result comes in blocks. */
  public FrameBlocks historicalFeatures(FrameBlocks spine, HistoricalRequest request) {
    return new JoinedBlocks(spine, past().plan(request));
  }

  /**
   * Features without a spine: for every key and event time that a row of the views has between two
   * instants, both included, the features as of then. The views have the same keys; the result is
   * in the order of time and then of the keys.
   */
  public Frame featuresBetween(Instant from, Instant to, HistoricalRequest request) {
    return past().featuresBetween(from, to, request);
  }

  /** Why one row of a spine gets what it gets for one feature. */
  public Explanation explain(Frame spine, long row, String reference) {
    return explain(spine, row, HistoricalRequest.of(reference));
  }

  /** The same under a request's conditions, for its first feature, which has to be a stored one. */
  public Explanation explain(Frame spine, long row, HistoricalRequest request) {
    return past().explain(spine, row, request);
  }

  /**
   * Joins and keeps the result in a folder as gzipped CSV, with a manifest of what was asked for
   * and a hash; a folder that has a data set is refused.
   */
  public SavedDataset saveDataset(Path into, Frame spine, HistoricalRequest request) {
    return past().save(into, null, spine, request);
  }

  /** The same in a connector's format, such as {@code parquet}. */
  public SavedDataset saveDataset(
      Path into, String format, Frame spine, HistoricalRequest request) {
    return past().save(into, formats.get(format), spine, request);
  }

  /**
   * How many of the rows of each view that a request says were known have been erased since: its
   * result lacks them. {@link ErasedRows} says so as {@code ERASED(n)}.
   */
  public List<ErasedRows> erased(HistoricalRequest request) {
    return past().plan(request).erased();
  }

  /**
   * How many of the rows that each view of a data set had have been erased since it was saved: made
   * again, it would lack them. {@link ErasedRows} says so as {@code ERASED(n)}.
   */
  public List<ErasedRows> erasedSince(SavedDataset saved) {
    return past().erasedSince(saved);
  }

  /**
   * Brings the rows of all online views whose event time is between two instants, both included,
   * into the online store. Repeating it changes nothing; an older row never replaces a newer one.
   *
   * @throws InvalidInputException if the first is later than the last
   */
  public Materialization materialize(Instant from, Instant to) {
    return materialize(from, to, Progress.NONE);
  }

  /** The same, watched. */
  public Materialization materialize(Instant from, Instant to, Progress progress) {
    return served().materialize(from, to, progress);
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
    return served().materializeIncremental(to, progress);
  }

  /**
   * Gives back the memory of rows that are too old to be served at an instant, by their view's ttl:
   * {@code store.removeExpired(clock.instant())} once a day is all the upkeep that online views of
   * entities that come and go need. What was {@code OUTSIDE_MAX_AGE} is {@code NOT_FOUND} then,
   * also for requests that serve stale values; joins still find it. Views without a ttl, and stores
   * other than row slots, keep what they have.
   *
   * @return how many rows were removed, by view
   */
  public Map<String, Long> removeExpired(Instant now) {
    return served().removeExpired(now);
  }

  /** What was materialized of a view's current version, by this process and earlier ones. */
  public MaterializationHistory materializations(String view) {
    return served().history(view);
  }

  /**
   * Builds and keeps the index of a view's rows, so that the joins to come only probe it. A join
   * with many spine rows does it by itself; one with few streams the rows instead.
   */
  public void index(String view) {
    requireOpen();
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

  /**
   * How many keys were asked for online so far, by view. A buffer hands on what was asked with it
   * in steps of about a thousand, and at {@link
   * dev.datamesh.featurestore.online.FeatureBuffer#flushCounts}.
   */
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
   * @param view the name of the view with what was served; one that has other rows is refused
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
