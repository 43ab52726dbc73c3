package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.BoundPolicy;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Joins from disk against joins in memory, which nested loops prove elsewhere, also between pushes,
 * compactions, erasures and restarts. {@code -Dmesh.offline.worlds=N}: how many random worlds, 40
 * in the normal build.
 */
class StoredJoinTest {

  @TempDir Path folder;

  private static Instant at(long seconds) {
    return Instant.parse("2024-01-01T00:00:00Z").plusSeconds(seconds);
  }

  /** A clock that a test sets. */
  private static final class SetClock extends Clock {
    private volatile Instant now = at(0);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private static FeatureView view(Random random, String name, String keys) {
    Source source = Source.ingested("event");
    FeatureView.Builder builder =
        FeatureView.named(name)
            .feature(feature(random, name + "_a: float64"))
            .feature(feature(random, name + "_b: string"))
            .feature(feature(random, name + "_c: int64"))
            .bounds(BoundPolicy.values()[random.nextInt(3)])
            .online()
            .source(random.nextBoolean() ? source.withCreatedTime("created") : source);
    if (!keys.isEmpty()) {
      builder.entities(Entity.of("thing", keys));
    }
    if (random.nextInt(3) > 0) {
      builder.ttl(Duration.ofSeconds(random.nextInt(30)));
    }
    return builder.build();
  }

  private static Feature feature(Random random, String shorthand) {
    var field = Schema.of(shorthand).fields().get(0);
    Feature feature = Feature.of(field.name(), field.type());
    return random.nextInt(3) == 0 ? feature.withPick(Feature.Pick.LATEST_NON_NULL) : feature;
  }

  private static Frame rows(Random random, FeatureView view, int count) {
    String schema =
        (view.isGlobal() ? "" : view.keys() + ", ")
            + "event: timestamp_tz, created: timestamp_tz, %1$s_a: float64, %1$s_b: string, %1$s_c: int64"
                .formatted(view.name());
    FrameBuilder rows = Frame.builder(Schema.of(schema));
    for (int i = 0; i < count; i++) {
      List<Object> row = new ArrayList<>(key(random, view.keys()));
      row.add(random.nextInt(30) == 0 ? null : at(random.nextInt(60)));
      row.add(random.nextInt(10) == 0 ? null : at(random.nextInt(60)));
      row.add(random.nextInt(4) == 0 ? null : random.nextInt(100) / 10.0);
      row.add(random.nextInt(4) == 0 ? null : "w" + random.nextInt(100));
      row.add(random.nextInt(4) == 0 ? null : (long) random.nextInt(100));
      rows.row(row.toArray());
    }
    return rows.build();
  }

  private static List<Object> key(Random random, Schema keys) {
    List<Object> key = new ArrayList<>();
    for (var field : keys.fields()) {
      if (random.nextInt(20) == 0) {
        key.add(null);
      } else {
        key.add(
            field.type() == dev.datamesh.core.schema.FieldType.Primitive.STRING
                ? "k" + random.nextInt(5)
                : (Object) random.nextInt(5));
      }
    }
    return key;
  }

  private static Frame spine(Random random, Schema keys, int count) {
    FrameBuilder spine =
        Frame.builder(
            Schema.of((keys.fields().isEmpty() ? "" : keys + ", ") + "asked: timestamp_tz"));
    for (int i = 0; i < count; i++) {
      List<Object> row = new ArrayList<>(key(random, keys));
      row.add(at(random.nextInt(70)));
      spine.row(row.toArray());
    }
    return spine.build();
  }

