package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.join.FeatureTable;
import dev.datamesh.featurestore.offline.Appended;
import dev.datamesh.featurestore.offline.OfflineStore;
import dev.datamesh.featurestore.offline.RowBlock;
import dev.datamesh.featurestore.offline.RowBlocks;
import dev.datamesh.featurestore.offline.RowQuery;
import dev.datamesh.featurestore.offline.SortedRows;
import dev.datamesh.featurestore.offline.TableLayout;
import dev.datamesh.featurestore.offline.TableStats;
import dev.datamesh.featurestore.registry.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows of all views in an offline store. A view has a table for each set of typed keys that it
 * ever had; each feature and type has a column of its own, so that all versions of the view share
 * the table's segments, and a feature that a row's version did not have is null. Safe for use by
 * many threads.
 */
final class StoredRows implements AutoCloseable {

  private static final String EVENT = "@event";
  private static final String CREATED = "@created";

  private final OfflineStore store;

  /** What joins hold in memory; a view that is larger is joined in blocks. */
  private final HeldTables held;

  StoredRows(OfflineStore store, double heapShare) {
    this.store = store;
    this.held = new HeldTables(store, (long) (Runtime.getRuntime().maxMemory() * heapShare));
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

  /** The table's layout with the view's features beside those that it has already. */
  private TableLayout layout(FeatureView view) {
    List<Field> columns = new ArrayList<>();
    if (store.has(table(view))) {
      columns.addAll(store.layout(table(view)).columns().fields());
    }
    columns(view).stream()
        .filter(field -> columns.stream().noneMatch(old -> old.name().equals(field.name())))
        .forEach(columns::add);
    return new TableLayout(table(view), view.keys(), EVENT, CREATED, new Schema(columns));
  }

  /**
   * Appends rows under the view's names in one durable commit; those without a key or an event time
   * are left out.
   *
   * @return how many were left out
   */
  long ingest(FeatureView view, Frame fitting) {
    Frame rows = withKeyAndTime(view, fitting);
    append(view, rows);
    return fitting.rows() - rows.rows();
  }

  /**
   * Appends rows under the view's names, all of which have key and event time, in one durable
   * commit; empty where there is none.
   */
  Optional<Appended> append(FeatureView view, Frame rows) {
    TableLayout layout;
    synchronized (this) {
      layout = layout(view);
      store.define(layout);
    }
    List<Column> columns = new ArrayList<>();
    for (String key : view.keys().names()) {
      columns.add(rows.column(key));
    }
    columns.add(renamed(rows.column(ViewRows.eventName(view)), EVENT));
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
    return rows.rows() == 0
        ? Optional.empty()
        : Optional.of(store.append(layout.name(), Frame.of(columns)));
  }

  /** The rows that somebody can ask for. */
  static Frame withKeyAndTime(FeatureView view, Frame rows) {
    List<Column> needed = new ArrayList<>();
    view.keys().names().forEach(key -> needed.add(rows.column(key)));
    needed.add(rows.column(ViewRows.eventName(view)));
    if (needed.stream().noneMatch(Column::hasNulls)) {
      return rows;
    }
    int[] kept = new int[Math.toIntExact(rows.rows())];
    int count = 0;
    for (int row = 0; row < kept.length; row++) {
      int at = row;
      if (needed.stream().noneMatch(column -> column.isNull(at))) {
        kept[count++] = row;
      }
    }
    return rows.take(Arrays.copyOf(kept, count));
  }

  private static Column renamed(Column column, String name) {
    return column.withField(Field.nullable(name, column.type()));
  }

  /** The rows of a version of a view, in the store's order. */
  ViewRows of(Version<FeatureView> version) {
    FeatureView view = version.definition();
    String table = table(view);
    if (!store.has(table)) {
      return new ViewRows(view, Frame.empty(new Schema(ViewRows.columns(view))), List.of());
    }
    SortedRows rows = held.get(table, wanted(view, view.featureNames(), true, true)).rows();
    List<Column> columns = new ArrayList<>();
    for (Field field : ViewRows.columns(view)) {
      columns.add(column(view, rows, field).withField(field));
    }
    List<ViewRows.Batch> batches =
        store.batchEnds(table).stream()
            .map(batch -> new ViewRows.Batch(batch.end(), batch.commitMicros(), 0))
            .toList();
    return new ViewRows(view, Frame.of(columns), batches, rows.sequences());
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
        held.get(table, wanted(view, needs.features(), created, needs.sequences() || commits));
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
      FeatureView view, List<String> features, boolean created, boolean sequences) {
    TableLayout layout = store.layout(table(view));
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
        && store.bytes(table(view), wanted(view, features, false, false), null)
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
    if (!store.has(table(view))) {
      store.define(layout(view));
    }
    List<Feature> features = view.features().stream().filter(each -> has(view, each)).toList();
    return new StoredBlocks(view, features, blocks(view, features, Long.MAX_VALUE));
  }

  /** The first sequence of a view's rows that was not there at an instant. */
  long sequenceAt(FeatureView view, long micros) {
    return store.sequenceAt(table(view), Micros.instant(micros));
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
      Schema keys = store.layout(table).keys();
      if (!keys.fields().isEmpty()
          && keys.names().size() == key.size()
          && key.keySet().containsAll(keys.names())) {
        Frame one = Frame.ofMaps(keys, List.of(key));
        List<Object> values = new ArrayList<>();
        keys.names().forEach(name -> values.add(Objects.requireNonNull(one.get(0, name))));
        doomed.put(table, List.of(values));
      }
    }
    if (doomed.isEmpty()) {
      throw new InvalidInputException(
          "Cannot erase %s, no view has exactly these keys: there are %s"
              .formatted(key, store.tables()));
    }
    held.clear();
    return store.erase(doomed).rows();
  }

  /** How many of the rows that were known at an instant have been erased. */
  long erased(FeatureView view, long knownAt) {
    return store.has(table(view)) ? store.erasedBelow(table(view), sequenceAt(view, knownAt)) : 0;
  }

  int compact() {
    return store.tables().stream().mapToInt(store::compact).sum();
  }

  TableStats stats(FeatureView view) {
    return store.has(table(view))
        ? store.stats(table(view))
        : new TableStats(table(view), 0, 0, 0, 0, 0, Long.MIN_VALUE);
  }

  long retain(FeatureView view, Instant from) {
    return store.has(table(view)) ? store.retain(table(view), from) : 0;
  }

  @Override
  public void close() {
    store.close();
  }
}
