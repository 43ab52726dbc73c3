package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Status;
import dev.datamesh.featurestore.join.FeatureTable;
import dev.datamesh.featurestore.join.Matches;
import dev.datamesh.featurestore.join.RowFilter;
import dev.datamesh.featurestore.join.Spine;
import dev.datamesh.featurestore.join.Window;
import dev.datamesh.featurestore.join.Work;
import dev.datamesh.featurestore.offline.RowBlocks;
import dev.datamesh.featurestore.registry.Registry;
import dev.datamesh.featurestore.registry.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request resolved against a registry: which views to join, under which keys, and how the result
 * is put together. Used for one frame or for many blocks. For one thread at a time.
 */
final class JoinPlan {

  static final FieldType STATUS =
      new FieldType.EnumType(Arrays.stream(Status.values()).map(Enum::name).toList());

  private final HistoricalRequest request;
  private final Selection selection;
  private final OfflineRows offline;
  private boolean blockwise;

  JoinPlan(
      HistoricalRequest request,
      Registry registry,
      OfflineRows offline,
      OnDemandFunctions functions) {
    this.request = request;
    this.offline = offline;
    this.selection =
        Selection.of(
            registry,
            request.service().isEmpty()
                ? request.features()
                : registry.service(request.service()).features(),
            request.hasFullNames(),
            functions);
  }

  /** The stored and on-demand features with statuses and times, behind the spine's columns. */
  Frame join(Frame spine) {
    checkNames(spine);
    checkRows(spine.rows());
    long[] times = Spines.times(spine, request.spineTime());
    checkSize(spine);
    Map<String, Column> stored = new HashMap<>();
    Map<String, Column> statuses = new HashMap<>();
    Map<String, Column> eventTimes = new HashMap<>();
    for (Map.Entry<Selection.ViewUse, List<Selection.Stored>> use : selection.byView().entrySet()) {
      joinView(spine, times, use.getKey(), use.getValue(), stored, statuses, eventTimes);
    }
    List<Column> columns = new ArrayList<>(spine.columns());
    Map<String, Column> computed = selection.compute(spine, stored);
    for (Selection.Output output : selection.outputs()) {
      Column column = stored.get(output.name());
      columns.add(column == null ? computed(computed, output) : column);
      if (request.hasStatuses()) {
        columns.add(orPresent(statuses.get(output.name()), output, columns));
      }
      if (request.hasEventTimes() && eventTimes.get(output.name()) != null) {
        columns.add(java.util.Objects.requireNonNull(eventTimes.get(output.name())));
      }
    }
    return Frame.of(columns).withNotes(notes());
  }

  /** What a result as known at an instant can no longer have. */
  private List<String> notes() {
    return request.knownAt().isEmpty()
        ? List.of()
        : erased().stream().filter(each -> each.rows() > 0).map(ErasedRows::toString).toList();
  }

  /** How many rows of each view that the request says were known have been erased since. */
  List<ErasedRows> erased() {
    return views().stream()
        .map(
            view ->
                new ErasedRows(
                    nameOf(view), offline.erasedBelow(view, offline.ingestEnd(view, request))))
        .toList();
  }

  /** A frame's rows are counted in ints while they are joined; blocks may be any number. */
  static void checkRows(long spineRows) {
    if (spineRows > FeatureTable.MOST_ROWS) {
      throw new LimitExceededException(
          "Cannot join a spine of %,d rows at once, the limit is %,d: pass it in blocks, historicalFeatures(spine.blocks(n), request)"
              .formatted(spineRows, FeatureTable.MOST_ROWS),
          "rows of a spine joined at once",
          FeatureTable.MOST_ROWS);
    }
  }

  /** A result beside rows on disk may take as much of the heap as they. */
  private void checkSize(Frame spine) {
    StoredRows onDisk = offline.stored();
    long bytes = spine.rows() * resultColumns() * Long.BYTES;
    if (onDisk != null && !blockwise && bytes > onDisk.allowed()) {
      throw new LimitExceededException(
          "Cannot join a spine of %,d rows with %d columns at once, the result takes about %,d MiB of %,d allowed (%.0f %% of the heap): pass it in blocks"
              .formatted(
                  spine.rows(),
                  resultColumns(),
                  bytes >> 20,
                  onDisk.allowed() >> 20,
                  100.0 * onDisk.allowed() / Runtime.getRuntime().maxMemory()),
          "bytes of a joined frame",
          onDisk.allowed());
    }
  }

