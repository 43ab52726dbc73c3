package dev.datamesh.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.ProductId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Search beside every write. {@code -Dmesh.catalog.operations=N} sets how many random operations
 * read their own writes (1,000,000 unless told).
 */
class SearchTest {

  private final Catalog catalog = Catalogs.declared(Catalog.inMemory());

  private List<String> found(String words) {
    return found(SearchQuery.of(words));
  }

  private List<String> found(SearchQuery query) {
    return catalog.search(query).hits().stream().map(hit -> hit.entry().id().toString()).toList();
  }

  @Test
  void words_are_found_whatever_their_case_accents_and_joints() {
    catalog
        .register(
            Catalogs.product("logistica.shipment_tracking_api")
                .description("Logística: envíos y Straßen")
                .schema("orderId: long, delivery_time: int")
                .build())
        .orThrow();
    for (String words :
        List.of(
            "logistica",
            "LOGÍSTICA",
            "envios",
            "strassen",
            "tracking",
            "shipment_tracking_api",
            "shipment-api",
            "delivery time",
            "orderid",
            "columns:delivery",
            "column:time",
            "ship*",
            "domain:logistica name:api",
            "owner:team")) {
      assertThat(found(words)).as(words).containsExactly("logistica.shipment_tracking_api");
    }
    for (String words :
        List.of("logistic", "owner:tracking", "tracking missing", "xyz*", "", "  ", "***", ":")) {
      assertThat(found(words)).as(words).isEmpty();
    }
  }

  @Test
  void a_name_weighs_more_than_a_description_and_a_rare_word_more_than_a_common_one() {
    catalog.register(Catalogs.product("ventas.orders").description("x y z").build()).orThrow();
    catalog
        .register(Catalogs.product("ventas.other").description("orders in it").build())
        .orThrow();
    catalog.register(Catalogs.product("ventas.third").description("in it").build()).orThrow();
    assertThat(found("orders")).containsExactly("ventas.orders", "ventas.other");
    assertThat(found(SearchQuery.of("third in").any())).startsWith("ventas.third");
  }

  @Test
  void the_best_hits_are_the_same_as_those_of_all_hits_in_order() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      String words = "w" + random.nextInt(3) + " w" + random.nextInt(9) + " w" + random.nextInt(30);
      catalog.register(Catalogs.product("ventas.p" + i).description(words).build()).orThrow();
    }
    for (String words : List.of("w1", "w2 w4", "w1 w1*", "w0 w2 w7")) {
      List<String> all = found(SearchQuery.of(words).any().limit(1_000));
      assertThat(found(SearchQuery.of(words).any().limit(20)))
          .isEqualTo(all.subList(0, Math.min(20, all.size())));
      List<SearchPage.Hit> hits = catalog.search(SearchQuery.of(words).limit(1_000)).hits();
      assertThat(hits)
          .isSortedAccordingTo(
              java.util.Comparator.comparingDouble(SearchPage.Hit::score)
                  .reversed()
                  .thenComparing(hit -> hit.entry().revision()));
    }
  }

  @Test
  void every_operation_of_a_random_run_reads_its_own_write() {
    long seed = Long.getLong("mesh.seed", 20240115);
    int operations = Integer.getInteger("mesh.catalog.operations", 1_000_000);
    Random random = new Random(seed);
    Map<ProductId, String> markers = new HashMap<>();
    List<ProductId> ids =
        Stream.iterate(0, i -> i + 1)
            .limit(300)
            .map(i -> new ProductId("ventas", "p" + i))
            .toList();
    String tag = "";
    for (int done = 0; done < operations; done++) {
      ProductId id = ids.get(random.nextInt(ids.size()));
      String marker = markers.get(id);
      if (done % 2 == 1) {
        String wanted = marker == null ? "" : marker;
        int expected = marker == null ? 0 : 1;
        assertThatCount(wanted, expected, seed, done);
        continue;
      }
      if (marker == null) {
        markers.put(id, "m" + done);
        catalog.register(Catalogs.product(id.toString()).tags("m" + done).build()).orThrow();
      } else if (random.nextInt(8) == 0) {
        markers.remove(id);
        catalog.delete(id).orThrow();
      } else {
        String next = "m" + done;
        markers.put(id, next);
        catalog.update(id, builder -> builder.tags(next)).orThrow();
      }
      String now = markers.getOrDefault(id, "");
      if (marker != null) {
        assertThatCount(marker, 0, seed, done);
      }
      if (!now.isEmpty()) {
        assertThatCount(now, 1, seed, done);
      }
      tag = now;
    }
    assertThat(catalog.search("m*").total()).isEqualTo(markers.size());
    assertThat(catalog.list(ProductQuery.all().tag(tag)).total()).isEqualTo(tag.isEmpty() ? 0 : 1);
    assertThat(catalog.health().worn()).isLessThan(10_000);
  }

  private void assertThatCount(String word, int expected, long seed, int operation) {
    long total = catalog.search(word).total();
    if (total != expected) {
      throw new AssertionError(
          "-Dmesh.seed=%d: after operation %d, %d products have \"%s\", expected %d"
              .formatted(seed, operation, total, word, expected));
    }
  }

  @Test
  void an_index_that_is_built_anew_answers_as_before() {
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      catalog
          .register(Catalogs.product("ventas.p" + i).description("kept w" + i).build())
          .orThrow();
    }
    ProductId worn = ProductId.of("ventas.p7");
    for (int i = 0; i < 10_000; i++) {
      String text = "kept again" + i;
      catalog.update(worn, builder -> builder.description(text)).orThrow();
    }
    before.addAll(found("kept"));
    assertThat(before).hasSize(50);
    assertThat(catalog.health().worn()).isLessThan(5_000);
    assertThat(catalog.list(ProductQuery.all().limit(60)).entries()).hasSize(50);
    assertThat(found("again9999")).containsExactly("ventas.p7");
    assertThat(found("again9998")).isEmpty();
  }
}
