package dev.datamesh.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AccessDeniedException;
import dev.datamesh.core.AssetId;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.catalog.WriteResult;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.Dependency;
import dev.datamesh.core.spi.ContractGate;
import dev.datamesh.lineage.model.LineageEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The catalog and the lineage together: who depends on whom, deleted products, the guard. */
class CatalogLineageTest {

  private static final ProductId REVENUE = ProductId.of("ventas.revenue");
  private static final ProductId SEGMENTS = ProductId.of("marketing.segments");

  private final LineageGraph lineage = LineageGraph.inMemory();

  private Catalog catalog() {
    Catalog catalog =
        Catalog.builder()
            .lineage(lineage.ofProducts())
            .gate(
                (product, published, candidate) ->
                    new ContractGate.Answer(SemanticVersion.Bump.MAJOR, List.of("a field is gone")))
            .inMemory();
    catalog
        .declare(
            Domains.of(
                Domain.of("ventas", "sales@company.com"),
                Domain.of("marketing", "marketing@company.com")))
        .orThrow();
    return catalog;
  }

  private static DataProduct product(ProductId id, String... upstream) {
    return DataProduct.builder(id)
        .owner("team@company.com")
        .upstream(java.util.Arrays.stream(upstream).map(Dependency::on).toList())
        .build();
  }

  @Test
  void dependencies_that_are_declared_are_held_against_what_the_lineage_shows() {
    Catalog catalog = catalog();
    catalog.register(product(REVENUE)).orThrow();
    catalog.register(product(SEGMENTS, "ventas.customers")).orThrow();
    AssetId table = AssetId.dataset("segments_table");
    lineage.contain(table, AssetId.of(SEGMENTS));
    lineage.add(LineageEntry.of(AssetId.of(REVENUE), table));
    lineage.add(LineageEntry.of(AssetId.dataset("raw"), AssetId.of(REVENUE)));
    assertThat(catalog.analytics().observedNotDeclared())
        .hasToString("[marketing -> ventas.revenue]");
    assertThat(catalog.analytics().declaredNotObserved())
        .hasToString("[marketing -> ventas.customers]");
  }

  @Test
  void a_moved_product_keeps_the_lineage_of_its_old_name() {
    Catalog catalog = catalog();
    catalog.register(product(REVENUE)).orThrow();
    catalog.register(product(SEGMENTS)).orThrow();
    lineage.add(LineageEntry.of(AssetId.of(REVENUE), AssetId.of(SEGMENTS)));
    catalog.move(REVENUE, ProductId.of("ventas.turnover")).orThrow();
    catalog.move(SEGMENTS, ProductId.of("marketing.groups")).orThrow();
    assertThat(catalog.analytics().observed()).hasToString("[marketing -> ventas.turnover]");
  }

  @Test
  void a_deleted_product_leaves_its_node_marked_deleted_until_it_is_registered_again() {
    Catalog catalog = catalog();
    catalog.register(product(REVENUE)).orThrow();
    catalog.register(product(SEGMENTS)).orThrow();
    lineage.add(LineageEntry.of(AssetId.of(REVENUE), AssetId.of(SEGMENTS)));
    catalog.batch().delete(REVENUE).commit().orThrow();
    assertThat(lineage.node(AssetId.of(REVENUE)).orElseThrow().deleted()).isTrue();
    assertThat(lineage.downstream(AssetId.of(REVENUE)).size()).isOne();
    catalog.delete(SEGMENTS).orThrow();
    assertThat(lineage.node(AssetId.of(SEGMENTS)).orElseThrow().deleted()).isTrue();
    catalog.register(product(REVENUE)).orThrow();
    assertThat(lineage.node(AssetId.of(REVENUE)).orElseThrow().deleted()).isFalse();
  }

  @Test
  void a_product_without_lineage_leaves_nothing_behind() {
    Catalog catalog = catalog();
    catalog.register(product(REVENUE)).orThrow();
    catalog.delete(REVENUE).orThrow();
    assertThat(lineage.nodes()).isEmpty();
  }

  @Test
  void the_lineage_names_who_uses_a_contract_that_breaks() {
    Catalog catalog = catalog();
    catalog.register(product(REVENUE)).orThrow();
    AssetId board = AssetId.mesh(AssetId.Kind.DASHBOARD, "executive_dashboard");
    lineage.add(LineageEntry.of(AssetId.of(REVENUE), board));
    catalog.contracts().publish(REVENUE, SemanticVersion.of(1, 0, 0), "one").orThrow();
    WriteResult<?> refused =
        catalog.contracts().publish(REVENUE, SemanticVersion.of(1, 1, 0), "two");
    assertThat(refused.explain())
        .contains("it is used by dashboard mesh:executive_dashboard (by lineage)");
  }

  @Test
  void a_write_is_durable_whatever_the_lineage_says_to_it() {
    Catalog catalog = catalog();
    catalog.register(product(REVENUE)).orThrow();
    lineage.add(LineageEntry.of(AssetId.dataset("raw"), AssetId.of(REVENUE)));
    lineage.close();
    assertThat(catalog.delete(REVENUE).isDone()).isTrue();
    assertThat(catalog.find(REVENUE)).isEmpty();
  }

  @Test
  void writes_of_lineage_ask_the_guard_about_the_domain_of_their_target() {
    LineageGraph guarded = lineage.guardedBy(Guard.BY_ROLE);
    LineageGraph ventas = guarded.as(Principal.domainOwner("ana", "ventas"));
    AssetId raw = AssetId.dataset("raw-orders");
    assertThat(ventas.add(LineageEntry.of(raw, AssetId.of(REVENUE)))).isTrue();
    assertThatThrownBy(() -> ventas.add(LineageEntry.of(AssetId.of(REVENUE), AssetId.of(SEGMENTS))))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(
            "Cannot record lineage product mesh:marketing.segments as ana (domain_owner of"
                + " [ventas]), it does not own the domain \"marketing\"");
    assertThatThrownBy(() -> ventas.add(LineageEntry.of("raw-orders", "raw-copies")))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(
            ventas.add(
                LineageEntry.of(
                    AssetId.of(REVENUE), AssetId.mesh(AssetId.Kind.DASHBOARD, "board"))))
        .isTrue();
    LineageGraph reader = guarded.as(Principal.reader("eva", "ventas"));
    assertThatThrownBy(() -> reader.load(List.of(LineageEntry.of(raw, raw)).iterator()))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(lineage.edges()).hasSize(2);
    assertThat(guarded.add(LineageEntry.of("raw-orders", "raw-copies"))).isTrue();
  }

  @Test
  void descriptions_and_ends_of_lineage_ask_the_guard_too() {
    AssetId table = AssetId.dataset("table");
    lineage.add(LineageEntry.of(table, AssetId.of(REVENUE)));
    LineageGraph ventas =
        lineage.guardedBy(Guard.BY_ROLE).as(Principal.domainOwner("ana", "ventas"));
    ventas.describe(NodeDescription.of(table).inDomain("ventas"));
    assertThatThrownBy(() -> ventas.describe(NodeDescription.of(table).inDomain("marketing")))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> ventas.contain(table, AssetId.of(SEGMENTS)))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> ventas.join(AssetId.of(SEGMENTS), table))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> ventas.retract(Retraction.ofProducer("etl")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("all of the producer etl");
    assertThat(ventas.retract(Retraction.ofEdge(table, AssetId.of(REVENUE)))).isOne();
    ventas.delete(table);
    assertThat(lineage.node(table).orElseThrow().deleted()).isTrue();
  }
}
