package dev.datamesh.benchmarks.online;

import static dev.datamesh.benchmarks.online.OnlineRows.ENTITIES;
import static dev.datamesh.benchmarks.online.OnlineRows.EVENT;
import static dev.datamesh.benchmarks.online.OnlineRows.key;

import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.online.ReadPlan;
import dev.datamesh.featurestore.online.RowWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What threads take from one another: two readers, and a reader beside a writer at full speed. The
 * writer's rows are ready before, so that no collector runs; the same writer in a table of its own
 * tells what sharing rows costs from what sharing the machine costs, and a writer that makes its
 * rows as it goes shows what its garbage adds. Rounds are short and many, and the medians of their
 * ratios count, because a machine's speed changes within seconds. {@code rounds} is a setting.
 */
final class OnlineThreadFigures {

  private static final int ROUNDS = Integer.getInteger("rounds", 31);
  private static final long MILLIS = 250;
  private static final int WRITTEN_AT_ONCE = 1_000;

  /** Rows apart, so that the writer's blocks together are no larger than a cache. */
  private static final int BLOCKS = 16;

  private final HashedRowSlots store = HashedRowSlots.onHeap();
  private final ReadPlan plan;
  private final Runnable sharing;
  private final Runnable elsewhere;
  private final Runnable making;
  private final AtomicLong later = new AtomicLong();
  private final AtomicLong written = new AtomicLong();

  OnlineThreadFigures() {
    ReadPlan.Part part = OnlineRows.part(store, "t", "f", 6);
    ReadPlan.Part other = OnlineRows.part(HashedRowSlots.onHeap(), "u", "f", 6);
    plan = ReadPlan.of(List.of(part));
    sharing = recycled(store, part.table());
    elsewhere = recycled((HashedRowSlots) other.store(), other.table());
    making =
        () -> {
          int block = new SplittableRandom(later.get()).nextInt(BLOCKS);
          write(writer(store, part.table(), block));
        };
  }

  /** What readers do in a second, and how long their reads take. */
  @SuppressWarnings("ArrayRecordComponent") // read once
  private record Rate(double readsPerSecond, double writesPerSecond, long[] nanos) {

    long percentile(double share) {
      return OnlineRows.percentile(nanos, share);
    }
  }

  private RowWriter writer(HashedRowSlots target, Table table, int block) {
    int from = block * (ENTITIES / BLOCKS);
    return OnlineRows.writer(target, table, OnlineRows.rows(from, WRITTEN_AT_ONCE, EVENT, "f"));
  }

  private void write(RowWriter writer) {
    OnlineRows.write(writer, WRITTEN_AT_ONCE, EVENT + later.incrementAndGet());
    written.addAndGet(WRITTEN_AT_ONCE);
  }

  private Runnable recycled(HashedRowSlots target, Table table) {
    RowWriter[] blocks = new RowWriter[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      blocks[i] = writer(target, table, i);
    }
    SplittableRandom random = new SplittableRandom(3);
    return () -> write(blocks[random.nextInt(BLOCKS)]);
  }

  void run() throws InterruptedException {
    Runnable nothing = () -> {};
    for (int round = 0; round < 5; round++) {
      for (Runnable each : List.of(nothing, sharing, elsewhere, making)) {
        readers(1, each, nothing);
      }
    }
    double[][] ratios = new double[7][ROUNDS];
    double[][] rates = new double[3][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      Rate alone = readers(1, nothing, nothing);
      Rate two = readers(2, nothing, nothing);
      Rate beside = readers(1, sharing, nothing);
      Rate apart = readers(1, elsewhere, nothing);
      Rate garbage = readers(1, making, nothing);
      List<Rate> compared = List.of(two, beside, apart, garbage);
      for (int i = 0; i < compared.size(); i++) {
        ratios[i][round] = compared.get(i).readsPerSecond / alone.readsPerSecond;
      }
      ratios[4][round] = (double) beside.percentile(0.99) / alone.percentile(0.99);
      ratios[5][round] = (double) garbage.percentile(0.99) / alone.percentile(0.99);
      ratios[6][round] = beside.readsPerSecond / apart.readsPerSecond;
      rates[0][round] = alone.readsPerSecond;
      rates[1][round] = beside.readsPerSecond;
      rates[2][round] = beside.writesPerSecond;
    }
    print(rates, "%-48s %,.0f (%,.0f to %,.0f)%n", "reads/s alone", "beside", "rows/s written");
    print(
        ratios,
        "%-48s %.2f (%.2f to %.2f)%n",
        "two readers, to one",
        "one reader beside a writer, to alone",
        "one reader beside a writer of another store",
        "one reader beside a writer that makes its rows",
        "p99 beside a writer, to alone",
        "p99 beside a writer that makes its rows",
        "a writer of this store, to one of another");
  }

  /** The median of each, and the quarter and three quarters of its rounds. */
  private static void print(double[][] figures, String format, String... names) {
    for (int i = 0; i < names.length; i++) {
      Arrays.sort(figures[i]);
      System.out.printf(
          format,
          names[i],
          figures[i][ROUNDS / 2],
          figures[i][ROUNDS / 4],
          figures[i][ROUNDS * 3 / 4]);
    }
  }

  private Rate readers(int count, Runnable writing, Runnable nothing) throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    List<Reader> readers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Reader reader = new Reader(i, plan, done);
      readers.add(reader);
      threads.add(new Thread(reader));
    }
    if (writing != nothing) {
      threads.add(
          new Thread(
              () -> {
                while (!done.get()) {
                  writing.run();
                }
              }));
    }
    long before = written.get();
    long start = System.nanoTime();
    threads.forEach(Thread::start);
    Thread.sleep(MILLIS);
    done.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long reads = readers.stream().mapToLong(reader -> reader.reads).sum();
    return new Rate(
        reads / seconds, (written.get() - before) / seconds, readers.get(0).sortedNanos());
  }

  /** Reads entities at random, and takes the time of one read of many. */
  private static final class Reader implements Runnable {

    private static final int TIMED = 64;

    private final int seed;
    private final ReadPlan plan;
    private final AtomicBoolean done;
    private final long[] nanos = new long[1 << 14];
    private int timed;
    private long reads;
    private double sum;

    Reader(int seed, ReadPlan plan, AtomicBoolean done) {
      this.seed = seed;
      this.plan = plan;
      this.done = done;
    }

    @Override
    public void run() {
      FeatureBuffer one = plan.newBuffer(1);
      SplittableRandom random = new SplittableRandom(seed);
      long mine = 0;
      double found = 0;
      int times = 0;
      while (!done.get()) {
        for (int i = 1; i < TIMED; i++) {
          plan.read(key(random.nextInt(ENTITIES)), one, EVENT * 2);
          found += one.getDouble(0, 0);
        }
        long asked = key(random.nextInt(ENTITIES));
        long start = System.nanoTime();
        plan.read(asked, one, EVENT * 2);
        found += one.getDouble(0, 0);
        nanos[times++ & (nanos.length - 1)] = System.nanoTime() - start;
        mine += TIMED;
      }
      timed = Math.min(times, nanos.length);
      reads = mine;
      sum = found;
    }

    long[] sortedNanos() {
      if (sum == 0.5) {
        System.out.println(sum);
      }
      long[] sorted = Arrays.copyOf(nanos, timed);
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
