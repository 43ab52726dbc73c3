package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A spine made of the keys and event times that views have in a stretch of time. */
final class RangeSpine {

  /** The name of its time column. */
  static final String TIME = "event_timestamp";

  /** A key at a time. */
  private record Moment(long event, List<Object> key) {}

  private final HistoricalRequest request;
  private final long from;
  private final long to;

  /** For what a request says was known, between two times in microseconds, both included. */
  RangeSpine(HistoricalRequest request, long from, long to) {
    this.request = request;
    this.from = from;
    this.to = to;
  }

  Frame of(List<Version<FeatureView>> views, OfflineRows offline) {
    if (views.isEmpty()) {
      throw new InvalidInputException(
          "Cannot take features of a stretch of time, none of them is stored: %s"
              .formatted(request));
    }
    Schema keys = views.get(0).definition().keys();
    Set<Moment> moments =
        new TreeSet<>(
            Comparator.comparingLong(Moment::event)
                .thenComparing(Moment::key, RangeSpine::compareKeys));
    for (Version<FeatureView> version : views) {
      FeatureView view = version.definition();
      if (!types(view.keys()).equals(types(keys))) {
        throw new InvalidInputException(
            "Cannot take features of a stretch of time, views %s and %s have different keys: (%s)"
                    .formatted(views.get(0).definition().name(), view.name(), keys)
                + " and (%s)".formatted(view.keys()));
      }
      add(moments, view, offline.of(version));
    }
    List<Field> fields = new ArrayList<>(keys.fields());
    fields.add(Field.required(TIME, Primitive.TIMESTAMP_TZ));
    List<List<Object>> rows = new ArrayList<>();
    for (Moment moment : moments) {
      List<Object> row = new ArrayList<>(moment.key());
      row.add(Micros.instant(moment.event()));
      rows.add(row);
    }
    return Frame.ofRows(new Schema(fields), rows);
  }

  private void add(Set<Moment> moments, FeatureView view, ViewRows rows) {
    List<Column> keys = view.keys().names().stream().map(rows::column).toList();
    long below = request.knownAt().map(at -> rows.knownAt(Micros.down(at))).orElse(Long.MAX_VALUE);
    Optional<Long> created = request.createdLimit().map(Micros::down);
    for (long row = 0; row < rows.count(); row++) {
      if (rows.event().isNull(row)
          || rows.sequenceOf(row) >= below
          || (created.isPresent() && rows.createdOf(row) > created.get())) {
        continue;
      }
      long event = rows.event().getLong(row);
      List<Object> key = event < from || event > to ? null : key(keys, row);
      if (key != null) {
        moments.add(new Moment(event, key));
      }
    }
  }

  /** The key's values, null where one of them is. */
  private static @Nullable List<Object> key(List<Column> keys, long row) {
    List<Object> key = new ArrayList<>();
    for (Column column : keys) {
      Object value = column.get(row);
      if (value == null) {
        return null;
      }
      key.add(value);
    }
    return key;
  }

  private static List<String> types(Schema keys) {
    return keys.fields().stream().map(field -> field.name() + " " + field.type()).toList();
  }

  private static int compareKeys(List<Object> left, List<Object> right) {
    for (int i = 0; i < left.size(); i++) {
      int order = compare(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Values of one column have one type, which compares with itself. */
  private static int compare(Object left, Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return a.compareTo(b);
    }
    if (left instanceof Integer a && right instanceof Integer b) {
      return a.compareTo(b);
    }
    if (left instanceof Instant a && right instanceof Instant b) {
      return a.compareTo(b);
    }
    if (left instanceof BigDecimal a && right instanceof BigDecimal b) {
      return a.compareTo(b);
    }
    return left.toString().compareTo(right.toString());
  }
}
