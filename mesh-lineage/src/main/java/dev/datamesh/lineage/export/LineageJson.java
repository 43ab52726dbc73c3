package dev.datamesh.lineage.export;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.MappingDraft;
import dev.datamesh.core.document.Node;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.LineageNode;
import dev.datamesh.lineage.LineageView;
import dev.datamesh.lineage.NodeDescription;
import dev.datamesh.lineage.exchange.AssetNames;
import dev.datamesh.lineage.model.Evidence;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A graph as it is now as one document, {@code lineage.json}: {@code lineage} lists what is stated,
 * an entry for each evidence with {@code source}, {@code target}, {@code transformation}, {@code
 * lineage_type}, {@code confidence}, {@code metadata} and {@code timestamp}; {@code nodes} lists
 * what is known of assets beyond their names. A bare list is read as {@code lineage}. What is left
 * out has its default; alternate names are written as the names they stand for.
 */
public final class LineageJson {

  private static final List<String> ENTRY_KEYS =
      List.of(
          "source",
          "target",
          "transformation",
          "lineage_type",
          "confidence",
          "metadata",
          "timestamp",
          "masking",
          "producer",
          "job",
          "event",
          "valid_from",
          "valid_to");
  private static final List<String> NODE_KEYS =
      List.of("name", "domain", "owner", "tags", "fallbacks", "container", "deleted");

  private LineageJson() {}

  /** Everything that holds in a view, in the order of names. */
  public static Node export(LineageView view) {
    LineageExport all = LineageExport.of(view);
    List<Node> entries = new ArrayList<>();
    for (LineageEdge edge : all.edges()) {
      for (Evidence evidence : edge.evidences()) {
        entries.add(entry(edge, evidence));
      }
    }
    List<Node> nodes = new ArrayList<>();
    for (LineageNode node : all.nodes()) {
      node(node, view).ifPresent(nodes::add);
    }
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("lineage", Node.of(entries));
    document.put("nodes", Node.of(nodes));
    return Node.of(document);
  }

  private static Node entry(LineageEdge edge, Evidence evidence) {
    Map<String, Node> keys = new LinkedHashMap<>();
    keys.put("source", name(edge.source()));
    keys.put("target", name(edge.target()));
    keys.put("transformation", Node.of(evidence.transformation()));
    keys.put("lineage_type", Node.of(evidence.type().word()));
    keys.put("confidence", Node.of(BigDecimal.valueOf(evidence.confidence())));
    Map<String, Node> metadata = new LinkedHashMap<>();
    evidence.metadata().forEach((key, value) -> metadata.put(key, Node.of(value)));
    keys.put("metadata", Node.of(metadata));
    keys.put("timestamp", Node.of(evidence.recorded().toString()));
    if (evidence.masking()) {
      keys.put("masking", Node.of(true));
    }
    put(keys, "producer", evidence.producer());
    put(keys, "job", evidence.job());
    put(keys, "event", evidence.event());
    if (!evidence.validity().from().equals(evidence.recorded())) {
      keys.put("valid_from", Node.of(evidence.validity().from().toString()));
    }
    if (!evidence.validity().to().equals(Validity.OPEN)) {
      keys.put("valid_to", Node.of(evidence.validity().to().toString()));
    }
    return Node.of(keys);
  }

  /** What is known of a node itself, beyond what holds it; empty where that is nothing. */
  private static Optional<Node> node(LineageNode node, LineageView view) {
    Map<String, Node> keys = new LinkedHashMap<>();
    Optional<LineageNode> holder =
        node.container().equals(node.id()) ? Optional.empty() : view.node(node.container());
    if (!node.domain().equals(holder.map(LineageNode::domain).orElse(""))) {
      put(keys, "domain", node.domain());
    }
    if (!node.owner().equals(holder.map(LineageNode::owner).orElse(""))) {
      put(keys, "owner", node.owner());
    }
    if (!node.tags().isEmpty()) {
      keys.put("tags", Node.of(node.tags().stream().map(Node::of).toList()));
    }
    if (!node.fallbacks().isEmpty()) {
      keys.put("fallbacks", Node.of(node.fallbacks().stream().map(LineageJson::name).toList()));
    }
    holder.ifPresent(outer -> keys.put("container", name(outer.id())));
    if (node.deleted()) {
      keys.put("deleted", Node.of(true));
    }
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Node> named = new LinkedHashMap<>();
    named.put("name", name(node.id()));
    named.putAll(keys);
    return Optional.of(Node.of(named));
  }

  private static void put(Map<String, Node> keys, String key, String text) {
    if (!text.isEmpty()) {
      keys.put(key, Node.of(text));
    }
  }

  /** The name as people write it, or its parts where that would be read as another. */
  private static Node name(AssetId id) {
    String text = id.toString();
    if (AssetNames.read(text).equals(id)) {
      return Node.of(text);
    }
    Map<String, Node> parts = new LinkedHashMap<>();
    parts.put("kind", Node.of(id.kind().word()));
    parts.put("namespace", Node.of(id.namespace()));
    parts.put("name", Node.of(id.name()));
    return Node.of(parts);
  }

