package dev.datamesh.featurestore;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.join.FeatureTable;
import dev.datamesh.featurestore.offline.OfflineStore;
import dev.datamesh.featurestore.offline.RowBlock;
import dev.datamesh.featurestore.offline.RowBlocks;
import dev.datamesh.featurestore.offline.RowQuery;
import dev.datamesh.featurestore.offline.SortedRows;
import dev.datamesh.featurestore.offline.TableLayout;
import dev.datamesh.featurestore.offline.TableStats;
import dev.datamesh.featurestore.offline.WrittenRows;
import dev.datamesh.featurestore.registry.Version;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rows of all views in an offline store. A view has a table for each set of typed keys that it
 * ever had; each feature and type has a column of its own, so that all versions of the view share
 * the table's segments, and a feature that a row's version did not have is null. Safe for use by
 * many threads.
 */
final class StoredRows implements AutoCloseable {

  private static final String EVENT = "@event";
  private static final String CREATED = "@created";

  private static final RowBlocks NO_ROWS =
      new RowBlocks() {
        @Override
        public boolean hasNext() {
          return false;
        }

        @Override
        public RowBlock next() {
          throw new NoSuchElementException();
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  private final OfflineStore store;
  private final Clock clock;

  /** What joins hold in memory; a view that is larger is joined in blocks. */
  private final HeldTables held;

  StoredRows(OfflineStore store, double heapShare, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.held = new HeldTables(store, (long) (Runtime.getRuntime().maxMemory() * heapShare));
  }

  /** The newest commit time of any row; the least instant where there is none. */
  Instant latestCommit() {
    long micros = store.latestCommit();
    return micros == Long.MIN_VALUE ? Instant.MIN : Micros.instant(micros);
  }

  OfflineStore store() {
    return store;
  }

  /** The name of the table with a view's rows; views with other keys have others. */
  static String table(FeatureView view) {
    StringBuilder name = new StringBuilder(view.name());
    for (Field key : view.keys().fields()) {
      name.append('|').append(key.name()).append(':').append(key.type());
    }
    return name.toString();
  }

  static String column(Feature feature) {
    return feature.name() + "|" + feature.type();
  }

  private static List<Field> columns(FeatureView view) {
    List<Field> columns = new ArrayList<>();
    view.features().forEach(each -> columns.add(Field.nullable(column(each), each.type())));
    return columns;
  }

  /** The name of the table with a view's rows that have no event time. */
  static String asideTable(FeatureView view) {
    return table(view) + "|@aside";
  }

  /** The name of the table with a view's rows that are served and not joined. */
  static String onlineTable(FeatureView view) {
    return table(view) + "|@online";
  }

  /** The name of the table that rows of a push go to. */
  static String table(FeatureView view, PushTarget target) {
    return target.offline() ? table(view) : onlineTable(view);
  }

  /** A table's layout with the view's features beside those that it has already. */
  private TableLayout layout(FeatureView view, String table) {
    List<Field> columns = new ArrayList<>();
    if (store.has(table)) {
      columns.addAll(store.layout(table).columns().fields());
    }
    columns(view).stream()
        .filter(field -> columns.stream().noneMatch(old -> old.name().equals(field.name())))
        .forEach(columns::add);
    return new TableLayout(table, view.keys(), EVENT, CREATED, new Schema(columns));
  }

  /**
   * Writes rows under the view's names aside, to appear in one durable commit. Rows with a key but
   * no event time go to a table of their own; those without a key are left out.
   */
  WrittenRows write(FeatureView view, PushedRows rows, PushTarget target) {
    String table = table(view, target);
    SortedMap<String, Frame> frames = new TreeMap<>();
    TableLayout own =
        new TableLayout(table, view.keys(), EVENT, CREATED, new Schema(columns(view)));
    if (rows.kept().rows() > 0) {
      defined(view, table);
      frames.put(table, stored(view, own, rows.kept(), EVENT));
    }
    if (rows.aside().rows() > 0) {
      defined(view, asideTable(view));
      frames.put(asideTable(view), aside(view, own, rows.aside(), Micros.down(clock.instant())));
    }
    return store.write(frames);
  }

  /** The rows of a version under the names of a table that has its features. */
  Frame stored(FeatureView view, String table, Frame rows) {
    return stored(view, store.layout(table), rows, EVENT);
  }

  /** The same for rows without an event time; that of ingest stands in its place. */
  Frame storedAside(FeatureView view, String table, Frame rows, long micros) {
    return aside(view, store.layout(table), rows, micros);
  }

  /** Makes sure that a table has a view's features. */
  synchronized TableLayout defined(FeatureView view, String table) {
    TableLayout layout = layout(view, table);
    store.define(layout);
    return layout;
  }

  /** The rows under the table's names. */
  private static Frame stored(FeatureView view, TableLayout layout, Frame rows, String event) {
    List<Column> columns = new ArrayList<>();
    for (String key : view.keys().names()) {
      columns.add(rows.column(key));
    }
    columns.add(renamed(rows.column(ViewRows.eventName(view)), event));
    Field created = Field.nullable(CREATED, Primitive.TIMESTAMP_TZ);
    columns.add(
        view.source().hasCreatedTime()
            ? renamed(rows.column(ViewRows.createdName(view)), CREATED)
            : OfflineRows.nulls(created, rows.rows()));
    for (Field field : layout.columns().fields()) {
      Optional<Feature> feature =
          view.features().stream().filter(each -> column(each).equals(field.name())).findFirst();
      columns.add(
          feature.isPresent()
              ? renamed(rows.column(feature.get().name()), field.name())
              : OfflineRows.nulls(field, rows.rows()));
    }
    return Frame.of(columns);
  }

  private static Frame aside(FeatureView view, TableLayout layout, Frame rows, long micros) {
    long[] times = new long[Math.toIntExact(rows.rows())];
    Arrays.fill(times, micros);
    List<Column> columns = new ArrayList<>(stored(view, layout, rows, EVENT + "@none").columns());
    columns.set(view.keys().fields().size(), Column.ofMicros(EVENT, times));
    return Frame.of(columns);
  }

  private static Column renamed(Column column, String name) {
    return column.withField(Field.nullable(name, column.type()));
  }

  /** The rows of a version of a view, in the store's order. */
  ViewRows of(Version<FeatureView> version) {
    FeatureView view = version.definition();
    return store.has(table(view))
        ? read(view, table(view))
        : new ViewRows(view, Frame.empty(new Schema(ViewRows.columns(view))), List.of());
  }

  /** Those that are served and not joined. */
  Optional<ViewRows> servedAlone(Version<FeatureView> version) {
    FeatureView view = version.definition();
    String table = onlineTable(view);
    return store.has(table) ? Optional.of(read(view, table)) : Optional.empty();
  }

  private ViewRows read(FeatureView view, String table) {
    // Asked before the rows: what is committed meanwhile is behind the end, whether seen or not.
    long end = store.nextSequence();
    SortedRows rows = held.get(table, wanted(view, table, view.featureNames(), true, true)).rows();
    List<Column> columns = new ArrayList<>();
    for (Field field : ViewRows.columns(view)) {
      columns.add(column(view, rows, field).withField(field));
    }
    List<ViewRows.Batch> batches =
        store.batchEnds(table).stream()
            .map(batch -> new ViewRows.Batch(batch.end(), batch.commitMicros(), 0))
            .toList();
    return new ViewRows(view, Frame.of(columns), batches, rows.sequences(), end);
  }

  private static Column column(FeatureView view, SortedRows rows, Field field) {
    int key = view.keys().names().indexOf(field.name());
    if (key >= 0) {
      return rows.keyOfEachRow(key);
    }
    if (field.name().equals(ViewRows.eventName(view))) {
      return Column.ofMicros(field.name(), rows.events());
    }
    boolean created =
        view.source().hasCreatedTime() && field.name().equals(ViewRows.createdName(view));
    return created ? rows.created().orElseThrow() : StoredView.column(view, rows, field.name());
  }

  /** The rows of a version of a view as far as a join needs them. */
  JoinRows joined(Version<FeatureView> version, JoinRows.Needs needs) {
    FeatureView view = version.definition();
    String table = table(view);
    if (!store.has(table)) {
      return of(version).joined(needs);
    }
    boolean created = needs.created() && view.source().hasCreatedTime();
    boolean commits = needs.created() && !created;
    HeldTables.Held read =
        held.get(
            table, wanted(view, table, needs.features(), created, needs.sequences() || commits));
    SortedRows rows = read.rows();
    FeatureTable ready = read.table();
    if (created) {
      ready = ready.withCreated(rows.created().orElseThrow());
    } else if (commits) {
      long[] sequences = Objects.requireNonNull(rows.sequences());
      ready =
          ready.withCreated(
              Column.ofMicros("commit", store.commitTimes(table, sequences, sequences.length)));
    }
    return new StoredView(view, rows, ready, micros -> sequenceAt(view, micros));
  }

  /** What the table has of some features: those that it lacks are null. */
  private SortedRows.Wanted wanted(
      FeatureView view, String table, List<String> features, boolean created, boolean sequences) {
    TableLayout layout = store.layout(table);
    return new SortedRows.Wanted(
        features.stream()
            .map(name -> column(view.feature(name)))
            .filter(name -> layout.columns().find(name).isPresent())
            .toList(),
        created,
        sequences);
  }

  /** Whether a view's rows would take more than its part of the share, of so many views. */
  boolean isLarge(FeatureView view, List<String> features, int views) {
    return store.has(table(view))
        && store.bytes(table(view), wanted(view, table(view), features, false, false))
            > held.allowed() / views;
  }

  /** How many bytes of the heap rows and results may take. */
  long allowed() {
    return held.allowed();
  }

  /** The features that the store has, of those asked for; the others are null. */
  boolean has(FeatureView view, Feature feature) {
    return store.layout(table(view)).columns().find(column(feature)).isPresent();
  }

  /** The rows of a view with some features, in order, block by block. */
  RowBlocks blocks(FeatureView view, List<Feature> features, long belowSequence) {
    return store.rows(
        table(view),
        RowQuery.all()
            .withColumns(features.stream().map(StoredRows::column).toList())
            .withSequences(0, belowSequence));
  }

  /** All rows of a view as its source would have them, by key and time. */
  FrameBlocks export(FeatureView view) {
    return export(view, table(view), false);
  }

  /** The rows that are kept aside, as their source had them. */
  FrameBlocks exportAside(FeatureView view) {
    return export(view, asideTable(view), true);
  }

  private FrameBlocks export(FeatureView view, String table, boolean aside) {
    if (!store.has(table)) {
      return new StoredBlocks(view, List.of(), NO_ROWS, aside);
    }
    Schema columns = store.layout(table).columns();
    List<Feature> features =
        view.features().stream().filter(each -> columns.find(column(each)).isPresent()).toList();
    RowQuery query = RowQuery.all().withColumns(features.stream().map(StoredRows::column).toList());
    return new StoredBlocks(view, features, store.rows(table, query), aside);
  }

  /** How many rows are kept aside because they have no event time. */
  long keptAside(FeatureView view) {
    return store.has(asideTable(view)) ? store.stats(asideTable(view)).rows() : 0;
  }

  /**
   * Drops what versions of views had alone: their tables, or columns of tables that other versions
   * share. No file under the folder holds it when this returns.
   *
   * @param all versions that there were, those that stay among them
   */
  synchronized void dropUnused(Collection<FeatureView> all, Collection<FeatureView> staying) {
    Map<String, Set<String>> used = new TreeMap<>();
    for (FeatureView view : staying) {
      Set<String> columns = used.computeIfAbsent(table(view), name -> new TreeSet<>());
      view.features().forEach(feature -> columns.add(column(feature)));
    }
    for (FeatureView view : all) {
      Set<String> columns = used.get(table(view));
      for (String table : List.of(table(view), asideTable(view), onlineTable(view))) {
        if (columns == null) {
          store.drop(table);
        } else if (store.has(table)) {
          Set<String> unused = new TreeSet<>(store.layout(table).columns().names());
          unused.removeAll(columns);
          if (!unused.isEmpty()) {
            store.dropColumns(table, unused);
          }
        }
      }
    }
    held.clear();
  }

  /** The first sequence of a view's rows that was not there at an instant. */
  long sequenceAt(FeatureView view, long micros) {
    return store.has(table(view)) ? store.sequenceAt(table(view), Micros.instant(micros)) : 0;
  }

  /** When a block's rows were committed. */
  Column commits(FeatureView view, RowBlock block) {
    return Column.ofMicros(
        "commit", store.commitTimes(table(view), block.sequences(), block.rows()));
  }

  /** Erases the rows of a key from all tables that have exactly these keys. */
  long erase(Map<String, ?> key) {
    Map<String, List<List<Object>>> doomed = new TreeMap<>();
    for (String table : store.tables()) {
      ErasedKey erased = ErasedKey.of(store.layout(table).keys(), key);
      if (erased != null) {
        doomed.put(table, List.of(erased.values()));
      }
    }
    try {
      return store.erase(doomed).rows();
    } finally {
      held.clear(); // Only now: a join beside this may have read them again until the commit.
    }
  }

  /** How many of the rows that were known at an instant have been erased. */
  long erased(FeatureView view, long knownAt) {
    return erasedBelow(view, sequenceAt(view, knownAt));
  }

  /** How many of the rows below a sequence have been erased. */
  long erasedBelow(FeatureView view, long sequence) {
    return store.has(table(view)) ? store.erasedBelow(table(view), sequence) : 0;
  }

  int compact() {
    return store.tables().stream().mapToInt(this::compact).sum();
  }

  private int compact(String table) {
    try {
      return store.compact(table);
    } catch (NotFoundException e) {
      return 0; // It was dropped meanwhile.
    }
  }

  TableStats stats(FeatureView view) {
    return store.has(table(view))
        ? store.stats(table(view))
        : new TableStats(table(view), 0, 0, 0, 0, 0, Long.MIN_VALUE);
  }

  /**
   * Drops rows of event times before an instant, and those kept aside that came before it, of all
   * versions of a view; answers how many of those that are joined.
   */
  long retain(Collection<FeatureView> versions, Instant from) {
    long dropped = 0;
    Set<String> seen = new TreeSet<>();
    for (FeatureView view : versions) {
      for (String table : List.of(table(view), asideTable(view), onlineTable(view))) {
        if (seen.add(table) && store.has(table)) {
          long rows = store.retain(table, from);
          dropped += table.equals(table(view)) ? rows : 0;
        }
      }
    }
    return dropped;
  }

  @Override
  public void close() {
    store.close();
  }
}
