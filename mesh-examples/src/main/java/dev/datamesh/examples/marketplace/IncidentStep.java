package dev.datamesh.examples.marketplace;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.Impact;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.LineageNode;
import dev.datamesh.lineage.model.LineageEdge;
import java.util.List;

/** Step 8: a product fails; who is hit, whom to tell, and a picture to look at. */
final class IncidentStep {

  private IncidentStep() {}

  static void tell(Terminal terminal, LineageGraph lineage, Results results) {
    terminal.step(8, "Incident: ventas.daily_revenue_api fails");
    Impact impact = lineage.impact(AssetId.of(PublishedProducts.DAILY_REVENUE));
    terminal.say("%s", impact.toText());
    results.write("incident.md", impact.toMarkdown());
    results.write("incident.json", impact.toJson());
    results.write("lineage.html", picture(lineage));
    terminal.done();
  }

  private static String picture(LineageGraph lineage) {
    List<LineagePicture.Box> boxes =
        lineage.nodes().stream()
            .filter(node -> node.id().kind() != AssetId.Kind.FIELD)
            .filter(node -> isConnected(lineage, node))
            .map(
                node ->
                    new LineagePicture.Box(
                        node.id().toString(), node.id().name(), words(node), group(node)))
            .toList();
    List<LineagePicture.Arrow> arrows =
        lineage.edges().stream()
            .filter(edge -> edge.source().kind() != AssetId.Kind.FIELD)
            .map(
                edge ->
                    new LineagePicture.Arrow(
                        edge.source().toString(),
                        edge.target().toString(),
                        edge.type().word(),
                        edge.confidence(),
                        edge.evidences().get(0).transformation()))
            .toList();
    return LineagePicture.page(Resource.text("lineage.html"), boxes, arrows);
  }

  private static boolean isConnected(LineageGraph lineage, LineageNode node) {
    List<LineageEdge> edges = lineage.edges();
    return edges.stream()
        .anyMatch(edge -> edge.source().equals(node.id()) || edge.target().equals(node.id()));
  }

  private static String words(LineageNode node) {
    return node.id().kind().word().replace('_', ' ')
        + (node.owner().isEmpty() ? "" : ", " + node.owner());
  }

  private static String group(LineageNode node) {
    if (!node.domain().isEmpty()) {
      return node.domain();
    }
    return node.id().kind() == AssetId.Kind.DATASET ? "raw sources" : Impact.OUTSIDE;
  }
}
