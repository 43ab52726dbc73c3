package dev.datamesh.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.product.DataProduct;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFolderTest {

  private static final ProductId A = ProductId.of("ventas.a");
  private static final ProductId B = ProductId.of("ventas.b");

  @TempDir Path folder;
  private final Catalogs.HandClock clock = new Catalogs.HandClock();

  private Catalog open() {
    return Catalog.builder().clock(clock).at(folder);
  }

  /** Writes something of every kind and answers the state that is left. */
  private Past.State fill() {
    try (Catalog catalog = Catalogs.declared(open())) {
      catalog.register(SampleProducts.full("ventas.a")).orThrow();
      catalog.register(Catalogs.product("ventas.gone").build()).orThrow();
      clock.advance(Duration.ofHours(1));
      catalog.update(A, builder -> builder.description("new")).orThrow();
      catalog.move(A, B).orThrow();
      catalog.delete(ProductId.of("ventas.gone")).orThrow();
      catalog.contracts().publish(B, SemanticVersion.of("1.0"), "{}").orThrow();
      catalog.as(Principal.reader("bo", "producto")).access().ask(B, "reports").orThrow();
      return catalog.asOf(catalog.revision()).orThrow();
    }
  }

  @Test
  void a_reopened_catalog_is_the_one_that_was_closed() {
    Past.State before = fill();
    try (Catalog again = open()) {
      assertThat(again.asOf(again.revision()).orThrow()).isEqualTo(before);
      assertThat(again.list().entries()).isEqualTo(before.entries());
      assertThat(again.get(A)).isEqualTo(again.get(B));
      assertThat(again.contracts().of(B)).hasSize(1);
      assertThat(again.access().list()).hasSize(1);
      assertThat(again.search("new").total()).isOne();
      assertThat(again.audit().verify().isIntact()).isTrue();
    }
  }

  @Test
  void a_snapshot_opens_as_the_log_does() {
    Past.State before = fill();
    try (Catalog catalog = open()) {
      catalog.checkpoint();
      catalog.register(Catalogs.product("ventas.later").build()).orThrow();
    }
    try (Catalog again = open()) {
      assertThat(again.asOf(before.revision()).orThrow()).isEqualTo(before);
      assertThat(again.list().entries())
          .startsWith(before.entries().toArray(CatalogEntry[]::new))
          .hasSize(before.entries().size() + 1);
      assertThat(again.get(A)).isEqualTo(again.get(B));
      assertThat(again.audit().verify().isIntact()).isTrue();
      assertThat(again.contracts().of(B)).hasSize(1);
    }
  }

  @Test
  void the_first_opening_makes_a_key_once() {
    String secret;
    try (Catalog catalog = open()) {
      secret = catalog.takeFirstKey().orElseThrow().secret();
      assertThat(catalog.takeFirstKey()).isEmpty();
      assertThat(catalog.keys().authenticate(secret)).map(Principal::isPlatform).contains(true);
    }
    try (Catalog again = open()) {
      assertThat(again.takeFirstKey()).isEmpty();
      assertThat(again.keys().authenticate(secret)).isPresent();
    }
  }

  @Test
  void readers_stand_beside_the_one_writer() {
    fill();
    try (Catalog writer = open();
        Catalog reader = Catalog.readOnly(folder)) {
      assertThatThrownBy(this::open).isInstanceOf(StorageException.class);
      assertThat(reader.get(B)).isEqualTo(writer.get(B));
      assertThatThrownBy(() -> reader.retire(B))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("opened for reading");
      writer.retire(B).orThrow();
      reader.refresh();
      assertThat(reader.get(B)).isEqualTo(writer.get(B));
      assertThat(reader.health().isWritable()).isFalse();
    }
  }

  @Test
  void a_host_that_opened_the_folder_hands_it_over() {
    try (DataFolder data = DataFolder.at(folder);
        Catalog catalog = Catalog.builder().at(data)) {
      assertThat(catalog.takeFirstKey()).isPresent();
      Catalogs.declared(catalog);
    }
    try (Catalog again = open()) {
      assertThat(again.domains()).hasSize(3);
    }
  }

  @Test
  void the_past_is_known_by_revision_and_by_instant() {
    Past.State before = fill();
    try (Catalog catalog = open()) {
      long registered = catalog.history(B).get(0).revision();
      assertThat(catalog.asOf(registered).orThrow().find(A))
          .map(CatalogEntry::product)
          .contains(SampleProducts.full("ventas.a"));
      assertThat(catalog.asOf(Catalogs.NOW).orThrow().find(A)).isPresent();
      assertThat(catalog.asOf(Catalogs.NOW).orThrow().find(B)).isEmpty();
      assertThat(catalog.asOf(Catalogs.NOW.plusSeconds(3600)).orThrow()).isEqualTo(before);
      assertThat(catalog.asOf(Instant.EPOCH).orThrow().entries()).isEmpty();
    }
  }

  @Test
  void the_history_of_a_product_follows_its_moves() {
    fill();
    try (Catalog catalog = open()) {
      assertThat(catalog.history(B))
          .flatExtracting(CatalogChange::events)
          .extracting(event -> event.getClass().getSimpleName())
          .containsExactly(
              "ProductPut", "ProductPut", "ProductMoved", "ContractPublished", "AccessChanged");
    }
  }

  @Test
  void a_subscriber_that_reconnects_gets_every_change_once_in_order() {
    List<Long> seen = new ArrayList<>();
    long position;
    try (Catalog catalog = Catalogs.declared(open())) {
      Subscription subscription = catalog.subscribe(0);
      subscription.next(Duration.ZERO).forEach(change -> seen.add(change.revision()));
      catalog.register(Catalogs.product("ventas.a").build()).orThrow();
      position = subscription.position();
    }
    try (Catalog again = open()) {
      again.retire(A).orThrow();
      Subscription subscription = again.subscribe(position);
      subscription.next(Duration.ofSeconds(5)).forEach(change -> seen.add(change.revision()));
      assertThat(subscription.next(Duration.ofMillis(1))).isEmpty();
      assertThat(seen)
          .containsExactlyElementsOf(
              java.util.stream.LongStream.rangeClosed(1, again.revision()).boxed().toList());
      assertThat(again.changesSince(position, 1))
          .isInstanceOfSatisfying(
              Changes.Since.class,
              since -> {
                assertThat(since.changes()).hasSize(1);
                assertThat(since.head()).isEqualTo(again.revision());
              });
    }
  }

  @Test
  void every_component_of_a_product_survives_bytes() {
    DataProduct full = SampleProducts.full("ventas.a");
    CatalogEvent event = new CatalogEvent.ProductPut(full, CatalogEvent.ProductPut.How.REGISTERED);
    assertThat(EventWire.event(EventWire.bytes(event), new WireReader.Words())).isEqualTo(event);
  }
}