  private static HistoricalRequest request(Random random, List<FeatureView> views) {
    List<String> names = new ArrayList<>();
    for (FeatureView view : views) {
      view.featureNames().forEach(feature -> names.add(view.name() + ":" + feature));
    }
    HistoricalRequest request = HistoricalRequest.of(names.toArray(new String[0]));
    request = random.nextBoolean() ? request.statuses() : request;
    request = random.nextBoolean() ? request.eventTimes() : request;
    request = random.nextInt(4) == 0 ? request.serveStale() : request;
    return switch (random.nextInt(5)) {
      case 0 -> request.createdCutoff();
      case 1 -> request.createdCutoff(at(random.nextInt(120)));
      case 2 -> request.asKnownAt(at(100 + random.nextInt(10)));
      default -> request;
    };
  }

  @Test
  void joins_from_disk_equal_joins_in_memory() {
    for (long seed = 0; seed < Integer.getInteger("mesh.offline.worlds", 40); seed++) {
      try {
        check(seed);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("world " + seed, e);
      }
    }
  }

  private void check(long seed) {
    Random random = new Random(seed);
    SetClock clock = new SetClock();
    String keys =
        new String[] {"", "k: int64", "k: string", "k: string, l: int32"}[random.nextInt(4)];
    List<FeatureView> views = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      views.add(view(random, "v" + i, keys));
    }
    FeatureStore memory = FeatureStore.builder().clock(clock).inMemory();
    Path at = folder.resolve("world-" + seed);
    TailLimits limits = new TailLimits(1 + random.nextInt(3), 1 << 16, 1 << 9, 40);
    FeatureStore disk = FeatureStore.builder().clock(clock).tailLimits(limits).at(at);
    clock.now = at(99);
    memory.apply(Definitions.of(views.toArray(new FeatureView[0])));
    disk.apply(Definitions.of(views.toArray(new FeatureView[0])));
    for (int step = 0; step < 8; step++) {
      clock.now = at(100 + step);
      FeatureView view = views.get(random.nextInt(views.size()));
      Frame rows = rows(random, view, random.nextInt(60));
      memory.ingest(view.name(), rows);
      switch (random.nextInt(4)) {
        case 0 -> disk.ingest(view.name(), rows);
        case 1 -> disk.push(view.name(), rows, PushTarget.OFFLINE);
        case 2 -> disk.push(view.name(), rows, PushTarget.BOTH);
        default -> {
          // What is served alone is not joined.
          disk.push(view.name(), rows(random, view, 1 + random.nextInt(20)), PushTarget.ONLINE);
          disk.push(view.name(), rows, PushTarget.BOTH);
        }
      }
      if (random.nextInt(4) == 0) {
        disk.compact();
      }
      if (!keys.isEmpty() && random.nextInt(3) == 0) {
        erase(random, view.keys(), memory, disk);
      }
      if (random.nextInt(3) == 0) {
        compare(disk, memory, spine(random, view.keys(), 20), request(random, views));
      }
    }
    if (random.nextBoolean()) {
      disk.close();
      clock.now = at(99);
      disk = FeatureStore.builder().clock(clock).at(at);
      disk.apply(Definitions.of(views.toArray(new FeatureView[0])));
      clock.now = at(200);
    }
    Schema spineKeys = keys.isEmpty() ? new Schema(List.of()) : Schema.of(keys);
    List<HistoricalRequest> requests = new ArrayList<>();
    Frame spine = spine(random, spineKeys, 1 + random.nextInt(120));
    for (int i = 0; i < 4; i++) {
      HistoricalRequest request = request(random, views);
      requests.add(request);
      compare(disk, memory, spine, request);
    }
    disk.close();
    clock.now = at(99);
    try (FeatureStore small = FeatureStore.builder().clock(clock).heapShare(1e-12).at(at)) {
      small.apply(Definitions.of(views.toArray(new FeatureView[0])));
      for (HistoricalRequest request : requests) {
        assertThat(
                small
                    .historicalFeatures(spine.blocks(1 + random.nextInt(50)), request)
                    .collect()
                    .toCsv())
            .as("block by block, %s", request)
            .isEqualTo(memory.historicalFeatures(spine, request).toCsv());
      }
    }
  }

