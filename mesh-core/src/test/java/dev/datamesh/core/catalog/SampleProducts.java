package dev.datamesh.core.catalog;

import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.domain.Money;
import dev.datamesh.core.product.AccessRules;
import dev.datamesh.core.product.Change;
import dev.datamesh.core.product.Consumer;
import dev.datamesh.core.product.Cost;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.Dependency;
import dev.datamesh.core.product.InputSource;
import dev.datamesh.core.product.Link;
import dev.datamesh.core.product.Metric;
import dev.datamesh.core.product.Port;
import dev.datamesh.core.product.Sharing;
import dev.datamesh.core.product.Tier;
import java.util.List;
import java.util.Map;

/** Products for tests. */
final class SampleProducts {

  private SampleProducts() {}

  /** The daily revenue API with every component set. */
  static DataProduct full(String id) {
    return DataProduct.builder(id)
        .owner("ventas-team@company.com")
        .description("Daily revenue by region")
        .purpose("Real-time revenue metrics for executive dashboards")
        .schema(
            "date: date!, region: enum(LATAM|NA)!, revenue_gross: decimal(18,2)!, email: string pii"
                + " masked, parts: list<struct<a: map<int64>, b: json>>")
        .status("draft")
        .version("v2.1")
        .tags("revenue", "gold")
        .consumers(Consumer.of("finance", "finance@company.com", "#finance", "v2.0"))
        .inputs(
            new InputSource("Kafka topic", "ecommerce.ventas.transactions"),
            new InputSource("S3 batch", "s3://mesh/ventas/raw/refunds/"))
        .ports(
            Port.of(
                Port.Kind.OUTPUT,
                "api",
                "GET /ventas/v2/daily-revenue?date={YYYY-MM-DD}&region={region}"),
            new Port(Port.Kind.INPUT, "in", "d", "rest", "1.0.0", "c-1", List.of()))
        .access(new AccessRules("API key (service accounts)", List.of("finance", "marketing")))
        .sharing(Sharing.SHARED)
        .slos("latency_p99", "15 minutes", "availability", "99.9%", "accuracy", "±0.5%")
        .upstream(new Dependency("producto.catalog_api", "for product prices"))
        .downstream(Dependency.on("executive dashboards"))
        .costs(
            new Cost("Storage", Money.of("$50"), "S3 Standard"),
            Cost.of("Compute", "$200"),
            Cost.of("API hosting", "$100"))
        .metrics(new Metric("Request rate", "500 req/day"))
        .qualityScore(0.997)
        .tier(Tier.GOLD)
        .costCentre("sales")
        .fallbacks("s3://mesh/ventas/backup/")
        .documentation(new Link("wiki", "https://wiki.company.com/ventas-revenue"))
        .changelog(
            new Change("v2.1", "2024-01", "Added refunds_count"),
            new Change("v2.0", "2023-12", "Renamed total to revenue_gross"))
        .extensions(
            Map.of(
                "some-standard",
                new Node.Sequence(
                    List.of(
                        new Node.Text("x", SourcePosition.UNKNOWN),
                        new Node.Bool(true, SourcePosition.UNKNOWN),
                        new Node.Null(SourcePosition.UNKNOWN),
                        new Node.Num(new java.math.BigDecimal("1.50"), SourcePosition.UNKNOWN)),
                    SourcePosition.UNKNOWN)))
        .build();
  }
}
