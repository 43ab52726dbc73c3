package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts vectors into a frame of the columns that a join would have. */
final class VectorFrame {

  private VectorFrame() {}

  static Frame of(
      Schema keys,
      Schema features,
      HistoricalRequest request,
      List<? extends Map<String, ?>> asked,
      List<FeatureVector> vectors) {
    List<Column> columns = new ArrayList<>();
    for (Field key : keys.fields()) {
      List<@Nullable Object> values = new ArrayList<>();
      asked.forEach(each -> values.add(each.get(key.name())));
      columns.add(Column.of(Field.nullable(key.name(), key.type()), values));
    }
    for (Field feature : features.fields()) {
      add(columns, feature, request, vectors);
    }
    return Frame.of(columns);
  }

  private static void add(
      List<Column> columns, Field field, HistoricalRequest request, List<FeatureVector> vectors) {
    String name = field.name();
    List<@Nullable Object> values = new ArrayList<>();
    List<@Nullable Object> statuses = new ArrayList<>();
    List<@Nullable Instant> times = new ArrayList<>();
    for (FeatureVector vector : vectors) {
      values.add(vector.value(name));
      statuses.add(vector.status(name));
      times.add(vector.eventTime(name).orElse(null));
    }
    columns.add(Column.of(Field.nullable(name, field.type()), values));
    if (request.hasStatuses()) {
      columns.add(Column.of(Field.required(name + "__status", JoinPlan.STATUS), statuses));
    }
    if (request.hasEventTimes()) {
      columns.add(Column.of(Field.nullable(name + "__event_time", Primitive.TIMESTAMP_TZ), times));
    }
  }
}