  private static void compare(
      FeatureStore disk, FeatureStore memory, Frame spine, HistoricalRequest request) {
    assertThat(disk.historicalFeatures(spine, request).toCsv())
        .as("%s", request)
        .isEqualTo(memory.historicalFeatures(spine, request).toCsv());
  }

  /** Erases one entity, or all there can be, so that the tables are empty. */
  private static void erase(Random random, Schema keys, FeatureStore... stores) {
    boolean all = random.nextInt(3) == 0;
    for (int i = 0; i < (all ? 5 : 1); i++) {
      for (int j = 0; j < (all && keys.fields().size() == 2 ? 5 : 1); j++) {
        Map<String, Object> key = new HashMap<>();
        for (var field : keys.fields()) {
          int number = all ? (key.isEmpty() ? i : j) : random.nextInt(5);
          boolean text = field.type() == dev.datamesh.core.schema.FieldType.Primitive.STRING;
          key.put(field.name(), text ? "k" + number : (Object) number);
        }
        for (FeatureStore store : stores) {
          store.erase(key);
        }
      }
    }
  }

  @Test
  void a_frame_larger_than_its_share_of_the_heap_is_refused_and_joined_in_blocks() {
    Random random = new Random(1);
    FeatureView view = view(random, "v", "k: int64");
    try (FeatureStore store = FeatureStore.builder().heapShare(1e-9).at(folder)) {
      store.apply(Definitions.of(view));
      store.ingest("v", rows(random, view, 100));
      Frame spine = spine(random, view.keys(), 10);
      assertThatThrownBy(() -> store.historicalFeatures(spine, "v:v_a"))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("of the heap")
          .hasMessageContaining("in blocks");
      assertThat(
              store
                  .historicalFeatures(spine.blocks(3), HistoricalRequest.of("v:v_a"))
                  .collect()
                  .rows())
          .isEqualTo(10);
    }
  }

  @Test
  void versions_share_the_rows_and_an_added_feature_is_null_in_older_ones() {
    Entity thing = Entity.of("thing", "k: int64");
    FeatureView first =
        FeatureView.named("v")
            .entities(thing)
            .source(Source.ingested("at"))
            .features("a: int64")
            .build();
    FeatureView second =
        FeatureView.named("v")
            .entities(thing)
            .source(Source.ingested("at"))
            .features("a: int64, b: string")
            .build();
    Frame spine =
        Frame.builder(Schema.of("k: int64, t: timestamp_tz")).row(1, at(9)).row(2, at(9)).build();
    try (FeatureStore store = FeatureStore.at(folder)) {
      store.apply(Definitions.of(first));
      store.ingest(
          "v",
          Frame.builder(Schema.of("k: int64, at: timestamp_tz, a: int64"))
              .row(1, at(1), 10)
              .build());
      store.apply(Definitions.of(second));
      store.ingest(
          "v",
          Frame.builder(Schema.of("k: int64, at: timestamp_tz, a: int64, b: string"))
              .row(2, at(1), 20, "new")
              .build());
      assertThat(store.historicalFeatures(spine, "v:a", "v:b").toCsv())
          .contains(",10,")
          .contains(",20,new");
      assertThat(store.historicalFeatures(spine, "v@v0:a").toCsv()).contains(",10").contains(",20");
    }
  }

