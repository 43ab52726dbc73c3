package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.featurestore.definition.BoundPolicy;
import dev.datamesh.featurestore.definition.DefinitionReader;
import dev.datamesh.featurestore.definition.DefinitionWriter;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.definition.FeatureService;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.registry.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions by the rules of Feast's registry tests, and what is refused. */
class RegistryTest {

  private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");

  /** The three views that the documents of the requirements show. */
  static final String VIEWS =
      """
      project: ecommerce_mesh
      entities:
        customer: {keys: {customer_id: string}, description: Unique customer identifier}
        product: {keys: {product_id: int64}, description: Unique product identifier}
      views:
        ventas_customer_features:
          description: Customer purchase behavior
          entities: [customer]
          ttl: P90D
          online: true
          owner: ventas-team@company.com
          domain: ventas
          tags: {domain: ventas, pii: "no"}
          product: ventas.orders
          source: {csv: ventas.csv, eventTime: event_timestamp, createdTime: created_timestamp}
          features:
            total_purchases_7d: {type: double, description: Total spent in the last 7 days}
            total_purchases_30d: double
            transaction_count_7d: int64
            avg_basket_size_30d: double
            days_since_last_purchase: int64
            preferred_payment_method: string
            is_premium_customer: int64
        producto_features:
          entities: [product]
          ttl: P30D
          domain: producto
          owner: catalog-team@company.com
          source: {csv: producto.csv, eventTime: event_timestamp}
          features: {current_price: double, category: string, stock_level: int64,
            days_since_launch: int64, avg_rating: float, total_reviews: int64}
        logistica_features:
          entities: [customer]
          ttl: P60D
          domain: logistica
          source: {csv: logistica.csv, eventTime: event_timestamp, zone: Europe/Madrid}
          features:
            avg_delivery_time_days: double
            on_time_delivery_rate: {type: double, pick: latest_non_null}
            total_shipments_30d: int64
            return_rate_30d: double
        routes:
          entities: [{entity: product, keys: {product_id: from_id}}, {entity: product, keys: {product_id: to_id}}]
          bounds: open_start
          source: {eventTime: t}
          features: {together: int64}
      on_demand_views:
        basket:
          function: share
          version: 2
          inputs: ["ventas_customer_features:total_purchases_30d"]
          request: {basket: double}
          features: {share: double}
      services:
        churn:
          owner: ml@company.com
          features:
            - ventas_customer_features:total_purchases_30d
            - {feature: "logistica_features:return_rate_30d", as: delivery, keys: {customer_id: payer_id}}
            - basket:share
      """;

  private static FeatureView.Builder view() {
    return FeatureView.named("v")
        .entities(Entity.of("e", "k: string"))
        .domain("ventas")
        .source(Source.ingested("t"))
        .features("a: int64, b: string");
  }

  private static Registry applied(FeatureView... views) {
    Registry registry = Registry.EMPTY;
    for (FeatureView view : views) {
      registry = registry.apply(Definitions.of(view), NOW, "test");
    }
    return registry;
  }

  private static int version(Registry registry) {
    return registry.views().get("v").current().number();
  }

  @Test
  void theFirstApplyMakesVersionZeroAndTheSameAgainNothing() {
    Registry once = applied(view().build());

    assertThat(version(once)).isZero();
    assertThat(once.revision()).isEqualTo(1);
    assertThat(once.apply(Definitions.of(view().build()), NOW, "test")).isSameAs(once);
    assertThat(once.plan(Definitions.of(view().build())).toString()).isEqualTo("nothing to do\n");
  }

  @Test
  void aChangeOfFeaturesKeysTimesOrBoundsMakesANewVersion() {
    FeatureView first = view().build();
    for (FeatureView changed :
        new FeatureView[] {
          view().features("c: int64").build(),
          view().bounds(BoundPolicy.OPEN_END).build(),
          view().source(Source.ingested("other")).build(),
          FeatureView.named("v")
              .entities(Entity.of("e2", "l: int64"))
              .features("a: int64, b: string")
              .build(),
          FeatureView.named("v")
              .entities(Entity.of("e", "k: string"))
              .features("a: float64, b: string")
              .build()
        }) {
      Registry registry = applied(first, changed);

      assertThat(version(registry)).isEqualTo(1);
      assertThat(registry.views().get("v").get("v", 0).definition()).isEqualTo(first);
    }
  }

  @Test
  void aChangeOfDescriptionTagsOwnerOrTtlMakesNone() {
    Registry registry =
        applied(
            view().build(),
            view().description("d").build(),
            view().owner("o").tag("k", "v").build(),
            view().ttl(Duration.ofDays(1)).build(),
            view().online().build());

    assertThat(version(registry)).isZero();
    assertThat(registry.history()).hasSize(5);
    assertThat(registry.history().get(3).plan().toString())
        .contains("update view v: ttl: none -> PT24H");
  }

