package dev.datamesh.benchmarks.catalog;

import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.ProductDocument;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A JVM of its own for: nothing; open, declare, register one, close; the same with domain and
 * product read from documents and validated; open for reading and get it.
 */
public final class ColdStart {

  private static final int ROUNDS = 11;

  private ColdStart() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      child(args[0], Path.of(args[1]));
      return;
    }
    Path folder = CatalogFigures.folder();
    try {
      double[] nothing = new double[ROUNDS];
      double[] writing = new double[ROUNDS];
      double[] validating = new double[ROUNDS];
      double[] reading = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        Path data = folder.resolve("r" + round);
        nothing[round] = millis("nothing", data);
        writing[round] = millis("write", data) - nothing[round];
        validating[round] = millis("validate", folder.resolve("v" + round)) - nothing[round];
        reading[round] = millis("read", data) - nothing[round];
      }
      CatalogFigures.print(
          "cold JVM: empty %.0f ms; beyond it: open, register one, close %.0f ms; the same from"
              + " documents, validated, %.0f ms; open and read %.0f ms",
          CatalogFigures.median(nothing),
          CatalogFigures.median(writing),
          CatalogFigures.median(validating),
          CatalogFigures.median(reading));
    } finally {
      CatalogFigures.delete(folder);
    }
  }

  private static double millis(String what, Path data) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                ColdStart.class.getName(),
                what,
                data.toString())
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the child failed");
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private static void child(String what, Path data) {
    if (what.equals("write")) {
      try (Catalog catalog = Catalog.at(data)) {
        catalog.declare(Domain.of("ventas", "sales@company.com")).orThrow();
        catalog
            .register(DataProduct.builder("ventas.a").owner("sales@company.com").build())
            .orThrow();
      }
    } else if (what.equals("validate")) {
      DocumentReader documents = DocumentReader.standard();
      try (Catalog catalog = Catalog.at(data)) {
        String domains = "domains: {ventas: {owner: sales@company.com}}";
        catalog.declare(Domains.read(domains, "domains.yml")).orThrow();
        String product = "domain: ventas\nname: a\nowner: sales@company.com\n";
        catalog
            .register(ProductDocument.read(documents.read(product, "a.yaml"), "a.yaml"))
            .orThrow();
      }
    } else if (what.equals("read")) {
      try (Catalog catalog = Catalog.readOnly(data)) {
        if (catalog.get("ventas.a").revision() == 0) {
          throw new IllegalStateException("not there");
        }
      }
    }
  }
}
