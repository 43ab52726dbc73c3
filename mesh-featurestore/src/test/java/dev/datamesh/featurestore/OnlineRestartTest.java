package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.definition.Status;
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.online.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is served after opening: from its snapshot and from what came after it. */
class OnlineRestartTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final FeatureView SPEND =
      FeatureView.named("spend")
          .entities(Entity.of("customer", "customer: string"))
          .source(Source.ingested("at"))
          .features("amount: float64, word: string, parts: list<int64>")
          .online()
          .build();

  private final SettableClock clock = new SettableClock(NOW);

  @TempDir Path folder;

  private FeatureStore open() {
    FeatureStore store = FeatureStore.builder().clock(clock).at(folder);
    store.apply(Definitions.of(SPEND));
    return store;
  }

  private static Frame row(String customer, @Nullable Double amount, long event) {
    Schema schema =
        Schema.of(
            "customer: string, amount: float64, word: string, parts: list<int64>, at:"
                + " timestamp_tz");
    List<@Nullable Object> cells = new ArrayList<>();
    cells.add(customer);
    cells.add(amount);
    cells.add("word of " + customer);
    cells.add(List.of(event, 2L));
    cells.add(Micros.instant(event));
    return Frame.ofRows(schema, List.of(cells));
  }

  private static @Nullable Object amount(FeatureStore store, String customer) {
    return store.prepare("spend:amount").get(Map.of("customer", customer)).value("amount");
  }

  private Path snapshot() {
    return folder.resolve("features/online/spend@v0.slots");
  }

  @Test
  void everyKindOfValueComesBackFromTheSnapshot() {
    String longKey = "a customer whose name is far too long for the row itself";
    try (FeatureStore store = open()) {
      store.push("spend", row("a", 1.5, NOW), PushTarget.BOTH);
      store.push("spend", row("b", null, NOW - 1), PushTarget.ONLINE);
      store.push("spend", row(longKey, Double.NaN, NOW - 2), PushTarget.BOTH);
      store.push("spend", row("z", Double.NEGATIVE_INFINITY, NOW - 3), PushTarget.BOTH);
    }
    assertThat(snapshot()).exists();
    try (FeatureStore store = open()) {
      PreparedFeatures all = store.prepare("spend:amount", "spend:word", "spend:parts");
      FeatureVector a = all.get(Map.of("customer", "a"));
      assertThat(a.toMap())
          .containsEntry("amount", 1.5)
          .containsEntry("word", "word of a")
          .containsEntry("parts", List.of(NOW, 2L));
      assertThat(a.eventTime("amount")).contains(Micros.instant(NOW));
      FeatureVector b = all.get(Map.of("customer", "b"));
      assertThat(b.status("amount")).isEqualTo(Status.NULL_VALUE);
      assertThat(b.value("word")).isEqualTo("word of b");
      assertThat(all.get(Map.of("customer", longKey)).value("amount")).isEqualTo(Double.NaN);
      assertThat(all.get(Map.of("customer", "z")).value("amount"))
          .isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(all.get(Map.of("customer", "c")).status("amount")).isEqualTo(Status.NOT_FOUND);
    }
  }

  @Test
  void whatCameAfterTheSnapshotIsDoneAgainAndOlderRowsReplaceNothing() throws IOException {
    Path kept = Files.createTempDirectory("kept");
    try (FeatureStore store = open()) {
      store.push("spend", row("a", 1.0, NOW), PushTarget.BOTH);
      store.checkpoint();
      store.push("spend", row("a", 0.5, NOW - 1), PushTarget.BOTH);
      store.push("spend", row("b", 2.0, NOW), PushTarget.BOTH);
      store.push("spend", row("c", 3.0, NOW), PushTarget.ONLINE);
      store.push("spend", row("d", 4.0, NOW), PushTarget.OFFLINE);
      store.materializeIncremental(Micros.instant(NOW));
      store.push("spend", row("e", 5.0, NOW), PushTarget.OFFLINE);
      Files.copy(snapshot(), kept.resolve("snapshot"));
    }
    // As if the process had been killed: the snapshot is that of the checkpoint.
    Files.delete(snapshot());
    Files.copy(kept.resolve("snapshot"), snapshot());
    try (FeatureStore store = open()) {
      assertThat(Stream.of("a", "b", "c", "d", "e").map(key -> amount(store, key)))
          .containsExactly(1.0, 2.0, 3.0, 4.0, null);
      assertThat(store.materializeIncremental(Micros.instant(NOW)).rows())
          .containsEntry("spend", 1L);
      assertThat(amount(store, "e")).isEqualTo(5.0);
    }
  }

  @Test
  void aDamagedSnapshotIsAsGoodAsNone() throws IOException {
    try (FeatureStore store = open()) {
      for (int i = 0; i < 3000; i++) {
        if (i % 1000 == 0) {
          store.push("spend", row("k" + i, (double) i, NOW), PushTarget.BOTH);
        }
      }
    }
    byte[] whole = Files.readAllBytes(snapshot());
    for (int at : new int[] {0, 5, 20, 60, 200, whole.length / 2, whole.length - 1}) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(snapshot(), damaged);
      check(at);
    }
    for (int length : new int[] {0, 3, 70, whole.length - 1}) {
      Files.write(snapshot(), java.util.Arrays.copyOf(whole, length));
      check(-length);
    }
  }

  private void check(int damage) {
    try (FeatureStore store = open()) {
      assertThat(Stream.of("k0", "k1000", "k2000").map(key -> amount(store, key)))
          .as("damage %d", damage)
          .containsExactly(0.0, 1000.0, 2000.0);
    }
  }

  @Test
  void anErasedEntityIsInNoFileOfTheStoreAndDoesNotComeBack() throws IOException {
    try (FeatureStore store = open()) {
      store.push("spend", row("somebody", 1.0, NOW), PushTarget.BOTH);
      store.push("spend", row("other", 2.0, NOW), PushTarget.BOTH);
    }
    try (FeatureStore store = open()) {
      assertThat(amount(store, "somebody")).isEqualTo(1.0);
      store.erase(Map.of("customer", "somebody"));
      assertThat(snapshot()).doesNotExist();
      assertThat(amount(store, "somebody")).isNull();
    }
    assertThat(new String(Files.readAllBytes(snapshot()), java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain("somebody");
    try (FeatureStore store = open()) {
      assertThat(amount(store, "somebody")).isNull();
      assertThat(amount(store, "other")).isEqualTo(2.0);
    }
  }

  @Test
  void retentionHoldsOnBothSidesAndAfterOpening() {
    try (FeatureStore store = open()) {
      store.push("spend", row("old", 1.0, NOW - 1_000_000), PushTarget.BOTH);
      store.push("spend", row("new", 2.0, NOW), PushTarget.BOTH);
      store.retain("spend", Micros.instant(NOW - 10));
      assertThat(amount(store, "old")).isNull();
    }
    try (FeatureStore store = open()) {
      assertThat(amount(store, "old")).isNull();
      assertThat(amount(store, "new")).isEqualTo(2.0);
    }
  }

  @Test
  void aPushIsNoMaterializationOfTheRowsBeforeIt() {
    try (FeatureStore store = open()) {
      store.push("spend", row("early", 1.0, NOW - 5), PushTarget.OFFLINE);
      store.push("spend", row("a", 2.0, NOW), PushTarget.BOTH);
    }
    try (FeatureStore store = open()) {
      assertThat(amount(store, "early")).isNull();
      store.materializeIncremental(Micros.instant(NOW));
      assertThat(amount(store, "early")).isEqualTo(1.0);
    }
  }

  @Test
  void runsAreKeptAndTheirIntervalsMergedAcrossOpenings() {
    Instant t0 = Micros.instant(NOW - 1_000);
    Instant t1 = Micros.instant(NOW - 500);
    Instant t2 = Micros.instant(NOW);
    try (FeatureStore store = open()) {
      store.push("spend", row("a", 1.0, NOW - 700), PushTarget.OFFLINE);
      store.materialize(t0, t1);
      store.materialize(t1, t2);
    }
    try (FeatureStore store = open()) {
      MaterializationHistory history = store.materializations("spend");
      assertThat(history.runs())
          .extracting(MaterializationHistory.Run::rows)
          .containsExactly(1L, 0L);
      assertThat(history.runs()).noneMatch(MaterializationHistory.Run::isIncremental);
      assertThat(history.intervals()).containsExactly(new MaterializationHistory.Interval(t0, t2));
      store.materializeIncremental(t1);
      store.materializeIncremental(t2);
      assertThat(store.materializations("spend").runs()).hasSize(4);
      assertThat(store.materializations("spend").intervals())
          .containsExactly(new MaterializationHistory.Interval(Instant.MIN, t2));
    }
  }

  @Test
  void rowsOffTheHeapAreKeptToo() {
    for (int round = 0; round < 2; round++) {
      try (FeatureStore store =
          FeatureStore.builder()
              .clock(clock)
              .online(HashedRowSlots.of(Memory.DIRECT, 1L << 30))
              .at(folder)) {
        store.apply(Definitions.of(SPEND));
        if (round == 0) {
          store.push("spend", row("a", 1.5, NOW), PushTarget.BOTH);
        }
        assertThat(amount(store, "a")).isEqualTo(1.5);
      }
    }
  }
}
