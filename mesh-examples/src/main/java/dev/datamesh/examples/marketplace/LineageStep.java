package dev.datamesh.examples.marketplace;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.catalog.CatalogEntry;
import dev.datamesh.core.catalog.ProductQuery;
import dev.datamesh.core.product.Status;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.LineagePath;
import dev.datamesh.lineage.NodeDescription;
import dev.datamesh.lineage.Reach;
import java.util.stream.Collectors;

/** Step 4: who feeds whom, raw sources included though nobody registered them. */
final class LineageStep {

  private LineageStep() {}

  static void tell(Terminal terminal, Catalog catalog, LineageGraph lineage) {
    terminal.step(4, "Lineage: every derivation is an edge");
    for (CatalogEntry entry : catalog.list(ProductQuery.all().status(Status.ACTIVE)).entries()) {
      AssetId node = AssetId.of(entry.id());
      lineage.describe(
          NodeDescription.of(node)
              .inDomain(entry.id().domain())
              .ownedBy(entry.product().owner())
              .withFallbacks(
                  entry.product().fallbacks().stream()
                      .map(ProductId::of)
                      .map(AssetId::of)
                      .toArray(AssetId[]::new)));
    }
    int added = lineage.addAll(Derivations.all());
    terminal.say(
        "%d new edges; the graph has %d edges between %d nodes",
        added, lineage.edges().size(), lineage.nodes().size());

    AssetId accounting = AssetId.of(PublishedProducts.ACCOUNTING);
    Reach upstream = lineage.upstream(accounting);
    terminal.say("Upstream of %s: %s", PublishedProducts.ACCOUNTING, withHops(upstream));
    AssetId pricing = AssetId.of(PublishedProducts.PRICING);
    terminal.say(
        "Downstream of %s: %s", PublishedProducts.PRICING, withHops(lineage.downstream(pricing)));
    LineagePath path = upstream.pathTo(Derivations.SOURCE).orElseThrow();
    terminal.say("One path, explained: %s", path.explain());
    terminal.done();
  }

  private static String withHops(Reach reach) {
    return reach.nodes().stream()
        .map(node -> node.id().name() + " (" + node.hops() + ")")
        .collect(Collectors.joining(", "));
  }
}
