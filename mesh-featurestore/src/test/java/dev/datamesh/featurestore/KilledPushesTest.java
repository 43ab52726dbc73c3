package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.Definitions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process with two stores pushes to both, materializes and writes snapshots, and is killed at
 * random; then each store is opened and has to have what the process was told is there. This
 * happens on two lanes at once, each with folders of its own that go through all its kills. {@code
 * -Dmesh.online.kills=N}: how many processes are killed, 50 in the normal build.
 */
class KilledPushesTest {

  private static final int KILLS = Integer.getInteger("mesh.online.kills", 50);
  private static final int LANES = 2;
  private static final int STORES = 2;

  /** Pushes become segments again and again. */
  private static final TailLimits SMALL = new TailLimits(50, 1 << 20, 1 << 13, 4096);

  private static final Instant LATER = Instant.parse("9000-01-01T00:00:00Z");

  // Keys, by what is done with their rows.
  private static final int BOTH = 0;
  private static final int ONLINE = 1;
  private static final int OFFLINE = 2;
  private static final int KEYS = 3;

  /** In the place of a key: rows of {@link #OFFLINE} up to this one were materialized. */
  private static final int MATERIALIZED = 3;

  @TempDir Path temp;

  @Test
  void acknowledgedPushesAreThereAfterAKillAndMaterializationGoesOnWhereItWas() throws Exception {
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int lane = 0; lane < LANES; lane++) {
        long seed = lane;
        work.add(lanes.submit(() -> killAgainAndAgain(temp.resolve("lane-" + seed), seed)));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } finally {
      lanes.shutdownNow();
    }
  }

  private static Void killAgainAndAgain(Path folder, long seed) throws Exception {
    Random random = new Random(seed);
    long[][] acknowledged = new long[STORES][KEYS + 1];
    for (int kill = 0; kill < KILLS / LANES; kill++) {
      workUntilKilled(folder, 10 + random.nextInt(150), acknowledged);
      for (int place = 0; place < STORES; place++) {
        String where = "store %d after kill %d of seed %d".formatted(place, kill, seed);
        try (FeatureStore store = open(folder, place)) {
          check(store, acknowledged[place], where);
        }
      }
    }
    assertThat(Arrays.stream(acknowledged).flatMapToLong(Arrays::stream)).doesNotContain(0L);
    return null;
  }

  private static void check(FeatureStore store, long[] acknowledged, String where) {
    long[] online = served(store);
    long[] offline = joined(store);
    assertThat(online[BOTH]).as("served, %s", where).isGreaterThanOrEqualTo(acknowledged[BOTH]);
    assertThat(offline[BOTH]).as("joined, %s", where).isGreaterThanOrEqualTo(online[BOTH]);
    assertThat(online[ONLINE])
        .as("served alone, %s", where)
        .isGreaterThanOrEqualTo(acknowledged[ONLINE]);
    assertThat(offline[ONLINE]).as("joined nevertheless, %s", where).isZero();
    assertThat(offline[OFFLINE])
        .as("joined alone, %s", where)
        .isGreaterThanOrEqualTo(acknowledged[OFFLINE]);
    assertThat(online[OFFLINE])
        .as("materialized, %s", where)
        .isBetween(acknowledged[MATERIALIZED], offline[OFFLINE]);

    store.materializeIncremental(LATER);

    long[] behind = served(store);
    assertThat(behind[BOTH]).as("both sides, %s", where).isEqualTo(offline[BOTH]);
    assertThat(behind[OFFLINE]).as("both sides, %s", where).isEqualTo(offline[OFFLINE]);
    long rows = store.featuresBetween(Instant.EPOCH, LATER, HistoricalRequest.of("v:n")).rows();
    assertThat(taken(store)).as("each row is taken by one run, %s", where).isEqualTo(rows);
    assertThat(store.materializeIncremental(LATER).rows()).containsEntry("v", 0L);
  }

  /** How many rows all runs took that are known to have ended. */
  private static long taken(FeatureStore store) {
    return store.materializations("v").runs().stream()
        .mapToLong(MaterializationHistory.Run::rows)
        .sum();
  }

  private static long[] served(FeatureStore store) {
    PreparedFeatures prepared = store.prepare("v:n");
    long[] values = new long[KEYS];
    Arrays.setAll(values, key -> number(prepared.get(Map.of("k", (long) key)).value("n")));
    return values;
  }

  private static long[] joined(FeatureStore store) {
    long later = Micros.down(LATER);
    Frame spine = Frame.of(Column.ofLongs("k", 0, 1, 2), Column.ofMicros("t", later, later, later));
    Frame joined = store.historicalFeatures(spine, "v:n");
    long[] values = new long[KEYS];
    Arrays.setAll(values, key -> number(joined.get(key, "n")));
    return values;
  }

  private static long number(@Nullable Object value) {
    return value == null ? 0 : (Long) value;
  }

  private static void workUntilKilled(Path folder, int millis, long[][] acknowledged)
      throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath,
                Worker.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      readUntil("ready", lines, acknowledged);
      Thread.sleep(millis);
      process.toHandle().destroyForcibly(); // leaves what was printed readable
      readUntil(null, lines, acknowledged);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Takes note of what is acknowledged up to a line, or to the end. */
  private static void readUntil(@Nullable String last, BufferedReader lines, long[][] acknowledged)
      throws IOException {
    String line = lines.readLine();
    while (line != null && !line.equals(last)) {
      String[] parts = line.split(" ", -1);
      // A line that the kill cut short acknowledges nothing.
      if (parts.length == 4 && parts[3].equals(".")) {
        long[] store = acknowledged[Integer.parseInt(parts[0])];
        int key = Integer.parseInt(parts[1]);
        store[key] = Math.max(store[key], Long.parseLong(parts[2]));
      }
      line = lines.readLine();
    }
    assertThat(line).isEqualTo(last);
  }

  private static FeatureStore open(Path folder, int place) {
    Path own = folder.resolve("store-" + place);
    FeatureStoreBuilder builder = FeatureStore.builder();
    FeatureStore store = (place % 2 == 0 ? builder : builder.tailLimits(SMALL)).at(own);
    store.apply(Definitions.of(TestViews.online("n: int64")));
    return store;
  }

  /** The process that is killed. */
  static final class Worker {

    private final int place;
    private final FeatureStore store;
    private int rounds;

    private Worker(int place, FeatureStore store) {
      this.place = place;
      this.store = store;
    }

    public static void main(String[] args) {
      Worker[] workers = new Worker[STORES];
      Arrays.setAll(workers, place -> new Worker(place, open(Path.of(args[0]), place)));
      for (Worker worker : workers) {
        worker.push(BOTH, PushTarget.BOTH);
        worker.push(ONLINE, PushTarget.ONLINE);
        worker.pushAndMaterialize();
      }
      System.out.println("ready");
      for (Worker worker : workers) {
        forever(() -> worker.push(BOTH, PushTarget.BOTH));
        forever(() -> worker.push(ONLINE, PushTarget.ONLINE));
        forever(worker::pushAndMaterialize);
      }
    }

    private static void forever(Runnable work) {
      new Thread(
              () -> {
                while (true) {
                  work.run();
                }
              })
          .start();
    }

    /** A row whose value is its event time, later than all before it of its key. */
    private long push(int key, PushTarget target) {
      long now = Micros.down(Instant.now());
      Frame row =
          Frame.of(Column.ofLongs("k", key), Column.ofLongs("n", now), Column.ofMicros("at", now));
      store.push("v", row, target);
      acknowledge(key, now);
      return now;
    }

    private void pushAndMaterialize() {
      long last = push(OFFLINE, PushTarget.OFFLINE);
      if (rounds % 2 == 0) {
        store.materializeIncremental(LATER);
        acknowledge(MATERIALIZED, last);
      }
      if (rounds % 5 == 4) {
        store.checkpoint();
      }
      rounds++;
    }

    private void acknowledge(int key, long value) {
      synchronized (System.out) {
        System.out.println(place + " " + key + " " + value + " .");
      }
    }
  }
}