  private static Column computed(Map<String, Column> computed, Selection.Output output) {
    return java.util.Objects.requireNonNull(computed.get(output.name()), output.name());
  }

  /** A computed feature is there or it is null. */
  private static Column orPresent(
      @Nullable Column status, Selection.Output output, List<Column> columns) {
    if (status != null) {
      return status;
    }
    Column values = columns.get(columns.size() - 1);
    List<Object> words = new ArrayList<>();
    for (long row = 0; row < values.rows(); row++) {
      words.add(values.isNull(row) ? Status.NULL_VALUE : Status.PRESENT);
    }
    return Column.of(Field.required(output.name() + "__status", STATUS), words);
  }

  /** A clash is an error that says how to rename, never a silent suffix. */
  private void checkNames(Frame spine) {
    List<String> added = new ArrayList<>();
    for (Selection.Output output : selection.outputs()) {
      added.add(output.name());
      if (request.hasStatuses()) {
        added.add(output.name() + "__status");
      }
      if (request.hasEventTimes() && selection.isStored(output.name())) {
        added.add(output.name() + "__event_time");
      }
    }
    for (String name : added) {
      if (spine.findColumn(name).isPresent()) {
        throw new InvalidInputException(
            "Cannot add feature \"%s\", the spine has a column of that name; rename it"
                    .formatted(name)
                + " (spine.rename(\"%s\", …)) or ask with fullNames".formatted(name));
      }
    }
  }

  private void joinView(
      Frame spine,
      long[] times,
      Selection.ViewUse use,
      List<Selection.Stored> features,
      Map<String, Column> values,
      Map<String, Column> statuses,
      Map<String, Column> eventTimes) {
    Version<FeatureView> version = use.version();
    FeatureView view = version.definition();
    List<Column> keys = new ArrayList<>();
    for (Field key : view.keys().fields()) {
      keys.add(
          Spines.key(spine, view.name(), key, use.keys().getOrDefault(key.name(), key.name())));
    }
    StoredRows onDisk = offline.stored();
    if (onDisk != null && blockwise && isLarge(onDisk, view, features)) {
      joinBlocks(onDisk, view, keys, times, features, values, statuses, eventTimes);
      return;
    }
    JoinRows rows = offline.joined(version, needs(view, features));
    Spine asking = new Spine(keys, times);
    RowFilter filter = filter(view, rows);
    FeatureTable table = rows.table();
    Matches shared = null;
    List<Column> columns = new ArrayList<>();
    List<Matches> all = new ArrayList<>();
    for (Selection.Stored stored : features) {
      Feature feature = view.feature(stored.feature());
      Column column = rows.column(feature.name());
      Matches found;
      if (feature.pick() == Feature.Pick.LATEST_NON_NULL && column.hasNulls()) {
        found = match(table, asking, view, filter.withNonNull(column));
      } else {
        shared = shared == null ? match(table, asking, view, filter) : shared;
        found = shared;
      }
      columns.add(column);
      all.add(found);
    }
    Column[] taken = new Column[features.size()];
    new Work("join " + view.name(), request.threadCount(), Progress.NONE)
        .parallel(
            taken.length,
            i -> taken[i] = taken(features.get(i).name(), columns.get(i), all.get(i)));
    for (int i = 0; i < taken.length; i++) {
      String name = features.get(i).name();
      values.put(name, taken[i]);
      tell(name, columns.get(i), rows, all.get(i), statuses, eventTimes);
    }
  }

  private boolean isLarge(StoredRows onDisk, FeatureView view, List<Selection.Stored> features) {
    return onDisk.isLarge(
        view,
        features.stream().map(Selection.Stored::feature).distinct().toList(),
        selection.byView().size());
  }

  /** What the request looks at beside keys and event times. */
  private JoinRows.Needs needs(FeatureView view, List<Selection.Stored> features) {
    boolean limited = request.createdLimit().isPresent();
    boolean hasCreated = view.source().hasCreatedTime();
    return new JoinRows.Needs(
        features.stream().map(Selection.Stored::feature).distinct().toList(),
        request.isCreatedBySpine() || (limited && hasCreated),
        request.knownAt().isPresent() || (limited && !hasCreated));
  }

