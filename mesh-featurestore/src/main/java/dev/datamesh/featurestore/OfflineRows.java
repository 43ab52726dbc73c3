package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.registry.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all views: their sources' and those ingested since. Safe for use by many threads: a
 * reader sees a view's rows as of some ingest.
 */
final class OfflineRows {

  /**
   * Rows ingested together.
   *
   * @param view the definition that they were ingested for
   * @param commit microseconds
   * @param target which sides they were meant for
   */
  record Ingest(FeatureView view, Frame rows, long commit, long firstSequence, PushTarget target) {

    /** Some of the rows. */
    Ingest with(Frame some, long first) {
      return new Ingest(view, some, commit, first, target);
    }

    /** The rows as another version has them; null where their keys are others. */
    @Nullable Frame adaptedTo(FeatureView other) {
      return OfflineRows.adaptedTo(other, view, rows);
    }
  }

  /** Rows put together for a version, and what they were made of. */
  private record Cached(
      ViewRows rows, Source source, String stamp, Tail tail, int ingests, int removals) {}

  /** What was ingested into a view, the first first, and whom it is to forget. */
  private static final class Tail {

    private final List<Ingest> ingests = new ArrayList<>();
    private final List<ErasedKey> erased = new ArrayList<>();

    /** How often rows or columns were taken out. */
    private int removals;

    void replaceIngests(List<Ingest> kept) {
      ingests.clear();
      ingests.addAll(kept);
      removals++;
    }
  }

  private final @Nullable StoredRows stored;
  private volatile @Nullable PushTail tail;
  private final ViewSources sources;
  private final Map<String, Tail> tails = new ConcurrentHashMap<>();
  private final Map<String, Cached> cache = new ConcurrentHashMap<>();

  /** Rows in memory where there is no store; else those of the store alone. */
  OfflineRows(@Nullable StoredRows stored, ViewSources sources) {
    this.stored = stored;
    this.sources = sources;
  }

  /** Where the rows are on disk; null where they are in memory. */
  @Nullable StoredRows stored() {
    return stored;
  }

  /** Appends rows, which fit the view. */
  void ingest(String view, Ingest ingest) {
    Tail held = tails.computeIfAbsent(view, name -> new Tail());
    synchronized (held) {
      held.ingests.add(ingest);
    }
  }

  /** Says what is on its way into the store. */
  void awaits(PushTail pushed) {
    tail = pushed;
  }

  /** What was ingested into a view and is in no store yet. */
  List<Ingest> ingests(String view) {
    PushTail pushed = tail;
    if (pushed != null) {
      return pushed.waiting(view);
    }
    Tail held = tails.get(view);
    if (held == null) {
      return List.of();
    }
    synchronized (held) {
      return List.copyOf(held.ingests);
    }
  }

  /** The rows of a version that were pushed to be served alone, of those in the store. */
  Optional<ViewRows> servedAlone(Version<FeatureView> version) {
    return stored == null ? Optional.empty() : stored.servedAlone(version);
  }

  /** Forgets an entity: its ingested rows; those of a source are hidden. */
  long erase(String view, ErasedKey key) {
    Tail held = tails.computeIfAbsent(view, name -> new Tail());
    synchronized (held) {
      long erased = 0;
      List<Ingest> kept = new ArrayList<>();
      for (Ingest ingest : held.ingests) {
        if (!key.isOf(ingest.view)) {
          kept.add(ingest);
          continue;
        }
        long before = ingest.rows.rows();
        for (ErasedKey.Piece piece : key.piecesWithout(ingest.rows)) {
          kept.add(ingest.with(piece.rows(), ingest.firstSequence + piece.from()));
          before -= piece.rows().rows();
        }
        erased += before;
      }
      held.replaceIngests(kept);
      held.erased.add(key);
      return erased;
    }
  }

  /**
   * Forgets what only versions had that were dropped: rows, and features of rows that others share.
   *
   * @param all versions that there were, those that stay among them
   */
  void dropUnused(Collection<FeatureView> all, Collection<FeatureView> staying) {
    if (stored != null) {
      stored.dropUnused(all, staying);
      return;
    }
    for (String view : Set.copyOf(tails.keySet())) {
      List<FeatureView> versions = staying.stream().filter(v -> v.name().equals(view)).toList();
      Tail held = tails.get(view);
      if (versions.isEmpty()) {
        tails.remove(view);
        cache.keySet().removeIf(key -> key.startsWith(view + "@v"));
      } else if (held != null) {
        synchronized (held) {
          List<Ingest> kept = new ArrayList<>();
          held.ingests.forEach(ingest -> used(ingest, versions).ifPresent(kept::add));
          held.replaceIngests(kept);
        }
      }
    }
  }

  /** What some versions have of rows; empty where it is nothing. */
  private static Optional<Ingest> used(Ingest ingest, List<FeatureView> versions) {
    Set<String> columns = new HashSet<>();
    for (FeatureView version : versions) {
      if (hasKeysOf(version, ingest.view)) {
        columns.addAll(version.features().stream().map(StoredRows::column).toList());
      }
    }
    Set<String> unused = new HashSet<>();
    for (Feature feature : ingest.view.features()) {
      if (!columns.contains(StoredRows.column(feature))) {
        unused.add(feature.name());
      }
    }
    List<Column> kept =
        ingest.rows.columns().stream().filter(each -> !unused.contains(each.name())).toList();
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(ingest.with(Frame.of(kept), ingest.firstSequence));
  }

