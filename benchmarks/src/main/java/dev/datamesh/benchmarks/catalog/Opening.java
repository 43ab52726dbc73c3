package dev.datamesh.benchmarks.catalog;

import dev.datamesh.core.catalog.Catalog;
import java.nio.file.Path;

/** Opening 100,000 products from a snapshot and from the log; their heap. */
final class Opening {

  private static final int PRODUCTS = 100_000;

  private Opening() {}

  static void run() throws Exception {
    Path folder = CatalogFigures.folder();
    try {
      Path log = folder.resolve("log");
      // Left open while it is read, so that closing does not store a snapshot.
      Catalog writer = Catalog.at(log);
      new Corpus().fill(writer, PRODUCTS);
      double[] fromLog = new double[5];
      for (int i = 0; i < fromLog.length; i++) {
        fromLog[i] = open(log);
      }
      writer.checkpoint();
      double[] fromSnapshot = new double[5];
      for (int i = 0; i < fromSnapshot.length; i++) {
        fromSnapshot[i] = open(log);
      }
      writer.close();
      writer = null;
      long before = used();
      Catalog open = Catalog.readOnly(log);
      long after = used();
      CatalogFigures.print(
          "open 100,000 products: from the log %.2f s, from a snapshot %.2f s (first of each %.2f,"
              + " %.2f); heap %.0f bytes a product",
          CatalogFigures.median(fromLog),
          CatalogFigures.median(fromSnapshot),
          fromLog[0],
          fromSnapshot[0],
          (after - before) / (double) PRODUCTS);
      open.close();
    } finally {
      CatalogFigures.delete(folder);
    }
  }

  private static double open(Path folder) {
    long start = System.nanoTime();
    try (Catalog catalog = Catalog.readOnly(folder)) {
      if (catalog.list().total() != PRODUCTS) {
        throw new IllegalStateException("not all products are there");
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(100);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
