package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.DefinitionReader;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.definition.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A view that comes again under the name of a dropped one knows nothing of it. */
class DroppedViewsTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final FeatureView VIEW = TestViews.online("n: int64");

  private final SettableClock clock = new SettableClock(NOW);

  @TempDir Path folder;

  enum Kind {
    MEMORY,
    FOLDER,
    REOPENED
  }

  private FeatureStore open(Kind kind) {
    FeatureStoreBuilder builder = FeatureStore.builder().clock(clock);
    return kind == Kind.MEMORY ? builder.inMemory() : builder.at(folder);
  }

  private FeatureStore again(Kind kind, FeatureStore store) {
    if (kind != Kind.REOPENED) {
      return store;
    }
    store.close();
    return open(kind);
  }

  private static Frame row(long key, long n, long at) {
    return Frame.of(Column.ofLongs("k", key), Column.ofLongs("n", n), Column.ofMicros("at", at));
  }

  private static @Nullable Object joined(FeatureStore store, String feature) {
    Frame spine = Frame.of(Column.ofLongs("k", 1), Column.ofMicros("t", NOW + 100));
    return store.historicalFeatures(spine, "v:" + feature).get(0, feature);
  }

  @ParameterizedTest
  @EnumSource
  void itsRowsAndRunsAreGone(Kind kind) {
    FeatureStore store = open(kind);
    store.apply(Definitions.of(VIEW));
    store.push("v", row(1, 1, NOW), PushTarget.BOTH);
    store.ingest("v", row(1, 2, NOW + 1));
    store.materializeIncremental(Micros.instant(NOW + 10));
    clock.advance(20);

    store.drop("v");
    store.apply(Definitions.of(VIEW));
    store = again(kind, store);

    assertThat(joined(store, "n")).isNull();
    assertThat(store.prepare("v:n").get(Map.of("k", 1L)).status("n")).isEqualTo(Status.NOT_FOUND);
    assertThat(store.materializations("v").runs()).isEmpty();
    store.push("v", row(1, 3, NOW - 5), PushTarget.BOTH);
    assertThat(store.prepare("v:n").get(Map.of("k", 1L)).value("n")).isEqualTo(3L);
    assertThat(joined(store, "n")).isEqualTo(3L);
    store.close();
  }

  @ParameterizedTest
  @EnumSource
  void theFirstRunOfTheNextReachesBackItsTtlOnly(Kind kind) {
    FeatureView short10 =
        FeatureView.named("v")
            .entities(Entity.of("e", "k: int64"))
            .source(Source.ingested("at"))
            .features("n: int64")
            .ttl(Duration.ofNanos(10_000))
            .online()
            .build();
    FeatureStore store = open(kind);
    store.apply(Definitions.of(short10));
    store.materializeIncremental(Micros.instant(NOW));
    clock.advance(20);
    store.drop("v");
    store.apply(Definitions.of(short10));
    store = again(kind, store);
    store.ingest("v", row(1, 1, NOW));
    store.ingest("v", row(2, 2, NOW + 15));

    assertThat(store.materializeIncremental(Micros.instant(NOW + 20)).rows())
        .containsEntry("v", 1L);
    store.close();
  }

  @ParameterizedTest
  @EnumSource
  void theFrameThatWasBoundToItIsNotItsSource(Kind kind) {
    Definitions bound =
        DefinitionReader.read(
            """
            entities: {e: {keys: {k: int64}}}
            views:
              v:
                entities: [e]
                source: {frame: true, eventTime: at}
                features: {n: int64}
                online: true
            """,
            "features.yml",
            folder);
    FeatureStore store = open(kind);
    store.apply(bound);
    store.bind("v", row(1, 1, NOW));
    store.drop("v");
    store.apply(bound);
    FeatureStore opened = again(kind, store);

    assertThatThrownBy(
            () -> {
              if (kind == Kind.MEMORY) {
                joined(opened, "n");
              } else {
                opened.ingestSource("v");
              }
            })
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("not bound");
    opened.close();
  }

  @ParameterizedTest
  @EnumSource
  void aColumnOfADroppedVersionComesAgainEmpty(Kind kind) {
    FeatureView both = TestViews.online("n: int64, m: int64");
    FeatureStore store = open(kind);
    store.apply(Definitions.of(both));
    store.push(
        "v",
        Frame.of(
            Column.ofLongs("k", 1),
            Column.ofLongs("n", 1),
            Column.ofLongs("m", 1),
            Column.ofMicros("at", NOW)),
        PushTarget.BOTH);
    store.apply(Definitions.of(VIEW));
    store.drop("v", 0);
    store.apply(Definitions.of(both));
    store = again(kind, store);

    assertThat(joined(store, "n")).isEqualTo(1L);
    assertThat(joined(store, "m")).isNull();
    FeatureVector served = store.prepare("v:n", "v:m").get(Map.of("k", 1L));
    assertThat(served.value("n")).isEqualTo(1L);
    assertThat(served.status("m")).isEqualTo(Status.NULL_VALUE);
    store.close();
  }
}
