package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.offline.CrashPoints;
import dev.datamesh.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A crash at every operation on a simulated disk: what was acknowledged is served, nothing else is,
 * and after materializing both sides say the same. {@code -Dmesh.online.crashes=N}: how many
 * histories, 3 in the normal build.
 */
class ServedCrashTest {

  private static final Path FOLDER = Path.of("/data");
  private static final Instant LATER = Instant.parse("2020-01-01T00:00:00Z");
  private static final int KEYS = 5;
  private static final FeatureView VIEW = TestViews.online("a: float64");

  private static DataFolder folder(SimulatedDisk disk) {
    return DataFolder.at(FOLDER, JournalOptions.standard().withDisk(disk).withPieceBytes(64 << 10));
  }

  /** A row, which is newer than another by its event time and then by its place. */
  private record Line(long key, long event, int place, double value) {

    boolean isNewerThan(@Nullable Line other) {
      return other == null || event > other.event || (event == other.event && place > other.place);
    }
  }

  private interface Change {
    void apply(FeatureStore store);
  }

  /** Changes, and what is served of each key after each of them. */
  private static final class History {

    private final List<Change> changes = new ArrayList<>();
    private final List<@Nullable Double[]> after = new ArrayList<>();
    private final List<Line> offline = new ArrayList<>();
    private final @Nullable Line[] served = new Line[KEYS];
    private final Random random;
    private int places;

    History(long seed) {
      random = new Random(seed);
      after.add(new Double[KEYS]);
      for (int i = 0; i < 12; i++) {
        int what = i == 0 ? 0 : random.nextInt(9);
        if (what < 4) {
          push(PushTarget.BOTH);
        } else if (what == 4) {
          push(PushTarget.OFFLINE);
        } else if (what == 5) {
          offline.forEach(this::serve);
          add(store -> store.materializeIncremental(LATER));
        } else if (what < 8) {
          add(FeatureStore::checkpoint);
        } else {
          erase(random.nextInt(KEYS));
        }
      }
    }

    private void push(PushTarget target) {
      int count = 1 + random.nextInt(4);
      long[] keys = new long[count];
      long[] times = new long[count];
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        Line line = new Line(random.nextInt(KEYS), random.nextInt(20), places++, places);
        keys[i] = line.key;
        times[i] = line.event;
        values[i] = line.value;
        offline.add(line);
        if (target.online()) {
          serve(line);
        }
      }
      Frame rows =
          Frame.of(
              Column.ofLongs("k", keys),
              Column.ofDoubles("a", values),
              Column.ofMicros("at", times));
      add(store -> store.push("v", rows, target));
    }

    private void serve(Line line) {
      int key = (int) line.key;
      served[key] = line.isNewerThan(served[key]) ? line : served[key];
    }

    private void erase(int key) {
      offline.removeIf(line -> line.key == key);
      served[key] = null;
      add(store -> store.erase(Map.of("k", (long) key)));
    }

    private void add(Change change) {
      changes.add(change);
      after.add(
          Arrays.stream(served)
              .map(line -> line == null ? null : (Double) line.value)
              .toArray(Double[]::new));
    }
  }

  private static FeatureStore open(DataFolder folder) {
    FeatureStore store = FeatureStore.builder().at(folder);
    store.apply(Definitions.of(VIEW));
    return store;
  }

  private static @Nullable Object[] served(FeatureStore store) {
    PreparedFeatures prepared = store.prepare("v:a");
    @Nullable Object[] values = new Object[KEYS];
    for (int key = 0; key < KEYS; key++) {
      values[key] = prepared.get(Map.of("k", (long) key)).value("a");
    }
    return values;
  }

  private static void check(SimulatedDisk left, History history, int done, String where) {
    try (DataFolder folder = folder(left);
        FeatureStore store = open(folder)) {
      @Nullable Object[] served = served(store);
      @Nullable Double[] before = history.after.get(done);
      @Nullable Double[] behind = history.after.get(Math.min(done + 1, history.changes.size()));
      for (int key = 0; key < KEYS; key++) {
        assertThat(served[key]).as("key %d, %s", key, where).isIn(before[key], behind[key]);
      }
      store.materialize(Instant.EPOCH, LATER);
      Frame spine =
          Frame.of(
              Column.ofLongs("k", 0, 1, 2, 3, 4), Column.ofMicros("t", 100, 100, 100, 100, 100));
      Frame joined = store.historicalFeatures(spine, "v:a");
      @Nullable Object[] now = served(store);
      for (int key = 0; key < KEYS; key++) {
        assertThat(now[key]).as("parity of key %d, %s", key, where).isEqualTo(joined.get(key, "a"));
      }
    }
  }

  @Test
  void whatWasAcknowledgedIsServedAfterACrashAtAnyOperation() {
    int crashes = 0;
    for (long seed = 1; seed <= Integer.getInteger("mesh.online.crashes", 3); seed++) {
      crashes += crashEverywhere(seed);
    }
    assertThat(crashes).isGreaterThan(300);
  }

  private static int crashEverywhere(long seed) {
    History history = new History(seed);
    SimulatedDisk disk = new SimulatedDisk(512);
    return CrashPoints.of(
        disk,
        new Random(seed),
        acknowledged -> {
          try (DataFolder folder = folder(disk);
              FeatureStore store = open(folder)) {
            for (Change change : history.changes) {
              change.apply(store);
              acknowledged.run();
            }
          }
        },
        (left, done, crash) ->
            check(
                left,
                history,
                done,
                "seed %d, crash in %s after %d changes".formatted(seed, crash, done)));
  }
}
