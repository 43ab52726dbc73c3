package dev.datamesh.examples.marketplace.retail;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feature rows in the making: an entity, a day, and values. For one thread at a time. */
final class Rows {

  private final String key;
  private final double[][] values;
  private @Nullable String[] entities = new @Nullable String[1 << 12];
  private long[] event = new long[1 << 12];
  private int size;

  Rows(String key, int features) {
    this.key = key;
    values = new double[features][1 << 12];
  }

  /** Adds one row; NaN stands for a missing value. */
  void add(String entity, int day, double... features) {
    if (size == entities.length) {
      entities = Arrays.copyOf(entities, 2 * size);
      event = Arrays.copyOf(event, 2 * size);
      for (int i = 0; i < values.length; i++) {
        values[i] = Arrays.copyOf(values[i], 2 * size);
      }
    }
    entities[size] = entity;
    event[size] = FeatureRows.endMicros(day);
    for (int i = 0; i < features.length; i++) {
      values[i][size] = features[i];
    }
    size++;
  }

  Column longs(int feature, String name) {
    long[] numbers = new long[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (long) values[feature][i];
    }
    return Column.ofLongs(name, numbers);
  }

  Column doubles(int feature, String name) {
    boolean missing = false;
    for (int i = 0; i < size; i++) {
      missing |= Double.isNaN(values[feature][i]);
    }
    if (!missing) {
      return Column.ofDoubles(name, Arrays.copyOf(values[feature], size));
    }
    List<@Nullable Double> numbers = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      numbers.add(Double.isNaN(values[feature][i]) ? null : values[feature][i]);
    }
    return Column.of(Field.nullable(name, FieldType.Primitive.FLOAT64), numbers);
  }

  Frame toFrame(Column... features) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.ofStrings(key, Arrays.copyOf(entities, size)));
    columns.add(Column.ofMicros(FeatureRows.EVENT_TIME, Arrays.copyOf(event, size)));
    long delay = VentasProducts.BATCH_DELAY.toSeconds() * 1_000_000;
    columns.add(
        Column.ofMicros(
            FeatureRows.CREATED_TIME,
            Arrays.stream(event, 0, size).map(end -> end + delay).toArray()));
    columns.addAll(List.of(features));
    return Frame.of(columns);
  }
}
