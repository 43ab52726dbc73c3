package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.testkit.Folders;
import dev.datamesh.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes before they are segments, and what becomes of them. */
class PushTailTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final Path FOLDER = Path.of("/data");

  private final SettableClock clock = new SettableClock(NOW);

  @TempDir Path folder;

  private FeatureStore open() {
    return open(folder, TailLimits.STANDARD);
  }

  private FeatureStore open(Path at, TailLimits limits) {
    FeatureStore store = FeatureStore.builder().clock(clock).tailLimits(limits).at(at);
    store.apply(Definitions.of(TestViews.online("a: float64")));
    return store;
  }

  private static Frame row(long key, double value, long event) {
    return Frame.of(
        Column.ofLongs("k", key), Column.ofDoubles("a", value), Column.ofMicros("at", event));
  }

  private static @Nullable Object served(FeatureStore store, long key) {
    return store.prepare("v:a").get(Map.of("k", key)).value("a");
  }

  private static @Nullable Object joined(FeatureStore store, long key) {
    return joined(store, key, HistoricalRequest.of("v:a"));
  }

  private static @Nullable Object joined(FeatureStore store, long key, HistoricalRequest request) {
    Frame spine = Frame.of(Column.ofLongs("k", key), Column.ofMicros("t", NOW + 1_000_000_000L));
    return store.historicalFeatures(spine, request).get(0, "a");
  }

  private static long count(FeatureStore store) {
    long rows = 0;
    try (FrameBlocks blocks = store.rows("v")) {
      while (blocks.hasNext()) {
        rows += blocks.next().rows();
      }
    }
    return rows;
  }

  private static List<Path> tailFiles(Path folder) throws IOException {
    Path tail = folder.resolve("features/tail");
    if (!Files.isDirectory(tail)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(tail)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void manyPushesAreOneSegmentAndAfterClosingNoJournalIsLeft() throws IOException {
    try (FeatureStore store = open()) {
      for (int i = 0; i < 100; i++) {
        store.push("v", row(i, i, NOW), PushTarget.BOTH);
      }
      assertThat(tailFiles(folder)).isNotEmpty();
      assertThat(store.stats("v").segments()).isEqualTo(1);
      assertThat(store.stats("v").rows()).isEqualTo(100);
    }
    assertThat(tailFiles(folder)).isEmpty();
  }

  @Test
  void sequencesOfPushesAndIngestsAreOneOrder() {
    try (FeatureStore store = open()) {
      long first = store.push("v", row(1, 1, NOW), PushTarget.BOTH).firstSequence();
      store.ingest("v", row(1, 2, NOW));
      assertThat(joined(store, 1)).isEqualTo(2.0);
      Pushed later = store.push("v", row(1, 3, NOW), PushTarget.ONLINE);
      assertThat(later.firstSequence()).isEqualTo(first + 2);
      store.push("v", row(1, 4, NOW), PushTarget.OFFLINE);
      assertThat(joined(store, 1)).isEqualTo(4.0);
      assertThat(served(store, 1)).isEqualTo(3.0);
    }
    try (FeatureStore store = open()) {
      assertThat(store.push("v", row(2, 1, NOW), PushTarget.BOTH).firstSequence()).isEqualTo(4);
    }
  }

  @Test
  void whatWasKnownWhenIsKeptWhileManyPushesBecomeOneSegment() {
    try (FeatureStore store = open()) {
      for (int i = 0; i < 10; i++) {
        clock.set(NOW + i * 1_000);
        assertThat(store.push("v", row(1, i, NOW), PushTarget.BOTH).commit())
            .isEqualTo(Micros.instant(NOW + i * 1_000));
      }
      for (int i = 0; i < 10; i++) {
        HistoricalRequest request = HistoricalRequest.of("v:a");
        assertThat(joined(store, 1, request.asKnownAt(Micros.instant(NOW + i * 1_000))))
            .isEqualTo((double) i);
      }
    }
  }

  @Test
  void commitTimesNeverRunBackwardsFromPushToIngestOrOverAnOpening() {
    clock.set(NOW + 1_000);
    try (FeatureStore store = open()) {
      store.push("v", row(1, 1, NOW), PushTarget.BOTH);
      clock.set(NOW);
      store.ingest("v", row(1, 2, NOW));
    }
    clock.set(NOW - 1_000);
    try (FeatureStore store = open()) {
      Pushed pushed = store.push("v", row(1, 3, NOW), PushTarget.BOTH);
      assertThat(pushed.commit()).isEqualTo(Micros.instant(NOW + 1_000));
      assertThat(
              joined(store, 1, HistoricalRequest.of("v:a").asKnownAt(Micros.instant(NOW + 1_000))))
          .isEqualTo(3.0);
    }
  }

  @Test
  void pushesOfSeveralVersionsBecomeOneTableAndANewVersionServesThem() {
    try (FeatureStore store = open()) {
      store.push("v", row(1, 1, NOW), PushTarget.BOTH);
      store.push("v", row(2, 2, NOW), PushTarget.ONLINE);
      store.push("v", row(3, 3, NOW), PushTarget.OFFLINE);
      store.apply(Definitions.of(TestViews.online("a: float64, b: string")));
      store.push("v", row(4, 4, NOW).with(Column.ofStrings("b", "new")), PushTarget.BOTH);
      for (int round = 0; round < 2; round++) {
        assertThat(served(store, 1)).isEqualTo(1.0);
        assertThat(served(store, 2)).isEqualTo(2.0);
        assertThat(served(store, 3)).isNull();
        assertThat(store.prepare("v:b").get(Map.of("k", 4L)).value("b")).isEqualTo("new");
        assertThat(joined(store, 3)).isEqualTo(3.0);
        assertThat(joined(store, 2)).isNull();
        assertThat(count(store)).isEqualTo(3);
      }
      store.push("v", row(5, 5, NOW).with(Column.ofStrings("b", "x")), PushTarget.ONLINE);
      store.apply(Definitions.of(TestViews.online("a: float64, b: string, c: int64")));
      assertThat(served(store, 1)).isEqualTo(1.0);
      assertThat(served(store, 2)).isEqualTo(2.0);
      assertThat(served(store, 3)).isNull();
      assertThat(served(store, 5)).isEqualTo(5.0);
    }
  }

  /** Pushes of version 1 of the tail's format, none of them in a segment. */
  private void writeFixture(Path target) throws IOException {
    Path live = folder.resolve("written");
    try (DataFolder data =
            DataFolder.at(live, JournalOptions.standard().withClock(clock).withPieceBytes(4096));
        FeatureStore store = FeatureStore.builder().clock(clock).at(data)) {
      store.apply(Definitions.of(TestViews.online("a: float64, b: string, c: list<int64>")));
      for (PushTarget to : PushTarget.values()) {
        store.push("v", fixtureRows(to.code()), to);
      }
      Folders.copy(live, target);
    }
  }

  private static Frame fixtureRows(long key) {
    return Frame.ofRows(
        Schema.of("k: int64, a: float64, b: string, c: list<int64>, at: timestamp_tz"),
        List.of(
            Arrays.asList(key, key / 4.0, "word " + key, List.of(key, 7L), Micros.instant(NOW)),
            Arrays.asList(key + 10, null, null, null, Micros.instant(NOW - 1)),
            Arrays.asList(key, 9.0, "aside", null, null),
            Arrays.asList(null, 9.0, "nobody's", null, Micros.instant(NOW))));
  }

  /** {@code -Dmesh.tail.fixture=DIR} writes it anew, which only a new format should need. */
  @Test
  void aTailOfVersion1OpensAndReadsAsItWasWritten() throws IOException {
    String target = System.getProperty("mesh.tail.fixture");
    if (target != null) {
      writeFixture(Path.of(target));
    }
    Path kept =
        Path.of(System.getProperty("mesh.root"))
            .resolve("mesh-featurestore/src/test/resources/tail-v1");
    Path copy = folder.resolve("copy");
    Folders.copy(kept, copy);
    assertThat(tailFiles(copy)).isNotEmpty();
    try (FeatureStore store = FeatureStore.builder().clock(clock).at(copy)) {
      PreparedFeatures all = store.prepare("v:a", "v:b", "v:c");
      assertThat(all.get(Map.of("k", 1L)).toMap())
          .containsEntry("a", 0.25)
          .containsEntry("b", "word 1")
          .containsEntry("c", List.of(1L, 7L));
      assertThat(served(store, 2)).isNull();
      assertThat(served(store, 3)).isEqualTo(0.75);
      assertThat(joined(store, 1)).isNull();
      assertThat(joined(store, 2)).isEqualTo(0.5);
      assertThat(joined(store, 3)).isEqualTo(0.75);
      assertThat(count(store)).isEqualTo(4);
      assertThat(store.keptAside("v")).isEqualTo(3);
      assertThat(store.push("v", fixtureRows(5), PushTarget.BOTH).firstSequence()).isEqualTo(9);
    }
    assertThat(tailFiles(copy)).isEmpty();
  }

  @Test
  void rowsIngestedBetweenTwoPushesAreNotServedAfterACrash() throws IOException {
    Path copy = folder.resolve("copy");
    Path live = folder.resolve("live");
    try (FeatureStore store = open(live, TailLimits.STANDARD)) {
      store.push("v", row(1, 1, NOW), PushTarget.BOTH);
      store.ingest("v", row(2, 2, NOW));
      store.push("v", row(3, 3, NOW), PushTarget.BOTH);
      Folders.copy(live, copy);
    }
    try (FeatureStore store = open(copy, TailLimits.STANDARD)) {
      assertThat(served(store, 1)).isEqualTo(1.0);
      assertThat(served(store, 2)).isNull();
      assertThat(served(store, 3)).isEqualTo(3.0);
      assertThat(joined(store, 2)).isEqualTo(2.0);
    }
  }

  @Test
  void valuesOfEveryTypeComeOutAsTheyWentIn() throws IOException {
    Map<String, List<@Nullable Object>> values = new LinkedHashMap<>();
    values.put("boolean", Arrays.asList(true, null, false));
    values.put("int32", Arrays.asList(7, Integer.MIN_VALUE, null));
    values.put("int64", Arrays.asList(null, Long.MAX_VALUE, -1L));
    values.put("float32", Arrays.asList(1.5f, Float.NaN, null));
    values.put("float64", Arrays.asList(-0.0, null, Double.NEGATIVE_INFINITY));
    values.put("string", Arrays.asList("", "ä\u0000\n", null));
    values.put("json", Arrays.asList("{\"a\":1}", null, "[]"));
    values.put("bytes", Arrays.asList(new byte[] {1, 0}, new byte[0], null));
    values.put("date", Arrays.asList(LocalDate.of(1987, 6, 5), null, LocalDate.of(1, 1, 1)));
    values.put("time", Arrays.asList(null, LocalTime.of(23, 59, 59, 999_999_000), LocalTime.MIN));
    values.put(
        "timestamp", Arrays.asList(LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000), null, null));
    values.put("timestamp_tz", Arrays.asList(Micros.instant(NOW), null, Micros.instant(-1)));
    values.put(
        "decimal(18, 4)",
        Arrays.asList(new BigDecimal("12345678901234.5678"), null, new BigDecimal("0.0000")));
    values.put("decimal(38, 2)", Arrays.asList(new BigDecimal("1".repeat(36) + ".25"), null, null));
    values.put("list<int64>", Arrays.asList(List.of(1L, 2L), List.of(), null));
    StringBuilder features = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (String type : values.keySet()) {
      String name = "f" + names.size();
      features.append(names.isEmpty() ? "" : ", ").append(name).append(": ").append(type);
      names.add(name);
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int place = i;
      List<@Nullable Object> row = new ArrayList<>(List.of((long) i, Micros.instant(NOW)));
      values.values().forEach(column -> row.add(column.get(place)));
      rows.add(row);
    }
    Frame pushed = Frame.ofRows(Schema.of("k: int64, at: timestamp_tz, " + features), rows);
    HistoricalRequest request =
        HistoricalRequest.of(names.stream().map(name -> "v:" + name).toArray(String[]::new));
    Frame spine =
        Frame.of(Column.ofLongs("k", 0, 1, 2), Column.ofMicros("t", NOW + 1, NOW + 1, NOW + 1));
    Path copy = folder.resolve("copy");
    Frame expected;
    try (FeatureStore memory = FeatureStore.builder().clock(clock).inMemory()) {
      memory.apply(Definitions.of(TestViews.online(features.toString())));
      memory.ingest("v", pushed);
      expected = memory.historicalFeatures(spine, request);
    }
    try (FeatureStore store = FeatureStore.builder().clock(clock).at(folder.resolve("live"))) {
      store.apply(Definitions.of(TestViews.online(features.toString())));
      store.push("v", pushed, PushTarget.BOTH);
      Folders.copy(folder.resolve("live"), copy);
      assertThat(store.historicalFeatures(spine, request)).isEqualTo(expected);
    }
    try (FeatureStore store = FeatureStore.builder().clock(clock).at(copy)) {
      assertThat(store.historicalFeatures(spine, request)).isEqualTo(expected);
      Frame served =
          store.prepare(request).get(spine.select(List.of("k")), Micros.instant(NOW + 1));
      for (String name : names) {
        for (long row = 0; row < 3; row++) {
          assertThat(served.get(row, name)).as(name).isEqualTo(expected.get(row, name));
        }
      }
    }
  }

  /**
   * Copies a store whose tail has fifty pushes, as a crash would leave it; gives the tail's log.
   */
  private Path copyWithFiftyPushes(Path copy) throws IOException {
    Path live = folder.resolve("live");
    try (FeatureStore store = open(live, TailLimits.STANDARD)) {
      for (int i = 0; i < 50; i++) {
        store.push("v", row(i, i, NOW), PushTarget.BOTH);
      }
      Folders.copy(live, copy);
    }
    return tailFiles(copy).stream()
        .filter(file -> file.toString().contains("log-"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aJournalDamagedInTheMiddleIsATypedErrorThatNamesItsFile() throws IOException {
    Path copy = folder.resolve("copy");
    Path log = copyWithFiftyPushes(copy);
    byte[] bytes = Files.readAllBytes(log);
    bytes[600] ^= 4;
    Files.write(log, bytes);

    assertThatThrownBy(() -> open(copy, TailLimits.STANDARD))
        .isInstanceOf(DamagedDataException.class)
        .hasMessageContaining(log.getParent().toString());
    assertThatThrownBy(() -> open(copy, TailLimits.STANDARD))
        .as("and the folder is not left locked")
        .isInstanceOf(DamagedDataException.class);
  }

  @Test
  void aJournalTornAtItsEndLosesWhatNobodyWasTold() throws IOException {
    Path copy = folder.resolve("copy");
    Path log = copyWithFiftyPushes(copy);
    byte[] bytes = Files.readAllBytes(log);
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    for (int i = 8; i < 80; i++) {
      bytes[end + i] = (byte) (i * 7);
    }
    Files.write(log, bytes);
    try (FeatureStore store = open(copy, TailLimits.STANDARD)) {
      assertThat(count(store)).isEqualTo(50);
      assertThat(served(store, 49)).isEqualTo(49.0);
    }
    assertThat(tailFiles(copy)).isEmpty();
  }

  @Test
  void aPushAfterClosingIsATypedError() {
    FeatureStore store = open();
    store.close();
    assertThatThrownBy(() -> store.push("v", row(1, 1, NOW), PushTarget.BOTH))
        .isInstanceOf(ClosedException.class);
  }

  /** A store on a simulated disk. */
  private record Held(DataFolder data, FeatureStore store) implements AutoCloseable {

    static Held on(SimulatedDisk disk, TailLimits limits) {
      DataFolder data =
          DataFolder.at(FOLDER, JournalOptions.standard().withDisk(disk).withPieceBytes(1 << 20));
      FeatureStore store = FeatureStore.builder().tailLimits(limits).at(data);
      store.apply(Definitions.of(TestViews.online("a: float64")));
      return new Held(data, store);
    }

    @Override
    public void close() {
      try {
        store.close();
      } finally {
        data.close();
      }
    }
  }

  @Test
  void aDiskThatFillsWhilePushingLosesNothingThatWasAcknowledged() {
    SimulatedDisk disk = new SimulatedDisk(512);
    Held held = Held.on(disk, TailLimits.STANDARD);
    held.store.push("v", row(0, 0, NOW), PushTarget.BOTH);
    disk.limitTo(disk.used() + 100);
    int acknowledged = 1;
    try {
      for (; ; acknowledged++) {
        held.store.push("v", row(acknowledged, acknowledged, NOW), PushTarget.BOTH);
      }
    } catch (StorageException e) {
      assertThat(e).hasMessageContaining("tail").hasMessageContaining("nothing was written");
    }
    assertThat(acknowledged).isGreaterThan(1);
    int refused = acknowledged;
    assertThat(served(held.store, refused)).isNull();
    disk.limitTo(Long.MAX_VALUE);
    assertThat(count(held.store)).isEqualTo(acknowledged);
    held.close();
    try (Held again = Held.on(disk, TailLimits.STANDARD)) {
      assertThat(count(again.store)).isEqualTo(acknowledged);
      assertThat(served(again.store, acknowledged - 1)).isEqualTo(acknowledged - 1.0);
      assertThat(served(again.store, refused)).isNull();
      again.store.push("v", row(refused, refused, NOW), PushTarget.BOTH);
      assertThat(joined(again.store, refused)).isEqualTo((double) refused);
    }
  }

  @Test
  void aDiskThatFillsWhileSegmentsAreMadeIsATypedErrorAndTheNextAttemptFindsEverything() {
    SimulatedDisk disk = new SimulatedDisk(512);
    Held held = Held.on(disk, TailLimits.STANDARD);
    held.store.push("v", row(100, 0, NOW), PushTarget.BOTH);
    held.store.push("v", row(100, 0, NOW), PushTarget.ONLINE);
    assertThat(count(held.store)).isEqualTo(1);
    for (int i = 0; i < 40; i++) {
      held.store.push("v", row(i, i, NOW), i % 2 == 0 ? PushTarget.BOTH : PushTarget.ONLINE);
    }
    disk.limitTo(disk.used());
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(() -> held.store.stats("v")).isInstanceOf(StorageException.class);
    }
    assertThat(served(held.store, 39)).isEqualTo(39.0);
    SimulatedDisk left = disk.copy();
    left.limitTo(Long.MAX_VALUE);
    try (Held again = Held.on(left, TailLimits.STANDARD)) {
      assertThat(count(again.store)).isEqualTo(21);
      assertThat(served(again.store, 39)).isEqualTo(39.0);
    }
    disk.limitTo(Long.MAX_VALUE);
    assertThat(count(held.store)).isEqualTo(21);
    held.close();
  }

  @Test
  void pushesJoinsIngestsAndErasuresOfManyThreadsAreEachWhole() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    AtomicBoolean done = new AtomicBoolean();
    long expected;
    try (FeatureStore store = open(folder, new TailLimits(7, 1 << 20, 1 << 10, 4096))) {
      List<Future<Integer>> pushers = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        long key = t;
        pushers.add(threads.submit(() -> pushAndRead(store, key)));
      }
      Future<Integer> eraser = threads.submit(() -> eraseOwn(store, done));
      Future<Integer> ingester = threads.submit(() -> ingest(store, done));
      Future<?> keeper =
          threads.submit(
              () -> {
                while (!done.get()) {
                  store.checkpoint();
                  store.compact();
                }
              });
      expected = 0;
      for (Future<Integer> each : pushers) {
        expected += each.get(60, TimeUnit.SECONDS);
      }
      done.set(true);
      expected += ingester.get(60, TimeUnit.SECONDS);
      assertThat(eraser.get(60, TimeUnit.SECONDS)).isPositive();
      keeper.get(60, TimeUnit.SECONDS);
      assertThat(count(store)).isEqualTo(expected);
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
    try (FeatureStore store = open()) {
      assertThat(count(store)).isEqualTo(expected);
      for (long key = 0; key < 4; key++) {
        assertThat(served(store, key)).isEqualTo(joined(store, key));
      }
      assertThat(served(store, 100)).isNull();
      assertThat(joined(store, 100)).isNull();
    }
  }

  private static int pushAndRead(FeatureStore store, long key) {
    for (int i = 0; i < 60; i++) {
      store.push("v", row(key, i, NOW - 1_000 + i), PushTarget.BOTH);
      assertThat(served(store, key)).isEqualTo((double) i);
      if (i % 5 == 0) {
        assertThat(joined(store, key)).isEqualTo((double) i);
      }
    }
    return 60;
  }

  private static int eraseOwn(FeatureStore store, AtomicBoolean done) {
    int times = 0;
    while (!done.get()) {
      for (PushTarget target : PushTarget.values()) {
        store.push("v", row(100, times, NOW), target);
      }
      assertThat(store.erase(Map.of("k", 100L))).isEqualTo(3);
      assertThat(served(store, 100)).isNull();
      assertThat(joined(store, 100)).isNull();
      times++;
    }
    return times;
  }

  @Test
  void aViewThatIsDroppedUnderPushesAndAppliedAgainHasOnlyWhatCameSince() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (FeatureStore store = open(folder, new TailLimits(5, 1 << 20, 1 << 10, 4096))) {
      AtomicBoolean done = new AtomicBoolean();
      List<Future<?>> others = new ArrayList<>();
      others.add(whileNotDone(threads, done, store::checkpoint));
      others.add(whileNotDone(threads, done, () -> store.erase(Map.of("k", 77L))));
      others.add(whileNotDone(threads, done, () -> store.retain("v", Micros.instant(0))));
      List<Future<Integer>> pushers = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        long key = t;
        pushers.add(threads.submit(() -> pushWhileThere(store, key, done)));
      }
      for (int round = 0; round < 15; round++) {
        Thread.sleep(3);
        store.drop("v");
        store.apply(Definitions.of(TestViews.online("a: float64")));
      }
      done.set(true);
      for (Future<Integer> each : pushers) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isPositive();
      }
      for (Future<?> each : others) {
        each.get(60, TimeUnit.SECONDS);
      }
      store.drop("v");
      assertThat(tailFiles(folder)).isEmpty();
    } finally {
      threads.shutdownNow();
    }
    try (FeatureStore store = open()) {
      assertThat(count(store)).isZero();
      assertThat(served(store, 0)).isNull();
    }
  }

  /** Work that may find that there is no such view. */
  private static Future<?> whileNotDone(
      ExecutorService threads, AtomicBoolean done, Runnable work) {
    return threads.submit(
        () -> {
          while (!done.get()) {
            try {
              work.run();
            } catch (dev.datamesh.core.NotFoundException
                | dev.datamesh.core.InvalidInputException e) {
              assertThat(e).hasMessageContaining("Cannot");
            }
          }
        });
  }

  private static int pushWhileThere(FeatureStore store, long key, AtomicBoolean done) {
    int taken = 0;
    while (!done.get()) {
      try {
        store.push("v", row(key, taken, NOW - 1_000 + taken), PushTarget.BOTH);
        taken++;
      } catch (dev.datamesh.core.NotFoundException e) {
        assertThat(e).hasMessageContaining("v");
      }
    }
    return taken;
  }

  private static int ingest(FeatureStore store, AtomicBoolean done) {
    int rows = 0;
    while (!done.get()) {
      store.ingest("v", row(50, rows, NOW - 1_000_000 + rows));
      rows++;
      assertThat(joined(store, 50)).isEqualTo(rows - 1.0);
    }
    return rows;
  }
}
