package dev.datamesh.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.journal.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many threads at once. {@code -Dmesh.catalog.seconds=60} runs everything on 16 threads for a
 * minute; two seconds unless told.
 */
class CatalogThreadsTest {

  @TempDir Path folder;

  private static void together(int threads, Callable<Void> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(pool.submit(work));
      }
      for (Future<Void> each : all) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void one_of_many_writers_wins_each_revision_and_the_others_see_its_state() throws Exception {
    ProductId id = ProductId.of("ventas.a");
    try (Catalog catalog = Catalogs.declared(Catalog.at(folder))) {
      catalog.register(Catalogs.product("ventas.a").description("0").build()).orThrow();
      AtomicInteger wins = new AtomicInteger();
      together(
          8,
          () -> {
            for (int done = 0; done < 25; ) {
              CatalogEntry seen = catalog.get(id);
              int next = Integer.parseInt(seen.product().description()) + 1;
              WriteResult<CatalogEntry> result =
                  catalog.update(id, seen.revision(), b -> b.description("" + next));
              if (result.isDone()) {
                wins.incrementAndGet();
                done++;
              } else {
                assertThat(result.conflicting().orElseThrow().revision())
                    .isGreaterThan(seen.revision());
              }
            }
            return null;
          });
      assertThat(wins).hasValue(200);
      assertThat(catalog.get(id).product().description()).isEqualTo("200");
      assertThat(catalog.audit().verify().isIntact()).isTrue();
    }
  }

  /** One thing that a thread did, between two readings of a common counter. */
  private record Step(long began, long ended, long revision, boolean isWrite) {}

  @Test
  void a_history_of_reads_and_writes_has_one_order_that_explains_it() throws Exception {
    ProductId id = ProductId.of("ventas.a");
    AtomicLong counter = new AtomicLong();
    List<Step> history = java.util.Collections.synchronizedList(new ArrayList<>());
    try (Catalog catalog = Catalogs.declared(Catalog.at(folder))) {
      long first = catalog.register(Catalogs.product("ventas.a").build()).orThrow().revision();
      AtomicInteger thread = new AtomicInteger();
      together(
          6,
          () -> {
            boolean writes = thread.getAndIncrement() < 3;
            for (int i = 0; i < (writes ? 60 : 2_000); i++) {
              long began = counter.incrementAndGet();
              long revision =
                  writes
                      ? catalog.update(id, b -> b.tags("t" + began)).orThrow().revision()
                      : catalog.get(id).revision();
              history.add(new Step(began, counter.incrementAndGet(), revision, writes));
            }
            return null;
          });
      check(history, first);
    }
  }

  /** A read sees no less than what ended before it began, and no more than what had begun. */
  private static void check(List<Step> history, long first) {
    List<Step> byEnd = new ArrayList<>(history);
    byEnd.sort(java.util.Comparator.comparingLong(Step::ended));
    Map<Long, Step> writes = new ConcurrentHashMap<>();
    for (Step step : history) {
      if (step.isWrite()) {
        assertThat(writes.put(step.revision(), step)).as("two writes, one revision").isNull();
      }
    }
    for (Step step : history) {
      Step writer = writes.get(step.revision());
      if (writer == null) {
        assertThat(step.revision()).isEqualTo(first);
      } else if (!step.isWrite()) {
        assertThat(writer.began()).isLessThan(step.ended());
      }
    }
    long[] highest = {first};
    List<Step> byBegin = new ArrayList<>(history);
    byBegin.sort(java.util.Comparator.comparingLong(Step::began));
    int ended = 0;
    for (Step step : byBegin) {
      while (ended < byEnd.size() && byEnd.get(ended).ended() < step.began()) {
        highest[0] = Math.max(highest[0], byEnd.get(ended++).revision());
      }
      assertThat(step.revision()).isGreaterThanOrEqualTo(highest[0]);
    }
  }

