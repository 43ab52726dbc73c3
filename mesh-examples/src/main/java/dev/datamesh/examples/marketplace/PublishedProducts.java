package dev.datamesh.examples.marketplace;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.examples.marketplace.retail.Invoice;
import dev.datamesh.examples.marketplace.retail.InvoiceProducts;
import dev.datamesh.examples.marketplace.retail.PriceHistory;
import dev.datamesh.examples.marketplace.retail.RetailLines;
import dev.datamesh.examples.marketplace.retail.VentasProducts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data of each product that the invoice lines can give. Immutable. */
final class PublishedProducts {

  static final ProductId TRANSACTIONS = ProductId.of("ventas.customer_transaction_history");
  static final ProductId DAILY_REVENUE = ProductId.of("ventas.daily_revenue_api");
  static final ProductId PERFORMANCE = ProductId.of("ventas.product_performance");
  static final ProductId CATALOG = ProductId.of("producto.catalog_api");
  static final ProductId PRICING = ProductId.of("producto.pricing_history");
  static final ProductId SHIPMENTS = ProductId.of("logistica.shipment_tracking_api");
  static final ProductId DELIVERY = ProductId.of("logistica.delivery_performance");
  static final ProductId SEGMENTS = ProductId.of("marketing.customer_segments");
  static final ProductId PAYMENTS = ProductId.of("finanzas.payment_transactions");
  static final ProductId ACCOUNTING = ProductId.of("finanzas.accounting_reports");

  private final Map<ProductId, Frame> data;

  private PublishedProducts(Map<ProductId, Frame> data) {
    this.data = Collections.unmodifiableMap(data);
  }

  static PublishedProducts from(RetailLines lines, List<Invoice> invoices, PriceHistory prices) {
    Frame revenue = VentasProducts.dailyRevenue(lines);
    int lastDay = (int) lines.lastDay().toEpochDay();
    Map<ProductId, Frame> data = new LinkedHashMap<>();
    data.put(TRANSACTIONS, VentasProducts.customerTransactionHistory(lines));
    data.put(DAILY_REVENUE, revenue);
    data.put(PERFORMANCE, VentasProducts.productPerformance(lines));
    data.put(CATALOG, prices.catalog());
    data.put(PRICING, prices.pricingHistory());
    data.put(SHIPMENTS, InvoiceProducts.shipments(invoices));
    data.put(DELIVERY, InvoiceProducts.deliveryPerformance(invoices, revenue));
    data.put(SEGMENTS, InvoiceProducts.customerSegments(invoices, revenue, lastDay));
    data.put(PAYMENTS, InvoiceProducts.payments(invoices));
    data.put(ACCOUNTING, InvoiceProducts.accountingReports(invoices, revenue));
    return new PublishedProducts(data);
  }

  Map<ProductId, Frame> all() {
    return data;
  }

  Frame of(ProductId product) {
    return java.util.Objects.requireNonNull(data.get(product), product::toString);
  }
}
