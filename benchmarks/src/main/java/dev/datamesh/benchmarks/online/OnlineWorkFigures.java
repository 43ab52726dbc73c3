package dev.datamesh.benchmarks.online;

import static dev.datamesh.benchmarks.online.OnlineRows.ENTITIES;
import static dev.datamesh.benchmarks.online.OnlineRows.EVENT;
import static dev.datamesh.benchmarks.online.OnlineRows.FEATURES;
import static dev.datamesh.benchmarks.online.OnlineRows.features;
import static dev.datamesh.benchmarks.online.OnlineRows.key;
import static dev.datamesh.benchmarks.online.OnlineRows.part;
import static dev.datamesh.benchmarks.online.OnlineRows.percentiles;
import static dev.datamesh.benchmarks.online.OnlineRows.rows;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.journal.History;
import dev.datamesh.core.journal.Journal;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
import java.util.stream.Stream;

/**
 * Figures beyond the single read: several views, threads, materialization, pushes, reopening. Each
 * is named by an argument; {@code entities} and {@code pushes} are settings.
 */
public final class OnlineWorkFigures {

  private static final int PUSHES = Integer.getInteger("pushes", 20_000);

  private double sink;

  private OnlineWorkFigures() {}

  public static void main(String[] args) throws Exception {
    OnlineWorkFigures figures = new OnlineWorkFigures();
    for (String each : args) {
      switch (each) {
        case "views" -> figures.views();
        case "prepared" -> figures.prepared();
        case "threads" -> new OnlineThreadFigures().run();
        case "store" -> figures.store();
        case "pushes" -> figures.pushes();
        case "memory" -> figures.memory();
        default ->
            throw new IllegalArgumentException(
                "views, prepared, threads, store, pushes or memory: " + each);
      }
    }
    System.out.println(figures.sink == 0.5 ? "" : "done");
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

  /** Six features as an answer of a record. */
  public record Six(double f0, double f1, double f2, double f3, double f4, double f5) {}

  private interface Read {
    double read(long key);
  }

  /** What the doors around a read add to it: the clock, the registry's revision, objects. */
  private void prepared() {
    HashedRowSlots slots = HashedRowSlots.onHeap();
    try (FeatureStore store = FeatureStore.builder().online(slots).inMemory()) {
      store.apply(Definitions.of(view()));
      store.ingest("v", rows(0, ENTITIES, EVENT, "f"));
      store.materialize(Instant.EPOCH, Instant.now());
      PreparedFeatures prepared = store.prepare("v:f0", "v:f1", "v:f2", "v:f3", "v:f4", "v:f5");
      ReadPlan plan = ReadPlan.of(List.of(part(slots, "t", "f", 6)));
      FeatureBuffer planned = plan.newBuffer(1);
      FeatureBuffer answer = prepared.newBuffer(1);
      Map<String, Read> reads = new LinkedHashMap<>();
      reads.put(
          "ReadPlan.read into a buffer, at a given time",
          key -> {
            plan.read(key, planned, EVENT * 2);
            return planned.getDouble(0, 0);
          });
      Clock clock = Clock.systemUTC();
      reads.put(
          "the same, the time taken from a clock before",
          key -> {
            Instant now = clock.instant();
            plan.read(key, planned, now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
            return planned.getDouble(0, 0);
          });
      reads.put(
          "PreparedFeatures.get into a buffer",
          key -> {
            prepared.get(key, answer);
            return answer.getDouble(0, 0);
          });
      reads.put(
          "PreparedFeatures.get as a vector",
          key -> prepared.get(Map.of("k", key)).value("f0") instanceof Double value ? value : 0);
      reads.put(
          "PreparedFeatures.get as a record",
          key -> prepared.get(Map.of("k", key), Six.class).f0());
      Map<String, double[]> nanos = new LinkedHashMap<>();
      for (int round = -4; round < 15; round++) {
        int place = Math.max(0, round);
        reads.forEach(
            (name, read) -> nanos.computeIfAbsent(name, n -> new double[15])[place] = time(read));
      }
      nanos.forEach(
          (name, each) -> {
            Arrays.sort(each);
            System.out.printf("%-48s %.0f ns%n", name, each[each.length / 2]);
          });
    }
  }

  private double time(Read read) {
    int count = 100_000;
    SplittableRandom random = new SplittableRandom(11);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      sink += read.read(key(random.nextInt(ENTITIES)));
    }
    return (double) (System.nanoTime() - start) / count;
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
        reopen(folder, "from the snapshot");
      }
      for (int round = 0; round < 3; round++) {
        delete(folder.resolve("features/online"));
        reopen(folder, "without one");
      }
    } finally {
      delete(folder);
    }
  }

  private void reopen(Path folder, String how) {
    long start = System.nanoTime();
    try (FeatureStore store = FeatureStore.at(folder)) {
      PreparedFeatures prepared = store.prepare("v:f0", "v:f5");
      FeatureBuffer answer = prepared.newBuffer(1);
      prepared.get(key(ENTITIES / 2), answer);
      double seconds = (System.nanoTime() - start) / 1e9;
      sink += answer.getDouble(0, 0);
      System.out.printf(
          "reopen %,d entities to the first read, %s: %.3f s%n", ENTITIES, how, seconds);
    }
    System.gc();
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
      int size;
      try (FeatureStore store = FeatureStore.at(folder.resolve("a"))) {
        store.apply(Definitions.of(view()));
        store.push("v", rows(0, 1, EVENT, "f"), PushTarget.BOTH);
        size = recordBytes(folder.resolve("a/features/tail/0000000000000000000"));
        pushed = perSecond(number -> store.push("v", rows(number, 1, EVENT, "f"), PushTarget.BOTH));
      }
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

  /** How long the first record of a journal is. */
  private static int recordBytes(Path folder) {
    try (Journal journal = Journal.readOnly(folder)) {
      if (journal.read(1, 1) instanceof History.Commits commits) {
        return commits.commits().get(0).records().get(0).length;
      }
      throw new IllegalStateException("there is no record in " + folder);
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
