package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A version of a view that nobody has asked for has no table yet; when it is asked for, it serves
 * what was pushed before. Version 0 has {@code a}, version 1 has {@code a} and {@code b}.
 */
class VersionsServedLaterTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final FeatureView FIRST = TestViews.online("a: int64");
  private static final FeatureView SECOND = TestViews.online("a: int64, b: int64");

  @TempDir Path folder;

  private FeatureStore inMemory() {
    return FeatureStore.builder().clock(new SettableClock(NOW)).inMemory();
  }

  private FeatureStore inFolder() {
    return FeatureStore.builder().clock(new SettableClock(NOW)).at(folder);
  }

  /** To both sides, online alone, offline alone: keys 1, 2 and 3. */
  private static void push(FeatureStore store, long age) {
    push(store, 1, age, PushTarget.BOTH);
    push(store, 2, age, PushTarget.ONLINE);
    push(store, 3, age, PushTarget.OFFLINE);
  }

  private static void push(FeatureStore store, long key, long age, PushTarget target) {
    Frame row =
        Frame.of(
            Column.ofLongs("k", key),
            Column.ofLongs("a", 10 * key - age),
            Column.ofLongs("b", 100 * key - age),
            Column.ofMicros("at", NOW - age));
    boolean hasB = store.registry().view("v", OptionalInt.empty()).number() == 1;
    store.push("v", hasB ? row : row.select(List.of("k", "a", "at")), target);
  }

  private static void expectPushed(FeatureStore store, String feature, long one, long two) {
    PreparedFeatures prepared = store.prepare("v@" + feature);
    String name = feature.substring(feature.indexOf(':') + 1);
    assertThat(prepared.get(Map.of("k", 1L)).value(name)).as("both").isEqualTo(one);
    assertThat(prepared.get(Map.of("k", 2L)).value(name)).as("online").isEqualTo(two);
    assertThat(prepared.get(Map.of("k", 3L)).status(name)).isEqualTo(Status.NOT_FOUND);
  }

  private static void expectNulls(FeatureStore store, String feature) {
    PreparedFeatures prepared = store.prepare("v@" + feature);
    String name = feature.substring(feature.indexOf(':') + 1);
    assertThat(prepared.get(Map.of("k", 1L)).status(name)).isEqualTo(Status.NULL_VALUE);
    assertThat(prepared.get(Map.of("k", 2L)).status(name)).isEqualTo(Status.NULL_VALUE);
    assertThat(prepared.get(Map.of("k", 3L)).status(name)).isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void aVersionAskedForLateServesWhatWasPushedBeforeItInMemory() {
    try (FeatureStore store = inMemory()) {
      pushToBothVersions(store);
      expectPushedToBothVersions(store);
    }
  }

  @Test
  void aVersionAskedForLateServesWhatWasPushedBeforeItInAFolder() {
    try (FeatureStore store = inFolder()) {
      pushToBothVersions(store);
      expectPushedToBothVersions(store);
    }
  }

  @Test
  void aVersionAskedForAfterARestartServesWhatWasPushedBeforeIt() {
    try (FeatureStore store = inFolder()) {
      pushToBothVersions(store);
    }
    try (FeatureStore store = inFolder()) {
      expectPushedToBothVersions(store);
    }
  }

  @Test
  void aVersionMadeAfterARestartServesWhatWasPushedToTheOneBeforeIt() {
    try (FeatureStore store = inFolder()) {
      store.apply(Definitions.of(FIRST));
      push(store, 5);
    }
    try (FeatureStore store = inFolder()) {
      store.apply(Definitions.of(SECOND));
      expectPushed(store, "v1:a", 5, 15);
      expectNulls(store, "v1:b");
    }
    try (FeatureStore store = inFolder()) {
      expectPushed(store, "v0:a", 5, 15);
    }
  }

  @Test
  void whatIsPushedOfAnOldVersionThatNobodyServesReachesItAfterARestart() {
    try (FeatureStore store = inFolder()) {
      store.apply(Definitions.of(FIRST));
      store.apply(Definitions.of(SECOND));
      push(store, 1);
    }
    try (FeatureStore store = inFolder()) {
      push(store, 0);
      expectPushed(store, "v0:a", 10, 20);
      expectPushed(store, "v1:b", 100, 200);
    }
  }

  private static void pushToBothVersions(FeatureStore store) {
    store.apply(Definitions.of(FIRST));
    push(store, 5);
    store.apply(Definitions.of(SECOND));
    push(store, 7);
  }

  /** The rows of the first push are newer than those of the second. */
  private static void expectPushedToBothVersions(FeatureStore store) {
    expectPushed(store, "v1:a", 5, 15);
    expectNulls(store, "v1:b");
    expectPushed(store, "v0:a", 5, 15);
  }
}
