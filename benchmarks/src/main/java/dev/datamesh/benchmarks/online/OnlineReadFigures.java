package dev.datamesh.benchmarks.online;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.sun.management.ThreadMXBean;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.online.KeyBuffer;
import dev.datamesh.featurestore.online.Memory;
import dev.datamesh.featurestore.online.ReadPlan;
import dev.datamesh.featurestore.online.RowWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/**
 * Reads of one million entities of ten doubles, six of them wanted, beside peers: alternating
 * rounds in one process, CPU time of the thread (wall time where a server does the work), medians.
 */
public final class OnlineReadFigures {

  private static final int ENTITIES = Integer.getInteger("entities", 1_000_000);
  private static final int FEATURES = 10;
  private static final int WANTED = 6;

  /** How many different keys are asked for; few of them stay in the caches. */
  private static final int RING = Integer.getInteger("ring", 1 << 16);

  private static final int ROUNDS = Integer.getInteger("rounds", 9);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long[] asked = new long[1 << 16];
  private final Map<String, IntConsumer> singles = new LinkedHashMap<>();
  private final Map<String, IntConsumer> batches = new LinkedHashMap<>();
  private final List<String> byWallTime = new ArrayList<>();
  private double sink;

  private OnlineReadFigures() {}

  public static void main(String[] args) throws Exception {
    OnlineReadFigures figures = new OnlineReadFigures();
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < figures.asked.length; i++) {
      figures.asked[i] = i < RING ? key(random.nextInt(ENTITIES)) : figures.asked[i - RING];
    }
    figures.slots("slots", Memory.HEAP, false);
    // Alone, the code of slots is compiled for one kind of page and key, as in most hosts.
    if (!Boolean.getBoolean("alone")) {
      figures.slots("slots off heap", Memory.DIRECT, false);
      figures.slots("slots, 20-character keys", Memory.HEAP, true);
    }
    figures.flat();
    figures.map();
    figures.mapOfFacts();
    if (Boolean.getBoolean("quick")) {
      print("one entity, 6 features", figures.singles, figures, 1);
      print("batch of 100", figures.batches, figures, 100);
      return;
    }
    figures.caffeine();
    Path folder = Files.createTempDirectory("rocks");
    try (RocksDB rocks = figures.rocks(folder);
        Redis redis = Redis.start()) {
      figures.redis(redis);
      print("one entity, 6 features", figures.singles, figures, 1);
      print("batch of 100", figures.batches, figures, 100);
    }
    System.out.println(figures.sink == 0.5 ? "" : "done");
  }

  private static long key(long number) {
    return number * 7919 + 13;
  }

  private static String text(long key) {
    return String.format("customer-%011d", key);
  }

  private static double value(long key, int feature) {
    return key % 1000 + feature;
  }

  private void slots(String name, Memory memory, boolean texts) {
    HashedRowSlots store = HashedRowSlots.of(memory, 1L << 34);
    StringBuilder features = new StringBuilder("f0: float64");
    for (int i = 1; i < FEATURES; i++) {
      features.append(", f").append(i).append(": float64");
    }
    Schema keys = Schema.of(texts ? "k: string" : "k: int64");
    Table table = new Table("t", keys, Schema.of(features.toString()));
    store.create(table);
    load(store, table, texts);
    System.out.printf("%s: %.1f bytes an entity%n", name, (double) store.bytes() / ENTITIES);
    Map<String, String> wanted = new LinkedHashMap<>();
    for (int i = 0; i < WANTED; i++) {
      wanted.put("f" + i, "f" + i);
    }
    ReadPlan plan =
        ReadPlan.of(
            List.of(
                new ReadPlan.Part(
                    store,
                    table,
                    List.of("k"),
                    wanted,
                    1L << 40,
                    true,
                    true,
                    false,
                    asking -> {})));
    FeatureBuffer one = plan.newBuffer(1);
    FeatureBuffer many = plan.newBuffer(100);
    KeyBuffer batch = plan.newKeys(100);
    String[] askedTexts = new String[asked.length];
    for (int i = 0; texts && i < asked.length; i++) {
      askedTexts[i] = text(asked[i]);
    }
    singles.put(
        name,
        i -> {
          if (texts) {
            plan.read(askedTexts[i & 0xFFFF], one, 2000);
          } else {
            plan.read(asked[i & 0xFFFF], one, 2000);
          }
          sink += one.getDouble(0, 0);
        });
    batches.put(
        name,
        i -> {
          batch.clear();
          for (int j = 0; j < 100; j++) {
            if (texts) {
              batch.add(askedTexts[(i * 100 + j) & 0xFFFF]);
            } else {
              batch.add(asked[(i * 100 + j) & 0xFFFF]);
            }
          }
          plan.read(batch, many, 2000);
          sink += many.getDouble(99, 0);
        });
  }

  private static void load(HashedRowSlots store, Table table, boolean texts) {
    int block = 100_000;
    for (int from = 0; from < ENTITIES; from += block) {
      int count = Math.min(block, ENTITIES - from);
      long[] keys = new long[count];
      String[] names = new String[count];
      double[][] values = new double[FEATURES][count];
      for (int i = 0; i < count; i++) {
        keys[i] = key(from + i);
        names[i] = texts ? text(keys[i]) : null;
        for (int f = 0; f < FEATURES; f++) {
          values[f][i] = value(keys[i], f);
        }
      }
      List<Column> columns = new ArrayList<>();
      for (int f = 0; f < FEATURES; f++) {
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

  /** Open addressing over keys, values in one array: not concurrent, no stamps, no checks. */
  private void flat() {
    int size = Integer.highestOneBit(ENTITIES * 2 - 1) << 1;
    long[] keys = new long[size];
    double[] values = new double[size * FEATURES];
    for (int i = 0; i < ENTITIES; i++) {
      long key = key(i);
      int at = place(keys, key);
      keys[at] = key;
      for (int f = 0; f < FEATURES; f++) {
        values[at * FEATURES + f] = value(key, f);
      }
    }
    double[] one = new double[WANTED];
    double[] many = new double[100 * WANTED];
    int[] places = new int[100];
    singles.put(
        "flat arrays",
        i -> {
          int at = place(keys, asked[i & 0xFFFF]);
          System.arraycopy(values, at * FEATURES, one, 0, WANTED);
          sink += one[0];
        });
    batches.put(
        "flat arrays, staged",
        i -> {
          for (int j = 0; j < 100; j++) {
            places[j] = place(keys, asked[(i * 100 + j) & 0xFFFF]);
          }
          double touched = 0;
          for (int j = 0; j < 100; j++) {
            touched += values[places[j] * FEATURES];
          }
          for (int j = 0; j < 100; j++) {
            System.arraycopy(values, places[j] * FEATURES, many, j * WANTED, WANTED);
          }
          sink += many[99 * WANTED] + touched;
        });
  }

  private static int place(long[] keys, long key) {
    int mask = keys.length - 1;
    long hash = key * 0x9E3779B97F4A7C15L;
    int at = (int) (hash >>> 40) & mask;
    while (keys[at] != 0 && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void map() {
    ConcurrentHashMap<Long, double[]> map = new ConcurrentHashMap<>(ENTITIES * 2);
    for (int i = 0; i < ENTITIES; i++) {
      map.put(key(i), row(key(i)));
    }
    double[] one = new double[WANTED];
    double[] many = new double[100 * WANTED];
    singles.put(
        "ConcurrentHashMap",
        i -> {
          System.arraycopy(map.get(asked[i & 0xFFFF]), 0, one, 0, WANTED);
          sink += one[0];
        });
    batches.put(
        "ConcurrentHashMap",
        i -> {
          for (int j = 0; j < 100; j++) {
            System.arraycopy(map.get(asked[(i * 100 + j) & 0xFFFF]), 0, many, j * WANTED, WANTED);
          }
          sink += many[99 * WANTED];
        });
  }

  /** What a row of ours has beside its values, as a map would keep it: replaced whole. */
  private record Facts(long event, long created, long sequence, long nulls, double[] values) {}

  /** A map that keeps the same facts, asked as ours is: the age judged, nulls looked at. */
  private void mapOfFacts() {
    ConcurrentHashMap<Long, Facts> map = new ConcurrentHashMap<>(ENTITIES * 2);
    for (int i = 0; i < ENTITIES; i++) {
      map.put(key(i), new Facts(1000, 0, i, 0, row(key(i))));
    }
    double[] one = new double[WANTED];
    double[] many = new double[100 * WANTED];
    singles.put(
        "map of the same facts",
        i -> {
          copy(map.get(asked[i & 0xFFFF]), one, 0);
          sink += one[0];
        });
    batches.put(
        "map of the same facts",
        i -> {
          for (int j = 0; j < 100; j++) {
            copy(map.get(asked[(i * 100 + j) & 0xFFFF]), many, j * WANTED);
          }
          sink += many[99 * WANTED];
        });
  }

  private static void copy(Facts facts, double[] target, int at) {
    if (2000 - facts.event > 1L << 40) {
      return;
    }
    for (int f = 0; f < WANTED; f++) {
      target[at + f] = (facts.nulls & 1L << f) == 0 ? facts.values[f] : Double.NaN;
    }
  }

  private static double[] row(long key) {
    double[] row = new double[FEATURES];
    for (int f = 0; f < FEATURES; f++) {
      row[f] = value(key, f);
    }
    return row;
  }

  private void caffeine() {
    Cache<Long, double[]> cache = Caffeine.newBuilder().maximumSize(ENTITIES * 2L).build();
    for (int i = 0; i < ENTITIES; i++) {
      cache.put(key(i), row(key(i)));
    }
    double[] one = new double[WANTED];
    double[] many = new double[100 * WANTED];
    singles.put(
        "Caffeine",
        i -> {
          System.arraycopy(cache.getIfPresent(asked[i & 0xFFFF]), 0, one, 0, WANTED);
          sink += one[0];
        });
    batches.put(
        "Caffeine",
        i -> {
          for (int j = 0; j < 100; j++) {
            System.arraycopy(
                cache.getIfPresent(asked[(i * 100 + j) & 0xFFFF]), 0, many, j * WANTED, WANTED);
          }
          sink += many[99 * WANTED];
        });
  }

  private static byte[] bytes(long key) {
    return ByteBuffer.allocate(8).putLong(key).array();
  }

  private static byte[] bytes(double[] row) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * FEATURES);
    for (double value : row) {
      buffer.putDouble(value);
    }
    return buffer.array();
  }

  private RocksDB rocks(Path folder) throws Exception {
    RocksDB.loadLibrary();
    RocksDB rocks = RocksDB.open(new Options().setCreateIfMissing(true), folder.toString());
    for (int i = 0; i < ENTITIES; i++) {
      rocks.put(bytes(key(i)), bytes(row(key(i))));
    }
    rocks.compactRange();
    double[] one = new double[WANTED];
    singles.put("RocksDB", i -> rocksGet(rocks, asked[i & 0xFFFF], one));
    batches.put(
        "RocksDB",
        i -> {
          for (int j = 0; j < 100; j++) {
            rocksGet(rocks, asked[(i * 100 + j) & 0xFFFF], one);
          }
        });
    return rocks;
  }

  private void rocksGet(RocksDB rocks, long key, double[] into) {
    try {
      decode(rocks.get(bytes(key)), into);
    } catch (org.rocksdb.RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  private void decode(byte[] row, double[] into) {
    ByteBuffer buffer = ByteBuffer.wrap(row);
    for (int f = 0; f < WANTED; f++) {
      into[f] = buffer.getDouble();
    }
    sink += into[0];
  }

  private void redis(Redis redis) {
    Jedis jedis = redis.client();
    for (int from = 0; from < ENTITIES; from += 10_000) {
      Pipeline pipeline = jedis.pipelined();
      for (int i = from; i < Math.min(ENTITIES, from + 10_000); i++) {
        pipeline.set(bytes(key(i)), bytes(row(key(i))));
      }
      pipeline.sync();
    }
    double[] one = new double[WANTED];
    byWallTime.add("Redis (Jedis)");
    singles.put("Redis (Jedis)", i -> decode(jedis.get(bytes(asked[i & 0xFFFF])), one));
    batches.put(
        "Redis (Jedis)",
        i -> {
          Pipeline pipeline = jedis.pipelined();
          List<Response<byte[]>> answers = new ArrayList<>(100);
          for (int j = 0; j < 100; j++) {
            answers.add(pipeline.get(bytes(asked[(i * 100 + j) & 0xFFFF])));
          }
          pipeline.sync();
          answers.forEach(answer -> decode(answer.get(), one));
        });
  }

  /** A server of this run alone, on loopback, without persistence. */
  private record Redis(Process process, Jedis client) implements AutoCloseable {

    static Redis start() throws IOException, InterruptedException {
      int port = 7391;
      Process process =
          new ProcessBuilder(
                  "redis-server",
                  "--bind",
                  "127.0.0.1",
                  "--port",
                  "" + port,
                  "--save",
                  "",
                  "--appendonly",
                  "no")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      for (int i = 0; i < 100; i++) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
          return new Redis(process, new Jedis("127.0.0.1", port));
        } catch (IOException e) {
          Thread.sleep(50);
        }
      }
      process.destroy();
      throw new IOException("redis-server did not start");
    }

    @Override
    public void close() {
      client.close();
      process.destroy();
    }
  }

  private static void print(
      String title, Map<String, IntConsumer> work, OnlineReadFigures figures, int size) {
    Map<String, double[]> nanos = new LinkedHashMap<>();
    Map<String, Double> bytes = new LinkedHashMap<>();
    work.keySet().forEach(name -> nanos.put(name, new double[ROUNDS]));
    for (int round = -3; round < ROUNDS; round++) {
      for (Map.Entry<String, IntConsumer> each : work.entrySet()) {
        boolean slow = each.getKey().startsWith("Redis") || each.getKey().startsWith("Rocks");
        int calls = (slow ? 20_000 : 1_000_000) / size;
        boolean wall = figures.byWallTime.contains(each.getKey());
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = wall ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < calls; i++) {
          each.getValue().accept(i + round * 7919);
        }
        long end = wall ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
        if (round >= 0) {
          nanos.get(each.getKey())[round] = (double) (end - start) / calls;
          bytes.put(
              each.getKey(),
              (double) (THREADS.getCurrentThreadAllocatedBytes() - allocated) / calls);
        }
      }
    }
    System.out.printf("%n%s (median of %d rounds)%n", title, ROUNDS);
    double[] ours = nanos.get("slots");
    nanos.forEach(
        (name, each) -> {
          double[] ratios = new double[ROUNDS];
          for (int i = 0; i < ROUNDS; i++) {
            ratios[i] = each[i] / ours[i];
          }
          System.out.printf(
              "%-28s %10.0f ns %8.2f times slots %8.1f bytes allocated%n",
              name, median(each), median(ratios), bytes.get(name));
        });
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
