package dev.datamesh.featurestore.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.journal.Durability;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.offline.OfflineOptions.Compaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dmesh.offline.runs=N}: how many random runs, 30 in the normal build. */
class OfflineStoreTest {

  private static final TableLayout SPEND =
      new TableLayout(
          "spend",
          Schema.of("customer: string, shop: int64"),
          "event_timestamp",
          "created",
          Schema.of("amount: float64, visits: int64, word: string"));

  private static final OfflineOptions BY_HAND =
      OfflineOptions.standard()
          .withJournal(JournalOptions.standard().withDurability(Durability.OS_BUFFER))
          .withCompaction(Compaction.ON_REQUEST);

  @TempDir Path folder;

  private static Schema frameSchema(TableLayout layout) {
    List<dev.datamesh.core.schema.Field> fields = new ArrayList<>();
    layout.keys().fields().forEach(fields::add);
    fields.add(Schema.of(layout.eventTime() + ": timestamp_tz").fields().get(0));
    if (layout.hasCreatedTime()) {
      fields.add(Schema.of(layout.createdTime() + ": timestamp_tz").fields().get(0));
    }
    fields.addAll(layout.columns().fields());
    return new Schema(fields);
  }

  private static Instant at(long seconds) {
    return Instant.parse("2024-01-01T00:00:00Z").plusSeconds(seconds);
  }

  static Frame spend(Random random, int rows) {
    FrameBuilder builder = Frame.builder(frameSchema(SPEND));
    for (int i = 0; i < rows; i++) {
      builder.row(
          "c-" + random.nextInt(7),
          (long) random.nextInt(3),
          at(random.nextInt(40)),
          random.nextInt(6) == 0 ? null : at(random.nextInt(5)),
          random.nextInt(5) == 0 ? null : random.nextInt(1000) / 100.0,
          random.nextInt(5) == 0 ? null : (long) random.nextInt(),
          random.nextInt(5) == 0 ? null : "word-" + random.nextInt(50));
    }
    return builder.build();
  }

  @Test
  void rows_come_back_ordered_by_key_event_created_and_sequence() {
    try (OfflineStore store = OfflineStore.at(folder)) {
      store.define(SPEND);
      OracleTable oracle = new OracleTable(SPEND);
      Frame frame = spend(new Random(1), 500);
      Appended appended = store.append("spend", frame);
      oracle.add(frame, appended.firstSequence());
      assertThat(appended.rows()).isEqualTo(500);
      assertThat(OracleTable.read(store, "spend", RowQuery.all())).isEqualTo(oracle.lines());
      assertThat(store.stats("spend").segments()).isEqualTo(1);
    }
  }

  @Test
  void random_appends_compactions_erasures_and_restarts_agree_with_a_plain_list() {
    for (long seed = 0; seed < Integer.getInteger("mesh.offline.runs", 30); seed++) {
      run(seed, folder.resolve("run-" + seed));
    }
  }

