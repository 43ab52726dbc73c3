package dev.datamesh.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AccessDeniedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.domain.Slos;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.Sharing;
import dev.datamesh.core.product.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogTest {

  private static final Instant NOW = Instant.parse("2024-01-15T10:30:00Z");
  private static final ProductId REVENUE = ProductId.of("ventas.daily_revenue_api");

  private Catalog catalog;

  @BeforeEach
  void declareTwoDomains() {
    catalog = Catalog.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)).inMemory();
    catalog
        .declare(
            Domains.of(
                Domain.of("ventas", "sales-team@company.com")
                    .withDataProducts(List.of("daily_revenue_api", "product_performance"))
                    .withSlos(Slos.of("latency_p99", "15 minutes", "availability", "99.9%")),
                Domain.of("producto", "catalog-team@company.com")
                    .withDataProducts(List.of("catalog_api"))))
        .orThrow();
  }

  private static DataProduct revenue() {
    return DataProduct.builder(REVENUE)
        .owner("sales-team@company.com")
        .description("Revenue per day and region")
        .schema("date: date!, revenue_gross: decimal(18,2)")
        .version("v2.1")
        .tags("revenue", "gold")
        .slos("availability", "99.95%")
        .build();
  }

  @Test
  void a_registered_product_is_found_at_once_by_id_list_and_search() {
    CatalogEntry entry = catalog.register(revenue()).orThrow();
    assertThat(entry.created()).isEqualTo(NOW);
    assertThat(catalog.get(REVENUE)).isEqualTo(entry);
    assertThat(catalog.list(ProductQuery.all().tag("gold")).entries()).containsExactly(entry);
    assertThat(catalog.search("revenue region").hits().get(0).entry()).isEqualTo(entry);
  }

  @Test
  void products_that_are_only_declared_are_listed_as_such() {
    catalog.register(revenue()).orThrow();
    assertThat(catalog.list(ProductQuery.all().status(Status.DECLARED)).products())
        .extracting(product -> product.id().toString(), DataProduct::owner)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "ventas.product_performance", "sales-team@company.com"),
            org.assertj.core.groups.Tuple.tuple(
                "producto.catalog_api", "catalog-team@company.com"));
  }

  @Test
  void a_product_without_an_owner_is_refused_and_nothing_changes() {
    long before = catalog.revision();
    WriteResult<CatalogEntry> result =
        catalog.register(DataProduct.builder("ventas.orphan").build());
    assertThat(result.reasons())
        .extracting(Refusal::reason)
        .containsExactly(Refusal.Reason.NO_OWNER);
    assertThat(result.explain()).startsWith("Cannot register ventas.orphan: it has no owner");
    assertThatThrownBy(result::orThrow).isInstanceOf(InvalidInputException.class);
    assertThat(catalog.revision()).isEqualTo(before);
  }

  @Test
  void a_product_of_an_unknown_domain_is_refused_with_the_domains_there_are() {
    assertThat(
            catalog
                .register(DataProduct.builder("compras.orders").owner("a@b.c").build())
                .explain())
        .contains("the domain \"compras\" is not declared; there are [ventas, producto]");
  }

  @Test
  void registering_twice_is_a_conflict_that_shows_the_current_state() {
    CatalogEntry first = catalog.register(revenue()).orThrow();
    assertThat(catalog.register(revenue()).conflicting()).contains(first);
  }

  @Test
  void an_update_keeps_what_it_does_not_set() {
    catalog.register(revenue()).orThrow();
    CatalogEntry updated =
        catalog.update(REVENUE, builder -> builder.description("Revenue")).orThrow();
    assertThat(updated.product()).isEqualTo(revenue().toBuilder().description("Revenue").build());
  }

  @Test
  void an_update_of_a_state_that_has_passed_is_a_conflict() {
    CatalogEntry first = catalog.register(revenue()).orThrow();
    CatalogEntry second = catalog.update(REVENUE, builder -> builder.tags("new")).orThrow();
    assertThat(
            catalog.update(REVENUE, first.revision(), builder -> builder.tags("old")).conflicting())
        .contains(second);
  }

  @Test
  void objectives_of_the_domain_hold_beside_those_of_the_product() {
    catalog.register(revenue()).orThrow();
    Slos slos = catalog.slosOf(REVENUE);
    assertThat(slos.availability()).hasToString("Optional[99.95]");
    assertThat(slos.latency("p99")).isPresent();
  }

  @Test
  void a_product_goes_from_active_to_deprecated_to_inactive() {
    catalog.register(revenue()).orThrow();
    assertThat(catalog.deprecate(REVENUE).orThrow().status()).isEqualTo(Status.DEPRECATED);
    assertThat(catalog.retire(REVENUE).orThrow().status()).isEqualTo(Status.INACTIVE);
  }

  @Test
  void a_bare_name_of_two_products_is_ambiguous() {
    catalog.register(revenue()).orThrow();
    catalog
        .register(DataProduct.builder("producto.daily_revenue_api").owner("x").build())
        .orThrow();
    assertThat(catalog.lookup("catalog_api").entry()).isPresent();
    assertThat(catalog.lookup("daily_revenue_api"))
        .isEqualTo(
            new Lookup.Ambiguous(
                "daily_revenue_api", List.of(ProductId.of("producto.daily_revenue_api"), REVENUE)));
    assertThat(catalog.lookup("nothing")).isEqualTo(new Lookup.Missing("nothing"));
  }

  @Test
  void pages_follow_one_another_without_gap_or_repetition() {
    for (int i = 0; i < 120; i++) {
      catalog.register(DataProduct.builder("ventas.p" + i).owner("x").build()).orThrow();
    }
    ProductQuery query = ProductQuery.all().status(Status.ACTIVE);
    ProductPage page = catalog.list(query);
    List<CatalogEntry> all = new java.util.ArrayList<>(page.entries());
    while (page.hasNext()) {
      page = catalog.list(query.after(page.next()));
      all.addAll(page.entries());
    }
    assertThat(all).hasSize(120).doesNotHaveDuplicates();
    assertThat(page.total()).isEqualTo(120);
    assertThat(catalog.list(query.offset(100).limit(50)).entries())
        .isEqualTo(all.subList(100, 120));
  }

  @Test
  void an_owner_writes_its_domain_only_and_a_reader_nothing() {
    Catalog owner = catalog.as(Principal.domainOwner("ana", "ventas"));
    assertThat(owner.register(revenue()).isDone()).isTrue();
    assertThatThrownBy(() -> owner.register(DataProduct.builder("producto.x").owner("ana").build()))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("it does not own the domain \"producto\"");
    assertThatThrownBy(() -> catalog.as(Principal.reader("bo")).retire(REVENUE))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void what_is_private_is_not_there_for_others() {
    catalog.register(revenue().toBuilder().sharing(Sharing.PRIVATE).build()).orThrow();
    Catalog stranger = catalog.as(Principal.reader("bo", "producto"));
    assertThat(stranger.find(REVENUE)).isEmpty();
    assertThat(stranger.search("revenue region").hits()).isEmpty();
    assertThatThrownBy(() -> stranger.get(REVENUE)).isInstanceOf(AccessDeniedException.class);
    assertThat(catalog.as(Principal.reader("cy", "ventas")).find(REVENUE)).isPresent();
  }

  @Test
  void a_limit_is_a_typed_error() {
    Catalog small = Catalog.builder().limits(CatalogLimits.UNLIMITED.withProducts(1)).inMemory();
    small.declare(Domain.of("ventas", "x")).orThrow();
    small.register(revenue()).orThrow();
    assertThatThrownBy(() -> small.register(DataProduct.builder("ventas.b").owner("x").build()))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("the limit is 1");
  }

  @Test
  void what_is_not_there_is_said_so() {
    assertThat(catalog.find("ventas.nothing")).isEmpty();
    assertThatThrownBy(() -> catalog.get("ventas.nothing")).isInstanceOf(NotFoundException.class);
    assertThat(catalog.retire(ProductId.of("ventas.nothing")).explain())
        .isEqualTo("Cannot retire ventas.nothing: it is not registered");
  }
}
