package dev.datamesh.benchmarks.stress;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.definition.Status;
import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.online.KeyBuffer;
import dev.datamesh.featurestore.online.Memory;
import dev.datamesh.featurestore.online.ReadPlan;
import dev.datamesh.featurestore.online.RowWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A table whose keys are lent out, one or two for each race, and taken back long after. A key has a
 * row for each of three phases, and all values of a row tell its key and phase: words on both of
 * its cache lines, a text beside them, and a number that is null in the middle phase. A later life
 * of a key has later event times.
 */
final class StressedRows {

  /** What a read saw that found no row. */
  static final int NONE = -1;

  /** What a read saw that mixed two rows, or the row of another key. */
  static final int MIXED = -2;

  /** More than are alive at a time. */
  private static final int KEYS = 1 << 15;

  private static final int PHASES = 3;
  private static final int WORDS = 10;
  private static final int AMOUNT = WORDS;
  private static final int TEXT = WORDS + 1;
  private static final long LATEST = Long.MAX_VALUE / 2;

  private final HashedRowSlots store;
  private final Table table;
  private final List<Column> keys;
  private final List<Column> values;
  private final String[] texts;
  private final ReadPlan plan;
  private final AtomicLong lives = new AtomicLong();

  StressedRows(Memory memory) {
    store = HashedRowSlots.of(memory, 1L << 30);
    StringBuilder features = new StringBuilder();
    Map<String, String> asked = new LinkedHashMap<>();
    for (int i = 0; i < WORDS; i++) {
      features.append("w").append(i).append(": int64, ");
      asked.put("w" + i, "w" + i);
    }
    asked.put("amount", "amount");
    asked.put("text", "text");
    table =
        new Table(
            "t", Schema.of("k: int64"), Schema.of(features + "amount: float64, text: string"));
    store.create(table);
    int rows = KEYS * PHASES;
    long[] key = new long[rows];
    long[] word = new long[rows];
    double[] amount = new double[rows];
    BitSet nulls = new BitSet(rows);
    texts = new String[rows];
    for (int i = 0; i < rows; i++) {
      key[i] = i / PHASES;
      word[i] = i;
      amount[i] = i;
      nulls.set(i, i % PHASES == 1);
      texts[i] = i < 999 ? "text " + i : texts[i % 999];
    }
    keys = List.of(Column.ofLongs("k", key));
    values = new ArrayList<>();
    for (int i = 0; i < WORDS; i++) {
      values.add(Column.ofLongs("w" + i, word));
    }
    values.add(Column.of(table.features().fields().get(AMOUNT), amount, rows, nulls));
    values.add(Column.ofStrings("text", texts));
    plan =
        ReadPlan.of(
            List.of(
                new ReadPlan.Part(
                    store,
                    table,
                    List.of("k"),
                    asked,
                    Long.MAX_VALUE,
                    true,
                    true,
                    false,
                    asking -> {})));
  }

  /** Lends a key for one race. */
  Life next() {
    return new Life(lives.getAndIncrement());
  }

  /** A key while one race has it, with a writer and buffers of its own. */
  final class Life {

    private final int key;
    private final long event;
    private final RowWriter writer = new RowWriter(store, table, keys, values);

    private Life(long number) {
      key = (int) (number % KEYS);
      event = number / KEYS * PHASES;
    }

    void write(int phase) {
      writer.write((long) key * PHASES + phase, event + phase, 0, 0);
    }

    void erase() {
      store.erase("t", List.of((long) key));
    }

    FeatureBuffer newBuffer(int rows) {
      return plan.newBuffer(rows);
    }

    void read(FeatureBuffer answer) {
      plan.read(key, answer, LATEST);
    }

    /** The key so many times. */
    KeyBuffer repeated(int times) {
      KeyBuffer asked = plan.newKeys(times);
      for (int i = 0; i < times; i++) {
        asked.add(key);
      }
      return asked;
    }

    void read(KeyBuffer asked, FeatureBuffer answer) {
      plan.read(asked, answer, LATEST);
    }

    /** The phase of the row that was read, {@link #NONE} or {@link #MIXED}. */
    int seen(FeatureBuffer answer, int row) {
      if (answer.status(row, 0) == Status.NOT_FOUND) {
        return NONE;
      }
      long first = answer.getLong(row, 0);
      int phase = (int) (first - (long) key * PHASES);
      if (phase < 0 || phase >= PHASES || answer.eventMicros(row, 0) != event + phase) {
        return MIXED;
      }
      for (int i = 1; i < WORDS; i++) {
        if (answer.getLong(row, i) != first) {
          return MIXED;
        }
      }
      boolean amountFits =
          phase == 1 ? answer.isNull(row, AMOUNT) : answer.getDouble(row, AMOUNT) == first;
      boolean textFits = texts[(int) first].equals(answer.get(row, TEXT));
      return amountFits && textFits ? phase : MIXED;
    }
  }
}
