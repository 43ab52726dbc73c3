package dev.datamesh.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AccessDeniedException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.product.Consumer;
import dev.datamesh.core.spi.ContractGate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractVersionsTest {

  private static final ProductId A = ProductId.of("ventas.a");

  /** A text that no longer begins with the one before breaks. */
  private static final ContractGate PREFIX =
      (product, published, candidate) ->
          candidate.text().startsWith(published.text())
              ? new ContractGate.Answer(SemanticVersion.Bump.MINOR, List.of())
              : new ContractGate.Answer(
                  SemanticVersion.Bump.MAJOR, List.of("/total: the field is gone"));

  private final Catalog catalog = Catalogs.declared(Catalog.builder().gate(PREFIX).inMemory());

  private WriteResult<ContractVersion> publish(String version, String text) {
    return catalog.contracts().publish(A, SemanticVersion.of(version), text);
  }

  @Test
  void what_breaks_needs_a_new_major_number_and_names_who_uses_the_old() {
    catalog
        .register(
            Catalogs.product("ventas.a")
                .consumers(Consumer.of("finance", "finance@company.com", "", "v1.5"))
                .build())
        .orThrow();
    publish("1.0", "total").orThrow();
    publish("1.5", "total currency").orThrow();
    WriteResult<ContractVersion> refused = publish("1.6", "revenue_gross currency");
    assertThat(refused.explain())
        .isEqualTo(
            "Cannot publish the contract 1.6.0 of ventas.a: its changes since 1.5.0 call for a"
                + " MAJOR version, 2.0.0 at least; /total: the field is gone; it is used by finance"
                + " <finance@company.com> on v1.5");
    assertThat(refused.reasons())
        .extracting(Refusal::reason)
        .containsOnly(Refusal.Reason.BREAKING_WITHOUT_MAJOR);
    ContractVersion second = publish("2.0", "revenue_gross currency").orThrow();
    assertThat(second.findings()).containsExactly("/total: the field is gone");
    assertThat(catalog.contracts().of(A))
        .extracting(ContractVersion::version)
        .containsExactly(
            SemanticVersion.of("1.0"), SemanticVersion.of("1.5"), SemanticVersion.of("2.0"));
    assertThat(catalog.contracts().latest(A)).contains(second);
  }

  @Test
  void an_addition_needs_a_minor_number_and_no_number_comes_twice() {
    catalog.register(Catalogs.product("ventas.a").build()).orThrow();
    publish("1.0.0", "total").orThrow();
    assertThat(publish("1.0.1", "total currency").isDone()).isFalse();
    assertThat(publish("1.0.0", "total").explain()).contains("version 1.0.0 is published");
    assertThat(publish("1.1.0", "total currency").isDone()).isTrue();
  }

  @Test
  void publishing_a_contract_asks_the_guard_about_the_products_domain() {
    catalog.register(Catalogs.product("ventas.a").build()).orThrow();
    Catalog reader = catalog.as(Principal.reader("bo", "ventas"));
    Catalog other = catalog.as(Principal.domainOwner("eva", "producto"));
    Catalog owner = catalog.as(Principal.domainOwner("ana", "ventas"));
    for (Catalog stranger : List.of(reader, other)) {
      assertThatThrownBy(() -> stranger.contracts().publish(A, SemanticVersion.of("1.0"), "{}"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("Cannot publish contract ventas.a as ");
    }
    assertThat(catalog.contracts().of(A)).isEmpty();
    assertThat(owner.contracts().publish(A, SemanticVersion.of("1.0"), "{}").isDone()).isTrue();
  }

  @Test
  void a_contract_needs_its_product() {
    assertThat(publish("1.0.0", "total").explain()).contains("the product is not registered");
  }
}
