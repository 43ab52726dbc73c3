package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.MappingDraft;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Bitol's Open Data Product Standard, 0.9 and 1.0. The standard forbids unknown keys: what a
 * product has beyond it stands in {@code customProperties} under {@code mesh.}; what the document
 * has beyond a product is kept beside the product and written again.
 */
public final class BitolOdps {

  /** Under this name a product keeps the document it came from. */
  public static final String EXTENSION = "bitol-odps";

  private static final String PREFIX = "mesh.";
  private static final List<String> EXPRESSED =
      List.of(
          "name", "domain", "status", "version", "tags", "purpose", "description", "extensions");

  private BitolOdps() {}

  /** Reads a document whose domain is told in it. */
  public static DataProduct read(Node document, String source) {
    return read(document, source, "");
  }

  /** Reads a document; one without a domain belongs to the given one. */
  public static DataProduct read(Node document, String source, String domainIfMissing) {
    List<Problem> problems = new ArrayList<>();
    MappingDraft draft = MappingDraft.of(document, "", problems);
    draft.required("apiVersion", "v1.0.0 or v0.9.0");
    draft.required("id", "a unique id");
    String status = draft.required("status", "a status, such as active");
    String domain = draft.text("domain", "a text");
    if (domain.isEmpty() && domainIfMissing.isEmpty()) {
      draft.problem("domain", "is missing; a product of the mesh belongs to a domain");
    }
    checkPorts(draft);
    if (!problems.isEmpty()) {
      throw new InvalidInputException("Cannot read the product of " + source, problems);
    }
    String name = StandardText.text(document, "name");
    DataProductBuilder builder =
        DataProduct.builder(
            StandardText.id(
                domain.isEmpty() ? domainIfMissing : domain,
                name.isEmpty() ? StandardText.text(document, "id") : name));
    builder
        .status(status)
        .owner(owner(document))
        .purpose(StandardText.text(document, "description", "purpose"))
        .description(StandardText.text(document, "description", "usage"))
        .tags(StandardText.texts(document, "tags"));
    String version = StandardText.text(document, "version");
    if (!version.isEmpty()) {
      builder.version(version);
    }
    builder.ports(ports(document));
    own(document, builder, source);
    Map<String, Node> kept = new LinkedHashMap<>(builder.build().extensions());
    kept.put(EXTENSION, document);
    return builder.extensions(kept).build();
  }

  private static void checkPorts(MappingDraft draft) {
    for (MappingDraft port : draft.drafts("inputPorts", "ports")) {
      port.required("name", "a name");
      port.required("version", "a version");
      port.required("contractId", "the contract's id");
    }
    for (MappingDraft port : draft.drafts("outputPorts", "ports")) {
      port.required("name", "a name");
      port.required("version", "a version");
    }
  }

  private static String owner(Node document) {
    Node team = document.find("team").orElse(document);
    for (Node member : StandardText.items(team, "members")) {
      if (StandardText.text(member, "role").toLowerCase(Locale.ROOT).contains("owner")) {
        return StandardText.text(member, "username");
      }
    }
    return StandardText.text(document, "team", "name");
  }

  private static List<Port> ports(Node document) {
    List<Port> ports = new ArrayList<>();
    for (Node port : StandardText.items(document, "inputPorts")) {
      ports.add(port(Port.Kind.INPUT, port));
    }
    for (Node port : StandardText.items(document, "outputPorts")) {
      ports.add(port(Port.Kind.OUTPUT, port));
    }
    for (Node port : StandardText.items(document, "managementPorts")) {
      Port.Kind kind =
          switch (StandardText.text(port, "content")) {
            case "observability" -> Port.Kind.OBSERVABILITY;
            case "control" -> Port.Kind.CONTROL;
            default -> Port.Kind.DISCOVERY;
          };
      ports.add(port(kind, port));
    }
    return ports;
  }

