package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.MetricsListener;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.KeyBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureLogTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final FeatureView SPEND =
      FeatureView.named("spend")
          .domain("sales")
          .entities(Entity.of("customer", "customer: int64"))
          .source(Source.ingested("at"))
          .features("amount: float64, word: string")
          .ttl(Duration.ofHours(1))
          .online()
          .build();

  private final SettableClock clock = new SettableClock(NOW);
  private final List<String> counted = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path folder;

  private FeatureStore filled(FeatureStore store) {
    store.apply(Definitions.of(SPEND));
    Schema schema = Schema.of("customer: int64, amount: float64, word: string, at: timestamp_tz");
    Instant at = Micros.instant(NOW);
    store.push(
        "spend",
        Frame.ofRows(
            schema,
            List.of(List.of(1L, 1.5, "one", at), List.of(2L, 2.5, "two", at.minusSeconds(7200)))),
        PushTarget.BOTH);
    return store;
  }

  private FeatureStore inMemory() {
    return filled(FeatureStore.builder().clock(clock).inMemory());
  }

  @Test
  void whatIsServedIsJoinedLikeAnyOtherViewWithStatusAndEventTime() {
    try (FeatureStore store = filled(FeatureStore.builder().clock(clock).at(folder))) {
      PreparedFeatures served = store.prepare("spend:amount", "spend:word");
      FeatureLog log = store.logFeatures("spend_served", served, 1, 100);
      PreparedFeatures logged = served.loggedTo(log);

      logged.get(Map.of("customer", 1L));
      FeatureBuffer answer = logged.newBuffer(2);
      logged.get(2L, answer);
      KeyBuffer keys = logged.newKeys(2);
      logged.get(keys.add(3L).add(1L), answer);
      log.flush();

      assertThat(log.written()).isEqualTo(4);
      assertThat(log.dropped()).isZero();
      Frame spine =
          Frame.of(
              Column.ofLongs("customer", 1, 2, 3), Column.ofMicros("t", NOW + 1, NOW + 1, NOW + 1));
      Frame joined =
          store.historicalFeatures(
              spine,
              "spend_served:amount",
              "spend_served:amount__status",
              "spend_served:word",
              "spend_served:word__event_time");
      assertThat(joined.toCsv().lines().skip(1).map(line -> line.replaceAll("^(.),[^,]*", "$1")))
          .containsExactly(
              "1,1.5,PRESENT,one,2023-11-14T22:13:20Z",
              "2,,OUTSIDE_MAX_AGE,,2023-11-14T20:13:20Z",
              "3,,NOT_FOUND,,");
    }
  }

  @Test
  void whatFindsTheQueueFullIsDroppedAndCountedAndNobodyWaits() {
    FeatureStore store = inMemory();
    PreparedFeatures served = store.prepare("spend:amount");
    FeatureLog log = store.logFeatures("spend_served", served, 1, 3);
    PreparedFeatures logged = served.loggedTo(log);

    List<Map<String, Long>> asked =
        IntStream.range(0, 50).mapToObj(i -> Map.of("customer", (long) i)).toList();
    logged.get(asked);
    log.flush();

    assertThat(log.written() + log.dropped()).isEqualTo(50);
    assertThat(log.dropped()).isPositive();
  }

  @Test
  void everyAnswerOfManyThreadsIsWrittenOrCountedAsDropped() throws InterruptedException {
    FeatureStore store = inMemory();
    PreparedFeatures served = store.prepare("spend:amount");
    FeatureLog log = store.logFeatures("spend_served", served, 0.5, 200);
    FeatureLog all = store.logFeatures("all_served", served, 1, 200);
    CountDownLatch done = new CountDownLatch(4);
    for (int thread = 0; thread < 4; thread++) {
      new Thread(
              () -> {
                PreparedFeatures half = served.loggedTo(log);
                PreparedFeatures each = served.loggedTo(all);
                FeatureBuffer answer = half.newBuffer(1);
                for (int i = 0; i < 2_000; i++) {
                  half.get(i % 3, answer);
                  each.get(i % 3, answer);
                }
                done.countDown();
              },
              "serving")
          .start();
    }
    done.await();
    store.close();

    assertThat(all.written() + all.dropped()).isEqualTo(8_000);
    assertThat(log.written() + log.dropped()).isBetween(3_500L, 4_500L);
    assertThat(log.failure()).isEmpty();
  }

  @Test
  void aShareThatIsNoneAndAQueueOfNothingAreRefused() {
    FeatureStore store = inMemory();
    PreparedFeatures served = store.prepare("spend:amount");

    assertThatThrownBy(() -> store.logFeatures("s", served, 1.5, 10))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> store.logFeatures("s", served, Double.NaN, 10))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> store.logFeatures("s", served, 0.5, 0))
        .isInstanceOf(InvalidInputException.class);
    assertThat(store.registry().views()).doesNotContainKey("s");
  }

  @Test
  void requestsAreToldToTheMetricsListenerByDomainAndView() {
    MetricsListener listener =
        new MetricsListener() {
          @Override
          public void measured(String operation, String outcome, Duration took) {}

          @Override
          public void counted(String what, Map<String, String> labels, long times) {
            counted.add(what + " " + labels.get("domain") + " " + labels.get("view") + " " + times);
          }
        };
    FeatureStore store = filled(FeatureStore.builder().clock(clock).metrics(listener).inMemory());
    PreparedFeatures served = store.prepare("spend:amount");

    served.get(List.of(Map.of("customer", 1L), Map.of("customer", 2L)));
    FeatureBuffer answer = served.newBuffer(1);
    for (int i = 0; i < 1030; i++) {
      served.get(1L, answer);
    }
    answer.flushCounts();

    assertThat(counted)
        .containsExactly(
            "features.online.keys sales spend 2",
            "features.online.keys sales spend 1024",
            "features.online.keys sales spend 6");
    assertThat(store.onlineRequests()).containsEntry("spend", 1032L);
  }

  @Test
  void aRowThatTheStoreRefusesTakesNoOtherWithIt() {
    try (FeatureStore store = inMemory()) {
      FeatureLog log = store.logFeatures("served", store.prepare("spend:amount"), 1, 100);
      PreparedFeatures logged = store.prepare("spend:amount").loggedTo(log);
      logged.get(Map.of("customer", 1L));
      logged.get(Map.of("customer", 1L), Micros.instant(NOW).plus(Duration.ofDays(1)));
      logged.get(Map.of("customer", 2L));

      assertThatThrownBy(log::flush)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("in the future");

      assertThat(log.written()).isEqualTo(2);
      assertThat(log.dropped()).isEqualTo(1);
    }
  }

  @Test
  void answersToANullKeyCountAsDropped() {
    try (FeatureStore store = inMemory()) {
      FeatureLog log = store.logFeatures("served", store.prepare("spend:amount"), 1, 100);
      Map<String, @Nullable Object> nobody = new HashMap<>();
      nobody.put("customer", null);
      store.prepare("spend:amount").loggedTo(log).get(nobody);

      log.flush();

      assertThat(log.written()).isZero();
      assertThat(log.dropped()).isEqualTo(1);
    }
  }

  @Test
  void aViewThatHasRowsOfItsOwnIsNoLog() {
    try (FeatureStore store = inMemory()) {
      PreparedFeatures served = store.prepare("spend:amount");

      assertThatThrownBy(() -> store.logFeatures("spend", served, 1, 100))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("\"spend\"");

      assertThat(served.get(Map.of("customer", 1L)).value("amount")).isEqualTo(1.5);
      store.logFeatures("served", served, 1, 100).close();
      store.logFeatures("served", store.prepare("spend:word"), 1, 100).close();
    }
  }
}
