package dev.datamesh.benchmarks.online;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.online.KeyBuffer;
import dev.datamesh.featurestore.online.Memory;
import dev.datamesh.featurestore.online.ReadPlan;
import dev.datamesh.featurestore.online.RowWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Row slots by whole numbers: values with null bits, times and status, of one moment each. */
final class SlotReads implements Reads {

  private static final long AT = 2000;
  private static final int BLOCK = 100_000;

  private final ReadPlan plan;
  private final FeatureBuffer one;
  private final FeatureBuffer many;
  private final KeyBuffer batch;

  SlotReads(Memory memory) {
    plan = plan(memory, false);
    one = plan.newBuffer(1);
    many = plan.newBuffer(ReadData.BATCH);
    batch = plan.newKeys(ReadData.BATCH);
  }

  @Override
  public double one(int call) {
    plan.read(ReadData.asked(call), one, AT);
    return one.getDouble(0, 0);
  }

  @Override
  public double batch(int call) {
    batch.clear();
    for (int i = 0; i < ReadData.BATCH; i++) {
      batch.add(ReadData.asked(call, i));
    }
    plan.read(batch, many, AT);
    return many.getDouble(ReadData.BATCH - 1, 0);
  }

  /** The same by texts of twenty characters. */
  static final class ByText implements Reads {

    private final ReadPlan plan = plan(Memory.HEAP, true);
    private final FeatureBuffer one = plan.newBuffer(1);
    private final FeatureBuffer many = plan.newBuffer(ReadData.BATCH);
    private final KeyBuffer batch = plan.newKeys(ReadData.BATCH);
    private final String[] asked = new String[ReadData.places()];

    ByText() {
      for (int i = 0; i < asked.length; i++) {
        asked[i] = text(ReadData.asked(i));
      }
    }

    @Override
    public double one(int call) {
      plan.read(asked[call & 0xFFFF], one, AT);
      return one.getDouble(0, 0);
    }

    @Override
    public double batch(int call) {
      batch.clear();
      for (int i = 0; i < ReadData.BATCH; i++) {
        batch.add(asked[(call * ReadData.BATCH + i) & 0xFFFF]);
      }
      plan.read(batch, many, AT);
      return many.getDouble(ReadData.BATCH - 1, 0);
    }
  }

  private static String text(long key) {
    return String.format("customer-%011d", key);
  }

  private static ReadPlan plan(Memory memory, boolean texts) {
    HashedRowSlots store = HashedRowSlots.of(memory, 1L << 34);
    Schema keys = Schema.of(texts ? "k: string" : "k: int64");
    Table table = new Table("t", keys, Schema.of(OnlineRows.features("f")));
    store.create(table);
    load(store, table, texts);
    System.out.printf(
        "%s%s: %.1f bytes an entity%n",
        memory, texts ? ", texts" : "", (double) store.bytes() / ReadData.ENTITIES);
    Map<String, String> wanted = new LinkedHashMap<>();
    for (int i = 0; i < ReadData.WANTED; i++) {
      wanted.put("f" + i, "f" + i);
    }
    return ReadPlan.of(
        List.of(
            new ReadPlan.Part(
                store, table, List.of("k"), wanted, 1L << 40, true, true, false, asking -> {})));
  }

  private static void load(HashedRowSlots store, Table table, boolean texts) {
    for (int from = 0; from < ReadData.ENTITIES; from += BLOCK) {
      int count = Math.min(BLOCK, ReadData.ENTITIES - from);
      long[] keys = new long[count];
      String[] names = new String[count];
      double[][] values = new double[ReadData.FEATURES][count];
      for (int i = 0; i < count; i++) {
        keys[i] = ReadData.key(from + i);
        names[i] = texts ? text(keys[i]) : null;
        for (int f = 0; f < ReadData.FEATURES; f++) {
          values[f][i] = ReadData.value(keys[i], f);
        }
      }
      List<Column> columns = new ArrayList<>();
      for (int f = 0; f < ReadData.FEATURES; f++) {
        columns.add(Column.ofDoubles("f" + f, values[f]));
      }
      Column key = texts ? Column.ofStrings("k", names) : Column.ofLongs("k", keys);
      RowWriter writer = new RowWriter(store, table, List.of(key), columns);
      for (int i = 0; i < count; i++) {
        writer.write(i, 1000, 0, from + i);
      }
      writer.finish();
    }
  }
}
