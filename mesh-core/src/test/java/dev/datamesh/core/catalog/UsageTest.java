package dev.datamesh.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AccessDeniedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.product.Sharing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {

  private static final ProductId A = ProductId.of("ventas.a");
  private static final ProductId B = ProductId.of("producto.b");
  private static final SemanticVersion ONE = SemanticVersion.of(1, 0, 0);
  private static final SemanticVersion TWO = SemanticVersion.of(2, 0, 0);

  @TempDir Path folder;
  private final Catalogs.HandClock clock = new Catalogs.HandClock();

  private CatalogBuilder builder() {
    return Catalog.builder().clock(clock);
  }

  private static Catalog filled(Catalog catalog) {
    Catalogs.declared(catalog);
    catalog.register(Catalogs.product("ventas.a").version(TWO).build()).orThrow();
    catalog.register(Catalogs.product("producto.b").build()).orThrow();
    catalog.contracts().publish(A, ONE, "{}").orThrow();
    return catalog;
  }

  private static List<String> lines(List<UseCount> counts) {
    return counts.stream()
        .map(use -> use.product() + " " + use.version() + " " + use.principal() + " " + use.uses())
        .toList();
  }

  @Test
  void uses_are_counted_by_product_principal_and_version_and_outlive_the_process() {
    try (Catalog catalog = filled(builder().at(folder))) {
      Catalog bi = catalog.as(Principal.reader("bi"));
      Catalog ml = catalog.as(Principal.reader("ml"));
      long before = catalog.revision();
      bi.usage().record(A);
      bi.usage().record(A, ONE, 5);
      clock.advance(Duration.ofHours(1));
      ml.usage().record(A, ONE, 2);
      ml.usage().record(B);
      assertThat(catalog.revision()).as("counting writes nothing").isEqualTo(before);
      assertThat(lines(catalog.usage().counts()))
          .containsExactly(
              "producto.b 1.0.0 ml 1",
              "ventas.a 1.0.0 bi 5",
              "ventas.a 1.0.0 ml 2",
              "ventas.a 2.0.0 bi 1");
      catalog.update(A, builder -> builder.description("x")).orThrow();
      bi.usage().record(A, ONE, 1);
      catalog.checkpoint();
      bi.usage().record(A, ONE, 1);
    }
    try (Catalog catalog = builder().at(folder)) {
      assertThat(lines(catalog.usage().of(A)))
          .containsExactly("ventas.a 1.0.0 bi 7", "ventas.a 1.0.0 ml 2", "ventas.a 2.0.0 bi 1");
      assertThat(catalog.usage().of(A).get(1).last()).isEqualTo(Catalogs.NOW.plusSeconds(3600));
      Analytics figures = catalog.analytics();
      assertThat(figures.usesByProduct()).hasToString("{producto.b=1, ventas.a=10}");
      assertThat(figures.usesByPrincipal()).hasToString("{bi=8, ml=3}");
      assertThat(figures.usesByVersion(A)).hasToString("{1.0.0=9, 2.0.0=1}");
      assertThat(catalog.audit().verify().isIntact()).isTrue();
      assertThat(catalog.audit().records(1, 1_000))
          .extracting(AuditRecord::action)
          .doesNotContain("access");
    }
    try (Catalog reader = builder().readOnly(folder)) {
      assertThat(reader.usage().of(A)).hasSize(3);
      assertThatThrownBy(() -> reader.usage().record(A)).isInstanceOf(StorageException.class);
    }
  }

  @Test
  void uses_follow_a_moved_product_and_go_with_a_deleted_one() {
    Catalog catalog = filled(builder().inMemory());
    catalog.usage().record(A);
    ProductId moved = ProductId.of("ventas.moved");
    catalog.move(A, moved).orThrow();
    catalog.usage().record(A);
    assertThat(lines(catalog.usage().of(A))).containsExactly("ventas.moved 2.0.0 platform 2");
    catalog.move(moved, A).orThrow();
    assertThat(lines(catalog.usage().counts())).containsExactly("ventas.a 2.0.0 platform 2");
    catalog.delete(A).orThrow();
    catalog.register(Catalogs.product("ventas.a").build()).orThrow();
    assertThat(catalog.usage().counts()).isEmpty();
  }

  @Test
  void who_may_not_read_a_product_neither_uses_it_nor_sees_its_uses() {
    Catalog catalog = filled(builder().inMemory());
    catalog.update(A, builder -> builder.sharing(Sharing.PRIVATE)).orThrow();
    Catalog bo = catalog.as(Principal.reader("bo"));
    assertThatThrownBy(() -> bo.usage().record(A)).isInstanceOf(AccessDeniedException.class);
    catalog.usage().record(A);
    catalog.usage().record(B);
    bo.usage().record(B);
    assertThat(lines(bo.usage().counts())).containsExactly("producto.b 1.0.0 bo 1");
    assertThat(catalog.as(Principal.domainOwner("ana", "ventas")).usage().counts()).hasSize(1);
    assertThatThrownBy(() -> bo.usage().record(B, TWO, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> bo.usage().record(B, ONE, 0))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void no_use_of_many_threads_is_lost() {
    Catalog catalog = filled(builder().inMemory());
    IntStream.range(0, 8_000)
        .parallel()
        .forEach(
            i -> {
              catalog.as(Principal.reader("p" + i % 2_000)).usage().record(A, ONE, 1);
              if (i % 500 == 0) {
                catalog.update(B, builder -> builder.description("" + i)).orThrow();
              }
            });
    assertThat(catalog.usage().counts()).hasSize(2_000).allMatch(use -> use.uses() == 4);
  }
}
