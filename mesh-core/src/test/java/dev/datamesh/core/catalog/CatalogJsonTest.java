package dev.datamesh.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.product.BitolOdps;
import dev.datamesh.core.product.Canvas;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.Dpds;
import dev.datamesh.core.product.ProductDocument;
import dev.datamesh.core.product.ProductFormat;
import org.junit.jupiter.api.Test;

class CatalogJsonTest {

  private static Node parse(String text) {
    return DocumentReader.standard().read(text, "product.yaml");
  }

  @Test
  void a_product_survives_its_own_document_in_json_and_yaml() {
    DataProduct full = SampleProducts.full("ventas.a");
    Node document = ProductDocument.write(full);
    assertThat(ProductDocument.read(document, "x")).isEqualTo(full);
    assertThat(ProductDocument.read(parse(DocumentWriter.json().write(document)), "x"))
        .isEqualTo(full);
    assertThat(ProductDocument.read(parse(DocumentWriter.yaml().write(document)), "x"))
        .isEqualTo(full);
  }

  @Test
  void a_product_survives_the_standards_that_did_not_know_it() {
    DataProduct full = SampleProducts.full("ventas.a");
    Node bitol = BitolOdps.write(full);
    assertThat(ProductFormat.of(bitol)).isEqualTo(ProductFormat.BITOL_ODPS);
    assertThat(withoutOrigin(ProductDocument.read(bitol, "x"), BitolOdps.EXTENSION))
        .isEqualTo(full.toBuilder().extensions(java.util.Map.of()).build());
    Node dpds = Dpds.write(full);
    assertThat(ProductFormat.of(dpds)).isEqualTo(ProductFormat.DPDS);
    assertThat(withoutOrigin(ProductDocument.read(dpds, "x"), Dpds.EXTENSION))
        .isEqualTo(full.toBuilder().extensions(java.util.Map.of()).build());
    assertThat(BitolOdps.write(ProductDocument.read(bitol, "x"))).isEqualTo(bitol);
    assertThat(Dpds.write(ProductDocument.read(dpds, "x"))).isEqualTo(dpds);
  }

  private static DataProduct withoutOrigin(DataProduct product, String origin) {
    assertThat(product.extensions()).containsKey(origin);
    return product.toBuilder().extensions(java.util.Map.of()).build();
  }

  @Test
  void a_change_of_a_standards_product_changes_its_place_in_the_document_alone() {
    Node document =
        parse(
            """
            apiVersion: v1.0.0
            kind: DataProduct
            id: 42
            """
                    .replace("42", "\"42\"")
                + """
                name: Customer 360
                domain: Seller
                status: draft
                version: v1.0
                tenant: RetailCorp
                description: {purpose: Enterprise view, limitations: none}
                outputPorts: [{name: out, version: 1.0.0, sbom: [{url: "https://x"}]}]
                """);
    DataProduct product = ProductDocument.read(document, "x");
    assertThat(product.id()).hasToString("seller.customer_360");
    assertThat(product.statusWord()).isEqualTo("draft");
    assertThat(BitolOdps.write(product)).isEqualTo(document);
    Node changed = BitolOdps.write(product.toBuilder().version("2.0").build());
    assertThat(changed.find("version").orElseThrow()).hasToString("\"2.0.0\"");
    assertThat(changed.find("tenant")).isEqualTo(document.find("tenant"));
    assertThat(changed.find("outputPorts")).isEqualTo(document.find("outputPorts"));
    assertThat(changed.find("customProperties")).isEmpty();
  }

  @Test
  void what_a_document_lacks_is_told_all_at_once() {
    assertThatThrownBy(
            () ->
                ProductDocument.read(
                    parse(
                        "domain: ventas\nname: a\nversion: first\ntier: tin\n"
                            + "schema: {x: strange}\nslos: {availability: soon}\nownr: x\n"),
                    "product.yaml"))
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.problems()).hasSize(5))
        .hasMessageContaining("product.yaml:3:10 /version")
        .hasMessageContaining("the key \"ownr\" is not known");
    assertThatThrownBy(
            () ->
                ProductDocument.read(
                    parse("schema: https://x\nversion: \"3.0\"\nproduct: {en: {name: x}}"), "x"))
        .hasMessageContaining("Linux Foundation");
    assertThatThrownBy(
            () ->
                ProductDocument.read(
                    parse(
                        "apiVersion: v1.0.0\nkind: DataProduct\nid: x\nstatus: active\ndomain: d\n"
                            + "inputPorts: [{name: in, version: 1.0.0}]\n"),
                    "x"))
        .hasMessageContaining("/inputPorts/0/contractId: is missing");
  }

  @Test
  void a_catalog_goes_into_one_document_and_comes_out_of_it() {
    Catalog catalog = Catalogs.declared(Catalog.inMemory());
    catalog.register(SampleProducts.full("ventas.a")).orThrow();
    catalog.register(Catalogs.product("producto.b").build()).orThrow();
    Node document = parse(DocumentWriter.prettyJson().write(CatalogJson.export(catalog)));
    Catalog other = Catalog.inMemory();
    assertThat(CatalogJson.load(other, document, "products.json").orThrow()).isEqualTo(2);
    assertThat(other.list().products()).isEqualTo(catalog.list().products());
    assertThat(other.domains()).isEqualTo(catalog.domains());
    assertThat(CatalogJson.load(other, document, "products.json").orThrow()).isEqualTo(2);
    assertThat(
            CatalogJson.load(Catalog.inMemory(), parse("products: [{name: a, domain: b}]"), "x")
                .reasons())
        .extracting(Refusal::reason)
        .containsExactly(Refusal.Reason.NO_OWNER, Refusal.Reason.UNKNOWN_DOMAIN);
  }

  @Test
  void the_canvas_has_every_section() {
    DataProduct full = SampleProducts.full("ventas.a");
    assertThat(Canvas.of(full, full.slos()))
        .contains(
            "# Data Product: ventas.a",
            "**Purpose**: Real-time revenue metrics",
            "- finance, finance@company.com, #finance, v2.0",
            "- Kafka topic: `ecommerce.ventas.transactions`",
            "### Output Schema (v2.1.0)",
            "| `email` | `string` | yes | pii masked |",
            "- **Latency p99**: 15 minutes",
            "- **Availability**: 99.9% (43 minutes of downtime in 30 days allowed)",
            "- `GET /ventas/v2/daily-revenue?date={YYYY-MM-DD}&region={region}`",
            "- Public: No (internal only)",
            "- Authentication: API key (service accounts)",
            "- Authorization: read-only for finance, marketing",
            "- **Upstream**: producto.catalog_api (for product prices)",
            "- **Downstream**: executive dashboards",
            "- Storage: $50/month (S3 Standard)",
            "- **Total**: $350/month",
            "- Request rate: 500 req/day",
            "- Quality score: 99.7%",
            "- v2.0 (2023-12): Renamed total to revenue_gross");
    assertThat(Canvas.of(Catalogs.product("ventas.b").build(), full.slos()))
        .contains("**Purpose**: not told", "### Costs\n\nNone told.");
  }
}
