package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AccessDeniedException;
import dev.datamesh.core.CancelledException;
import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.definition.FeatureService;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.OnDemandView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.definition.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureStoreTest {

  private static final Instant T = Instant.parse("2024-01-10T00:00:00Z");
  private static final Entity CUSTOMER = Entity.of("customer", "customer_id: string");

  @TempDir Path folder;

  private static Frame rows(String schema, Object... cells) {
    Schema columns = Schema.of(schema);
    List<List<Object>> rows = new ArrayList<>();
    int width = columns.fields().size();
    for (int i = 0; i < cells.length; i += width) {
      rows.add(Arrays.asList(cells).subList(i, i + width));
    }
    return Frame.ofRows(columns, rows);
  }

  private static Frame spine(Object... cells) {
    return rows("customer_id: string, at: timestamp_tz", cells);
  }

  private static FeatureView.Builder spend() {
    return FeatureView.named("spend")
        .entities(CUSTOMER)
        .online()
        .ttl(Duration.ofDays(5))
        .source(
            Source.frame(
                rows(
                    "customer_id: string, t: timestamp_tz, amount: float64",
                    "a",
                    T.minus(Duration.ofDays(6)),
                    1.0,
                    "a",
                    T.minus(Duration.ofDays(1)),
                    2.0,
                    "b",
                    T.minus(Duration.ofDays(9)),
                    3.0),
                "t"))
        .features("amount: float64");
  }

  record VentasCustomerFeatures(
      String customer_id,
      double total_purchases_7d,
      double total_purchases_30d,
      long transaction_count_7d,
      double avg_basket_size_30d,
      long days_since_last_purchase,
      String preferred_payment_method,
      long is_premium_customer) {}

  @Test
  void aViewTakesNamesAndTypesFromARecord() {
    FeatureView view =
        FeatureView.of(VentasCustomerFeatures.class, CUSTOMER)
            .ttl(Duration.ofDays(90))
            .owner("ventas-team@company.com")
            .build();

    assertThat(view.name()).isEqualTo("ventas_customer_features");
    assertThat(view.features()).hasSize(7);
    assertThat(view.feature("transaction_count_7d").type().toString()).isEqualTo("int64");
    assertThat(view.feature("preferred_payment_method").type().toString()).isEqualTo("string");
  }

  @Test
  void onDemandFeaturesAreComputedFromStoredOnesAndRequestData() {
    FeatureStore store =
        FeatureStore.builder()
            .function(
                "ratio",
                1,
                in -> {
                  Double amount = (Double) in.get("amount");
                  Double basket = (Double) in.get("basket");
                  Map<String, Object> out = new java.util.HashMap<>();
                  boolean sure = amount != null && basket != null;
                  out.put("share", sure ? (Object) (basket / amount) : null);
                  out.put("sure", sure);
                  return out;
                })
            .inMemory();
    store.apply(
        Definitions.of(spend().build())
            .withOnDemandViews(
                OnDemandView.of(
                    "basket",
                    "ratio",
                    List.of("spend:amount"),
                    "basket: float64",
                    "share: float64, sure: boolean"))
            .withServices(FeatureService.of("s", "basket:share", "spend:amount")));
    Frame asking =
        rows("customer_id: string, at: timestamp_tz, basket: float64", "a", T, 1.0, "z", T, 1.0);

    Frame joined = store.historicalFeatures(asking, HistoricalRequest.ofService("s").statuses());

    assertThat(joined.schema().names())
        .containsExactly(
            "customer_id", "at", "basket", "share", "share__status", "amount", "amount__status");
    assertThat(joined.column("share").get(0)).isEqualTo(0.5);
    assertThat(joined.column("share").get(1)).isNull();
    assertThat(store.historicalFeatures(asking, "basket:sure").schema().names())
        .as("only what was asked for")
        .containsExactly("customer_id", "at", "basket", "sure");
    store.materialize(T.minus(Duration.ofDays(30)), T);
    assertThat(
            store
                .prepare("basket:share")
                .get(Map.of("customer_id", "a", "basket", 3.0), T)
                .value("share"))
        .isEqualTo(1.5);
    assertThatThrownBy(() -> store.historicalFeatures(spine("a", T), "basket:share"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("request data [basket] is missing");
  }

  @Test
  void anUnboundFunctionIsATypedError() {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(
        Definitions.of(spend().build())
            .withOnDemandViews(
                OnDemandView.of("o", "f", List.of("spend:amount"), "", "x: float64")));

    assertThatThrownBy(() -> store.historicalFeatures(spine("a", T), "o:x"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("function f@v1 is not registered");
  }

  @Test
  void theSameEntityTwiceIsReadUnderTwoRoles() {
    FeatureStore store = FeatureStore.inMemory();
    Frame weather = rows("place_id: int64, t: timestamp_tz, rain: float64", 1L, T, 0.1, 2L, T, 0.2);
    store.apply(
        Definitions.of(
            FeatureView.named("places")
                .entities(Entity.of("place", "place_id: int64"))
                .source(Source.frame(weather, "t"))
                .features("rain: float64")
                .build()));
    FeatureReference rain = FeatureReference.of("places:rain");
    Frame trips =
        rows("origin_id: int64, destination_id: int64, at: timestamp_tz", 1L, 2L, T, 2L, 9L, T);

    Frame joined =
        store.historicalFeatures(
            trips,
            HistoricalRequest.of(
                List.of(
                    rain.as("origin", Map.of("place_id", "origin_id")),
                    rain.as("destination", Map.of("place_id", "destination_id")))));

    assertThat(joined.toCsv())
        .isEqualTo(
            """
            origin_id,destination_id,at,origin__rain,destination__rain
            1,2,2024-01-10T00:00:00Z,0.1,0.2
            2,9,2024-01-10T00:00:00Z,0.2,
            """);
  }

  @Test
  void aViewMayHaveTheSameEntityUnderTwoKeys() {
    Entity place = Entity.of("place", "place_id: int64");
    FeatureStore store = FeatureStore.inMemory();
    store.apply(
        Definitions.of(
            FeatureView.named("routes")
                .entities(
                    place.withKeys(Map.of("place_id", "origin_id")),
                    place.withKeys(Map.of("place_id", "destination_id")))
                .source(
                    Source.frame(
                        rows(
                            "origin_id: int64, destination_id: int64, t: timestamp_tz, km: int64",
                            1L,
                            2L,
                            T,
                            300L),
                        "t"))
                .features("km: int64")
                .build()));

    Frame joined =
        store.historicalFeatures(
            rows("destination_id: int64, origin_id: int64, at: timestamp_tz", 2L, 1L, T, 1L, 2L, T),
            "routes:km");

    assertThat(joined.column("km").get(0)).isEqualTo(300L);
    assertThat(joined.column("km").get(1)).isNull();
  }

  @Test
  void aSourcesColumnsMayHaveOtherNames() throws IOException {
    Path file = folder.resolve("s.csv");
    Files.writeString(file, "cust,when,val\na,2024-01-09T00:00:00,7\n");
    FeatureStore store = FeatureStore.inMemory();
    store.apply(
        Definitions.of(
            FeatureView.named("v")
                .entities(CUSTOMER)
                .source(
                    Source.csv(file, "when")
                        .withZone(java.time.ZoneId.of("Europe/Berlin"))
                        .withColumn("customer_id", "cust")
                        .withColumn("amount", "val"))
                .features("amount: int64")
                .build()));

    assertThat(
            store
                .historicalFeatures(spine("a", T), HistoricalRequest.of("v:amount").eventTimes())
                .row(0)
                .toMap()
                .toString())
        .contains("amount=7, amount__event_time=2024-01-08T23:00:00Z");
  }

  @Test
  void aChangedFileIsReadAgain() throws IOException {
    Path file = folder.resolve("s.csv");
    Files.writeString(file, "customer_id,t,amount\na,2024-01-09T00:00:00Z,7\n");
    FeatureStore store = FeatureStore.inMemory();
    store.apply(
        Definitions.of(
            FeatureView.named("v")
                .entities(CUSTOMER)
                .source(Source.csv(file, "t"))
                .features("amount: int64")
                .build()));
    assertThat(store.historicalFeatures(spine("a", T), "v:amount").get(0, "amount")).isEqualTo(7L);

    Files.writeString(file, "a,2024-01-09T12:00:00Z,88\n", StandardOpenOption.APPEND);
    assertThat(store.historicalFeatures(spine("a", T), "v:amount").get(0, "amount")).isEqualTo(88L);

    Files.delete(file);
    assertThatThrownBy(() -> store.historicalFeatures(spine("a", T), "v:amount"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void anOutcomeIsKnownOnlyWhenItsHorizonHasPassed() {
    FeatureStore store =
        FeatureStore.builder()
            .clock(new TickingClock(Instant.parse("2023-01-01T00:00:00Z")))
            .inMemory();
    store.apply(
        Definitions.of(
            FeatureView.named("churn")
                .entities(CUSTOMER)
                .labelHorizon(Duration.ofDays(90))
                .source(
                    Source.frame(
                        rows(
                            "customer_id: string, t: timestamp_tz, churned: boolean", "a", T, true),
                        "t"))
                .features("churned: boolean")
                .build()));
    HistoricalRequest request = HistoricalRequest.of("churn:churned");

    assertThat(store.historicalFeatures(spine("a", T), request).get(0, "churned")).isEqualTo(true);
    assertThat(
            store
                .historicalFeatures(
                    spine("a", T), request.asKnownAt(T.plus(Duration.ofDays(90)).minusNanos(1000)))
                .get(0, "churned"))
        .isNull();
    assertThat(
            store
                .historicalFeatures(spine("a", T), request.asKnownAt(T.plus(Duration.ofDays(90))))
                .get(0, "churned"))
        .isEqualTo(true);
    assertThatThrownBy(() -> store.prepare("churn:churned"))
        .hasMessageContaining("it is not online");
    assertThatThrownBy(
            () ->
                FeatureView.named("v")
                    .labelHorizon(Duration.ofDays(1))
                    .online()
                    .features("x: int64")
                    .build())
        .hasMessageContaining("it tells outcomes");
  }

  @Test
  void anExplanationAgreesWithTheJoinAndJudgesEveryRow() {
    FeatureStore store = FeatureStore.inMemory();
    Random random = new Random(9);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(
          Arrays.asList(
              "c" + random.nextInt(4),
              random.nextInt(20) == 0 ? null : T.plusSeconds(random.nextInt(30)),
              T.plusSeconds(random.nextInt(30)),
              random.nextInt(3) == 0 ? null : (Object) random.nextDouble(),
              random.nextInt(3) == 0 ? null : (Object) random.nextDouble()));
    }
    Schema schema =
        Schema.of(
            "customer_id: string, t: timestamp_tz, made: timestamp_tz, x: float64, y: float64");
    store.apply(
        Definitions.of(
            FeatureView.named("v")
                .entities(CUSTOMER)
                .ttl(Duration.ofSeconds(3))
                .source(Source.frame(Frame.ofRows(schema, rows), "t").withCreatedTime("made"))
                .features("x: float64")
                .feature(
                    Feature.of("y", schema.fields().get(4).type())
                        .withPick(Feature.Pick.LATEST_NON_NULL))
                .build()));
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      cells.add("c" + random.nextInt(5));
      cells.add(T.plusSeconds(random.nextInt(35) - 3));
    }
    Frame spine = spine(cells.toArray());
    for (HistoricalRequest request :
        List.of(
            HistoricalRequest.of("v:x").statuses(),
            HistoricalRequest.of("v:y").statuses(),
            HistoricalRequest.of("v:y").statuses().createdCutoff(),
            HistoricalRequest.of("v:x").statuses().createdCutoff(T.plusSeconds(9)).serveStale())) {
      Frame joined = store.historicalFeatures(spine, request);
      String name = request.features().get(0).feature();
      for (int row = 0; row < spine.rows(); row++) {
        Explanation explanation = store.explain(spine, row, request);
        assertThat(explanation.status().name()).isEqualTo(joined.get(row, name + "__status"));
        assertThat(explanation.value()).isEqualTo(joined.get(row, name));
      }
    }
    assertThat(store.explain(spine("c1", T.plusSeconds(5)), 0, "v:x").toString())
        .contains("window [2024-01-10T00:00:02Z, 2024-01-10T00:00:05Z]")
        .contains("after the time")
        .contains("taken");
  }

  @Test
  void aSpineBeyondTheLimitIsRefusedWithTheWayOut() {
    assertThatThrownBy(() -> JoinPlan.checkRows(1L << 31))
        .isInstanceOf(dev.datamesh.core.LimitExceededException.class)
        .hasMessageContaining("2,147,483,648 rows")
        .hasMessageContaining("pass it in blocks");
  }

  @Test
  void featuresBetweenTwoInstantsNeedNoSpine() {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(Definitions.of(spend().build()));

    Frame frame =
        store.featuresBetween(T.minus(Duration.ofDays(6)), T, HistoricalRequest.of("spend:amount"));

    assertThat(frame.toCsv())
        .isEqualTo(
            """
            customer_id,event_timestamp,amount
            a,2024-01-04T00:00:00Z,1.0
            a,2024-01-09T00:00:00Z,2.0
            """);
  }

  @Test
  void aSavedDataSetEqualsTheJoinAndIsNeverOverwritten() throws IOException {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(Definitions.of(spend().build()));
    Frame spine = spine("a", T, "b", T);
    HistoricalRequest request = HistoricalRequest.of("spend:amount").statuses();

    SavedDataset saved = store.saveDataset(folder.resolve("d"), spine, request);

    assertThat(SavedDataset.open(folder.resolve("d"))).isEqualTo(saved);
    assertThat(saved.read()).isEqualTo(store.historicalFeatures(spine, request));
    assertThat(saved.versions()).isEqualTo(Map.of("spend", 0));
    assertThat(saved.policies()).isEqualTo(Map.of("spend", "bounds closed, ttl PT120H"));
    assertThat(saved.sequences()).isEqualTo(Map.of("spend", 3L));
    assertThatThrownBy(() -> store.saveDataset(folder.resolve("d"), spine, request))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is one");
    Path data = folder.resolve("d").resolve("data.csv.gz");
    byte[] bytes = Files.readAllBytes(data);
    bytes[bytes.length / 2] ^= 1;
    Files.write(data, bytes);
    assertThatThrownBy(saved::read).isInstanceOf(DamagedDataException.class);
  }

  @Test
  void anOldVersionStaysJoinableAndAnAddedFeatureIsNullForOlderRows() {
    FeatureStore store = FeatureStore.inMemory();
    FeatureView first =
        FeatureView.named("v")
            .entities(CUSTOMER)
            .source(Source.ingested("t"))
            .features("x: int64")
            .build();
    store.apply(Definitions.of(first));
    store.ingest("v", rows("customer_id: string, t: timestamp_tz, x: int64", "a", T, 1L));
    store.apply(
        Definitions.of(
            FeatureView.named("v")
                .entities(CUSTOMER)
                .source(Source.ingested("t"))
                .features("x: int64, y: int64")
                .build()));
    store.ingest(
        "v", rows("customer_id: string, t: timestamp_tz, x: int64, y: int64", "b", T, 2L, 3L));

    Frame joined =
        store.historicalFeatures(
            spine("a", T, "b", T), HistoricalRequest.of("v:x", "v:y").statuses());
    assertThat(joined.select(List.of("x", "y")).toCsv()).isEqualTo("x,y\n1,\n2,3\n");
    assertThat(joined.get(0, "y__status")).isEqualTo(Status.NULL_VALUE.name());
    assertThat(store.historicalFeatures(spine("b", T), "v@v0:x").get(0, "x")).isEqualTo(2L);
    store.rollback("v");
    assertThatThrownBy(() -> store.historicalFeatures(spine("b", T), "v:y"))
        .hasMessageContaining("it has [x]");
    store.unpin("v");
    store.drop("v", 0);
    assertThatThrownBy(() -> store.historicalFeatures(spine("b", T), "v@v0:x"))
        .hasMessageContaining("it has [v1]");
  }

  @Test
  void rowsWithoutEventTimeAreCountedAndKeptAside() {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(
        Definitions.of(
            FeatureView.named("v")
                .entities(CUSTOMER)
                .source(Source.ingested("t"))
                .features("x: int64")
                .build()));

    assertThat(
            store.ingest(
                "v",
                rows("customer_id: string, t: timestamp_tz, x: int64", "a", null, 1L, "a", T, 2L)))
        .isEqualTo(1);
    assertThat(store.keptAside("v")).isEqualTo(1);
  }

  @Test
  void rowsThatDoNotFitAreRefusedByName() {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(
        Definitions.of(
            FeatureView.named("v")
                .entities(CUSTOMER)
                .source(Source.ingested("t"))
                .features("x: int64")
                .build()));

    assertThatThrownBy(
            () -> store.ingest("v", rows("customer_id: string, t: timestamp_tz", "a", T)))
        .hasMessageContaining("column \"x\" is missing: there are [customer_id, t]");
    assertThatThrownBy(
            () ->
                store.ingest(
                    "v", rows("customer_id: string, t: timestamp_tz, x: string", "a", T, "1")))
        .hasMessageContaining("column \"x\" is string: expected int64");
    assertThatThrownBy(
            () ->
                store.historicalFeatures(
                    rows("customer_id: int64, at: timestamp_tz", 1L, T), "v:x"))
        .hasMessageContaining("\"customer_id\" is int64: the key is string");
    assertThatThrownBy(() -> store.historicalFeatures(spine("a", T), HistoricalRequest.of()))
        .hasMessageContaining("name at least one view:feature");
    assertThatThrownBy(() -> store.historicalFeatures(spine("a", T), "v:x", "v:x"))
        .hasMessageContaining("both results are named");
  }

  @Test
  void whoMayNotApplyIsRefusedAndNothingChanges() {
    FeatureStore store = FeatureStore.builder().guard(Guard.BY_ROLE).inMemory();
    FeatureView view = spend().domain("ventas").build();

    assertThatThrownBy(
            () -> store.apply(Definitions.of(view), Principal.domainOwner("x", "marketing")))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(store.registry().views()).isEmpty();
    Principal owner = Principal.domainOwner("x", "ventas");
    store.apply(Definitions.of(view), owner);
    assertThat(store.history().get(0).by()).isEqualTo("x");

    store.apply(Definitions.of(spend().domain("ventas").features("more: int64").build()), owner);
    Principal other = Principal.domainOwner("y", "marketing");
    assertThatThrownBy(() -> store.pin("spend", 0, other))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> store.rollback("spend", other))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> store.unpin("spend", other)).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> store.drop("spend", 0, other))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(store.history()).hasSize(2);
    store.rollback("spend", owner);
    assertThat(store.history().get(2).by()).isEqualTo("x");
  }

  @Test
  void theHostHearsHowFarAJoinIsAndCanEndIt() {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(Definitions.of(spend().build()));
    List<String> heard = new ArrayList<>();

    store.historicalFeatures(
        spine("a", T),
        HistoricalRequest.of("spend:amount")
            .progress(
                (work, done, total) -> {
                  heard.add(work);
                  return true;
                }));
    assertThat(heard).contains("join spend");
    assertThatThrownBy(
            () ->
                store.historicalFeatures(
                    spine("a", T),
                    HistoricalRequest.of("spend:amount").progress((work, done, total) -> false)))
        .isInstanceOf(CancelledException.class);
  }

  @Test
  void lineageHearsWhichProductAndFieldsAViewReads() {
    List<String> heard = new ArrayList<>();
    FeatureStore store =
        FeatureStore.builder().lineage(s -> heard.add(s.source() + " -> " + s.target())).inMemory();
    FeatureView view = spend().product(ProductId.of("ventas.orders")).build();

    store.apply(Definitions.of(view));
    store.apply(Definitions.of(view));

    assertThat(heard)
        .containsExactly(
            "product mesh:ventas.orders -> feature_view mesh:spend",
            "field mesh:ventas.orders/amount -> field mesh:spend/amount");
  }

  @Test
  void definitionsAreThereAfterReopening() {
    TickingClock clock = new TickingClock(T);
    FeatureView view =
        FeatureView.named("v")
            .entities(CUSTOMER)
            .source(Source.ingested("t"))
            .features("x: int64")
            .build();
    FeatureView wider =
        FeatureView.named("v")
            .entities(CUSTOMER)
            .source(Source.ingested("t"))
            .features("x: int64, y: int64")
            .build();
    List<?> history;
    try (FeatureStore store = FeatureStore.builder().clock(clock).at(folder)) {
      store.apply(Definitions.of(view).withServices(FeatureService.of("s", "v:x")));
      clock.set(T.plusSeconds(5));
      store.apply(Definitions.of(wider));
      store.pin("v", 0);
      history = store.history();
    }
    try (FeatureStore store = FeatureStore.builder().clock(clock).at(folder)) {
      assertThat(store.history()).isEqualTo(history);
      assertThat(store.registry().views().get("v").current().number()).isZero();
      assertThat(store.registry().views().get("v").newest().number()).isEqualTo(1);
      assertThat(store.registry().service("s").features()).hasSize(1);
      assertThat(store.apply(Definitions.of(wider)).isEmpty()).isTrue();
    }
  }

  @Test
  void anUnreadKeyTypeIsRefusedWhereItIsDeclared() {
    assertThatThrownBy(() -> Entity.of("e", "k: float64"))
        .hasMessageContaining("its type is float64");
    assertThatThrownBy(() -> Entity.of("e", "")).hasMessageContaining("without a key");
    assertThat(Column.ofLongs("k", 1).rows()).isEqualTo(1);
  }
}
