package dev.datamesh.examples.marketplace;

import dev.datamesh.contracts.VersionGate;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.examples.marketplace.retail.Invoice;
import dev.datamesh.examples.marketplace.retail.PriceHistory;
import dev.datamesh.examples.marketplace.retail.RetailLines;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.lineage.LineageGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The main job: a marketplace of five domains, told in eight numbered steps on real data.
 *
 * <p>System properties: {@code retail}, a CSV file of invoice lines, gzipped or not (without it, a
 * small built-in sample); {@code results}, the folder to leave results in. Catalog, lineage and
 * features live in its {@code data} folder; a run that was stopped at any step can be started again
 * on it.
 */
public final class Marketplace {

  private Marketplace() {}

  public static void main(String[] args) {
    // The validator greets by java.util.logging otherwise, in the midst of the story.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    try {
      String retail = System.getProperty("retail", "");
      run(
          Terminal.standard(),
          retail.isEmpty() ? Optional.empty() : Optional.of(Path.of(retail)),
          Path.of(System.getProperty("results", "marketplace-results")));
    } catch (MeshException e) {
      System.out.flush();
      System.err.println(
          "marketplace: " + String.valueOf(e.getMessage()).replaceAll("\\R\\s*", ": "));
      System.exit(2);
    }
  }

  /** Tells the story; the same input tells the same figures. */
  static void run(Terminal terminal, Optional<Path> retail, Path folder) {
    if (retail.isPresent() && !Files.isRegularFile(retail.get())) {
      throw new NotFoundException(
          "Cannot read %s: no such file; name a CSV file of invoice lines with -Dretail=FILE"
              .formatted(retail.get()),
          retail.get().toString());
    }
    terminal.title("A marketplace as a data mesh: five domains, one set of jars, no server");
    Results results = new Results(folder);
    RetailLines lines = Input.read(terminal, retail, results);
    List<Invoice> invoices = Invoice.of(lines);
    PriceHistory prices = PriceHistory.of(lines);
    Instant now = morningAfter(lines.lastDay());
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);

    try (DataFolder data =
            DataFolder.at(
                results.folder().resolve("data"), JournalOptions.standard().withClock(clock));
        Catalog catalog = Catalog.builder().clock(clock).gate(VersionGate.standard()).at(data);
        LineageGraph lineage = LineageGraph.at(data);
        FeatureStore store = FeatureStore.builder().clock(clock).lineage(lineage).at(data)) {
      DomainsStep.tell(terminal, catalog);
      PublishedProducts products =
          ProductsStep.tell(
              terminal, catalog, () -> PublishedProducts.from(lines, invoices, prices));
      ContractsStep.tell(
          terminal, catalog, products.of(PublishedProducts.DAILY_REVENUE), now, results);
      LineageStep.tell(terminal, catalog, lineage);
      FeaturesStep.tell(terminal, catalog, store, lineage, lines, invoices, prices);
      TrainingStep.tell(terminal, store, invoices, results);
      ServingStep.tell(terminal, store, invoices, now, results);
      IncidentStep.tell(terminal, lineage, results);
    }
    terminal.closing(results);
  }

  /** The story plays on the morning after the last day of the data, when its batch is done. */
  private static Instant morningAfter(LocalDate lastDay) {
    return lastDay.plusDays(1).atTime(6, 0).toInstant(ZoneOffset.UTC);
  }
}