  private static void run(long seed, Path at) {
    Random random = new Random(seed);
    OfflineOptions options =
        BY_HAND
            .withSegmentRows(1 + random.nextInt(60))
            .withMergeAt(2 + random.nextInt(3))
            .withCompaction(random.nextBoolean() ? Compaction.BACKGROUND : Compaction.ON_REQUEST);
    OracleTable oracle = new OracleTable(SPEND);
    OfflineStore store = OfflineStore.at(at, options);
    try {
      store.define(SPEND);
      long before = -1;
      for (int step = 0; step < 25; step++) {
        int what = random.nextInt(10);
        if (what < 5) {
          Frame frame = spend(random, random.nextInt(80));
          Appended appended = store.append("spend", frame);
          assertThat(appended.firstSequence()).as("seed %d", seed).isGreaterThan(before);
          before = appended.firstSequence() + appended.rows() - 1;
          oracle.add(frame, appended.firstSequence());
        } else if (what == 5) {
          store.compact("spend");
        } else if (what == 6) {
          List<Object> key = List.of("c-" + random.nextInt(8), (long) random.nextInt(3));
          assertThat(store.erase("spend", List.of(key)).rows())
              .as("seed %d", seed)
              .isEqualTo(oracle.erase(key));
        } else if (what == 7 && random.nextInt(4) == 0) {
          Instant from = at(random.nextInt(15));
          assertThat(store.retain("spend", from)).isEqualTo(oracle.retain(micros(from)));
        } else if (what == 8) {
          store.close();
          store = OfflineStore.at(at, options);
        }
        assertThat(OracleTable.read(store, "spend", RowQuery.all()))
            .as("seed %d step %d", seed, step)
            .isEqualTo(oracle.lines());
      }
      checkParts(seed, random, store, oracle);
      assertThat(store.compactionFailure()).isEmpty();
      store.verify();
    } finally {
      store.close();
    }
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  private static void checkParts(long seed, Random random, OfflineStore store, OracleTable oracle) {
    long from = micros(at(random.nextInt(20)));
    long to = from + random.nextInt(20) * 1_000_000L;
    assertThat(OracleTable.read(store, "spend", RowQuery.all().withTimes(from, to)))
        .as("times, seed %d", seed)
        .isEqualTo(
            oracle.lines().stream()
                .filter(line -> line.event() >= from && line.event() <= to)
                .toList());
    long below = store.nextSequence() / 2;
    assertThat(OracleTable.read(store, "spend", RowQuery.all().withSequences(3, below)))
        .as("sequences, seed %d", seed)
        .isEqualTo(
            oracle.lines().stream()
                .filter(line -> line.sequence() >= 3 && line.sequence() < below)
                .toList());
    List<Object> key = List.of("c-" + random.nextInt(8), (long) random.nextInt(3));
    assertThat(OracleTable.read(store, "spend", RowQuery.all().withKeys(List.of(key))))
        .as("keys, seed %d", seed)
        .isEqualTo(oracle.lines().stream().filter(line -> line.key().equals(key)).toList());
    assertThat(
            OracleTable.read(store, "spend", RowQuery.all().withColumns(List.of("word"))).stream()
                .map(line -> line.values().get(0))
                .toList())
        .isEqualTo(oracle.lines().stream().map(line -> line.values().get(2)).toList());
  }

  @Test
  void every_type_of_core_comes_back() {
    TableLayout all =
        new TableLayout(
            "all",
            Schema.of("d: date, e: enum(b|a), t: boolean, p: decimal(9,2)"),
            "at",
            "",
            Schema.of(
                "b: boolean, i: int32, l: int64, f: float32, g: float64, s: string, y: bytes,"
                    + " day: date, tm: time, ts: timestamp, tz: timestamp_tz, j: json,"
                    + " small: decimal(10,3), big: decimal(30,5), w: enum(x|y),"
                    + " list: list<int64>, map: map<string>, st: struct<a: int32, b: date>"));
    Frame frame =
        Frame.builder(frameSchema(all))
            .row(
                "2024-01-02",
                "a",
                true,
                "12.50",
                at(1),
                true,
                7,
                8L,
                1.5f,
                Double.NaN,
                "ü",
                new byte[] {1, 2, 0},
                "2020-02-29",
                "23:59:59.999999",
                "0001-01-01T00:00:00",
                at(3),
                "{\"a\":1}",
                "1.234",
                "-1234567890123456789012345.00001",
                "y",
                List.of(1L, 2L),
                java.util.Map.of("k", "v"),
                java.util.Map.of("a", 1, "b", "2024-01-01"))
            .row(
                "2024-01-01",
                "b",
                false,
                "-12.50",
                at(0),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null)
            .build();
    try (OfflineStore store = OfflineStore.at(folder)) {
      store.define(all);
      store.append("all", frame);
      List<OracleTable.Line> read = OracleTable.read(store, "all", RowQuery.all());
      OracleTable oracle = new OracleTable(all);
      oracle.add(frame, 0);
      List<Object> first = new ArrayList<>(oracle.lines().get(1).values());
      first.set(6, "010200");
      assertThat(read.get(1).key()).isEqualTo(oracle.lines().get(1).key());
      assertThat(read.get(1).values()).isEqualTo(first);
      assertThat(read.get(0).values()).isEqualTo(oracle.lines().get(0).values());
    }
  }

  @Test
  void a_batch_that_is_closed_before_its_commit_leaves_nothing() throws IOException {
    try (OfflineStore store = OfflineStore.at(folder, BY_HAND.withSegmentRows(10))) {
      store.define(SPEND);
      try (AppendBatch batch = store.batch("spend")) {
        batch.add(spend(new Random(1), 35));
        assertThat(segmentFiles()).hasSize(3);
      }
      assertThat(segmentFiles()).isEmpty();
      assertThat(store.stats("spend").rows()).isZero();
    }
  }

  @Test
  void files_that_no_record_names_die_at_open() throws IOException {
    try (OfflineStore store = OfflineStore.at(folder)) {
      store.define(SPEND);
      store.append("spend", spend(new Random(1), 10));
    }
    Path stray = folder.resolve("segments/s0-99.seg");
    Files.writeString(stray, "half a segment");
    OfflineStore.at(folder).close();
    assertThat(stray).doesNotExist();
    assertThat(segmentFiles()).hasSize(1);
  }

  @Test
  void a_missing_or_shortened_segment_is_found_at_open() throws IOException {
    try (OfflineStore store = OfflineStore.at(folder)) {
      store.define(SPEND);
      store.append("spend", spend(new Random(1), 10));
    }
    Path file = segmentFiles().get(0);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> OfflineStore.at(folder))
        .isInstanceOf(DamagedDataException.class)
        .hasMessageContaining("bytes instead of");
    Files.delete(file);
    assertThatThrownBy(() -> OfflineStore.at(folder))
        .isInstanceOf(DamagedDataException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void every_flipped_byte_is_found() throws IOException {
    try (OfflineStore store = OfflineStore.at(folder)) {
      store.define(SPEND);
      store.append("spend", spend(new Random(1), 60));
    }
    Path file = segmentFiles().get(0);
    byte[] right = Files.readAllBytes(file);
    for (int at = 0; at < right.length; at++) {
      byte[] wrong = right.clone();
      wrong[at] ^= (byte) (1 << at % 8);
      Files.write(file, wrong);
      try (OfflineStore store = OfflineStore.readOnly(folder, OfflineOptions.standard())) {
        assertThatThrownBy(store::verify)
            .as("byte %d of %d", at, right.length)
            .isInstanceOf(DamagedDataException.class);
        assertThatThrownBy(() -> OracleTable.read(store, "spend", RowQuery.all()))
            .as("byte %d of %d", at, right.length)
            .isInstanceOf(DamagedDataException.class);
      }
    }
  }

  @Test
  void erased_rows_are_in_no_file_any_more() throws IOException {
    String marker = "0123456789abcdef";
    try (OfflineStore store = OfflineStore.at(folder, BY_HAND.withSegmentRows(40))) {
      store.define(SPEND);
      Random random = new Random(5);
      for (int i = 0; i < 4; i++) {
        store.append("spend", spend(random, 100));
        store.append("spend", marked(marker, i));
        if (i == 2) {
          store.compact("spend");
        }
      }
      store.compact("spend");
      assertThat(filesWith(marker)).isNotEmpty();
      Erasure erasure = store.erase("spend", List.of(List.of("victim", 9L)));
      assertThat(erasure.rows()).isEqualTo(4);
      assertThat(erasure.filesLeft()).isEmpty();
      assertThat(filesWith(marker)).isEmpty();
      assertThat(filesWith("victim")).isEmpty();
      assertThat(store.stats("spend").rows()).isEqualTo(400);
      assertThat(store.erasedBelow("spend", store.nextSequence())).isEqualTo(4);
      assertThat(store.erasedBelow("spend", 101)).isEqualTo(1);
    }
    assertThat(filesWith(marker)).isEmpty();
    try (OfflineStore store = OfflineStore.at(folder)) {
      assertThat(store.erasedBelow("spend", Long.MAX_VALUE)).isEqualTo(4);
    }
  }

  private static Frame marked(String marker, int number) {
    return Frame.builder(frameSchema(SPEND))
        .row("victim", 9L, at(number), at(0), 1.0, 2L, marker)
        .build();
  }

  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> segmentFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("segments"))) {
      return files.sorted(Comparator.comparing(Path::toString)).toList();
    }
  }

  @Test
  void an_added_feature_is_null_in_older_rows_and_an_old_version_stays_readable() {
    TableLayout more = SPEND.withColumns(Schema.of("amount: float64, extra: string"));
    try (OfflineStore store = OfflineStore.at(folder, BY_HAND)) {
      store.define(SPEND);
      store.append("spend", spend(new Random(1), 5));
      store.define(more);
      store.append(
          "spend",
          Frame.builder(frameSchema(more)).row("c-9", 1L, at(1), at(1), 3.0, "new").build());
      List<OracleTable.Line> read = OracleTable.read(store, "spend", RowQuery.all());
      assertThat(read).hasSize(6);
      assertThat(read.get(0).values().get(1)).isNull();
      assertThat(read.get(5).values()).isEqualTo(List.of(3.0, "new"));
      store.define(SPEND.withColumns(Schema.of("amount: float64, word: string, extra: string")));
      assertThat(OracleTable.read(store, "spend", RowQuery.all()).get(5).values().get(1)).isNull();
    }
  }

  @Test
  void a_changed_key_or_type_needs_another_table() {
    try (OfflineStore store = OfflineStore.at(folder)) {
      store.define(SPEND);
      assertThatThrownBy(() -> store.define(SPEND.withColumns(Schema.of("amount: int64"))))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("begin another table");
    }
  }

  @Test
  void bad_rows_are_refused_with_their_place_and_nothing_is_written() throws IOException {
    try (OfflineStore store = OfflineStore.at(folder)) {
      store.define(SPEND);
      Schema schema = frameSchema(SPEND);
      Frame nullKey = Frame.builder(schema).row("a", null, at(1), at(1), 1.0, 1L, "w").build();
      Frame nullTime = Frame.builder(schema).row("a", 1L, null, at(1), 1.0, 1L, "w").build();
      assertThatThrownBy(() -> store.append("spend", nullKey))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("row 0")
          .hasMessageContaining("shop");
      assertThatThrownBy(() -> store.append("spend", nullTime))
          .hasMessageContaining("event_timestamp");
      assertThatThrownBy(() -> store.append("spend", Frame.empty(Schema.of("a: int64"))))
          .hasMessageContaining("missing");
      assertThatThrownBy(() -> store.append("nothing", nullKey))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("spend");
      assertThat(segmentFiles()).isEmpty();
    }
  }

  @Test
  void a_reader_beside_the_writer_follows_it_and_writes_nothing() {
    try (OfflineStore writer = OfflineStore.at(folder, BY_HAND);
        OfflineStore reader = OfflineStore.readOnly(folder, BY_HAND)) {
      writer.define(SPEND);
      Random random = new Random(3);
      long rows = 0;
      for (int i = 0; i < 12; i++) {
        rows += writer.append("spend", spend(random, 50)).rows();
        assertThat(OracleTable.read(reader, "spend", RowQuery.all())).hasSize((int) rows);
        assertThat(reader.nextSequence()).isEqualTo(writer.nextSequence());
        if (i % 3 == 2) {
          writer.compact("spend");
        }
      }
      assertThatThrownBy(() -> reader.append("spend", spend(random, 1)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("for reading");
      assertThatThrownBy(() -> OfflineStore.at(folder)).isInstanceOf(StorageException.class);
    }
  }

  @Test
  void a_read_that_began_before_a_compaction_or_an_erasure_ends_as_it_began() {
    try (OfflineStore store = OfflineStore.at(folder, BY_HAND.withSegmentRows(50))) {
      store.define(SPEND);
      store.append("spend", spend(new Random(3), 300));
      try (RowBlocks rows = store.rows("spend", RowQuery.all())) {
        int seen = 0;
        store.compact("spend");
        store.erase("spend", List.of(List.of("c-1", 1L)));
        while (rows.hasNext()) {
          seen += rows.next().rows();
        }
        assertThat(seen).isEqualTo(300);
      }
    }
  }

  @Test
  void sequences_tell_what_was_known_at_an_instant() {
    MovingClock clock = new MovingClock();
    OfflineOptions options = BY_HAND.withJournal(BY_HAND.journal().withClock(clock));
    try (OfflineStore store = OfflineStore.at(folder, options)) {
      store.define(SPEND);
      clock.now = at(100);
      store.append("spend", spend(new Random(1), 10));
      clock.now = at(200);
      store.append("spend", spend(new Random(2), 10));
      assertThat(store.sequenceAt("spend", at(99))).isEqualTo(0);
      assertThat(store.sequenceAt("spend", at(100))).isEqualTo(10);
      assertThat(store.sequenceAt("spend", at(199))).isEqualTo(10);
      assertThat(store.sequenceAt("spend", at(200))).isEqualTo(20);
      assertThat(store.commitTimes("spend", new long[] {3, 10}, 2))
          .containsExactly(micros(at(100)), micros(at(200)));
      store.compact("spend");
      assertThat(store.sequenceAt("spend", at(150))).isEqualTo(10);
    }
    try (OfflineStore store = OfflineStore.at(folder, options)) {
      assertThat(store.sequenceAt("spend", at(150))).isEqualTo(10);
    }
  }

  /** A clock that a test sets. */
  private static final class MovingClock extends Clock {
    private volatile Instant now = at(0);

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @Test
  void many_commits_are_opened_from_a_snapshot() {
    try (OfflineStore store = OfflineStore.at(folder, BY_HAND)) {
      store.define(SPEND);
      Random random = new Random(1);
      for (int i = 0; i < 1_005; i++) {
        store.append("spend", spend(random, 1));
      }
      store.compact("spend");
    }
    try (OfflineStore store = OfflineStore.at(folder)) {
      assertThat(store.stats("spend").rows()).isEqualTo(1_005);
      assertThat(store.stats("spend").segments()).isEqualTo(1);
      assertThat(store.stats("spend").batches()).isEqualTo(1_005);
      assertThat(store.nextSequence()).isEqualTo(1_005);
    }
  }

  @Test
  void a_closed_store_refuses_with_a_typed_error() {
    OfflineStore store = OfflineStore.at(folder);
    store.define(SPEND);
    store.close();
    store.close();
    assertThatThrownBy(store::tables).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> store.append("spend", spend(new Random(1), 1)))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void a_dropped_table_leaves_no_file() throws IOException {
    try (OfflineStore store = OfflineStore.at(folder)) {
      store.define(SPEND);
      store.append("spend", spend(new Random(1), 10));
      assertThat(store.drop("spend")).isTrue();
      assertThat(store.drop("spend")).isFalse();
      assertThat(segmentFiles()).isEmpty();
      assertThat(store.has("spend")).isFalse();
    }
  }

  @Test
  void a_global_table_has_no_keys() {
    TableLayout global =
        new TableLayout("rate", new Schema(List.of()), "at", "", Schema.of("r: float64"));
    try (OfflineStore store = OfflineStore.at(folder)) {
      store.define(global);
      store.append(
          "rate", Frame.builder(frameSchema(global)).row(at(2), 2.0).row(at(1), 1.0).build());
      assertThat(OracleTable.read(store, "rate", RowQuery.all()))
          .extracting(line -> line.values().get(0))
          .containsExactly(1.0, 2.0);
    }
  }
}
