package dev.datamesh.core.product;

import dev.datamesh.core.document.Node;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the SDK's own document of a product. */
final class ProductWriter {

  private ProductWriter() {}

  static Node.Mapping document(DataProduct product) {
    return head(product)
        .some("consumers", product.consumers(), ProductWriter::consumer)
        .some(
            "inputs",
            product.inputs(),
            input ->
                new Tree().some("kind", input.kind()).text("location", input.location()).mapping())
        .some("ports", product.ports(), ProductWriter::port)
        .some("access", access(product.access()))
        .some("slos", slos(product))
        .some("upstream", product.upstream(), ProductWriter::dependency)
        .some("downstream", product.downstream(), ProductWriter::dependency)
        .some("costs", product.costs(), ProductWriter::cost)
        .some(
            "metrics",
            product.metrics(),
            metric ->
                new Tree().text("name", metric.name()).text("value", metric.value()).mapping())
        .texts("fallbacks", product.fallbacks())
        .some(
            "documentation",
            product.documentation(),
            link -> new Tree().some("title", link.title()).text("url", link.url()).mapping())
        .some("changelog", product.changelog(), ProductWriter::change)
        .some("extensions", extensions(product.extensions()))
        .mapping();
  }

  private static Tree head(DataProduct product) {
    Tree tree =
        new Tree()
            .text("name", product.id().name())
            .text("domain", product.id().domain())
            .text("owner", product.owner())
            .some("description", product.description())
            .some("purpose", product.purpose());
    if (!product.schema().fields().isEmpty()) {
      tree.set("schema", schema(product.schema()));
    }
    tree.text(
            "status",
            product.statusWord().isEmpty() ? product.status().word() : product.statusWord())
        .text("version", product.version().toString())
        .texts("tags", product.tags())
        .text("sharing", product.sharing().word());
    if (product.tier() != Tier.NONE) {
      tree.text("tier", product.tier().word());
    }
    product.findQualityScore().ifPresent(score -> tree.set("quality_score", Tree.number(score)));
    return tree.some("cost_center", product.costCentre());
  }

  private static Node schema(Schema schema) {
    Tree tree = new Tree();
    for (Field field : schema.fields()) {
      String type = new Field("x", field.type(), field.nullable(), "", field.marks()).toString();
      Node shorthand = Tree.text(type.substring("x: ".length()));
      tree.set(
          field.name(),
          field.description().isEmpty()
              ? shorthand
              : new Tree()
                  .set("type", shorthand)
                  .text("description", field.description())
                  .mapping());
    }
    return tree.mapping();
  }

  private static Node consumer(Consumer consumer) {
    return new Tree()
        .text("team", consumer.team())
        .some("contact", consumer.contact())
        .some("channel", consumer.channel())
        .some("version", consumer.version())
        .some("use", consumer.use())
        .mapping();
  }

  private static Node port(Port port) {
    return new Tree()
        .text("kind", port.kind().word())
        .text("name", port.name())
        .some("description", port.description())
        .some("type", port.type())
        .some("version", port.version())
        .some("contract", port.contract())
        .texts("endpoints", port.endpoints())
        .mapping();
  }

  private static Tree access(AccessRules access) {
    return new Tree()
        .some("authentication", access.authentication())
        .texts("readers", access.readers());
  }

  private static Tree slos(DataProduct product) {
    Tree tree = new Tree();
    product.slos().all().forEach(slo -> tree.text(slo.name(), slo.text()));
    return tree;
  }

  private static Node dependency(Dependency dependency) {
    return dependency.reason().isEmpty()
        ? Tree.text(dependency.name())
        : new Tree().text("name", dependency.name()).text("reason", dependency.reason()).mapping();
  }

  private static Node cost(Cost cost) {
    return new Tree()
        .text("item", cost.item())
        .text("monthly", cost.monthly().toString())
        .some("note", cost.note())
        .mapping();
  }

  private static Node change(Change change) {
    return new Tree()
        .text("version", change.label())
        .some("date", change.date())
        .some("text", change.text())
        .mapping();
  }

  private static Tree extensions(Map<String, Node> extensions) {
    Tree tree = new Tree();
    new LinkedHashMap<>(extensions).forEach(tree::set);
    return tree;
  }
}
