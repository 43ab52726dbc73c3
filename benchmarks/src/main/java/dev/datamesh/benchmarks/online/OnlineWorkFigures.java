package dev.datamesh.benchmarks.online;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.PreparedFeatures;
import dev.datamesh.featurestore.PushTarget;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.online.KeyBuffer;
import dev.datamesh.featurestore.online.ReadPlan;
import dev.datamesh.featurestore.online.RowWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Figures beyond the single read: several views, threads, materialization, pushes, reopening. Each
 * is named by an argument; {@code entities} and {@code pushes} are settings.
 */
public final class OnlineWorkFigures {

  private static final int ENTITIES = Integer.getInteger("entities", 1_000_000);
  private static final int PUSHES = Integer.getInteger("pushes", 20_000);
  private static final int FEATURES = 10;
  private static final int BLOCK = 100_000;
  private static final long EVENT = 1_700_000_000_000_000L;

  private double sink;

  private OnlineWorkFigures() {}

  public static void main(String[] args) throws Exception {
    OnlineWorkFigures figures = new OnlineWorkFigures();
    for (String each : args) {
      switch (each) {
        case "views" -> figures.views();
        case "threads" -> figures.threads();
        case "store" -> figures.store();
        case "pushes" -> figures.pushes();
        case "memory" -> figures.memory();
        default ->
            throw new IllegalArgumentException("views, threads, store, pushes or memory: " + each);
      }
    }
    System.out.println(figures.sink == 0.5 ? "" : "done");
  }

  private static long key(long number) {
    return number * 7919 + 13;
  }

  private static String features(String prefix) {
    StringBuilder features = new StringBuilder();
    for (int i = 0; i < FEATURES; i++) {
      features.append(i == 0 ? "" : ", ").append(prefix).append(i).append(": float64");
    }
    return features.toString();
  }

  private static Frame rows(int from, int count, long event, String prefix) {
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

  private static ReadPlan.Part part(HashedRowSlots store, String name, String prefix, int wanted) {
    Table table = new Table(name, Schema.of("k: int64"), Schema.of(features(prefix)));
    store.create(table);
    for (int from = 0; from < ENTITIES; from += BLOCK) {
      write(store, table, rows(from, Math.min(BLOCK, ENTITIES - from), EVENT, prefix), 0);
    }
    Map<String, String> asked = new LinkedHashMap<>();
    for (int i = 0; i < wanted; i++) {
      asked.put(prefix + i, prefix + i);
    }
    return new ReadPlan.Part(
        store, table, List.of("k"), asked, Long.MAX_VALUE, true, true, false, keys -> {});
  }

  private static void write(HashedRowSlots store, Table table, Frame rows, long later) {
    List<Column> columns = rows.columns();
    RowWriter writer =
        new RowWriter(store, table, columns.subList(0, 1), columns.subList(1, 1 + FEATURES));
    for (int i = 0; i < rows.rows(); i++) {
      writer.write(i, EVENT + later, 0, i);
    }
    writer.finish();
  }

  private static void percentiles(String what, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "%-44s p50 %8.2f µs   p99 %8.2f µs   p99.9 %8.2f µs%n",
        what,
        sorted[sorted.length / 2] / 1e3,
        sorted[(int) (sorted.length * 0.99)] / 1e3,
        sorted[(int) (sorted.length * 0.999)] / 1e3);
  }

