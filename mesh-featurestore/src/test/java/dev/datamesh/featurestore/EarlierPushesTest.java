package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.testkit.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders that a build wrote which kept pushes in the journal {@code feature-rows}: those for the
 * online side alone of a store in a folder, or all rows of a store with rows in memory.
 */
class EarlierPushesTest {

  private static final long NOW = 1_700_000_000_000_000L;

  private final SettableClock clock = new SettableClock(NOW);

  @TempDir Path temp;

  private static FeatureView view(String name) {
    return FeatureView.named(name)
        .entities(Entity.of("customer", "customer: string"))
        .source(Source.ingested("at"))
        .features("amount: float64, word: string")
        .online()
        .build();
  }

  private Path folder(String kind) throws IOException {
    Path kept =
        Path.of(System.getProperty("mesh.root"))
            .resolve("mesh-featurestore/src/test/resources/pushes-before-tail")
            .resolve(kind);
    Path copy = temp.resolve(kind);
    Folders.copy(kept, copy);
    return copy;
  }

  private FeatureStore open(Path folder) {
    FeatureStore store = FeatureStore.builder().clock(clock).at(folder);
    store.apply(Definitions.of(view("spend")));
    store.apply(Definitions.of(view("visits")));
    return store;
  }

  private static @Nullable Object served(FeatureStore store, String view, String customer) {
    return store.prepare(view + ":amount").get(Map.of("customer", customer)).value("amount");
  }

  private static @Nullable Object joined(FeatureStore store, String view, String customer) {
    Frame spine =
        Frame.of(Column.ofStrings("customer", customer), Column.ofMicros("t", NOW + 1_000_000));
    return store.historicalFeatures(spine, view + ":amount").get(0, "amount");
  }

  private static List<Path> filesWith(Path folder, String marker) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                      .contains(marker);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              })
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored", "journaled"})
  void whatTheyHadIsServedAndJoinedAndTheJournalIsGone(String kind) throws IOException {
    Path folder = folder(kind);
    for (int round = 0; round < 2; round++) {
      try (FeatureStore store = open(folder)) {
        assertThat(Files.exists(folder.resolve("feature-rows"))).isFalse();
        assertThat(served(store, "spend", "both")).isEqualTo(1.0);
        assertThat(served(store, "spend", "alone")).isEqualTo(2.0);
        assertThat(served(store, "spend", "erased")).isNull();
        assertThat(served(store, "spend", "late")).isEqualTo(6.0);
        assertThat(served(store, "spend", "joined")).isNull();
        assertThat(served(store, "visits", "alone")).isEqualTo(4.0);
        assertThat(served(store, "visits", "joined")).isEqualTo(5.0);
        assertThat(joined(store, "spend", "both")).isEqualTo(1.0);
        assertThat(joined(store, "spend", "alone")).isNull();
        assertThat(joined(store, "spend", "erased")).isNull();
        assertThat(joined(store, "spend", "joined")).isEqualTo(7.0);
        assertThat(joined(store, "visits", "joined")).isEqualTo(5.0);
        assertThat(store.materializations("spend").runs()).hasSize(1);
      }
      assertThat(filesWith(folder, "erased")).isEmpty();
    }
    try (FeatureStore store = open(folder)) {
      assertThat(store.materializeIncremental(Micros.instant(NOW)).rows())
          .containsEntry("spend", 1L)
          .containsEntry("visits", 0L);
      assertThat(served(store, "spend", "joined")).isEqualTo(7.0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored", "journaled"})
  void theNextErasureHoldsForThemToo(String kind) throws IOException {
    Path folder = folder(kind);
    assertThat(filesWith(folder, "word-of-alone")).isNotEmpty();
    try (FeatureStore store = open(folder)) {
      assertThat(store.erase(Map.of("customer", "alone"))).isEqualTo(2);
      assertThat(filesWith(folder, "alone")).isEmpty();
    }
    assertThat(filesWith(folder, "alone")).isEmpty();
  }

  @Test
  void rowsOfAViewThatNobodyAppliedWaitAndAnErasureSaysSo() throws IOException {
    Path folder = folder("journaled");
    try (FeatureStore store = FeatureStore.builder().clock(clock).at(folder)) {
      store.apply(Definitions.of(view("spend")));
      store.push(
          "spend",
          Frame.of(
              Column.ofStrings("customer", "new"),
              Column.ofDoubles("amount", 9),
              Column.ofStrings("word", "w"),
              Column.ofMicros("at", NOW)),
          PushTarget.BOTH);
      assertThatThrownBy(() -> store.erase(Map.of("customer", "alone")))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("visits");
      assertThat(served(store, "spend", "alone")).isNull();
      store.apply(Definitions.of(view("visits")));
      assertThat(served(store, "spend", "alone")).isEqualTo(2.0);
    }
    try (FeatureStore store = open(folder)) {
      assertThat(served(store, "spend", "new")).isEqualTo(9.0);
      assertThat(joined(store, "spend", "new")).isEqualTo(9.0);
      assertThat(served(store, "spend", "alone")).isEqualTo(2.0);
      assertThat(joined(store, "spend", "joined")).isEqualTo(7.0);
      assertThat(served(store, "visits", "joined")).isEqualTo(5.0);
      assertThat(store.erase(Map.of("customer", "alone"))).isEqualTo(2);
      assertThat(filesWith(folder, "word-of-alone")).isEmpty();
    }
  }
}
