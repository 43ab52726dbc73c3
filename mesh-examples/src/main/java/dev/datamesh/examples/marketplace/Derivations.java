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
import static dev.datamesh.lineage.model.LineageType.AGGREGATED;
import static dev.datamesh.lineage.model.LineageType.DERIVED;
import static dev.datamesh.lineage.model.LineageType.DIRECT;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.ProductId;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import java.util.List;

/**
 * What is made from what, as the code of {@link PublishedProducts} makes it. A proxy has a lower
 * confidence: the source holds invoices, not deliveries or payments.
 */
final class Derivations {

  static final AssetId SOURCE = AssetId.dataset(ProductsStep.SOURCE);

  /** Read by the board; belongs to no domain. */
  static final AssetId DASHBOARD = AssetId.mesh(AssetId.Kind.DASHBOARD, "executive_dashboard");

  private static final double PROXY = 0.8;

  private Derivations() {}

  static List<LineageEntry> all() {
    return List.of(
        fromSource(TRANSACTIONS, DIRECT, 1, "sales of known customers, line by line"),
        fromSource(DAILY_REVENUE, AGGREGATED, 1, "sum per day and region, cancellations apart"),
        fromSource(PERFORMANCE, AGGREGATED, 1, "sum per stock code"),
        fromSource(PRICING, DERIVED, 1, "price on most sales of a day, where it changed"),
        fromSource(CATALOG, DERIVED, 0.95, "last description of each stock code"),
        between(PRICING, CATALOG, DERIVED, 1, "last price of each stock code"),
        fromSource(SHIPMENTS, AGGREGATED, PROXY, "an invoice stands for a shipment"),
        between(SHIPMENTS, DELIVERY, AGGREGATED, 1, "shipments per month"),
        fromSource(DELIVERY, AGGREGATED, PROXY, "a cancellation stands for a return"),
        between(DAILY_REVENUE, DELIVERY, AGGREGATED, 1, "net revenue per shipment and month"),
        between(TRANSACTIONS, SEGMENTS, AGGREGATED, 1, "recency, frequency, monetary value"),
        between(DAILY_REVENUE, SEGMENTS, AGGREGATED, 1, "a customer's share of gross revenue"),
        fromSource(PAYMENTS, AGGREGATED, PROXY, "an invoice stands for its payment"),
        between(PAYMENTS, ACCOUNTING, AGGREGATED, 1, "payments and refunds per month"),
        between(DAILY_REVENUE, ACCOUNTING, AGGREGATED, 1, "reconciled with net revenue per month"),
        LineageEntry.of(AssetId.of(DAILY_REVENUE), DASHBOARD)
            .withTransformation("tile \"revenue today\"")
            .withProducer("marketplace"));
  }

  private static LineageEntry fromSource(
      ProductId target, LineageType type, double confidence, String how) {
    return entry(SOURCE, AssetId.of(target), type, confidence, how);
  }

  private static LineageEntry between(
      ProductId source, ProductId target, LineageType type, double confidence, String how) {
    return entry(AssetId.of(source), AssetId.of(target), type, confidence, how);
  }

  private static LineageEntry entry(
      AssetId source, AssetId target, LineageType type, double confidence, String how) {
    return LineageEntry.of(source, target)
        .withType(type)
        .withConfidence(confidence)
        .withTransformation(how)
        .withProducer("marketplace");
  }
}