  private static Port port(Port.Kind kind, Node port) {
    String url = StandardText.text(port, "url");
    return new Port(
        kind,
        StandardText.text(port, "name"),
        StandardText.text(port, "description"),
        StandardText.text(port, "type"),
        StandardText.text(port, "version"),
        StandardText.text(port, "contractId"),
        url.isEmpty() ? List.of() : List.of(url));
  }

  /** Reads what this writer put into the custom properties. */
  private static void own(Node document, DataProductBuilder builder, String source) {
    Tree own = new Tree();
    for (Node property : StandardText.items(document, "customProperties")) {
      String key = StandardText.text(property, "property");
      if (key.startsWith(PREFIX)) {
        property.find("value").ifPresent(value -> own.set(key.substring(PREFIX.length()), value));
      }
    }
    List<Problem> problems = new ArrayList<>();
    new ProductReader(problems).readInto(builder, own.mapping());
    if (!problems.isEmpty()) {
      throw new InvalidInputException("Cannot read the product of " + source, problems);
    }
  }

  /** The document of a product; one that was read from a document differs only in what changed. */
  public static Node write(DataProduct product) {
    Node kept = product.extensions().get(EXTENSION);
    if (kept instanceof Node.Mapping mapping) {
      DataProduct before = read(mapping, EXTENSION, product.id().domain());
      return overlay(new Tree(mapping), before, product);
    }
    Tree tree =
        new Tree()
            .text("apiVersion", "v1.0.0")
            .text("kind", "DataProduct")
            .text("id", product.id().toString());
    tree.text("name", product.id().name()).text("domain", product.id().domain());
    DataProduct nothing = DataProduct.builder(product.id()).build();
    tree.text("status", product.status().word()).text("version", product.version().toString());
    return overlay(tree, nothing, product);
  }

  private static Node overlay(Tree tree, DataProduct before, DataProduct product) {
    Node.Mapping base = tree.mapping();
    if (!before.id().equals(product.id())) {
      tree.text("name", product.id().name()).text("domain", product.id().domain());
    }
    if (before.status() != product.status() || !before.statusWord().equals(product.statusWord())) {
      tree.text(
          "status",
          product.statusWord().isEmpty() ? product.status().word() : product.statusWord());
    }
    if (!before.version().equals(product.version())) {
      tree.text(
          "version", StandardText.version(StandardText.text(base, "version"), product.version()));
    }
    if (!before.tags().equals(product.tags())) {
      tree.set("tags", Tree.list(product.tags(), Tree::text));
    }
    if (!before.purpose().equals(product.purpose())
        || !before.description().equals(product.description())) {
      Tree description = new Tree();
      base.find("description")
          .filter(node -> node instanceof Node.Mapping)
          .ifPresent(
              node ->
                  ((Node.Mapping) node)
                      .entries()
                      .forEach((key, entry) -> description.set(key, entry.value())));
      description.remove("purpose").remove("usage");
      description.some("purpose", product.purpose()).some("usage", product.description());
      tree.set("description", description.mapping());
    }
    custom(tree, base, before, product);
    return tree.mapping();
  }

  /** Puts every other difference under the prefix. */
  private static void custom(
      Tree tree, Node.Mapping base, DataProduct before, DataProduct product) {
    Node.Mapping old = ProductWriter.document(before);
    Node.Mapping now = ProductWriter.document(product);
    Map<String, Node> properties = new LinkedHashMap<>();
    for (Node property : StandardText.items(base, "customProperties")) {
      properties.put(StandardText.text(property, "property") + "#" + properties.size(), property);
    }
    boolean changed = false;
    for (String key : now.keys()) {
      Node value = now.find(key).orElseThrow();
      boolean same = Objects.equals(old.find(key).orElse(null), value);
      if (!same && !EXPRESSED.contains(key)) {
        properties.keySet().removeIf(name -> name.startsWith(PREFIX + key + "#"));
        properties.put(
            PREFIX + key + "#new",
            new Tree().text("property", PREFIX + key).set("value", value).mapping());
        changed = true;
      }
    }
    if (changed) {
      tree.set("customProperties", Tree.list(properties.values(), node -> node));
    }
  }
}
