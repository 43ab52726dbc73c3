package dev.datamesh.featurestore.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.definition.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sixteen threads on the same few keys. The last feature of a row is a checksum of the others and
 * of its stamp. {@code -Dmesh.online.stress.millis} sets how long (1500).
 */
class RowSlotsStressTest {

  private static final int READERS = 8;
  private static final int WRITERS = 8;
  private static final int KEYS = 24;
  private static final int FEATURES = 12;
  private static final long MILLIS = Long.getLong("mesh.online.stress.millis", 1500);

  private static final Schema KEY = Schema.of("k: int64");
  private static final Schema VALUES = schema();

  private static Schema schema() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < FEATURES; i++) {
      text.append("f").append(i).append(": int64, ");
    }
    return Schema.of(text + "word: string, sum: int64");
  }

  @ParameterizedTest
  @EnumSource(Memory.class)
  void noRowIsTornAndNoValueGoesBackInTime(Memory memory) throws Exception {
    HashedRowSlots store = HashedRowSlots.of(memory, 1L << 30);
    store.create(new Table("t", KEY, VALUES));
    RowTable table = store.table("t");
    ReadPlan all = prepared(store, table);
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong clock = new AtomicLong();
    LongAdder reads = new LongAdder();
    LongAdder writes = new LongAdder();
    CyclicBarrier start = new CyclicBarrier(READERS + WRITERS + 1);
    ExecutorService threads = Executors.newFixedThreadPool(READERS + WRITERS);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int seed = i;
        work.add(
            threads.submit(
                () -> {
                  start.await();
                  write(table, seed, clock, done, writes);
                  return null;
                }));
      }
      for (int i = 0; i < READERS; i++) {
        int seed = i;
        work.add(
            threads.submit(
                () -> {
                  start.await();
                  read(all, seed, done, reads);
                  return null;
                }));
      }
      start.await();
      Thread.sleep(MILLIS);
      done.set(true);
      for (Future<?> each : work) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(reads.sum()).isGreaterThan(1000);
    assertThat(writes.sum()).isGreaterThan(1000);
  }

  private static ReadPlan prepared(HashedRowSlots store, RowTable table) {
    Map<String, String> features = new LinkedHashMap<>();
    VALUES.names().forEach(name -> features.put(name, name));
    ReadPlan.Part part =
        new ReadPlan.Part(
            store,
            table.layout.table,
            List.of("k"),
            features,
            Long.MAX_VALUE,
            true,
            true,
            false,
            keys -> {});
    return ReadPlan.of(List.of(part));
  }

  private static void write(
      RowTable table, int seed, AtomicLong clock, AtomicBoolean done, LongAdder writes) {
    Random random = new Random(seed);
    KeyBuffer keys = KeyBuffer.of(KEY, 1);
    RowImage image = new RowImage(table.layout);
    while (!done.get()) {
      long key = random.nextInt(KEYS);
      // Some come late: of an event time before that of others already written.
      long event = clock.incrementAndGet() - random.nextInt(50);
      long created = random.nextInt(3);
      long sequence = clock.get();
      image.begin(keys.clear().add(key), 0, event, created, sequence);
      long sum = key * 31 + event;
      for (int i = 0; i < FEATURES; i++) {
        if (random.nextInt(8) == 0) {
          image.putNull(i);
        } else {
          long value = random.nextLong();
          image.putWord(i, value);
          sum = sum * 31 + value;
        }
      }
      String word = "w" + event;
      image.putObject(FEATURES, word);
      image.putWord(FEATURES + 1, sum * 31 + word.hashCode());
      table.put(image, keys, 0);
      writes.increment();
      if (random.nextInt(4096) == 0) {
        Thread.yield();
      }
    }
  }

  private static void read(ReadPlan all, int seed, AtomicBoolean done, LongAdder reads) {
    Random random = new Random(100 + seed);
    long[] last = new long[KEYS];
    java.util.Arrays.fill(last, Long.MIN_VALUE);
    FeatureBuffer answer = all.newBuffer(KEYS);
    KeyBuffer keys = all.newKeys(KEYS);
    while (!done.get()) {
      keys.clear();
      int count = 1 + random.nextInt(KEYS);
      long[] asked = new long[count];
      for (int i = 0; i < count; i++) {
        asked[i] = random.nextInt(KEYS);
        keys.add(asked[i]);
      }
      all.read(keys, answer, Long.MAX_VALUE / 2);
      for (int i = 0; i < count; i++) {
        check(answer, i, asked[i], last);
      }
      reads.add(count);
    }
  }

  private static void check(FeatureBuffer answer, int row, long key, long[] last) {
    if (answer.status(row, FEATURES + 1) == Status.NOT_FOUND) {
      assertThat(last[(int) key]).as("a row that was there").isEqualTo(Long.MIN_VALUE);
      return;
    }
    long event = answer.eventMicros(row, 0);
    long sum = key * 31 + event;
    for (int i = 0; i < FEATURES; i++) {
      if (!answer.isNull(row, i)) {
        sum = sum * 31 + answer.getLong(row, i);
      }
    }
    Object word = answer.get(row, FEATURES);
    assertThat(word).isEqualTo("w" + event);
    assertThat(answer.getLong(row, FEATURES + 1)).isEqualTo(sum * 31 + word.hashCode());
    assertThat(event).isGreaterThanOrEqualTo(last[(int) key]);
    last[(int) key] = event;
  }

  @ParameterizedTest
  @EnumSource(Memory.class)
  void keysThatComeAndGoAreNeverTakenForOneAnother(Memory memory) throws Exception {
    HashedRowSlots store = HashedRowSlots.of(memory, 1L << 30);
    store.create(new Table("t", Schema.of("k: string"), Schema.of("n: int64, copy: int64")));
    RowTable table = store.table("t");
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> work = new ArrayList<>();
      work.add(threads.submit(() -> comeAndGo(table, done)));
      for (int i = 0; i < 3; i++) {
        int seed = i;
        work.add(threads.submit(() -> look(table, seed, done)));
      }
      Thread.sleep(MILLIS / 2);
      done.set(true);
      for (Future<?> each : work) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static String key(int number) {
    // Some fit their words, some do not.
    return number % 2 == 0 ? "key-" + number : "a-key-that-is-longer-than-its-words-" + number;
  }

  private static void comeAndGo(RowTable table, AtomicBoolean done) {
    Random random = new Random(7);
    KeyBuffer keys = KeyBuffer.of(Schema.of("k: string"), 1);
    RowImage image = new RowImage(table.layout);
    for (long step = 0; !done.get(); step++) {
      int number = random.nextInt(2000);
      keys.clear().add(key(number));
      if (random.nextBoolean()) {
        table.erase(keys, 0);
      } else {
        image.begin(keys, 0, step, 0, step);
        image.putWord(0, number);
        image.putWord(1, number);
        table.put(image, keys, 0);
      }
    }
  }

  private static void look(RowTable table, int seed, AtomicBoolean done) {
    Random random = new Random(seed);
    KeyBuffer keys = KeyBuffer.of(Schema.of("k: string"), 1);
    RowImage image = new RowImage(table.layout);
    while (!done.get()) {
      int number = random.nextInt(2000);
      keys.clear().add(key(number));
      if (table.load(keys, 0, image)) {
        assertThat(image.words[table.layout.word(0)]).isEqualTo(number);
        assertThat(image.words[table.layout.word(1)]).isEqualTo(number);
      }
    }
  }
}
