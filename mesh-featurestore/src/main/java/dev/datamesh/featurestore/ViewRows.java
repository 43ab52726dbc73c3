package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.join.FeatureTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one version of a view under the view's own names: keys, features, event time, created
 * time. In ingest order, or in that of the offline store, in which rows of equal times keep theirs.
 * Immutable but for the index that its table keeps.
 */
final class ViewRows {

  private final FeatureView view;
  private final Frame rows;
  private final Column event;
  private final Column created;
  private final boolean hasCreated;
  private final FeatureTable table;
  private final List<Batch> batches;
  private final long withoutTime;
  private final long @Nullable [] sequences;
  private final long end;
  private volatile @Nullable FeatureTable committed;

  /**
   * Rows that came together.
   *
   * @param end how many rows there are up to and with it; with sequences the one behind its last
   * @param commit when it was ingested, in microseconds
   * @param firstSequence the ingest sequence of its first row; the others follow
   */
  record Batch(long end, long commit, long firstSequence) {}

  /** The frame's columns are those of {@link #columns}. */
  ViewRows(FeatureView view, Frame rows, List<Batch> batches) {
    this(view, rows, batches, null, 0);
  }

  /**
   * Rows in an order other than that of ingest: by key, event time, created time and sequence.
   *
   * @param sequences the rows' ingest sequences, which the batches' ends count; null: row numbers
   * @param end every row below it is there; others may be
   */
  ViewRows(
      FeatureView view, Frame rows, List<Batch> batches, long @Nullable [] sequences, long end) {
    this.sequences = sequences;
    this.end = end;
    this.view = view;
    this.rows = rows;
    this.batches = List.copyOf(batches);
    this.event = rows.column(eventName(view));
    this.hasCreated = view.source().hasCreatedTime();
    this.created = hasCreated ? rows.column(createdName(view)) : event;
    List<Column> keys = view.keys().names().stream().map(rows::column).toList();
    this.table = new FeatureTable(keys, event, hasCreated ? created : null);
    this.withoutTime = PushedRows.withoutTime(view, rows);
  }

  /** The event time under a name that no key or feature has. */
  static String eventName(FeatureView view) {
    return "@" + view.source().eventTime();
  }

  static String createdName(FeatureView view) {
    return "@" + view.source().createdTime() + "@created";
  }

  /** The columns of a view's rows, all nullable: what is missing is counted, not refused. */
  static List<Field> columns(FeatureView view) {
    List<Field> fields = new ArrayList<>();
    view.keys().fields().forEach(key -> fields.add(Field.nullable(key.name(), key.type())));
    view.features().forEach(feature -> fields.add(Field.nullable(feature.name(), feature.type())));
    fields.add(Field.nullable(eventName(view), Primitive.TIMESTAMP_TZ));
    if (view.source().hasCreatedTime()) {
      fields.add(Field.nullable(createdName(view), Primitive.TIMESTAMP_TZ));
    }
    return fields;
  }

  /** The source's name of such a column. */
  static String sourceName(FeatureView view, String column) {
    if (column.equals(eventName(view))) {
      return view.source().eventTime();
    }
    if (view.source().hasCreatedTime() && column.equals(createdName(view))) {
      return view.source().createdTime();
    }
    return view.source().columnOf(column);
  }

  FeatureView view() {
    return view;
  }

  long count() {
    return rows.rows();
  }

  Column column(String name) {
    return rows.column(name);
  }

  Column event() {
    return event;
  }

  boolean hasCreated() {
    return hasCreated;
  }

  Column created() {
    return created;
  }

  FeatureTable table() {
    return table;
  }

  /** These rows as a join needs them. */
  JoinRows joined(JoinRows.Needs needs) {
    return new Joined(this, needs.created() ? tableWithKnownCreated() : table);
  }

  private record Joined(ViewRows rows, FeatureTable table) implements JoinRows {

    @Override
    public Column column(String feature) {
      return rows.column(feature);
    }

    @Override
    public Column eventTimes(int[] wanted) {
      return rows.event.take(wanted, wanted.length);
    }

    @Override
    public long knownAt(long micros) {
      return rows.knownAt(micros);
    }

    @Override
    public long @Nullable [] sequences() {
      return rows.sequences;
    }
  }

  /** The table with the time of ingest where there is no created time. */
  private FeatureTable tableWithKnownCreated() {
    if (hasCreated) {
      return table;
    }
    FeatureTable known = committed;
    if (known == null) {
      long[] commits = new long[Math.toIntExact(count())];
      for (int row = 0; row < commits.length; row++) {
        commits[row] = commitOf(row);
      }
      List<Column> keys = view.keys().names().stream().map(rows::column).toList();
      known = new FeatureTable(keys, event, Column.ofMicros("commit", commits));
      committed = known;
    }
    return known;
  }

  List<Batch> batches() {
    return batches;
  }

  /** Rows that are kept aside because they have no event time. */
  long withoutTime() {
    return withoutTime;
  }

  /** A row's ingest sequence. */
  long sequenceOf(long row) {
    return sequences == null ? row : sequences[(int) row];
  }

  /** A row's place in the order of ingestion, which a source's rows begin. */
  long ingestSequenceOf(long row) {
    if (sequences != null) {
      return sequences[(int) row];
    }
    int batch = firstBatch(each -> each.end() > row);
    long start = batch == 0 ? 0 : batches.get(batch - 1).end();
    return batches.get(batch).firstSequence() + (row - start);
  }

  /** By {@link #ingestSequenceOf}: every row before it is there. */
  long ingestEnd() {
    if (sequences != null) {
      return end;
    }
    return count() == 0 ? OnlineRun.SOURCE : ingestSequenceOf(count() - 1) + 1;
  }

  /** The first sequence that was not there at an instant. */
  long knownAt(long micros) {
    int batch = firstBatch(each -> each.commit() > micros);
    return batch == 0 ? 0 : batches.get(batch - 1).end();
  }

  /** How rows of equal event times are ordered before their sequence: the created time, if any. */
  long tieOf(long row) {
    return hasCreated ? createdOf(row) : 0;
  }

  /** When a row was ingested. */
  long commitOf(long row) {
    long sequence = sequenceOf(row);
    int batch = firstBatch(each -> each.end() > sequence);
    if (batch == batches.size()) {
      throw new IndexOutOfBoundsException("row " + row + " of " + count());
    }
    return batches.get(batch).commit();
  }

  private int firstBatch(Predicate<Batch> beyond) {
    int low = 0;
    int high = batches.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (beyond.test(batches.get(middle))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** When a row became known: created, or ingested where the view has no created time. */
  long createdOf(long row) {
    if (!hasCreated) {
      return commitOf(row);
    }
    return created.isNull(row) ? Long.MIN_VALUE : created.getLong(row);
  }
}
