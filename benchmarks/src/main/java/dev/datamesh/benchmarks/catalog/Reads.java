package dev.datamesh.benchmarks.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.catalog.CatalogEntry;
import dev.datamesh.core.catalog.ProductQuery;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Reads of a catalog of 100,000 products. */
final class Reads {

  private static final int PRODUCTS = 100_000;
  private static final int KEYS = 1 << 16;
  private static final int ROUNDS = 15;

  private Reads() {}

  private static Catalog catalog() {
    Catalog catalog = Catalog.inMemory();
    new Corpus().fill(catalog, PRODUCTS);
    return catalog;
  }

  private static ProductId[] keys() {
    Random random = new Random(3);
    ProductId[] keys = new ProductId[KEYS];
    for (int i = 0; i < KEYS; i++) {
      int number = random.nextInt(PRODUCTS);
      keys[i] = ProductId.of("domain" + number % 10 + ".product_" + number);
    }
    return keys;
  }

  static void get() {
    Catalog catalog = catalog();
    ConcurrentHashMap<ProductId, CatalogEntry> map = new ConcurrentHashMap<>();
    for (ProductId key : keys()) {
      map.put(catalog.get(key).id(), catalog.get(key));
    }
    for (int i = 0; i < PRODUCTS; i++) {
      CatalogEntry entry = catalog.get("domain" + i % 10 + ".product_" + i);
      map.put(entry.id(), entry);
    }
    ProductId[] keys = keys();
    double[] ratios = new double[ROUNDS];
    double[] gets = new double[ROUNDS];
    double[] maps = new double[ROUNDS];
    long sum = 0;
    long allocated = 0;
    for (int round = -5; round < ROUNDS; round++) {
      long start = CatalogFigures.cpu();
      for (int pass = 0; pass < 10; pass++) {
        for (ProductId key : keys) {
          CatalogEntry entry = map.get(key);
          sum += entry == null ? 0 : entry.revision();
        }
      }
      long middle = CatalogFigures.cpu();
      long before = CatalogFigures.allocated();
      for (int pass = 0; pass < 10; pass++) {
        for (ProductId key : keys) {
          sum += catalog.get(key).revision();
        }
      }
      long after = CatalogFigures.allocated();
      long end = CatalogFigures.cpu();
      if (round >= 0) {
        maps[round] = (middle - start) / (10.0 * KEYS);
        gets[round] = (end - middle) / (10.0 * KEYS);
        ratios[round] = gets[round] / maps[round];
        allocated = after - before;
      }
    }
    CatalogFigures.print(
        "get by id: %.0f ns; ConcurrentHashMap.get %.0f ns; ratio %.2f; %.3f bytes a get (%d)",
        CatalogFigures.median(gets),
        CatalogFigures.median(maps),
        CatalogFigures.median(ratios),
        allocated / (10.0 * KEYS),
        sum & 1);
  }

  static void page() {
    Catalog catalog = catalog();
    int pages = 20_000;
    long[] nanos = new long[pages];
    Random random = new Random(4);
    for (int i = -20_000; i < pages; i++) {
      int tag = random.nextInt(100);
      ProductQuery query = ProductQuery.all().domain("domain" + tag % 10).tag("tag" + tag);
      long start = CatalogFigures.cpu();
      int size = catalog.list(query).entries().size();
      long took = CatalogFigures.cpu() - start;
      if (size != 50) {
        throw new IllegalStateException("a page of " + size);
      }
      if (i >= 0) {
        nanos[i] = took;
      }
    }
    Arrays.sort(nanos);
    CatalogFigures.print(
        "page of 50, filters of 10 %% and 1 %%: median %.1f us, p99 %.1f us",
        nanos[pages / 2] / 1e3, nanos[pages * 99 / 100] / 1e3);
  }

  static void readersBesideAWriter() throws InterruptedException {
    Catalog catalog = catalog();
    ProductId[] keys = keys();
    int rounds = 9;
    double[] ratios = new double[rounds];
    for (int round = -2; round < rounds; round++) {
      double alone = readings(catalog, keys);
      AtomicBoolean stop = new AtomicBoolean();
      Thread writer = new Thread(() -> write(catalog, keys, stop));
      writer.start();
      double beside = readings(catalog, keys);
      stop.set(true);
      writer.join();
      if (round >= 0) {
        ratios[round] = beside / alone;
      }
    }
    CatalogFigures.print(
        "a reader (get, page, search in turn) beside a writer at 1,000/s: %.2f of its readings a"
            + " CPU second without",
        CatalogFigures.median(ratios));
  }

  private static double readings(Catalog catalog, ProductId[] keys) {
    long start = CatalogFigures.cpu();
    long count = 0;
    long sum = 0;
    while (CatalogFigures.cpu() - start < 500_000_000L) {
      for (int i = 0; i < 20; i++) {
        sum += catalog.get(keys[(int) (count * 31 + i) & (KEYS - 1)]).revision();
      }
      sum += catalog.list(ProductQuery.all().domain("domain3").tag("tag3")).total();
      sum += catalog.search("w1z w2b").total();
      count++;
    }
    return sum == 0 ? 0 : count * 1e9 / (CatalogFigures.cpu() - start);
  }

  private static void write(Catalog catalog, ProductId[] keys, AtomicBoolean stop) {
    long start = System.nanoTime();
    for (long written = 0; !stop.get(); written++) {
      String text = "changed " + written;
      catalog.update(keys[(int) written & (KEYS - 1)], builder -> builder.purpose(text));
      long due = start + written * 1_000_000L;
      while (System.nanoTime() < due && !stop.get()) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }
}
