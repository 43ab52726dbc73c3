package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process pushes from four threads and is killed; what it was told is durable must be there. One
 * folder goes through all kills, and the tail of pushes becomes segments again and again. {@code
 * -Dmesh.online.kills} sets how many (10).
 */
class KilledPushesTest {

  private static final int KILLS = Integer.getInteger("mesh.online.kills", 10);

  @TempDir Path temp;

  @Test
  void acknowledgedPushesAreThereAfterAKillAndWorkGoesOn() throws Exception {
    Path folder = temp.resolve("store");
    Map<Long, Long> acknowledged = new HashMap<>();
    Random random = new Random(3);
    for (int kill = 0; kill < KILLS; kill++) {
      pushUntilKilled(folder, 20 + random.nextInt(150), acknowledged);
      try (FeatureStore store = open(folder)) {
        PreparedFeatures prepared = store.prepare("v:n");
        for (Map.Entry<Long, Long> each : acknowledged.entrySet()) {
          long key = each.getKey();
          Object online = prepared.get(Map.of("k", key)).value("n");
          Frame spine =
              Frame.of(Column.ofLongs("k", key), Column.ofMicros("t", Micros.down(Instant.now())));
          Object offline = store.historicalFeatures(spine, "v:n").get(0, "n");
          assertThat(online).as("kill %d, key %d", kill, key).isInstanceOf(Long.class);
          assertThat((Long) online).isGreaterThanOrEqualTo(each.getValue());
          assertThat((Long) offline)
              .as("kill %d, key %d", kill, key)
              .isGreaterThanOrEqualTo((Long) online);
        }
        store.materializeIncremental(Instant.now());
      }
    }
    assertThat(acknowledged).isNotEmpty();
  }

  private static void pushUntilKilled(Path folder, int millis, Map<Long, Long> acknowledged)
      throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Pusher.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String first = lines.readLine();
      assertThat(first).isEqualTo("ready");
      Thread.sleep(millis);
      process.toHandle().destroyForcibly(); // leaves what was printed readable
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", -1);
        // A line that the kill cut short acknowledges nothing.
        if (parts.length == 3 && parts[2].equals(".")) {
          acknowledged.merge(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Math::max);
        }
      }
    }
    process.waitFor(30, TimeUnit.SECONDS);
  }

  private static FeatureStore open(Path folder) {
    FeatureStore store =
        FeatureStore.builder().tailLimits(new TailLimits(50, 1 << 20, 1 << 13, 4096)).at(folder);
    store.apply(
        Definitions.of(
            FeatureView.named("v")
                .entities(Entity.of("e", "k: int64"))
                .source(Source.ingested("at"))
                .features("n: int64")
                .online()
                .build()));
    return store;
  }

  /** The process that is killed. */
  static final class Pusher {

    private Pusher() {}

    public static void main(String[] args) {
      FeatureStore store = open(Path.of(args[0]));
      System.out.println("ready");
      for (int t = 0; t < 4; t++) {
        long key = t;
        new Thread(
                () -> {
                  while (true) {
                    long now = Micros.down(Instant.now());
                    store.push(
                        "v",
                        Frame.of(
                            Column.ofLongs("k", key),
                            Column.ofLongs("n", now),
                            Column.ofMicros("at", now)),
                        PushTarget.BOTH);
                    synchronized (System.out) {
                      System.out.println(key + " " + now + " .");
                    }
                  }
                })
            .start();
      }
    }
  }
}