  @Test
  void pages_under_writers_neither_skip_nor_repeat_what_is_there_throughout() throws Exception {
    Catalog catalog = Catalogs.declared(Catalog.inMemory());
    Set<String> kept = new HashSet<>();
    for (int i = 0; i < 600; i++) {
      String id = "ventas." + (i % 3 == 0 ? "kept" : "other") + i;
      catalog.register(Catalogs.product(id).tags("x").build()).orThrow();
      if (i % 3 == 0) {
        kept.add(id);
      }
    }
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService writer = Executors.newSingleThreadExecutor();
    Future<Void> writing = writer.submit(() -> disturb(catalog, stop));
    try {
      for (int round = 0; round < 60; round++) {
        for (ProductQuery query : List.of(ProductQuery.all().tag("x"), ProductQuery.all())) {
          List<String> seen = new ArrayList<>();
          ProductPage page = catalog.list(query.limit(17));
          while (true) {
            page.entries().forEach(entry -> seen.add(entry.id().toString()));
            if (!page.hasNext()) {
              break;
            }
            page = catalog.list(query.limit(17).after(page.next()));
          }
          assertThat(seen).doesNotHaveDuplicates().containsAll(kept);
        }
      }
    } finally {
      stop.set(true);
      writing.get();
      writer.shutdownNow();
    }
  }

  private static Void disturb(Catalog catalog, AtomicBoolean stop) {
    Random random = new Random(5);
    int number = 1_000;
    while (!stop.get()) {
      int i = random.nextInt(600);
      ProductId id = new ProductId("ventas", (i % 3 == 0 ? "kept" : "other") + i);
      switch (random.nextInt(4)) {
        case 0 -> catalog.register(Catalogs.product("ventas.n" + number++ % 200).tags("x").build());
        case 1 -> {
          if (i % 3 != 0) {
            catalog.delete(id);
          }
        }
        default -> {
          String text = "again " + number++;
          catalog.update(id, builder -> builder.description(text));
        }
      }
    }
    return null;
  }

  @Test
  void two_writers_of_one_store_see_each_other() throws Exception {
    Journal shared = Journal.inMemory();
    Catalog one = Catalogs.declared(Catalog.builder().on(shared));
    Catalog two = Catalog.builder().on(shared);
    AtomicInteger number = new AtomicInteger();
    together(
        4,
        () -> {
          for (int i = 0; i < 50; i++) {
            int n = number.getAndIncrement();
            (n % 2 == 0 ? one : two).register(Catalogs.product("ventas.p" + n).build()).orThrow();
          }
          return null;
        });
    one.refresh();
    two.refresh();
    assertThat(one.list(ProductQuery.all().limit(500)).total()).isEqualTo(200);
    assertThat(two.list(ProductQuery.all().limit(500)).entries())
        .isEqualTo(one.list(ProductQuery.all().limit(500)).entries());
    assertThat(two.audit().verify().isIntact()).isTrue();
  }

  @Test
  void everything_at_once_leaves_a_catalog_that_reopens_as_it_was() throws Exception {
    long seconds = Long.getLong("mesh.catalog.seconds", 2);
    int threads = seconds > 2 ? 16 : 8;
    List<CatalogEntry> before;
    try (Catalog catalog = Catalogs.declared(Catalog.at(folder))) {
      long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
      AtomicInteger seeds = new AtomicInteger();
      together(
          threads,
          () -> {
            Random random = new Random(seeds.incrementAndGet());
            while (System.nanoTime() < end) {
              anything(catalog, random);
            }
            return null;
          });
      before = everything(catalog);
      assertThat(catalog.audit().verify().isIntact()).isTrue();
      assertThat(catalog.search("p*").total()).isEqualTo(before.size());
      assertThat(catalog.asOf(catalog.revision()).orThrow().entries()).isEqualTo(before);
    }
    try (Catalog again = Catalog.at(folder)) {
      assertThat(everything(again)).isEqualTo(before);
      assertThat(again.search("p*").total()).isEqualTo(before.size());
    }
  }

  private static List<CatalogEntry> everything(Catalog catalog) {
    return catalog.list(ProductQuery.all().limit(10_000)).entries();
  }

  private static void anything(Catalog catalog, Random random) {
    ProductId id = new ProductId("ventas", "p" + random.nextInt(200));
    ProductId other = new ProductId("producto", "p" + random.nextInt(200));
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> catalog.register(Catalogs.product(id.toString()).build());
      case 3, 4 -> catalog.update(id, builder -> builder.description("d" + random.nextInt()));
      case 5 -> catalog.delete(id);
      case 6 -> catalog.move(id, other);
      case 7 -> catalog.move(other, id);
      case 8 ->
          catalog
              .batch()
              .register(Catalogs.product(id.toString()).build())
              .register(Catalogs.product(other.toString()).build())
              .commit();
      case 9 -> assertThat(catalog.search("p*").hits()).doesNotContainNull();
      case 10 ->
          assertThat(catalog.list(ProductQuery.all().domain("ventas")).entries())
              .hasSizeLessThan(51);
      default -> catalog.find(other);
    }
  }
}