  /**
   * Takes a document into a graph. All entries are taken or none; what is not understood is refused
   * whole, with every problem. An entry of a graph's own export holds from its {@code timestamp} on
   * again.
   *
   * @return how many entries changed something
   */
  public static int load(LineageGraph graph, Node document, String source) {
    List<Problem> problems = new ArrayList<>();
    List<LineageEntry> entries = new ArrayList<>();
    List<Consumer<LineageGraph>> facts = new ArrayList<>();
    Node wrapped =
        document instanceof Node.Sequence ? Node.of(Map.of("lineage", document)) : document;
    MappingDraft root = MappingDraft.of(wrapped, "", problems);
    for (MappingDraft draft : root.drafts("lineage", "entries")) {
      attempt(draft, problems, () -> entries.add(readEntry(draft)));
    }
    for (MappingDraft draft : root.drafts("nodes", "nodes")) {
      attempt(draft, problems, () -> facts.addAll(readNode(draft)));
    }
    root.refuseOthers(List.of("lineage", "nodes"));
    MappingDraft.throwIfAny("Cannot load the lineage of " + source, problems);
    int changed = entries.isEmpty() ? 0 : graph.addAll(entries);
    facts.forEach(fact -> fact.accept(graph));
    return changed;
  }

  /** What a value refuses is a problem of its entry, unless a part of it is one already. */
  private static void attempt(MappingDraft draft, List<Problem> problems, Runnable reading) {
    int before = problems.size();
    try {
      reading.run();
    } catch (MeshException e) {
      if (problems.size() == before) {
        problems.add(new Problem(draft.path(), draft.position(), String.valueOf(e.getMessage())));
      }
    }
  }

  private static LineageEntry readEntry(MappingDraft draft) {
    AssetId source = readName(draft, "source");
    AssetId target = readName(draft, "target");
    LineageType type =
        draft.parsed("lineage_type", "a lineage type", LineageType.DIRECT, LineageType::of);
    LineageEntry entry =
        LineageEntry.of(source, target)
            .withType(type)
            .withConfidence(confidence(draft))
            .withTransformation(draft.text("transformation", "a text"))
            .withProducer(draft.text("producer", "a text"))
            .withJob(draft.text("job", "a text"))
            .withEvent(draft.text("event", "a text"))
            .withMetadata(metadata(draft))
            .withValidity(validity(draft));
    boolean masks = flag(draft, "masking");
    draft.refuseOthers(ENTRY_KEYS);
    return masks ? entry.thatMasks() : entry;
  }

  private static AssetId readName(MappingDraft draft, String key) {
    Optional<Node> node = draft.find(key);
    if (node.isPresent() && node.get() instanceof Node.Mapping) {
      MappingDraft parts = draft.draft(key).orElseThrow();
      AssetId.Kind kind =
          parts.parsed("kind", "a kind", AssetId.Kind.DATASET, LineageJson::readKind);
      return new AssetId(
          kind, parts.required("namespace", "a namespace"), parts.required("name", "a name"));
    }
    String text = draft.required(key, "the name of an asset");
    return AssetNames.read(text);
  }

  private static AssetId.Kind readKind(String word) {
    for (AssetId.Kind kind : AssetId.Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new InvalidInputException("Cannot read a kind of asset \"" + word + "\"");
  }

  private static double confidence(MappingDraft draft) {
    Optional<Node> node = draft.find("confidence");
    if (node.isEmpty()) {
      return 1.0;
    }
    double value = node.get() instanceof Node.Num number ? number.value().doubleValue() : -1;
    if (!(value >= 0 && value <= 1)) {
      draft.problem("confidence", "expected a number from 0 to 1, found " + node.get());
      return 1.0;
    }
    return value;
  }

  private static Map<String, String> metadata(MappingDraft draft) {
    Map<String, String> metadata = new TreeMap<>();
    draft
        .draft("metadata")
        .ifPresent(
            values ->
                values
                    .mapping()
                    .entries()
                    .forEach(
                        (key, value) ->
                            metadata.put(
                                key, value.value().text().orElse(value.value().toString()))));
    return metadata;
  }

  private static Validity validity(MappingDraft draft) {
    Instant stated = instant(draft, "timestamp", Validity.WHEN_RECORDED);
    Instant from = instant(draft, "valid_from", stated);
    return new Validity(from, instant(draft, "valid_to", Validity.OPEN));
  }

  private static Instant instant(MappingDraft draft, String key, Instant otherwise) {
    return draft.parsed(key, "an instant", otherwise, LineageJson::readInstant);
  }

  private static Instant readInstant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          "Cannot read the instant \"%s\"; expected such as 2024-01-15T10:30:00Z".formatted(text));
    }
  }

  private static boolean flag(MappingDraft draft, String key) {
    Optional<Node> node = draft.find(key);
    if (node.isPresent() && !(node.get() instanceof Node.Bool)) {
      draft.problem(key, "expected true or false, found " + node.get());
    }
    return node.isPresent() && node.get() instanceof Node.Bool bool && bool.value();
  }

  private static List<Consumer<LineageGraph>> readNode(MappingDraft draft) {
    List<Consumer<LineageGraph>> facts = new ArrayList<>();
    AssetId id = readName(draft, "name");
    Set<String> tags = new TreeSet<>(draft.texts("tags", "a tag"));
    List<AssetId> fallbacks = new ArrayList<>();
    List<Node> items = draft.items("fallbacks", "assets");
    for (Node item : items) {
      MappingDraft each =
          MappingDraft.of(Node.of(Map.of("name", item)), draft.path(), new ArrayList<>());
      fallbacks.add(readName(each, "name"));
    }
    NodeDescription description =
        new NodeDescription(
            id, draft.text("domain", "a text"), draft.text("owner", "a text"), tags, fallbacks);
    if (draft.has("container")) {
      AssetId container = readName(draft, "container");
      facts.add(graph -> graph.contain(id, container));
    }
    facts.add(graph -> graph.describe(description));
    if (flag(draft, "deleted")) {
      facts.add(graph -> graph.delete(id));
    }
    draft.refuseOthers(NODE_KEYS);
    return facts;
  }
}
