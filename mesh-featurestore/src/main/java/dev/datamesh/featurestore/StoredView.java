package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.join.FeatureTable;
import dev.datamesh.featurestore.offline.SortedRows;
import java.util.BitSet;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows of a view that an offline store keeps, in its order, as far as a join needs them. */
record StoredView(
    FeatureView view, SortedRows rows, FeatureTable table, LongUnaryOperator sequenceAt)
    implements JoinRows {

  @Override
  public Column column(String feature) {
    return column(view, rows, feature);
  }

  /** A feature under its name; null where the store lacks it. */
  static Column column(FeatureView view, SortedRows rows, String feature) {
    Feature wanted = view.feature(feature);
    return rows.column(StoredRows.column(wanted))
        .map(column -> column.withField(Field.nullable(feature, wanted.type())))
        .orElseGet(() -> OfflineRows.nulls(Field.nullable(feature, wanted.type()), rows.rows()));
  }

  @Override
  public Column eventTimes(int[] wanted) {
    long[] times = new long[wanted.length];
    BitSet none = new BitSet();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] < 0) {
        none.set(i);
      } else {
        times[i] = rows.events()[wanted[i]];
      }
    }
    return Column.of(Field.nullable("event", Primitive.TIMESTAMP_TZ), times, wanted.length, none);
  }

  @Override
  public long knownAt(long micros) {
    return sequenceAt.applyAsLong(micros);
  }

  @Override
  public long @Nullable [] sequences() {
    return rows.sequences();
  }
}