  /** Lets views that are too large for the heap stay on disk while they are joined. */
  JoinPlan blockwise() {
    blockwise = true;
    return this;
  }

  /** Whether a view is joined from disk, so that each call goes through all its rows. */
  boolean readsFromDisk() {
    StoredRows onDisk = offline.stored();
    return onDisk != null
        && blockwise
        && selection.byView().entrySet().stream()
            .anyMatch(use -> isLarge(onDisk, use.getKey().version().definition(), use.getValue()));
  }

  /** How many columns a result has beside the spine's. */
  int resultColumns() {
    return selection.outputs().size()
        * (1 + (request.hasStatuses() ? 1 : 0) + (request.hasEventTimes() ? 1 : 0));
  }

  private void joinBlocks(
      StoredRows onDisk,
      FeatureView view,
      List<Column> keys,
      long[] times,
      List<Selection.Stored> wanted,
      Map<String, Column> values,
      Map<String, Column> statuses,
      Map<String, Column> eventTimes) {
    List<Feature> features = new ArrayList<>();
    for (Selection.Stored each : wanted) {
      Feature feature = view.feature(each.feature());
      if (onDisk.has(view, feature) && !features.contains(feature)) {
        features.add(feature);
      }
    }
    KnownRows known = known(view, micros -> onDisk.sequenceAt(view, micros));
    BlockwiseJoin join = new BlockwiseJoin(view, features, request.servesStale(), times.length);
    if (wanted.stream().anyMatch(each -> isNullInAllRows(view.feature(each.feature()), features))) {
      join.withLacking();
    }
    boolean commitIsCreated = request.isCreatedBySpine() && !view.source().hasCreatedTime();
    try (RowBlocks blocks = onDisk.blocks(view, features, known.belowSequence())) {
      join.run(
          blocks,
          keys,
          times,
          new RowFilter(
              Long.MAX_VALUE,
              known.latestEvent(),
              known.created(),
              request.isCreatedBySpine(),
              null),
          commitIsCreated ? block -> onDisk.commits(view, block) : null);
    }
    for (Selection.Stored each : wanted) {
      Feature feature = view.feature(each.feature());
      int place = features.indexOf(feature);
      Field field =
          new Field(each.name(), feature.type(), true, feature.description(), java.util.Set.of());
      Column taken = place < 0 ? OfflineRows.nulls(field, times.length) : join.values(place, field);
      boolean found = place >= 0 || isNullInAllRows(feature, features);
      values.put(each.name(), taken);
      if (request.hasStatuses()) {
        List<Object> words = new ArrayList<>(times.length);
        for (int row = 0; row < times.length; row++) {
          words.add(found ? join.status(place, taken, row) : Status.NOT_FOUND);
        }
        statuses.put(
            each.name(), Column.of(Field.required(each.name() + "__status", STATUS), words));
      }
      if (request.hasEventTimes()) {
        String name = each.name() + "__event_time";
        eventTimes.put(
            each.name(),
            found
                ? join.eventTimes(place, name)
                : OfflineRows.nulls(Field.nullable(name, Primitive.TIMESTAMP_TZ), times.length));
      }
    }
  }

  /** A feature that came after all rows has a null in the latest; none of them is not null. */
  private static boolean isNullInAllRows(Feature feature, List<Feature> ofRows) {
    return !ofRows.contains(feature) && feature.pick() == Feature.Pick.LATEST_ROW;
  }

  private Matches match(FeatureTable table, Spine spine, FeatureView view, RowFilter filter) {
    return table.match(
        spine,
        window(view),
        filter,
        new Work("join " + view.name(), request.threadCount(), request.watcher()));
  }

  static Window window(FeatureView view) {
    return new Window(
        view.ttlMicros().orElse(Window.UNLIMITED),
        view.bounds().includesStart(),
        view.bounds().includesEnd());
  }

  /**
   * What the request says was known.
   *
   * @param belowSequence rows ingested from this sequence on do not take part
   */
  private record KnownRows(long belowSequence, long latestEvent, long created) {}

