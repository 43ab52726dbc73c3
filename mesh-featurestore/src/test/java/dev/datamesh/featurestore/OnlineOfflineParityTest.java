package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.featurestore.definition.BoundPolicy;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * For rows pushed to BOTH, or materialized up to sequence s, at every t later than the newest
 * accepted event of that key, what is served at t equals the offline value at t in value, status
 * and event time. Stories have pushes, materializations, erasures, restarts and crashes in the
 * middle of any of them; in every second one pushes become segments after two of them. {@code
 * -Dmesh.online.parity.cases} sets how many stories are told (150), {@code
 * -Dmesh.online.parity.seed} where they begin.
 */
class OnlineOfflineParityTest {

  private static final int CASES = Integer.getInteger("mesh.online.parity.cases", 150);
  private static final long SEED = Long.getLong("mesh.online.parity.seed", 1);
  private static final Path FOLDER = Path.of("/data");
  private static final long BASE = 1_700_000_000_000_000L;

  @Test
  void servedValuesEqualJoinedOnes() {
    int crashes = 0;
    for (int i = 0; i < CASES; i++) {
      Story story = new Story(SEED + i);
      story.tell();
      crashes += story.crashes;
    }
    assertThat(crashes).as("crashes of %d stories", CASES).isGreaterThan(CASES / 4);
  }

  /** One random view, and what happens to it. */
  private static final class Story {

    private final long seed;
    private final Random random;
    private final SettableClock clock = new SettableClock(BASE);
    private final boolean composite;
    private final boolean created;
    private final boolean few;
    private final FeatureView view;
    private SimulatedDisk disk = new SimulatedDisk(512);
    private DataFolder data;
    private FeatureStore store;
    private int crashes;

    Story(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.composite = random.nextBoolean();
      this.created = random.nextBoolean();
      this.few = seed % 2 == 0;
      this.view = view();
      this.data = folder();
      this.store = open();
    }

    private FeatureView view() {
      Source source = Source.ingested("at");
      FeatureView.Builder builder =
          FeatureView.named("v")
              .entities(Entity.of("e", composite ? "k: string, n: int64" : "k: string"))
              .source(created ? source.withCreatedTime("made") : source)
              .bounds(BoundPolicy.values()[random.nextInt(3)])
              .online();
      for (String name : List.of("a", "b", "c")) {
        Feature feature =
            Feature.of(
                name,
                name.equals("a")
                    ? Primitive.FLOAT64
                    : name.equals("b") ? Primitive.STRING : Primitive.INT32);
        builder.feature(
            random.nextInt(3) == 0 ? feature.withPick(Feature.Pick.LATEST_NON_NULL) : feature);
      }
      int ttl = random.nextInt(4);
      if (ttl > 0) {
        builder.ttl(Duration.ofNanos(1000L * random.nextInt(ttl == 1 ? 1 : 60)));
      }
      return builder.build();
    }

    private DataFolder folder() {
      return DataFolder.at(
          FOLDER,
          JournalOptions.standard().withClock(clock).withDisk(disk).withPieceBytes(1 << 16));
    }

    private FeatureStore open() {
      FeatureStoreBuilder builder = FeatureStore.builder().clock(clock);
      if (few) {
        builder.tailLimits(new TailLimits(2, 1 << 20, 1 << 9, 5));
      }
      FeatureStore opened = builder.at(data);
      opened.apply(Definitions.of(view));
      return opened;
    }

    private void close() {
      store.close();
      data.close();
    }

    void tell() {
      PreparedFeatures served = prepared();
      int steps = 3 + random.nextInt(12);
      for (int step = 0; step < steps; step++) {
        clock.advance(random.nextInt(4));
        int what = random.nextInt(10);
        if (what == 9) {
          close();
          data = folder();
          store = open();
          served = prepared();
        } else if (random.nextInt(4) > 0) {
          change(what);
        } else if (crashDuring(what)) {
          served = prepared();
        }
      }
      // With a ttl the first incremental run reaches back no farther, by its definition.
      if (view.ttl().isEmpty()) {
        store.materializeIncremental(Micros.instant(BASE + 50));
      } else {
        store.materialize(Instant.EPOCH, Micros.instant(BASE + 50));
      }
      for (long after : new long[] {51, 52, 55, 60, 80, 100, 109, 110, 111, 112, 1000}) {
        compare(served, Micros.instant(BASE + after));
      }
      close();
    }

