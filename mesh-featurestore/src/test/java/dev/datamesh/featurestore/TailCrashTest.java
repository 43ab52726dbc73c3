package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A crash at the operations of a simulated disk over pushes to either side, segments made of them,
 * ingests, erasures, checkpoints and openings: what was acknowledged is there on the sides it was
 * meant for, nothing else is, a change is there on both sides or on none, and work goes on. {@code
 * -Dmesh.tail.crashes=N}: how many histories (4), {@code -Dmesh.tail.seed} where they begin, {@code
 * -Dmesh.tail.every=N}: at every so manyth operation on average (3).
 */
class TailCrashTest {

  private static final Path FOLDER = Path.of("/data");
  private static final Instant LATER = Instant.parse("2020-01-01T00:00:00Z");
  private static final int KEYS = 4;
  private static final FeatureView VIEW = TestViews.online("a: float64");

  /** A row, which is newer than another by its event time and then by its place. */
  private record Line(long key, long event, int place) {

    boolean isNewerThan(Line other) {
      return event > other.event || (event == other.event && place > other.place);
    }
  }

  /** What either side has. */
  private record State(TreeSet<Double> offline, TreeMap<Long, Double> online) {}

  /** A store on a disk, and another after it. */
  private static final class Opened implements AutoCloseable {

    private final SimulatedDisk disk;
    private DataFolder folder;
    private FeatureStore store;

    Opened(SimulatedDisk disk) {
      this.disk = disk;
      this.folder = folder();
      this.store = store();
    }

    private DataFolder folder() {
      return DataFolder.at(
          FOLDER, JournalOptions.standard().withDisk(disk).withPieceBytes(64 << 10));
    }

    private FeatureStore store() {
      FeatureStore opened =
          FeatureStore.builder().tailLimits(new TailLimits(3, 1 << 10, 1 << 8, 5)).at(folder);
      opened.apply(Definitions.of(VIEW));
      return opened;
    }

    void reopen() {
      close();
      folder = folder();
      store = store();
    }

    @Override
    public void close() {
      store.close();
      folder.close();
    }
  }

  private interface Change {
    void apply(Opened opened);
  }

  /** Changes, and what there is after each of them. */
  private static final class History {

    private final List<Change> changes = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<State> after = new ArrayList<>();
    private final List<Line> offline = new ArrayList<>();
    private final TreeMap<Long, Line> online = new TreeMap<>();
    private final Random random;
    private int places;

    History(long seed) {
      random = new Random(seed);
      add("begin", opened -> {});
      for (int i = 0; i < 14; i++) {
        switch (random.nextInt(14)) {
          case 0, 1 -> push(PushTarget.BOTH, 1 + random.nextInt(3));
          case 2, 3 -> push(PushTarget.ONLINE, 1 + random.nextInt(3));
          case 4, 5 -> push(PushTarget.OFFLINE, 1 + random.nextInt(3));
          case 6 -> push(PushTarget.OFFLINE, 5 + random.nextInt(3));
          case 7 -> push(PushTarget.BOTH, 80 + random.nextInt(3));
          case 8 -> add("flush", opened -> opened.store.stats("v"));
          case 9 -> add("checkpoint", opened -> opened.store.checkpoint());
          case 10 -> {
            offline.forEach(this::serve);
            add("materialize", opened -> opened.store.materialize(Instant.EPOCH, LATER));
          }
          case 11 -> add("reopen", Opened::reopen);
          case 12 -> ingest(1 + random.nextInt(3));
          default -> erase(random.nextInt(KEYS));
        }
      }
    }

    private void push(PushTarget target, int count) {
      Frame rows = rows(target, count);
      add(
          "push %d rows to %s".formatted(count, target),
          opened -> opened.store.push("v", rows, target));
    }

    private void ingest(int count) {
      Frame rows = rows(PushTarget.OFFLINE, count);
      add("ingest %d rows".formatted(count), opened -> opened.store.ingest("v", rows));
    }

    private Frame rows(PushTarget target, int count) {
      long[] keys = new long[count];
      long[] times = new long[count];
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        Line line = new Line(random.nextInt(KEYS), random.nextInt(20), places++);
        keys[i] = line.key;
        times[i] = line.event;
        values[i] = line.place;
        if (target.offline()) {
          offline.add(line);
        }
        if (target.online()) {
          serve(line);
        }
      }
      return Frame.of(
          Column.ofLongs("k", keys), Column.ofDoubles("a", values), Column.ofMicros("at", times));
    }

