package dev.datamesh.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AccessDeniedException;
import dev.datamesh.core.ClosedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.product.Status;
import dev.datamesh.core.spi.ProductLineage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CatalogWritesTest {

  private static final ProductId A = ProductId.of("ventas.a");
  private static final ProductId B = ProductId.of("ventas.b");
  private static final ProductId C = ProductId.of("producto.c");

  private final Catalog catalog = Catalogs.declared(Catalog.inMemory());

  @Test
  void a_moved_product_is_found_by_every_name_it_had() {
    CatalogEntry before = catalog.register(Catalogs.product("ventas.a").build()).orThrow();
    catalog.move(A, B).orThrow();
    CatalogEntry after = catalog.move(B, C).orThrow();
    assertThat(catalog.get(A)).isEqualTo(catalog.get(C)).isEqualTo(after);
    assertThat(catalog.get(B)).isEqualTo(after);
    assertThat(after.created()).isEqualTo(before.created());
    assertThat(catalog.lookup("a")).isEqualTo(new Lookup.Missing("a"));
    assertThat(catalog.list().entries()).containsExactly(after);
    assertThat(catalog.search("name:c").total()).isOne();
    assertThat(catalog.search("name:a").total()).isZero();
  }

  @Test
  void a_name_that_was_left_can_be_taken_again() {
    catalog.register(Catalogs.product("ventas.a").build()).orThrow();
    catalog.move(A, B).orThrow();
    CatalogEntry second = catalog.register(Catalogs.product("ventas.a").build()).orThrow();
    assertThat(catalog.get(A)).isEqualTo(second);
    assertThat(catalog.move(A, B).conflicting()).contains(catalog.get(B));
  }

  @Test
  void moving_takes_the_right_to_both_domains() {
    catalog.register(Catalogs.product("ventas.a").build()).orThrow();
    Catalog ana = catalog.as(Principal.domainOwner("ana", "ventas"));
    assertThatThrownBy(() -> ana.move(A, C)).isInstanceOf(AccessDeniedException.class);
    assertThat(ana.move(A, B).isDone()).isTrue();
  }

  @Test
  void a_deleted_product_is_gone_and_its_lineage_is_told() {
    List<ProductId> told = new ArrayList<>();
    ProductLineage lineage =
        new ProductLineage() {
          @Override
          public Map<ProductId, SortedSet<ProductId>> upstream(Collection<ProductId> products) {
            return Map.of();
          }

          @Override
          public List<String> consumers(ProductId product) {
            return List.of();
          }

          @Override
          public void productDeleted(ProductId product) {
            told.add(product);
          }
        };
    Catalog listening = Catalogs.declared(Catalog.builder().lineage(lineage).inMemory());
    listening.register(Catalogs.product("ventas.a").build()).orThrow();
    listening.delete(A).orThrow();
    assertThat(told).containsExactly(A);
    assertThat(listening.find(A)).isEmpty();
    assertThat(listening.search("name:a").total()).isZero();
    assertThat(listening.delete(A).explain())
        .isEqualTo("Cannot delete ventas.a: it is not registered");
  }

  @Test
  void a_batch_is_one_revision_or_nothing() {
    long before = catalog.revision();
    List<CatalogEntry> done =
        catalog
            .batch()
            .register(Catalogs.product("ventas.a").build())
            .update(A, builder -> builder.description("first"))
            .register(Catalogs.product("ventas.b").build())
            .commit()
            .orThrow();
    assertThat(catalog.revision()).isEqualTo(before + 1);
    assertThat(done).hasSize(3);
    assertThat(catalog.get(A).product().description()).isEqualTo("first");

    WriteResult<List<CatalogEntry>> refused =
        catalog.batch().delete(A).register(Catalogs.product("compras.x").build()).commit();
    assertThat(refused.reasons())
        .extracting(Refusal::reason)
        .containsExactly(Refusal.Reason.UNKNOWN_DOMAIN);
    assertThat(catalog.find(A)).isPresent();
    assertThat(catalog.revision()).isEqualTo(before + 1);
  }

  @Test
  void what_is_out_of_use_cannot_be_deprecated() {
    catalog.register(Catalogs.product("ventas.a").build()).orThrow();
    catalog.retire(A).orThrow();
    assertThat(catalog.deprecate(A).reasons())
        .extracting(Refusal::reason)
        .containsExactly(Refusal.Reason.WRONG_STATE);
    assertThat(catalog.update(A, builder -> builder.status(Status.ACTIVE)).isDone()).isTrue();
  }

  @Test
  void a_change_that_throws_changes_nothing() {
    catalog.register(Catalogs.product("ventas.a").build()).orThrow();
    long before = catalog.revision();
    assertThatThrownBy(
            () ->
                catalog.update(
                    A,
                    builder -> {
                      throw new InvalidInputException("no");
                    }))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> catalog.update(A, builder -> builder.id(B)))
        .hasMessageContaining("move it instead");
    assertThat(catalog.revision()).isEqualTo(before);
  }

  @Test
  void a_closed_catalog_takes_no_writes() {
    catalog.close();
    catalog.close();
    assertThatThrownBy(() -> catalog.register(Catalogs.product("ventas.a").build()))
        .isInstanceOf(ClosedException.class);
    assertThat(catalog.health().isOpen()).isFalse();
  }

  @Test
  void figures_tell_declared_from_observed_dependencies() {
    ProductLineage lineage =
        new ProductLineage() {
          @Override
          public Map<ProductId, SortedSet<ProductId>> upstream(Collection<ProductId> products) {
            return products.contains(C) ? Map.of(C, new TreeSet<>(List.of(A))) : Map.of();
          }

          @Override
          public List<String> consumers(ProductId product) {
            return List.of();
          }

          @Override
          public void productDeleted(ProductId product) {}
        };
    Catalog watched = Catalogs.declared(Catalog.builder().lineage(lineage).inMemory());
    watched
        .register(
            Catalogs.product("ventas.a")
                .upstream(dev.datamesh.core.product.Dependency.on("producto.c"))
                .build())
        .orThrow();
    watched.register(Catalogs.product("producto.c").build()).orThrow();
    Analytics figures = watched.analytics();
    assertThat(figures.byDomain())
        .containsEntry("ventas", 1)
        .containsEntry("producto", 1)
        .containsEntry("logistica", 0);
    assertThat(figures.byStatus()).containsEntry(Status.ACTIVE, 2);
    assertThat(figures.declaredNotObserved()).hasToString("[ventas -> producto.c]");
    assertThat(figures.observedNotDeclared()).hasToString("[producto -> ventas.a]");
  }
}
