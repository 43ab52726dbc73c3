package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.MappingDraft;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The Data Product Descriptor Specification 1.0. Unknown keys survive; what a product has beyond
 * the standard stands under {@code info.x-mesh}. References ({@code $ref}) stay as they are and are
 * never followed.
 */
public final class Dpds {

  /** Under this name a product keeps the document it came from. */
  public static final String EXTENSION = "dpds";

  private static final String OWN = "x-mesh";
  private static final List<String> EXPRESSED =
      List.of("name", "domain", "owner", "version", "tags", "description", "extensions");
  private static final Map<String, Port.Kind> PORTS = new LinkedHashMap<>();

  static {
    PORTS.put("inputPorts", Port.Kind.INPUT);
    PORTS.put("outputPorts", Port.Kind.OUTPUT);
    PORTS.put("discoveryPorts", Port.Kind.DISCOVERY);
    PORTS.put("observabilityPorts", Port.Kind.OBSERVABILITY);
    PORTS.put("controlPorts", Port.Kind.CONTROL);
  }

  private Dpds() {}

  /** Reads a descriptor. */
  public static DataProduct read(Node document, String source) {
    List<Problem> problems = new ArrayList<>();
    MappingDraft draft = MappingDraft.of(document, "", problems);
    draft.required("dataProductDescriptor", "the specification's version, 1.0.0");
    if (!draft.has("info")) {
      draft.required("info", "a mapping");
    }
    if (draft.draft("interfaceComponents").filter(each -> each.has("outputPorts")).isEmpty()) {
      draft.problem("interfaceComponents", "has no outputPorts; expected a list of them");
    }
    draft.draft("info").ifPresent(Dpds::checkInfo);
    if (!problems.isEmpty()) {
      throw new InvalidInputException("Cannot read the product of " + source, problems);
    }
    DataProductBuilder builder =
        DataProduct.builder(
                StandardText.id(
                    StandardText.text(document, "info", "domain"),
                    StandardText.text(document, "info", "name")))
            .version(StandardText.text(document, "info", "version"))
            .owner(StandardText.text(document, "info", "owner", "id"))
            .description(StandardText.text(document, "info", "description"))
            .tags(StandardText.texts(document, "tags"))
            .ports(ports(document));
    document
        .find("info")
        .flatMap(info -> info.find(OWN))
        .ifPresent(own -> new ProductReader(problems).readInto(builder, own));
    if (!problems.isEmpty()) {
      throw new InvalidInputException("Cannot read the product of " + source, problems);
    }
    Map<String, Node> kept = new LinkedHashMap<>(builder.build().extensions());
    kept.put(EXTENSION, document);
    return builder.extensions(kept).build();
  }

  private static void checkInfo(MappingDraft info) {
    info.required("fullyQualifiedName", "a URN");
    info.required("name", "a name");
    info.required("version", "a version");
    info.required("domain", "a domain");
    if (info.draft("owner").isEmpty()) {
      info.required("owner", "a mapping with an id");
    }
    info.draft("owner").ifPresent(owner -> owner.required("id", "an address"));
  }

  private static List<Port> ports(Node document) {
    List<Port> ports = new ArrayList<>();
    Node components = document.find("interfaceComponents").orElse(document);
    PORTS.forEach(
        (key, kind) -> {
          for (Node port : StandardText.items(components, key)) {
            ports.add(port(kind, port, ports.size()));
          }
        });
    return ports;
  }

  private static Port port(Port.Kind kind, Node port, int number) {
    String name = StandardText.text(port, "name");
    String reference = StandardText.text(port, "$ref");
    if (name.isEmpty()) {
      String file = reference.substring(reference.lastIndexOf('/') + 1);
      int dot = file.indexOf('.');
      name = dot > 0 ? file.substring(0, dot) : file;
    }
    return new Port(
        kind,
        name.isEmpty() ? kind.word() + number : name,
        StandardText.text(port, "description"),
        StandardText.text(port, "promises", "servicesType"),
        StandardText.text(port, "version"),
        reference,
        List.of());
  }

  /** The descriptor of a product; one that was read from one differs only in what changed. */
  public static Node write(DataProduct product) {
    Node kept = product.extensions().get(EXTENSION);
    if (kept instanceof Node.Mapping mapping) {
      return overlay(mapping, read(mapping, EXTENSION), product);
    }
    Tree info =
        new Tree()
            .text(
                "fullyQualifiedName",
                "urn:dpds:mesh:dataproducts:" + product.id() + ":" + product.version().major())
            .text("name", product.id().name())
            .text("version", product.version().toString())
            .text("domain", product.id().domain())
            .set("owner", new Tree().text("id", product.owner()).mapping());
    Tree components = new Tree();
    PORTS.forEach(
        (key, kind) -> {
          List<Port> ports = product.ports(kind);
          if (!ports.isEmpty() || kind == Port.Kind.OUTPUT) {
            components.set(key, Tree.list(ports, Dpds::portNode));
          }
        });
    Tree tree =
        new Tree()
            .text("dataProductDescriptor", "1.0.0")
            .set("info", info.mapping())
            .set("interfaceComponents", components.mapping());
    DataProduct plain =
        DataProduct.builder(product.id()).version(product.version()).owner(product.owner()).build();
    return overlay(tree.mapping(), plain, product);
  }

  private static Node portNode(Port port) {
    return new Tree()
        .text("name", port.name())
        .some("version", port.version())
        .some("description", port.description())
        .mapping();
  }

  private static Node overlay(Node.Mapping base, DataProduct before, DataProduct product) {
    Tree tree = new Tree(base);
    Node.Mapping oldInfo =
        base.find("info")
            .filter(node -> node instanceof Node.Mapping)
            .map(node -> (Node.Mapping) node)
            .orElseGet(() -> new Tree().mapping());
    Tree info = new Tree(oldInfo);
    if (!before.id().equals(product.id())) {
      info.text("name", product.id().name()).text("domain", product.id().domain());
    }
    if (!before.version().equals(product.version())) {
      info.text("version", product.version().toString());
    }
    if (!before.owner().equals(product.owner())) {
      info.set("owner", new Tree().text("id", product.owner()).mapping());
    }
    if (!before.description().equals(product.description())) {
      info.text("description", product.description());
    }
    own(info, oldInfo, before, product);
    if (!info.mapping().equals(oldInfo)) {
      tree.set("info", info.mapping());
    }
    if (!before.tags().equals(product.tags())) {
      tree.set("tags", Tree.list(product.tags(), Tree::text));
    }
    return tree.mapping();
  }

  /** Puts every other difference under the SDK's own key. */
  private static void own(
      Tree info, Node.Mapping oldInfo, DataProduct before, DataProduct product) {
    Node.Mapping old = ProductWriter.document(before);
    Node.Mapping now = ProductWriter.document(product);
    Tree own =
        oldInfo
            .find(OWN)
            .filter(node -> node instanceof Node.Mapping)
            .map(node -> new Tree((Node.Mapping) node))
            .orElseGet(Tree::new);
    for (String key : now.keys()) {
      Node value = now.find(key).orElseThrow();
      if (!EXPRESSED.contains(key) && !Objects.equals(old.find(key).orElse(null), value)) {
        own.set(key, value);
      }
    }
    if (!own.isEmpty()) {
      info.set(OWN, own.mapping());
    }
  }
}
