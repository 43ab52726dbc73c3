package dev.datamesh.examples.marketplace;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.examples.marketplace.retail.FeatureRows;
import dev.datamesh.examples.marketplace.retail.Invoice;
import dev.datamesh.examples.marketplace.retail.PriceHistory;
import dev.datamesh.examples.marketplace.retail.RetailLines;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureService;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.registry.Plan;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.NodeDescription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Step 5: features of three domains, computed per day. */
final class FeaturesStep {

  /** What a churn model asks for. */
  static final String CHURN_SERVICE = "customer_churn";

  static final String CUSTOMERS = "ventas_customer_features";
  static final String SHIPMENTS = "logistica_features";
  static final String PRODUCTS = "producto_features";

  private static final Entity CUSTOMER =
      Entity.of("customer", "customer_id: string").withDescription("A buyer, by customer number");
  private static final Entity PRODUCT =
      Entity.of("product", "product_id: string").withDescription("An article, by stock code");

  private FeaturesStep() {}

  static void tell(
      Terminal terminal,
      Catalog catalog,
      FeatureStore store,
      LineageGraph lineage,
      RetailLines lines,
      List<Invoice> invoices,
      PriceHistory prices) {
    terminal.step(5, "Features: three domains, one row an entity and day");
    Frame customers = FeatureRows.customers(invoices, lines.lastDay(), terminal);
    Frame shipments = FeatureRows.shipments(invoices, lines.lastDay(), terminal);
    Frame products = FeatureRows.products(lines, prices, terminal);
    Definitions definitions =
        Definitions.of(customerView(catalog), shipmentView(catalog), productView(catalog))
            .withProject("marketplace")
            .withEntities(CUSTOMER, PRODUCT)
            .withServices(
                FeatureService.of(
                    CHURN_SERVICE,
                    CUSTOMERS + ":total_purchases_7d",
                    CUSTOMERS + ":total_purchases_30d",
                    CUSTOMERS + ":transaction_count_7d",
                    CUSTOMERS + ":avg_basket_size_30d",
                    CUSTOMERS + ":days_since_last_purchase",
                    CUSTOMERS + ":is_premium_customer",
                    SHIPMENTS + ":total_shipments_30d",
                    SHIPMENTS + ":return_rate_30d"));
    Plan plan = store.apply(definitions);
    terminal.say("%s", plan);
    Map<String, Frame> rows =
        Map.of(CUSTOMERS, customers, SHIPMENTS, shipments, PRODUCTS, products);
    for (FeatureView view : definitions.views()) {
      lineage.describe(
          NodeDescription.of(AssetId.mesh(AssetId.Kind.FEATURE_VIEW, view.name()))
              .inDomain(view.domain())
              .ownedBy(view.owner()));
      KeptRows.ensure(store, view.name(), Objects.requireNonNull(rows.get(view.name())));
      terminal.say(
          "%-26s %,9d rows, valid for %d days: %s",
          view.name(),
          store.stats(view.name()).rows(),
          view.ttl().orElseThrow().toDays(),
          String.join(", ", view.featureNames()));
    }
    terminal.say(
        "Left out, since the data do not carry them: preferred_payment_method, category,"
            + " stock_level, avg_rating, total_reviews, avg_delivery_time_days,"
            + " on_time_delivery_rate");
    terminal.say(
        "Applied again, nothing changes: %s",
        store.apply(definitions).isEmpty() ? "true" : "false");
    terminal.done();
  }

  private static FeatureView customerView(Catalog catalog) {
    return view(catalog, CUSTOMERS, "ventas", 90)
        .description("What customers spend, how often, and since when not")
        .entities(CUSTOMER)
        .feature(
            described("total_purchases_7d", Primitive.FLOAT64, "Pounds spent in the last 7 days"))
        .feature(
            described("total_purchases_30d", Primitive.FLOAT64, "Pounds spent in the last 30 days"))
        .feature(described("transaction_count_7d", Primitive.INT64, "Invoices of the last 7 days"))
        .feature(
            described("avg_basket_size_30d", Primitive.FLOAT64, "Pounds an invoice, last 30 days"))
        .feature(
            described("days_since_last_purchase", Primitive.INT64, "Days since the last invoice"))
        .feature(
            described("is_premium_customer", Primitive.INT64, "1 above 5,000 pounds in 365 days"))
        .product(PublishedProducts.TRANSACTIONS)
        .build();
  }

  private static FeatureView shipmentView(Catalog catalog) {
    return view(catalog, SHIPMENTS, "logistica", 60)
        .description("Invoiced shipments and returns of customers")
        .entities(CUSTOMER)
        .feature(described("total_shipments_30d", Primitive.INT64, "Shipments of the last 30 days"))
        .feature(
            described("return_rate_30d", Primitive.FLOAT64, "Returns a shipment, last 30 days"))
        .product(PublishedProducts.SHIPMENTS)
        .build();
  }

  private static FeatureView productView(Catalog catalog) {
    return view(catalog, PRODUCTS, "producto", 30)
        .description("Price and age of articles")
        .entities(PRODUCT)
        .feature(
            described(
                "current_price", Primitive.FLOAT64, "Price on most sales of the last day sold"))
        .feature(described("days_since_launch", Primitive.INT64, "Days since first seen"))
        .product(PublishedProducts.PRICING)
        .build();
  }

  private static FeatureView.Builder view(Catalog catalog, String name, String domain, int days) {
    return FeatureView.named(name)
        .domain(domain)
        .owner(catalog.domain(domain).owner())
        .tag("domain", domain)
        .tag("pii", "no")
        .ttl(Duration.ofDays(days))
        .source(Source.ingested(FeatureRows.EVENT_TIME).withCreatedTime(FeatureRows.CREATED_TIME))
        .online();
  }

  private static Feature described(String name, Primitive type, String words) {
    return Feature.of(name, type).withDescription(words);
  }
}