  private KnownRows known(FeatureView view, LongUnaryOperator sequenceAt) {
    long known = Long.MAX_VALUE;
    long latestEvent = Long.MAX_VALUE;
    long created = Long.MAX_VALUE;
    if (request.knownAt().isPresent()) {
      Instant at = request.knownAt().get();
      known = sequenceAt.applyAsLong(Micros.down(at));
      latestEvent = latestOutcome(view, at);
    }
    if (request.createdLimit().isPresent()) {
      long limit = Micros.down(request.createdLimit().get());
      if (view.source().hasCreatedTime()) {
        created = limit;
      } else {
        known = Math.min(known, sequenceAt.applyAsLong(limit));
      }
      latestEvent = Math.min(latestEvent, latestOutcome(view, request.createdLimit().get()));
    }
    return new KnownRows(known, latestEvent, created);
  }

  /** Which rows take part, by what the request says was known. */
  private RowFilter filter(FeatureView view, JoinRows rows) {
    KnownRows known = known(view, rows::knownAt);
    return new RowFilter(
            known.belowSequence(),
            known.latestEvent(),
            known.created(),
            request.isCreatedBySpine(),
            null)
        .withSequences(rows.sequences());
  }

  /** An outcome is known when its horizon has passed. */
  private static long latestOutcome(FeatureView view, Instant at) {
    return view.labelHorizon()
        .map(horizon -> Micros.down(at) - FeatureView.micros(horizon))
        .orElse(Long.MAX_VALUE);
  }

  /** The values of the rows found, under a name. */
  private Column taken(String name, Column column, Matches found) {
    Matches given = request.servesStale() ? found.withStale() : found;
    Field of = column.field();
    return column
        .take(given.rows(), given.rows().length)
        .withField(new Field(name, column.type(), true, of.description(), of.marks()));
  }

  /** The statuses and event times of the rows found, where they are asked for. */
  private void tell(
      String name,
      Column column,
      JoinRows rows,
      Matches found,
      Map<String, Column> statuses,
      Map<String, Column> eventTimes) {
    int count = found.rows().length;
    if (request.hasStatuses()) {
      List<Object> words = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        words.add(status(column, found, i));
      }
      statuses.put(name, Column.of(Field.required(name + "__status", STATUS), words));
    }
    if (request.hasEventTimes()) {
      int[] any = new int[count];
      for (int i = 0; i < count; i++) {
        any[i] = found.anyRow(i);
      }
      eventTimes.put(
          name,
          rows.eventTimes(any)
              .withField(Field.nullable(name + "__event_time", Primitive.TIMESTAMP_TZ)));
    }
  }

  private static Status status(Column column, Matches found, int row) {
    int place = found.rows()[row];
    if (place >= 0) {
      return column.isNull(place) ? Status.NULL_VALUE : Status.PRESENT;
    }
    return found.isExpired(row) ? Status.OUTSIDE_MAX_AGE : Status.NOT_FOUND;
  }

  /** What a manifest calls a version: its view, and its number where several take part. */
  String nameOf(Version<FeatureView> version) {
    String view = version.definition().name();
    boolean alone =
        views().stream().filter(each -> each.definition().name().equals(view)).count() == 1;
    return alone ? view : view + "@v" + version.number();
  }

  /** The versions that take part, for a manifest. */
  Map<String, Integer> versions() {
    Map<String, Integer> versions = new LinkedHashMap<>();
    views().forEach(version -> versions.put(nameOf(version), version.number()));
    return versions;
  }

  /** Bounds and ttl of the views that take part, for a manifest. */
  Map<String, String> policies() {
    Map<String, String> policies = new LinkedHashMap<>();
    for (Version<FeatureView> version : views()) {
      FeatureView view = version.definition();
      String ttl = view.ttl().map(Object::toString).orElse("none");
      policies.put(nameOf(version), "bounds %s, ttl %s".formatted(view.bounds().word(), ttl));
    }
    return policies;
  }

  /** The versions of the views that take part. */
  List<Version<FeatureView>> views() {
    return selection.byView().keySet().stream().map(Selection.ViewUse::version).distinct().toList();
  }

  /** Refuses a request whose first feature is computed: nothing is chosen for it. */
  void requireStoredFirst() {
    Selection.Output first = selection.outputs().get(0);
    if (!selection.isStored(first.name())) {
      throw new InvalidInputException(
          "Cannot explain %s, it is computed: explain one of the stored features %s"
              .formatted(first.reference(), views().stream().map(JoinPlan::featuresOf).toList()));
    }
  }

  private static String featuresOf(Version<FeatureView> version) {
    FeatureView view = version.definition();
    return view.name() + ":" + view.featureNames();
  }

  List<FeatureReference> references() {
    return selection.references();
  }
}
