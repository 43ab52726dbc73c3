package dev.datamesh.benchmarks.catalog;

import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.product.DataProduct;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Registrations of 8 writers, each durable, beside the journal with records of the same size. */
final class DurableWrites {

  private static final int WRITERS = 8;
  private static final long ROUND_NANOS = 2_000_000_000L;
  private static final int ROUNDS = 9;

  private DurableWrites() {}

  static void run() throws Exception {
    Path folder = CatalogFigures.folder();
    Corpus corpus = new Corpus();
    DataProduct[] products = new DataProduct[4_000];
    for (int i = 0; i < products.length; i++) {
      products[i] = corpus.product(i);
    }
    AtomicInteger number = new AtomicInteger();
    try (Catalog catalog = Catalog.at(folder.resolve("catalog"));
        Journal journal = Journal.at(folder.resolve("journal"))) {
      catalog.declare(Corpus.domains()).orThrow();
      byte[] record = new byte[640];
      double[] ratios = new double[ROUNDS];
      double[] catalogs = new double[ROUNDS];
      double[] journals = new double[ROUNDS];
      for (int round = -2; round < ROUNDS; round++) {
        double plain = perSecond(i -> journal.append(List.of(new byte[60], record.clone())));
        double registered =
            perSecond(
                i -> {
                  int next = number.getAndIncrement();
                  DataProduct product = products[next % products.length];
                  String name = product.id().domain() + ".p" + next;
                  catalog
                      .register(
                          product.toBuilder().id(dev.datamesh.core.ProductId.of(name)).build())
                      .orThrow();
                });
        if (round >= 0) {
          ratios[round] = registered / plain;
          catalogs[round] = registered;
          journals[round] = plain;
        }
      }
      CatalogFigures.print(
          "durable registrations, 8 writers: %.0f/s; journal alone %.0f/s; ratio %.2f",
          CatalogFigures.median(catalogs),
          CatalogFigures.median(journals),
          CatalogFigures.median(ratios));
    } finally {
      CatalogFigures.delete(folder);
    }
  }

  private static double perSecond(IntConsumer write) throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(WRITERS);
    long start = System.nanoTime();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      new Thread(
              () -> {
                while (System.nanoTime() - start < ROUND_NANOS) {
                  write.accept(writer);
                  done.incrementAndGet();
                }
                ended.countDown();
              })
          .start();
    }
    ended.await();
    return done.get() * 1e9 / (System.nanoTime() - start);
  }
}