  @Test
  void theBareNameMeansThePinnedVersionElseTheNewest() {
    Registry registry =
        applied(view().build(), view().features("c: int64").build()).pin("v", 0, NOW, "test");
    assertThat(version(registry)).isZero();

    registry =
        registry.apply(Definitions.of(view().features("c: int64, d: int64").build()), NOW, "test");
    assertThat(version(registry)).isZero();
    registry = registry.unpin("v", NOW, "test");
    assertThat(version(registry)).isEqualTo(2);
    registry = registry.rollback("v", NOW, "test").rollback("v", NOW, "test");
    assertThat(version(registry)).isZero();
    Registry last = registry;
    assertThatThrownBy(() -> last.rollback("v", NOW, "test"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("v0 is its first version");
    assertThatThrownBy(() -> last.drop("v", 0, NOW, "test"))
        .hasMessageContaining("current version");
    assertThatThrownBy(() -> last.pin("v", 9, NOW, "test"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("it has [v0, v1, v2]");
  }

  @Test
  void thePlanWarnsOfTheSameFeatureInAnotherDomain() {
    Registry registry = applied(view().build());
    FeatureView other =
        FeatureView.named("w")
            .entities(Entity.of("e", "k: string"))
            .domain("marketing")
            .features("a: int64, z: int64")
            .build();

    assertThat(registry.plan(Definitions.of(other)).warnings())
        .singleElement()
        .asString()
        .contains("domain \"ventas\" has features [a] of the same name in view v");
  }

  @Test
  void thePlanWarnsOfTheSameFeatureInAnotherDomainOfTheSameFile() {
    FeatureView other =
        FeatureView.named("w")
            .entities(Entity.of("e", "k: string"))
            .domain("marketing")
            .features("a: int64, z: int64")
            .build();

    assertThat(Registry.EMPTY.plan(Definitions.of(view().build(), other)).warnings())
        .singleElement()
        .asString()
        .contains("domain \"ventas\" has features [a] of the same name in view v");
    assertThat(
            applied(view().build(), other)
                .plan(Definitions.of(view().domain("marketing").build(), other))
                .warnings())
        .as("what is about to change domain is compared as it will be")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@b", "a:b", "", "1a", "a b", "ä"})
  void namesThatReferencesCannotCarryAreRefused(String name) {
    assertThatThrownBy(() -> FeatureView.named(name).features("x: int64").build())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot name a view");
  }

  @Test
  void namesThatDifferOnlyByCaseAreRefused() {
    assertThatThrownBy(
            () ->
                Definitions.of(view().build(), FeatureView.named("V").features("x: int64").build()))
        .hasMessageContaining("differ only by case");
    assertThatThrownBy(
            () -> applied(view().build(), FeatureView.named("V").features("x: int64").build()))
        .hasMessageContaining("differ only by case");
    assertThatThrownBy(() -> view().features("A: int64").build())
        .hasMessageContaining("differ only by case");
  }

  @Test
  void aServiceOfWhatDoesNotExistIsRefusedAndNothingIsApplied() {
    assertThatThrownBy(
            () ->
                Registry.EMPTY.apply(
                    Definitions.of(view().build()).withServices(FeatureService.of("s", "v:zz")),
                    NOW,
                    "test"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("it has [a, b]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v", "v:", ":a", "v:a:b", "v@1:a", "v@v:a", "v@v-1:a", "v@v01:a", ""})
  void whatIsNoReferenceIsRefused(String text) {
    assertThatThrownBy(() -> FeatureReference.of(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected view:feature or view@v2:feature");
  }

  @Test
  void aReferenceNamesAViewAVersionAndAFeature() {
    FeatureReference reference = FeatureReference.of("v@v2:a");

    assertThat(reference.version()).hasValue(2);
    assertThat(reference.toString()).isEqualTo("v@v2:a");
    assertThat(reference.outputName(true)).isEqualTo("v__a");
  }

  @Test
  void theViewsOfTheRequirementsAreReadAndWrittenBackEqual() {
    Definitions read = DefinitionReader.read(VIEWS, "features.yml", Path.of("/data"));

    assertThat(read.views()).hasSize(4);
    FeatureView ventas = read.views().get(0);
    assertThat(ventas.ttl()).contains(Duration.ofDays(90));
    assertThat(ventas.features()).hasSize(7);
    assertThat(ventas.source().origin()).isEqualTo(new Source.CsvFile(Path.of("/data/ventas.csv")));
    assertThat(read.views().get(1).feature("avg_rating").type().toString()).isEqualTo("float32");
    assertThat(read.views().get(3).keys().names()).containsExactly("from_id", "to_id");
    String written = DocumentWriter.json().write(DefinitionWriter.document(read));
    assertThat(DefinitionReader.read(written, "again", Path.of("/elsewhere"))).isEqualTo(read);
    Registry registry = Registry.EMPTY.apply(read, NOW, "test");
    assertThat(registry.owners()).containsKey("ventas-team@company.com");
    assertThat(registry.search("ventas 30d spent")).isEmpty();
    assertThat(registry.search("PURCHASES ventas"))
        .contains("ventas_customer_features:total_purchases_7d");
  }
}
