package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureService;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left in the folder when views, versions, entities and old rows go. */
class StoredViewsTest {

  private static final String MARKER = "marker-16-bytes!";
  private static final String OTHER = "another-16-byte!";
  private static final Schema ROWS =
      Schema.of("customer: string, at: timestamp_tz, a: int64, b: string");

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock(micros(at(1000)));

  private static Instant at(long seconds) {
    return Instant.ofEpochSecond(1_700_000_000L + seconds);
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000;
  }

  private FeatureStore open() {
    return FeatureStore.builder().clock(clock).at(folder);
  }

  private static FeatureView view(String features) {
    return FeatureView.named("spend")
        .entities(Entity.of("customer", "customer: string"))
        .source(Source.ingested("at"))
        .features(features)
        .build();
  }

  private static final FeatureView BOTH = view("a: int64, b: string");

  private static Frame row(String customer, long time, long a, String b) {
    return Frame.builder(ROWS).row(customer, at(time), a, b).build();
  }

  private static Frame spine(String... customers) {
    var spine = Frame.builder(Schema.of("customer: string, t: timestamp_tz"));
    for (String customer : customers) {
      spine.row(customer, at(500));
    }
    return spine.build();
  }

  /** Whether any file under the folder holds the text's bytes. */
  private boolean isSomewhere(String text) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).anyMatch(file -> bytes(file).contains(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bytes(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_dropped_version_takes_the_columns_that_it_alone_had() {
    try (FeatureStore store = open()) {
      store.apply(Definitions.of(BOTH));
      store.ingest("spend", row("C-1", 1, 1, MARKER));
      store.ingest("spend", row("C-2", 2, 2, OTHER));
      store.apply(Definitions.of(view("a: int64")));
      long before = store.stats("spend").bytes();
      assertThat(isSomewhere(MARKER)).isTrue();

      store.drop("spend", 0);

      assertThat(isSomewhere(MARKER)).isFalse();
      assertThat(isSomewhere(OTHER)).isFalse();
      assertThat(store.stats("spend").bytes()).isLessThan(before);
      assertThat(store.historicalFeatures(spine("C-1", "C-2"), "spend:a").toCsv())
          .contains(",1\n", ",2\n");
      store.apply(Definitions.of(BOTH));
      assertThat(store.historicalFeatures(spine("C-1"), "spend:b").get(0, "b")).isNull();
    }
  }

  @Test
  void a_dropped_view_leaves_no_row_and_begins_anew() {
    try (FeatureStore store = open()) {
      store.apply(Definitions.of(BOTH));
      store.ingest("spend", row("C-1", 1, 1, MARKER));
      store.ingest("spend", Frame.builder(ROWS).row("C-1", null, 1, OTHER).build());

      store.drop("spend");

      assertThat(isSomewhere(MARKER)).isFalse();
      assertThat(isSomewhere(OTHER)).isFalse();
      assertThatThrownBy(() -> store.historicalFeatures(spine("C-1"), "spend:a"))
          .isInstanceOf(NotFoundException.class);
      store.apply(Definitions.of(BOTH));
      assertThat(store.stats("spend").rows()).isZero();
      assertThat(store.keptAside("spend")).isZero();
    }
    try (FeatureStore store = open()) {
      assertThat(store.registry().views()).containsKey("spend");
      assertThat(store.historicalFeatures(spine("C-1"), "spend:a").get(0, "a")).isNull();
    }
  }

  @Test
  void a_view_that_a_service_asks_for_is_not_dropped() {
    try (FeatureStore store = open()) {
      store.apply(
          Definitions.of(BOTH).withServices(FeatureService.of("all", "spend:a", "spend:b")));
      store.ingest("spend", row("C-1", 1, 1, MARKER));
      assertThatThrownBy(() -> store.drop("spend")).isInstanceOf(NotFoundException.class);
      assertThat(store.stats("spend").rows()).isEqualTo(1);
    }
  }

  @Test
  void what_a_crash_left_of_a_dropped_view_goes_when_the_store_is_opened() throws IOException {
    Path rows = folder.resolve("features").resolve("offline");
    Path kept = folder.resolveSibling(folder.getFileName() + "-kept");
    try (FeatureStore store = open()) {
      store.apply(Definitions.of(BOTH));
      store.ingest("spend", row("C-1", 1, 1, MARKER));
    }
    copy(rows, kept);
    try (FeatureStore store = open()) {
      store.drop("spend");
    }
    delete(rows);
    copy(kept, rows);
    delete(kept);
    assertThat(isSomewhere(MARKER)).isTrue();
    try (FeatureStore store = open()) {
      assertThat(isSomewhere(MARKER)).isFalse();
      assertThat(store.registry().views()).isEmpty();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void rows_without_time_are_kept_aside_and_rows_without_key_are_counted() {
    try (FeatureStore store = open()) {
      store.apply(Definitions.of(BOTH));
      long left =
          store.ingest(
              "spend",
              Frame.builder(ROWS)
                  .row("C-1", at(1), 1, "x")
                  .row("C-1", null, 2, MARKER)
                  .row("C-2", null, 3, OTHER)
                  .row(null, at(1), 4, "z")
                  .build());
      assertThat(left).isEqualTo(3);
    }
    try (FeatureStore store = open()) {
      assertThat(store.keptAside("spend")).isEqualTo(2);
      assertThat(store.stats("spend").rows()).isEqualTo(1);
      assertThat(store.rowsKeptAside("spend").collect().toCsv())
          .isEqualTo("customer,at,a,b\nC-1,,2,%s\nC-2,,3,%s\n".formatted(MARKER, OTHER));
      assertThat(store.historicalFeatures(spine("C-1"), "spend:a").get(0, "a")).isEqualTo(1L);

      assertThat(store.erase(Map.of("customer", "C-1"))).isEqualTo(2);

      assertThat(store.keptAside("spend")).isEqualTo(1);
      assertThat(isSomewhere(MARKER)).isFalse();
      assertThat(isSomewhere(OTHER)).isTrue();
    }
  }

  @Test
  void an_erased_entity_is_in_no_file_and_its_absence_is_said(@TempDir Path sets) {
    HistoricalRequest request = HistoricalRequest.of("spend:a", "spend:b");
    try (FeatureStore store = open()) {
      store.apply(Definitions.of(BOTH));
      store.ingest("spend", row("C-1", 1, 1, MARKER));
      store.compact();
      store.ingest("spend", row("C-2", 2, 2, OTHER));
      SavedDataset early = store.saveDataset(sets.resolve("early"), spine("C-1", "C-2"), request);
      clock.set(micros(at(2000)));
      store.ingest("spend", row("C-1", 3, 3, MARKER));
      store.compact();

      assertThat(store.erase(Map.of("customer", "C-1"))).isEqualTo(2);

      assertThat(isSomewhere(MARKER)).isFalse();
      assertThat(isSomewhere(OTHER)).isTrue();
      assertThat(store.erased(request.asKnownAt(at(1500)))).hasToString("[spend: ERASED(1)]");
      assertThat(store.erased(request.asKnownAt(at(2500)))).hasToString("[spend: ERASED(2)]");
      Frame known = store.historicalFeatures(spine("C-1", "C-2"), request.asKnownAt(at(2500)));
      assertThat(known.notes()).containsExactly("spend: ERASED(2)");
      assertThat(store.historicalFeatures(spine("C-1", "C-2"), request).notes()).isEmpty();
      assertThat(
              store
                  .historicalFeatures(spine("C-1", "C-2").blocks(1), request.asKnownAt(at(1500)))
                  .next()
                  .notes())
          .containsExactly("spend: ERASED(1)");
      assertThat(store.erasedSince(early)).hasToString("[spend: ERASED(1)]");
      SavedDataset again =
          store.saveDataset(
              sets.resolve("again"), spine("C-1", "C-2"), request.asKnownAt(at(1500)));
      assertThat(again.erased()).isEqualTo(Map.of("spend", 1L));
      assertThat(SavedDataset.open(sets.resolve("again")).erased()).isEqualTo(Map.of("spend", 1L));
      assertThat(store.erasedSince(again)).hasToString("[spend: ERASED(0)]");
    }
  }

  @Test
  void old_rows_go_with_their_bytes() {
    try (FeatureStore store = open()) {
      store.apply(Definitions.of(BOTH));
      for (int i = 0; i < 5; i++) {
        store.ingest("spend", row("C-" + i, i, i, i < 2 ? MARKER : OTHER));
      }
      store.compact();
      assertThat(store.retain("spend", at(2))).isEqualTo(2);
      assertThat(isSomewhere(MARKER)).isFalse();
      assertThat(store.stats("spend").rows()).isEqualTo(3);
      assertThat(
              List.of(store.historicalFeatures(spine("C-1", "C-2"), "spend:a").toCsv().split("\n")))
          .hasSize(3);
    }
  }
}
