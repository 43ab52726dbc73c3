package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.join.FeatureTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one version of a view, in ingest order, under the view's own names: keys, features,
 * event time, created time. Immutable but for the index that its table keeps.
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
  private volatile @Nullable FeatureTable committed;

  /**
   * Rows that came together.
   *
   * @param end how many rows there are up to and with it
   * @param commit when it was ingested, in microseconds
   */
  record Batch(long end, long commit) {}

  /** The frame's columns are those of {@link #columns}. */
  ViewRows(FeatureView view, Frame rows, List<Batch> batches) {
    this.view = view;
    this.rows = rows;
    this.batches = List.copyOf(batches);
    this.event = rows.column(eventName(view));
    this.hasCreated = view.source().hasCreatedTime();
    this.created = hasCreated ? rows.column(createdName(view)) : event;
    List<Column> keys = view.keys().names().stream().map(rows::column).toList();
    this.table = new FeatureTable(keys, event, hasCreated ? created : null);
    this.withoutTime = event.nullCount();
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

  /** The table with the time of ingest where there is no created time. */
  FeatureTable tableWithKnownCreated() {
    if (hasCreated) {
      return table;
    }
    FeatureTable known = committed;
    if (known == null) {
      long[] commits = new long[Math.toIntExact(count())];
      int from = 0;
      for (Batch batch : batches) {
        java.util.Arrays.fill(commits, from, (int) batch.end(), batch.commit());
        from = (int) batch.end();
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

  /** How many rows were there at an instant. */
  long knownAt(long micros) {
    long known = 0;
    for (Batch batch : batches) {
      if (batch.commit() <= micros) {
        known = batch.end();
      }
    }
    return known;
  }

  /** When a row was ingested. */
  long commitOf(long row) {
    for (Batch batch : batches) {
      if (row < batch.end()) {
        return batch.commit();
      }
    }
    throw new IndexOutOfBoundsException("row " + row + " of " + count());
  }

  /** When a row became known: created, or ingested where the view has no created time. */
  long createdOf(long row) {
    if (!hasCreated) {
      return commitOf(row);
    }
    return created.isNull(row) ? Long.MIN_VALUE : created.getLong(row);
  }
}
