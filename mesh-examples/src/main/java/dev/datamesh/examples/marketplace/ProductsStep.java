package dev.datamesh.examples.marketplace;

import static dev.datamesh.examples.marketplace.PublishedProducts.ACCOUNTING;
import static dev.datamesh.examples.marketplace.PublishedProducts.CATALOG;
import static dev.datamesh.examples.marketplace.PublishedProducts.DAILY_REVENUE;
import static dev.datamesh.examples.marketplace.PublishedProducts.DELIVERY;
import static dev.datamesh.examples.marketplace.PublishedProducts.PAYMENTS;
import static dev.datamesh.examples.marketplace.PublishedProducts.PERFORMANCE;
import static dev.datamesh.examples.marketplace.PublishedProducts.PRICING;
import static dev.datamesh.examples.marketplace.PublishedProducts.SEGMENTS;
import static dev.datamesh.examples.marketplace.PublishedProducts.SHIPMENTS;
import static dev.datamesh.examples.marketplace.PublishedProducts.TRANSACTIONS;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.catalog.CatalogEntry;
import dev.datamesh.core.catalog.ProductQuery;
import dev.datamesh.core.catalog.WriteResult;
import dev.datamesh.core.product.Consumer;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.DataProductBuilder;
import dev.datamesh.core.product.InputSource;
import dev.datamesh.core.product.Port;
import dev.datamesh.core.product.Status;
import dev.datamesh.core.product.Tier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Step 2: products derived from the data, registered with schema, owner, ports and promises. */
final class ProductsStep {

  /** What the invoice lines are called where they come from. Nobody registers it. */
  static final String SOURCE = "online_retail.invoice_lines";

  private static final Map<ProductId, String> DESCRIPTIONS =
      Map.of(
          TRANSACTIONS, "Every sale of a known customer, line by line",
          DAILY_REVENUE,
              "Revenue per day and region: gross, net of cancellations, transactions, refunds",
          PERFORMANCE, "Units and revenue per stock code, sold and taken back",
          CATALOG, "Stock codes with description, first appearance and current price",
          PRICING, "Every price a stock code had, and from which day on",
          SHIPMENTS, "Invoiced shipments; a proxy: the source holds invoices, not deliveries",
          DELIVERY, "Shipments and returns per month; a proxy: a cancellation stands for a return",
          SEGMENTS, "Customers by recency, frequency and monetary value",
          PAYMENTS,
              "Invoiced payments and refunds; a proxy: the source holds invoices, not payments",
          ACCOUNTING, "Payments, refunds and net per month, reconciled with daily revenue");

  private ProductsStep() {}

  static PublishedProducts tell(
      Terminal terminal, Catalog catalog, Supplier<PublishedProducts> derivation) {
    terminal.step(2, "Products: what the data can give, registered by their domains");
    PublishedProducts products = derivation.get();
    products.all().forEach((id, data) -> register(terminal, catalog, id, products));
    List<CatalogEntry> declared =
        catalog.list(ProductQuery.all().status(Status.DECLARED)).entries();
    terminal.say(
        "DECLARED, not registered, since the data cannot give them: %s",
        String.join(", ", declared.stream().map(entry -> entry.id().toString()).toList()));
    showRefusals(terminal, catalog);
    terminal.say(
        "A search for \"revenue day*\" finds: %s",
        catalog.search("revenue day*").hits().stream()
            .map(hit -> hit.entry().id().toString())
            .toList());
    terminal.done();
    return products;
  }

  private static void register(
      Terminal terminal, Catalog catalog, ProductId id, PublishedProducts products) {
    var data = products.of(id);
    DataProductBuilder product =
        DataProduct.builder(id)
            .owner(catalog.domain(id.domain()).owner())
            .description(Objects.requireNonNull(DESCRIPTIONS.get(id)))
            .schema(data.schema())
            .tags("retail", id.domain())
            .inputs(new InputSource("CSV batch", SOURCE))
            .ports(Port.of(Port.Kind.OUTPUT, id.name()));
    CatalogEntry entry =
        register(catalog, id.equals(DAILY_REVENUE) ? dailyRevenue(product) : product.build());
    terminal.say(
        "%-36s %,9d rows  v%-6s %s",
        entry.id(), data.rows(), entry.product().version(), entry.product().description());
  }

  /** Registers a product; one that an earlier run registered is taken as it stands. */
  private static CatalogEntry register(Catalog catalog, DataProduct product) {
    WriteResult<CatalogEntry> result = catalog.register(product);
    return result instanceof WriteResult.Conflict<CatalogEntry> known
        ? known.current()
        : result.orThrow();
  }

  private static DataProduct dailyRevenue(DataProductBuilder product) {
    return product
        .purpose("Daily revenue of the marketplace, for finance, logistics and the board")
        .version("2.1")
        .tier(Tier.GOLD)
        .costCentre("sales")
        .ports(
            Port.of(
                Port.Kind.OUTPUT,
                "daily-revenue",
                "GET /ventas/v2/daily-revenue?date={YYYY-MM-DD}&region={region}"))
        .slos("freshness", "20 minutes", "accuracy", "±0.5%")
        .consumers(
            Consumer.of("finanzas", "payments-team@company.com", "#finance-data", "2.1"),
            Consumer.of("logistica", "fulfillment-team@company.com", "#logistics", "2.0"))
        .fallbacks("ventas.customer_transaction_history")
        .build();
  }

  private static void showRefusals(Terminal terminal, Catalog catalog) {
    terminal.say(
        "Refused: %s", catalog.register(DataProduct.builder("ventas.orphan").build()).explain());
    terminal.say(
        "Refused: %s",
        catalog
            .register(
                DataProduct.builder("ventes.daily_revenue").owner("sales-team@company.com").build())
            .explain());
  }
}