    private void serve(Line line) {
      online.merge(line.key, line, (old, one) -> one.isNewerThan(old) ? one : old);
    }

    private void erase(long key) {
      offline.removeIf(line -> line.key == key);
      online.remove(key);
      if (places > 0) {
        add("erase " + key, opened -> opened.store.erase(Map.of("k", key)));
      }
    }

    private void add(String word, Change change) {
      TreeSet<Double> values = new TreeSet<>();
      offline.forEach(line -> values.add((double) line.place));
      TreeMap<Long, Double> served = new TreeMap<>();
      online.forEach((key, line) -> served.put(key, (double) line.place));
      changes.add(change);
      words.add(word);
      after.add(new State(values, served));
    }
  }

  private static State state(FeatureStore store, boolean offlineFirst) {
    TreeSet<Double> offline = offlineFirst ? offline(store) : new TreeSet<>();
    TreeMap<Long, Double> online = new TreeMap<>();
    PreparedFeatures prepared = store.prepare("v:a");
    for (long key = 0; key < KEYS; key++) {
      if (prepared.get(Map.of("k", key)).value("a") instanceof Double value) {
        online.put(key, value);
      }
    }
    return new State(offlineFirst ? offline : offline(store), online);
  }

  private static TreeSet<Double> offline(FeatureStore store) {
    TreeSet<Double> values = new TreeSet<>();
    try (FrameBlocks blocks = store.rows("v")) {
      while (blocks.hasNext()) {
        Frame block = blocks.next();
        for (long row = 0; row < block.rows(); row++) {
          assertThat(values.add(block.column("a").getDouble(row))).as("no row twice").isTrue();
        }
      }
    }
    return values;
  }

  private static void check(SimulatedDisk left, History history, int done, String where) {
    State before = history.after.get(done);
    State behind = history.after.get(Math.min(done + 1, history.changes.size() - 1));
    Opened opened = new Opened(left);
    State found = state(opened.store, done % 2 == 0);
    assertThat(found).as(where).isIn(before, behind);
    Frame row =
        Frame.of(
            Column.ofLongs("k", 1), Column.ofDoubles("a", 0.5), Column.ofMicros("at", 1_000_000));
    opened.store.push("v", row, done % 3 == 0 ? PushTarget.ONLINE : PushTarget.BOTH);
    opened.reopen();
    if (done % 3 != 0) {
      found.offline.add(0.5);
    }
    found.online.put(1L, 0.5);
    assertThat(state(opened.store, true)).as("work goes on, " + where).isEqualTo(found);
    opened.close();
  }

  @Test
  void aCrashLeavesEachChangeOnBothSidesOrOnNone() {
    int crashes = 0;
    long seed = Long.getLong("mesh.tail.seed", 1);
    for (int i = 0; i < Integer.getInteger("mesh.tail.crashes", 4); i++) {
      crashes += crash(seed + i);
    }
    assertThat(crashes).isGreaterThan(300);
  }

  private static int crash(long seed) {
    History history = new History(seed);
    SimulatedDisk disk = new SimulatedDisk(512);
    Random random = new Random(seed);
    AtomicInteger done = new AtomicInteger();
    List<Runnable> checks = new ArrayList<>();
    int every = Integer.getInteger("mesh.tail.every", 3);
    Opened opened = new Opened(disk);
    disk.observe(
        operation -> {
          if (random.nextInt(every) == 0) {
            SimulatedDisk left = disk.afterCrash(random);
            int acknowledged = done.get();
            checks.add(
                () ->
                    check(
                        left,
                        history,
                        acknowledged,
                        "seed %d, crash in %s %s after %s"
                            .formatted(
                                seed,
                                operation.kind(),
                                operation.file(),
                                history.words.subList(0, acknowledged + 1))));
          }
        });
    for (int i = 1; i < history.changes.size(); i++) {
      history.changes.get(i).apply(opened);
      done.set(i);
    }
    opened.close();
    disk.observe(operation -> {});
    checks.forEach(Runnable::run);
    return checks.size();
  }
}
