package dev.datamesh.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.ProductId;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProductTableTest {

  private static ProductId id(int number) {
    return new ProductId("d" + number % 7, "p" + number);
  }

  private static CatalogEntry entry(ProductId id, long revision) {
    return new CatalogEntry(
        Catalogs.product(id.toString()).build(), revision, Catalogs.NOW, Catalogs.NOW);
  }

  @Test
  void random_changes_leave_what_they_leave_in_a_map() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      ProductTable table = new ProductTable();
      Map<ProductId, CatalogEntry> oracle = new HashMap<>();
      int names = 1 + random.nextInt(400);
      for (int i = 0; i < 1_500; i++) {
        ProductId id = id(random.nextInt(names));
        if (random.nextInt(3) == 0) {
          table.remove(id);
          oracle.remove(id);
        } else {
          CatalogEntry entry = entry(id, i);
          table.put(id, entry);
          oracle.put(id, entry);
        }
        assertThat(table.size()).as("seed %d, step %d", seed, i).isEqualTo(oracle.size());
      }
      assertThat(table.entries())
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(oracle.values());
      for (int name = 0; name < names; name++) {
        assertThat(table.get(id(name))).as("seed %d", seed).isEqualTo(oracle.get(id(name)));
      }
    }
  }

  @Test
  void readers_beside_a_writer_see_every_product_and_never_an_older_state_later() {
    ProductTable table = new ProductTable();
    for (int i = 0; i < 100; i++) {
      table.put(id(i), entry(id(i), 0));
    }
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(
            () -> {
              long[] seen = new long[100];
              while (!stop.get()) {
                for (int i = 0; i < 100; i++) {
                  CatalogEntry found = table.get(id(i));
                  assertThat(found).isNotNull();
                  assertThat(found.revision()).isGreaterThanOrEqualTo(seen[i]);
                  assertThat(found.id()).isEqualTo(id(i));
                  seen[i] = found.revision();
                }
              }
            });
    for (int step = 1; step < 60_000; step++) {
      table.put(id(step % 100), entry(id(step % 100), step));
      ProductId other = id(1_000 + step % 5_000);
      if (step % 2 == 0) {
        table.put(other, entry(other, step));
      } else {
        table.remove(other);
      }
    }
    stop.set(true);
    reader.join();
  }
}