  /** The rows of a version of a view. */
  ViewRows of(Version<FeatureView> version) {
    if (stored != null) {
      return stored.of(version);
    }
    FeatureView view = version.definition();
    String key = view.name() + "@v" + version.number();
    Tail held = tails.computeIfAbsent(view.name(), name -> new Tail());
    int count;
    int removals;
    synchronized (held) {
      count = held.ingests.size();
      removals = held.removals;
    }
    String stamp = sources.stamp(version);
    Cached cached = cache.get(key);
    if (cached != null
        && cached.source.equals(view.source())
        && cached.rows.view().ttl().equals(view.ttl())
        && cached.stamp.equals(stamp)
        && cached.tail == held
        && cached.ingests == count
        && cached.removals == removals) {
      return cached.rows;
    }
    List<Ingest> ingests;
    List<ErasedKey> erased;
    synchronized (held) {
      ingests = List.copyOf(held.ingests);
      erased = held.erased.stream().filter(each -> each.isOf(view)).toList();
      removals = held.removals;
    }
    ViewRows rows = build(version, ingests, erased);
    cache.put(key, new Cached(rows, view.source(), stamp, held, ingests.size(), removals));
    return rows;
  }

  /** Where the views' sources are read. */
  ViewSources sources() {
    return sources;
  }

  /** How many rows of a view are kept aside because they have no event time. */
  long keptAside(Version<FeatureView> version) {
    return stored != null ? stored.keptAside(version.definition()) : of(version).withoutTime();
  }

  /** The sequence behind the last row's that a request says was known. */
  long ingestEnd(Version<FeatureView> version, HistoricalRequest request) {
    if (stored == null) {
      ViewRows rows = of(version);
      return request.knownAt().map(at -> rows.knownAt(Micros.down(at))).orElseGet(rows::count);
    }
    return request
        .knownAt()
        .map(at -> stored.sequenceAt(version.definition(), Micros.down(at)))
        .orElseGet(stored.store()::nextSequence);
  }

  /** How many rows below a sequence have been erased, of those that the folder had. */
  long erasedBelow(Version<FeatureView> version, long sequence) {
    return stored != null ? stored.erasedBelow(version.definition(), sequence) : 0;
  }

  /** The rows of a version of a view as far as a join needs them. */
  JoinRows joined(Version<FeatureView> version, JoinRows.Needs needs) {
    return stored != null ? stored.joined(version, needs) : of(version).joined(needs);
  }

  private ViewRows build(
      Version<FeatureView> version, List<Ingest> ingests, List<ErasedKey> erased) {
    FeatureView view = version.definition();
    List<Frame> parts = new ArrayList<>();
    List<ViewRows.Batch> batches = new ArrayList<>();
    long end = 0;
    Frame source = sources.read(version);
    if (source != null) {
      for (ErasedKey key : erased) {
        source = key.without(source);
      }
      parts.add(source);
      end = source.rows();
      batches.add(new ViewRows.Batch(end, Micros.down(version.since()), OnlineRun.SOURCE));
    }
    for (Ingest ingest : ingests) {
      Frame rows = ingest.target.offline() ? ingest.adaptedTo(view) : null;
      if (rows != null) {
        parts.add(rows);
        end += rows.rows();
        batches.add(new ViewRows.Batch(end, ingest.commit, ingest.firstSequence));
      }
    }
    if (parts.isEmpty()) {
      parts.add(Frame.empty(new Schema(ViewRows.columns(view))));
    }
    return new ViewRows(view, Frame.concat(parts), batches);
  }

  /** Rows ingested for a version as another one has them; null where their keys are others. */
  static @Nullable Frame adaptedTo(FeatureView view, FeatureView from, Frame rows) {
    if (!hasKeysOf(view, from)) {
      return null;
    }
    List<Column> columns = new ArrayList<>(rows.columns());
    rename(columns, ViewRows.eventName(from), ViewRows.eventName(view));
    if (from.source().hasCreatedTime() && view.source().hasCreatedTime()) {
      rename(columns, ViewRows.createdName(from), ViewRows.createdName(view));
    }
    return adapted(view, Frame.of(columns));
  }

  private static void rename(List<Column> columns, String from, String to) {
    columns.replaceAll(
        each -> each.name().equals(from) ? each.withField(Field.nullable(to, each.type())) : each);
  }

  /** Versions of a view share rows where their keys are the same, one by one. */
  private static boolean hasKeysOf(FeatureView view, FeatureView other) {
    List<Field> keys = view.keys().fields();
    List<Field> others = other.keys().fields();
    boolean same = keys.size() == others.size();
    for (int i = 0; same && i < keys.size(); i++) {
      same =
          keys.get(i).name().equals(others.get(i).name())
              && keys.get(i).type().equals(others.get(i).type());
    }
    return same;
  }

  /** Rows of an earlier build, which say no version; null where they lack the view's keys. */
  static @Nullable Frame adaptedTo(FeatureView view, Frame rows) {
    return sameKeys(view, rows) ? adapted(view, rows) : null;
  }

  private static boolean sameKeys(FeatureView view, Frame rows) {
    for (Field key : view.keys().fields()) {
      if (rows.findColumn(key.name()).filter(c -> c.type().equals(key.type())).isEmpty()) {
        return false;
      }
    }
    return rows.findColumn(ViewRows.eventName(view)).isPresent();
  }

  /** A feature that the rows do not have, or have with another type, is null. */
  private static Frame adapted(FeatureView view, Frame rows) {
    List<Column> columns = new ArrayList<>();
    for (Field field : ViewRows.columns(view)) {
      Column column =
          rows.findColumn(field.name()).filter(c -> c.type().equals(field.type())).orElse(null);
      columns.add(column == null ? nulls(field, rows.rows()) : column.withField(field));
    }
    return Frame.of(columns);
  }

  static Column nulls(Field field, long count) {
    int[] none = new int[Math.toIntExact(count)];
    java.util.Arrays.fill(none, Column.NO_ROW);
    return Column.of(field, List.of()).take(none, none.length);
  }
}