    private void change(int what) {
      switch (what) {
        case 0, 1 -> store.push("v", rows(), PushTarget.BOTH);
        case 2 -> store.push("v", rows(), PushTarget.OFFLINE);
        case 3 -> store.materializeIncremental(Instant.parse("2100-01-01T00:00:00Z"));
        case 4 -> store.materialize(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
        case 5 -> store.checkpoint();
        case 6 -> store.compact();
        case 7 -> store.erase(key("key" + random.nextInt(3), random.nextInt(2)));
        default -> store.stats("v");
      }
    }

    /** Goes on from what a crash during or right after a change leaves; whether there was one. */
    private boolean crashDuring(int what) {
      long at = disk.operations() + random.nextInt(12);
      Random torn = new Random(random.nextLong());
      SimulatedDisk running = disk;
      AtomicReference<SimulatedDisk> left = new AtomicReference<>();
      running.observe(
          operation -> {
            if (operation.number() == at) {
              left.set(running.afterCrash(torn));
            }
          });
      change(what);
      running.observe(operation -> {});
      if (left.get() == null) {
        return false;
      }
      close();
      crashes++;
      disk = left.get();
      data = folder();
      store = open();
      return true;
    }

    private Map<String, ?> key(String k, long n) {
      return composite ? Map.of("k", k, "n", n) : Map.of("k", k);
    }

    private PreparedFeatures prepared() {
      return store.prepare(HistoricalRequest.of("v:a", "v:b", "v:c").statuses().eventTimes());
    }

    private Frame rows() {
      int count = 1 + random.nextInt(8);
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("k", random.nextInt(12) == 0 ? null : "key" + random.nextInt(3));
        if (composite) {
          row.put("n", (long) random.nextInt(2));
        }
        row.put("a", random.nextInt(3) == 0 ? null : random.nextInt(5) + 0.5);
        row.put("b", random.nextInt(3) == 0 ? null : "word" + random.nextInt(5));
        row.put("c", random.nextInt(3) == 0 ? null : random.nextInt(5));
        row.put("at", random.nextInt(12) == 0 ? null : Micros.instant(BASE + random.nextInt(51)));
        if (created) {
          row.put("made", random.nextInt(6) == 0 ? null : Micros.instant(BASE + random.nextInt(3)));
        }
        rows.add(row);
      }
      return Frame.ofMaps(
          dev.datamesh.core.schema.Schema.of(
              "k: string, "
                  + (composite ? "n: int64, " : "")
                  + "a: float64, b: string, c: int32, at: timestamp_tz"
                  + (created ? ", made: timestamp_tz" : "")),
          rows);
    }

    private void compare(PreparedFeatures served, Instant at) {
      List<Map<String, ?>> keys = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        for (long n = 0; n < 2; n++) {
          keys.add(key("key" + k, n));
        }
      }
      Frame asked = Frame.ofMaps(view.keys(), keys);
      long[] times = new long[keys.size()];
      java.util.Arrays.fill(times, Micros.down(at));
      Frame joined =
          store.historicalFeatures(
              asked.with(Column.ofMicros("t", times)),
              HistoricalRequest.of("v:a", "v:b", "v:c").statuses().eventTimes());
      Frame online = served.get(asked, at);
      for (Column column : online.columns()) {
        for (long row = 0; row < keys.size(); row++) {
          assertThat(column.get(row))
              .as(
                  "seed %d, %s of row %d at %s%nview %s%nonline%n%s%noffline%n%s",
                  seed, column.name(), row, at, view, online, joined)
              .isEqualTo(joined.column(column.name()).get(row));
        }
      }
    }
  }
}
