package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameReader;
import dev.datamesh.core.frame.Rounding;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.registry.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
   * @param commit microseconds
   * @param target which sides they were meant for
   */
  record Ingest(Frame rows, long commit, long firstSequence, PushTarget target) {}

  /** Rows put together for a version, and what they were made of. */
  private record Cached(ViewRows rows, Source source, String stamp, int ingests, int erasures) {}

  /** What was ingested into a view, the first first, and whom it is to forget. */
  private static final class Tail {

    private final List<Ingest> ingests = new ArrayList<>();
    private final List<ErasedKey> erased = new ArrayList<>();
  }

  private final @Nullable StoredRows stored;
  private final Map<String, Tail> tails = new ConcurrentHashMap<>();
  private final Map<String, Cached> cache = new ConcurrentHashMap<>();

  /** Rows in memory where there is no store; else those of the store alone. */
  OfflineRows(@Nullable StoredRows stored) {
    this.stored = stored;
  }

  /** Where the rows are on disk; null where they are in memory. */
  @Nullable StoredRows stored() {
    return stored;
  }

  /** Appends rows, which fit the view. */
  void ingest(String view, Ingest ingest) {
    Tail tail = tails.computeIfAbsent(view, name -> new Tail());
    synchronized (tail) {
      tail.ingests.add(ingest);
    }
  }

  /** What was ingested into a view, for joins and for serving. */
  List<Ingest> ingests(String view) {
    Tail tail = tails.get(view);
    if (tail == null) {
      return List.of();
    }
    synchronized (tail) {
      return List.copyOf(tail.ingests);
    }
  }

  /** Forgets an entity: its ingested rows; those of a source are hidden. */
  long erase(String view, ErasedKey key) {
    Tail tail = tails.computeIfAbsent(view, name -> new Tail());
    synchronized (tail) {
      long erased = 0;
      List<Ingest> kept = new ArrayList<>();
      for (Ingest ingest : tail.ingests) {
        long before = ingest.rows.rows();
        for (ErasedKey.Piece piece : key.piecesWithout(ingest.rows)) {
          kept.add(
              new Ingest(
                  piece.rows(), ingest.commit, ingest.firstSequence + piece.from(), ingest.target));
          before -= piece.rows().rows();
        }
        erased += before;
      }
      tail.ingests.clear();
      tail.ingests.addAll(kept);
      tail.erased.add(key);
      return erased;
    }
  }

  /** The rows of a version of a view. */
  ViewRows of(Version<FeatureView> version) {
    if (stored != null) {
      return stored.of(version);
    }
    FeatureView view = version.definition();
    String key = view.name() + "@v" + version.number();
    Tail tail = tails.computeIfAbsent(view.name(), name -> new Tail());
    int count;
    int erasures;
    synchronized (tail) {
      count = tail.ingests.size();
      erasures = tail.erased.size();
    }
    String stamp = stamp(view.source());
    Cached cached = cache.get(key);
    if (cached != null
        && cached.source.equals(view.source())
        && cached.rows.view().ttl().equals(view.ttl())
        && cached.stamp.equals(stamp)
        && cached.ingests == count
        && cached.erasures == erasures) {
      return cached.rows;
    }
    List<Ingest> ingests;
    List<ErasedKey> erased;
    synchronized (tail) {
      ingests = List.copyOf(tail.ingests);
      erased = List.copyOf(tail.erased);
    }
    ViewRows rows = build(version, ingests, erased);
    cache.put(key, new Cached(rows, view.source(), stamp, ingests.size(), erased.size()));
    return rows;
  }

  /** Changes when the rows of a view's source may have changed. */
  static String stamp(Source source) {
    if (!(source.origin() instanceof Source.CsvFile csv)) {
      return "";
    }
    try {
      return Files.size(csv.file()) + " " + Files.getLastModifiedTime(csv.file());
    } catch (NoSuchFileException e) {
      throw missing(csv.file(), e);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read %s: %s".formatted(csv.file(), e.getMessage()), csv.file().toString(), e);
    }
  }

  private static StorageException missing(Path file, IOException e) {
    return new StorageException(
        "Cannot read %s: there is no such file".formatted(file), file.toString(), e);
  }

  private static ViewRows build(
      Version<FeatureView> version, List<Ingest> ingests, List<ErasedKey> erased) {
    FeatureView view = version.definition();
    List<Frame> parts = new ArrayList<>();
    List<ViewRows.Batch> batches = new ArrayList<>();
    long end = 0;
    Frame source = source(view);
    if (source != null) {
      for (ErasedKey key : erased) {
        source = key.without(source);
      }
      parts.add(source);
      end = source.rows();
      batches.add(new ViewRows.Batch(end, Micros.down(version.since()), OnlineRun.SOURCE));
    }
    for (Ingest ingest : ingests) {
      Frame rows = ingest.target.offline() ? adaptedTo(view, ingest.rows) : null;
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

  /** The rows that a view's source has now, null where it has none but those ingested. */
  static @Nullable Frame source(FeatureView view) {
    Source source = view.source();
    if (source.origin() instanceof Source.InMemory memory) {
      Frame frame =
          memory
              .frame()
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "Cannot read view \"%s\", its frame is not bound: call bind after opening"
                              .formatted(view.name())));
      return fitting(view, frame);
    }
    if (source.origin() instanceof Source.CsvFile csv) {
      return csv(view, csv.file());
    }
    return null;
  }

  private static Frame csv(FeatureView view, Path file) {
    // A source's column may serve twice: as a key and as a feature of another name.
    Map<String, FieldType> types = new HashMap<>();
    List<Field> read = new ArrayList<>();
    for (Field field : ViewRows.columns(view)) {
      String column = ViewRows.sourceName(view, field.name());
      FieldType other = types.putIfAbsent(column, field.type());
      if (other == null) {
        read.add(Field.nullable(column, field.type()));
      } else if (!other.equals(field.type())) {
        throw new InvalidInputException(
            "Cannot read view \"%s\", column \"%s\" of %s is to be %s and %s"
                .formatted(view.name(), column, file, other, field.type()));
      }
    }
    FrameReader reader = FrameReader.csv(file).schema(new Schema(read)).rounding(Rounding.UP);
    if (view.source().zone().isPresent()) {
      reader = reader.zone(view.source().zone().get());
    }
    return renamed(view, reader.read());
  }

  private static Frame renamed(FeatureView view, Frame frame) {
    List<Column> columns = new ArrayList<>();
    for (Field field : ViewRows.columns(view)) {
      columns.add(frame.column(ViewRows.sourceName(view, field.name())).withField(field));
    }
    return Frame.of(columns);
  }

  /** The host's rows under the view's names and with its types. */
  static Frame fitting(FeatureView view, Frame frame) {
    List<Column> columns = new ArrayList<>();
    for (Field field : ViewRows.columns(view)) {
      String name = ViewRows.sourceName(view, field.name());
      Column column =
          frame
              .findColumn(name)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "Cannot take rows of view \"%s\", column \"%s\" is missing: there are %s"
                              .formatted(view.name(), name, frame.schema().names())));
      columns.add(converted(view, field, column));
    }
    return Frame.of(columns);
  }

  private static Column converted(FeatureView view, Field field, Column column) {
    if (column.type().equals(field.type())) {
      return column.withField(field);
    }
    if (!widens(column.type(), field.type())) {
      throw new InvalidInputException(
          "Cannot take rows of view \"%s\", column \"%s\" is %s: expected %s"
              .formatted(view.name(), column.name(), column.type(), field.type()));
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (long row = 0; row < column.rows(); row++) {
      values.add(column.get(row));
    }
    return Column.of(field, values);
  }

  /** Whether values of one type are taken where another is declared. */
  private static boolean widens(FieldType from, FieldType to) {
    if (isWhole(from)) {
      return isWhole(to) || isReal(to);
    }
    if (isReal(from)) {
      return isReal(to);
    }
    if (from instanceof FieldType.EnumType) {
      return to == Primitive.STRING || to instanceof FieldType.EnumType;
    }
    return from == Primitive.STRING
        ? to instanceof FieldType.EnumType
        : from instanceof FieldType.DecimalType && to instanceof FieldType.DecimalType;
  }

  private static boolean isWhole(FieldType type) {
    return type == Primitive.INT32 || type == Primitive.INT64;
  }

  private static boolean isReal(FieldType type) {
    return type == Primitive.FLOAT32 || type == Primitive.FLOAT64;
  }

  /** Rows ingested for any version as this one has them; null where their keys are others. */
  static @Nullable Frame adaptedTo(FeatureView view, Frame rows) {
    return sameKeys(view, rows) ? adapted(view, rows) : null;
  }

  /** Rows ingested for another version count where their keys are the same. */
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