  /** Five views of ten features each, all of them, for one entity and for a hundred. */
  private void views() {
    HashedRowSlots store = HashedRowSlots.onHeap();
    List<ReadPlan.Part> parts = new ArrayList<>();
    for (int view = 0; view < 5; view++) {
      parts.add(part(store, "v" + view, "v" + view + "f", FEATURES));
    }
    ReadPlan plan = ReadPlan.of(parts);
    FeatureBuffer one = plan.newBuffer(1);
    FeatureBuffer many = plan.newBuffer(100);
    KeyBuffer keys = plan.newKeys(100);
    SplittableRandom random = new SplittableRandom(7);
    long[] singles = new long[400_000];
    long[] batches = new long[20_000];
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < singles.length; i++) {
        long key = key(random.nextInt(ENTITIES));
        long start = System.nanoTime();
        plan.read(key, one, EVENT + 1_000_000);
        singles[i] = System.nanoTime() - start;
        sink += one.getDouble(0, 49);
      }
      for (int i = 0; i < batches.length; i++) {
        keys.clear();
        for (int j = 0; j < 100; j++) {
          keys.add(key(random.nextInt(ENTITIES)));
        }
        long start = System.nanoTime();
        plan.read(keys, many, EVENT + 1_000_000);
        batches[i] = System.nanoTime() - start;
        sink += many.getDouble(99, 49);
      }
    }
    percentiles("5 views x 10 features, one entity", singles);
    percentiles("5 views x 10 features, batch of 100", batches);
  }

  /** What readers do in a second, and how long their reads take. */
  @SuppressWarnings("ArrayRecordComponent") // read once
  private record Rate(double readsPerSecond, long[] nanos) {}

  private void threads() throws InterruptedException {
    HashedRowSlots store = HashedRowSlots.onHeap();
    ReadPlan.Part part = part(store, "t", "f", 6);
    ReadPlan plan = ReadPlan.of(List.of(part));
    readers(plan, 1, null);
    for (int round = 0; round < 3; round++) {
      Rate alone = readers(plan, 1, null);
      Rate two = readers(plan, 2, null);
      Rate beside = readers(plan, 1, () -> update(store, part.table()));
      System.out.printf(
          "one reader %,.0f/s, two %,.0f/s (%.2f times), beside a writer %,.0f/s (%.2f times)%n",
          alone.readsPerSecond,
          two.readsPerSecond,
          two.readsPerSecond / alone.readsPerSecond,
          beside.readsPerSecond,
          beside.readsPerSecond / alone.readsPerSecond);
      percentiles("alone", alone.nanos);
      percentiles("beside a writer", beside.nanos);
    }
  }

  private final AtomicLong later = new AtomicLong();
  private final AtomicLong written = new AtomicLong();

  private void update(HashedRowSlots store, Table table) {
    int from = new SplittableRandom(later.get()).nextInt(ENTITIES / BLOCK) * BLOCK;
    write(store, table, rows(from, 1_000, EVENT, "f"), later.incrementAndGet());
    written.addAndGet(1_000);
  }

  private Rate readers(ReadPlan plan, int count, @Nullable Runnable writing)
      throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong reads = new AtomicLong();
    long[] nanos = new long[1_000_000];
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      int seed = t;
      threads.add(
          new Thread(
              () -> {
                FeatureBuffer one = plan.newBuffer(1);
                SplittableRandom random = new SplittableRandom(seed);
                long mine = 0;
                double sum = 0;
                while (!done.get()) {
                  for (int i = 0; i < 256; i++) {
                    plan.read(key(random.nextInt(ENTITIES)), one, EVENT * 2);
                    sum += one.getDouble(0, 0);
                  }
                  mine += 256;
                  if (seed == 0) {
                    long start = System.nanoTime();
                    plan.read(key(random.nextInt(ENTITIES)), one, EVENT * 2);
                    nanos[(int) (mine / 256) % nanos.length] = System.nanoTime() - start;
                  }
                }
                reads.addAndGet(mine);
                if (sum == 0.5) {
                  System.out.println();
                }
              }));
    }
    Thread writer =
        new Thread(
            () -> {
              while (writing != null && !done.get()) {
                writing.run();
              }
            });
    long start = System.nanoTime();
    threads.forEach(Thread::start);
    writer.start();
    Thread.sleep(2_000);
    done.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    writer.join();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Rate(reads.get() / seconds, Arrays.stream(nanos).filter(each -> each > 0).toArray());
  }

  private static FeatureView view() {
    return FeatureView.named("v")
        .entities(Entity.of("e", "k: int64"))
        .source(Source.ingested("at"))
        .features(features("f"))
        .online()
        .build();
  }

  /** Ingest, materialize, close, open to the first read. */
  private void store() throws IOException {
    Path folder = Files.createTempDirectory("online-store");
    try {
      try (FeatureStore store = FeatureStore.at(folder)) {
        store.apply(Definitions.of(view()));
        for (int from = 0; from < ENTITIES; from += 1_000_000) {
          store.ingest("v", rows(from, Math.min(1_000_000, ENTITIES - from), EVENT, "f"));
        }
        long start = System.nanoTime();
        store.materialize(Instant.EPOCH, Instant.now());
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "materialize %,d rows: %.2f s, %,.0f rows/s%n", ENTITIES, seconds, ENTITIES / seconds);
        start = System.nanoTime();
        store.checkpoint();
        System.out.printf("write the snapshot: %.2f s%n", (System.nanoTime() - start) / 1e9);
      }
      for (int round = 0; round < 5; round++) {
        long start = System.nanoTime();
        try (FeatureStore store = FeatureStore.at(folder)) {
          PreparedFeatures prepared = store.prepare("v:f0", "v:f5");
          FeatureBuffer answer = prepared.newBuffer(1);
          prepared.get(key(ENTITIES / 2), answer);
          double seconds = (System.nanoTime() - start) / 1e9;
          sink += answer.getDouble(0, 0);
          System.out.printf("reopen %,d entities to the first read: %.3f s%n", ENTITIES, seconds);
        }
        System.gc();
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  /** Durable pushes of one row by sixteen threads, beside the journal with records as long. */
  private void pushes() throws Exception {
    for (int round = 0; round < 3; round++) {
      Path folder = Files.createTempDirectory("online-push");
      double pushed;
      try (FeatureStore store =
          FeatureStore.builder().journaled(folder.resolve("a"), JournalOptions.standard())) {
        store.apply(Definitions.of(view()));
        store.push("v", rows(0, 1, EVENT, "f"), PushTarget.BOTH);
        pushed = perSecond(number -> store.push("v", rows(number, 1, EVENT, "f"), PushTarget.BOTH));
      }
      AtomicLong bytes = new AtomicLong();
      AtomicLong records = new AtomicLong();
      try (Journal journal = Journal.readOnly(folder.resolve("a/feature-rows"))) {
        journal.replay(
            1,
            commit ->
                commit
                    .records()
                    .forEach(
                        record -> {
                          bytes.addAndGet(record.length);
                          records.incrementAndGet();
                        }));
      }
      int size = (int) (bytes.get() / records.get());
      double alone;
      try (Journal journal = Journal.at(folder.resolve("b"))) {
        alone = perSecond(number -> journal.append(List.of(new byte[size])));
      }
      System.out.printf(
          "16 threads, %d bytes a record: %,.0f pushes/s, journal alone %,.0f/s, ratio %.2f%n",
          size, pushed, alone, pushed / alone);
      delete(folder);
    }
    try (FeatureStore store = FeatureStore.inMemory()) {
      store.apply(Definitions.of(view()));
      long[] nanos = new long[20_000];
      for (int i = 0; i < 40_000; i++) {
        Frame row = rows(i, 1, EVENT, "f");
        long start = System.nanoTime();
        store.push("v", row, PushTarget.BOTH);
        nanos[i % nanos.length] = System.nanoTime() - start;
      }
      percentiles("a push without its durable write", nanos);
    }
  }

  /** The facts of a row of ours in an object. */
  @SuppressWarnings("ArrayRecordComponent") // only its size counts
  private record Facts(double[] values, long event, long created, long sequence) {}

  /** What an entity takes in row slots and in a map with the same facts. */
  private void memory() {
    HashedRowSlots store = HashedRowSlots.onHeap();
    part(store, "t", "f", 6);
    long before = used();
    Map<Long, Facts> map = new ConcurrentHashMap<>();
    for (int i = 0; i < ENTITIES; i++) {
      map.put(key(i), new Facts(new double[FEATURES], i, i, i));
    }
    double slots = (double) store.bytes() / ENTITIES;
    double facts = (double) (used() - before) / map.size();
    System.out.printf(
        "bytes an entity: row slots %.1f, map %.1f, ratio %.2f%n", slots, facts, slots / facts);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private interface Work {
    void run(int number);
  }

  private static double perSecond(Work work) throws InterruptedException {
    int threads = 16;
    CountDownLatch done = new CountDownLatch(threads);
    long start = System.nanoTime();
    for (int t = 0; t < threads; t++) {
      int from = t * (PUSHES / threads);
      new Thread(
              () -> {
                for (int i = 0; i < PUSHES / threads; i++) {
                  work.run(from + i);
                }
                done.countDown();
              })
          .start();
    }
    done.await();
    return PUSHES / ((System.nanoTime() - start) / 1e9);
  }
}
