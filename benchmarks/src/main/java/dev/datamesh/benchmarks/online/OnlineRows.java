package dev.datamesh.benchmarks.online;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.online.ReadPlan;
import dev.datamesh.featurestore.online.RowWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows that the figures of the online side are taken with. */
final class OnlineRows {

  static final int ENTITIES = Integer.getInteger("entities", 1_000_000);
  static final int FEATURES = 10;
  static final long EVENT = 1_700_000_000_000_000L;

  private static final int BLOCK = 100_000;

  private OnlineRows() {}

  static long key(long number) {
    return number * 7919 + 13;
  }

  static String features(String prefix) {
    StringBuilder features = new StringBuilder();
    for (int i = 0; i < FEATURES; i++) {
      features.append(i == 0 ? "" : ", ").append(prefix).append(i).append(": float64");
    }
    return features.toString();
  }

  static Frame rows(int from, int count, long event, String prefix) {
    long[] keys = new long[count];
    long[] times = new long[count];
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      keys[i] = key(from + i);
      times[i] = event;
      values[i] = from + i;
    }
    List<Column> columns = new ArrayList<>();
    columns.add(Column.ofLongs("k", keys));
    for (int f = 0; f < FEATURES; f++) {
      columns.add(Column.ofDoubles(prefix + f, values));
    }
    columns.add(Column.ofMicros("at", times));
    return Frame.of(columns);
  }

  /** A table of {@link #ENTITIES} rows, and a request for its first features. */
  static ReadPlan.Part part(HashedRowSlots store, String name, String prefix, int wanted) {
    Table table = new Table(name, Schema.of("k: int64"), Schema.of(features(prefix)));
    store.create(table);
    for (int from = 0; from < ENTITIES; from += BLOCK) {
      Frame rows = rows(from, Math.min(BLOCK, ENTITIES - from), EVENT, prefix);
      write(writer(store, table, rows), (int) rows.rows(), EVENT);
    }
    Map<String, String> asked = new LinkedHashMap<>();
    for (int i = 0; i < wanted; i++) {
      asked.put(prefix + i, prefix + i);
    }
    return new ReadPlan.Part(
        store, table, List.of("k"), asked, Long.MAX_VALUE, true, true, false, keys -> {});
  }

  static RowWriter writer(HashedRowSlots store, Table table, Frame rows) {
    List<Column> columns = rows.columns();
    return new RowWriter(store, table, columns.subList(0, 1), columns.subList(1, 1 + FEATURES));
  }

  /** Writes the writer's first rows as of an event time; makes no garbage. */
  static void write(RowWriter writer, int count, long event) {
    for (int i = 0; i < count; i++) {
      writer.write(i, event, 0, i);
    }
    writer.finish();
  }

  static void percentiles(String what, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "%-44s p50 %8.2f µs   p99 %8.2f µs   p99.9 %8.2f µs%n",
        what,
        sorted[sorted.length / 2] / 1e3,
        percentile(sorted, 0.99) / 1e3,
        percentile(sorted, 0.999) / 1e3);
  }

  static long percentile(long[] sorted, double share) {
    return sorted[(int) (sorted.length * share)];
  }
}