  @Test
  void erasing_an_entity_takes_its_rows_everywhere_and_says_how_many_were_known() {
    SetClock clock = new SetClock();
    Entity customer = Entity.of("customer", "customer: string");
    FeatureView view =
        FeatureView.named("spend")
            .entities(customer)
            .source(Source.ingested("at"))
            .features("a: int64")
            .online()
            .build();
    Schema schema = Schema.of("customer: string, at: timestamp_tz, a: int64");
    try (FeatureStore store = FeatureStore.builder().clock(clock).at(folder)) {
      clock.now = at(50);
      store.apply(Definitions.of(view));
      store.ingest(
          "spend", Frame.builder(schema).row("C-1", at(1), 1).row("C-2", at(1), 2).build());
      clock.now = at(60);
      store.ingest("spend", Frame.builder(schema).row("C-1", at(2), 3).build());
      store.materialize(at(0), at(40));
      assertThat(store.prepare("spend:a").get(Map.of("customer", "C-1")).toString()).contains("3");
      assertThat(store.erase(Map.of("customer", "C-1"))).isEqualTo(2);
      Frame spine =
          Frame.builder(Schema.of("customer: string, t: timestamp_tz"))
              .row("C-1", at(9))
              .row("C-2", at(9))
              .build();
      Frame joined = store.historicalFeatures(spine, HistoricalRequest.of("spend:a").statuses());
      assertThat(joined.get(0, "a__status")).isEqualTo("NOT_FOUND");
      assertThat(joined.get(1, "a")).isEqualTo(2L);
      assertThat(store.erased("spend", at(55))).isEqualTo(1);
      assertThat(store.erased("spend", at(70))).isEqualTo(2);
      assertThat(store.prepare("spend:a").get(Map.of("customer", "C-1")).toString())
          .doesNotContain("3");
      assertThat(store.stats("spend").rows()).isEqualTo(1);
    }
  }

  @Test
  void a_shared_data_folder_stays_open_and_readers_stand_beside_the_writer() {
    FeatureView view = view(new Random(3), "v", "k: int64");
    try (DataFolder shared = DataFolder.at(folder);
        FeatureStore writer = FeatureStore.builder().at(shared)) {
      writer.apply(Definitions.of(view));
      try (DataFolder reading = DataFolder.readOnly(folder);
          FeatureStore reader = FeatureStore.builder().at(reading)) {
        writer.ingest("v", rows(new Random(4), view, 50));
        Frame spine = spine(new Random(5), view.keys(), 20);
        assertThat(reader.historicalFeatures(spine, "v:v_a").toCsv())
            .isEqualTo(writer.historicalFeatures(spine, "v:v_a").toCsv());
      }
    }
  }

  private static final FeatureView SPEND =
      FeatureView.named("spend")
          .entities(Entity.of("customer", "customer: string"))
          .source(Source.ingested("at"))
          .features("a: int64")
          .build();

  private static void ingestOneCustomer(FeatureStore store) {
    store.apply(Definitions.of(SPEND));
    Schema schema = Schema.of("customer: string, at: timestamp_tz, a: int64");
    store.ingest("spend", Frame.builder(schema).row("C-1", at(1), 1).build());
  }

  private static Object spent(FeatureStore store) {
    Schema spine = Schema.of("customer: string, t: timestamp_tz");
    Frame joined =
        store.historicalFeatures(
            Frame.builder(spine).row("C-1", at(9)).build(),
            HistoricalRequest.of("spend:a").statuses());
    return joined.get(0, "a__status");
  }

  @Test
  void a_join_that_held_all_rows_of_a_view_no_longer_has_them_when_all_are_dropped() {
    try (FeatureStore store = FeatureStore.builder().at(folder)) {
      ingestOneCustomer(store);
      assertThat(spent(store)).isEqualTo("PRESENT");
      assertThat(store.retain("spend", at(5))).isEqualTo(1);
      assertThat(spent(store)).isEqualTo("NOT_FOUND");
    }
  }

  @Test
  void a_reader_that_held_the_last_entity_no_longer_has_it_when_the_writer_erases_it() {
    try (DataFolder shared = DataFolder.at(folder);
        FeatureStore writer = FeatureStore.builder().at(shared)) {
      ingestOneCustomer(writer);
      try (DataFolder reading = DataFolder.readOnly(folder);
          FeatureStore reader = FeatureStore.builder().at(reading)) {
        assertThat(spent(reader)).isEqualTo("PRESENT");
        assertThat(writer.erase(Map.of("customer", "C-1"))).isEqualTo(1);
        assertThat(spent(reader)).isEqualTo("NOT_FOUND");
      }
    }
  }
}
