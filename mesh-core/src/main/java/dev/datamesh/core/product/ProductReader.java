package dev.datamesh.core.product;

import dev.datamesh.core.MeshException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.document.MappingDraft;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.domain.Money;
import dev.datamesh.core.domain.Slo;
import dev.datamesh.core.domain.Slos;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.validation.Drafts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the SDK's own document of a product and collects every problem. */
final class ProductReader {

  private static final List<String> KEYS =
      List.of(
          "name",
          "domain",
          "owner",
          "description",
          "purpose",
          "schema",
          "status",
          "version",
          "tags",
          "consumers",
          "inputs",
          "ports",
          "access",
          "sharing",
          "slos",
          "upstream",
          "downstream",
          "costs",
          "metrics",
          "quality_score",
          "tier",
          "cost_center",
          "fallbacks",
          "documentation",
          "changelog",
          "extensions");

  /** What a catalog adds when it exports; not part of a product. */
  private static final List<String> CATALOG_KEYS = List.of("created_at", "updated_at", "revision");

  private final List<Problem> problems;

  ProductReader(List<Problem> problems) {
    this.problems = problems;
  }

  /** The product, null where it has no usable id. */
  @Nullable DataProduct read(Node document) {
    MappingDraft draft = MappingDraft.of(document, "", problems);
    String domain = draft.required("domain", "the domain's name");
    String name = draft.required("name", "the product's name within its domain");
    ProductId id = null;
    if (problems.isEmpty()) {
      try {
        id = new ProductId(domain, name);
      } catch (MeshException e) {
        draft.problem("name", String.valueOf(e.getMessage()));
      }
    }
    DataProductBuilder builder =
        DataProduct.builder(id == null ? new ProductId("unknown", "unknown") : id);
    readInto(builder, document);
    return id == null ? null : builder.build();
  }

  void readInto(DataProductBuilder builder, Node document) {
    MappingDraft draft = MappingDraft.of(document, "", problems);
    Drafts.shared().problems(values(draft), draft.mapping()).forEach(draft::add);
    text(draft, "owner", builder::owner);
    text(draft, "description", builder::description);
    text(draft, "purpose", builder::purpose);
    text(draft, "cost_center", builder::costCentre);
    use(draft, "status", "a status", builder::status);
    use(draft, "version", "a version", text -> builder.version(SemanticVersion.of(text)));
    use(draft, "sharing", "a sharing level", text -> builder.sharing(Sharing.of(text)));
    use(draft, "tier", "a tier", text -> builder.tier(Tier.of(text)));
    if (draft.has("tags")) {
      builder.tags(draft.texts("tags", "a tag"));
    }
    if (draft.has("fallbacks")) {
      builder.fallbacks(draft.texts("fallbacks", "a source"));
    }
    draft.find("schema").ifPresent(node -> builder.schema(schema(node, draft)));
    score(draft, builder);
    draft.draft("slos").ifPresent(slos -> builder.slos(slos(slos)));
    draft
        .draft("access")
        .ifPresent(
            access ->
                builder.access(
                    new AccessRules(
                        access.text("authentication", "a text"),
                        access.texts("readers", "a team or principal"))));
    lists(draft, builder);
    draft
        .draft("extensions")
        .ifPresent(
            extensions -> {
              Map<String, Node> kept = new LinkedHashMap<>();
              extensions.mapping().entries().forEach((key, entry) -> kept.put(key, entry.value()));
              builder.extensions(kept);
            });
    draft.extensions();
    CATALOG_KEYS.forEach(draft::find);
    draft.refuseOthers(KEYS);
  }

  private void lists(MappingDraft draft, DataProductBuilder builder) {
    list(draft, "consumers", ProductReader::consumer, builder::consumers);
    list(
        draft,
        "inputs",
        each -> new InputSource(each.text("kind", "a text"), each.required("location", "a place")),
        builder::inputs);
    list(draft, "ports", ProductReader::port, builder::ports);
    list(
        draft,
        "costs",
        each ->
            new Cost(
                each.required("item", "what costs"),
                Money.of(each.required("monthly", "an amount")),
                each.text("note", "a text")),
        builder::costs);
    list(
        draft,
        "metrics",
        each -> new Metric(each.required("name", "a name"), each.required("value", "a value")),
        builder::metrics);
    list(
        draft,
        "documentation",
        each -> new Link(each.text("title", "a text"), each.required("url", "an address")),
        builder::documentation);
    list(
        draft,
        "changelog",
        each ->
            new Change(
                each.required("version", "a version"),
                each.text("date", "a date"),
                each.text("text", "a text")),
        builder::changelog);
    dependencies(draft, "upstream", builder::upstream);
    dependencies(draft, "downstream", builder::downstream);
  }

  private static dev.datamesh.core.product.Consumer consumer(MappingDraft each) {
    return new dev.datamesh.core.product.Consumer(
        each.required("team", "a team's name"),
        each.text("contact", "an address"),
        each.text("channel", "a text"),
        each.text("version", "a version in quotes"),
        each.text("use", "a text"));
  }

  private static Port port(MappingDraft each) {
    return new Port(
        Port.Kind.of(each.required("kind", "input, output, discovery, observability or control")),
        each.required("name", "a name"),
        each.text("description", "a text"),
        each.text("type", "a text"),
        each.text("version", "a version in quotes"),
        each.text("contract", "an id"),
        each.texts("endpoints", "an endpoint"));
  }

  private <T> void list(
      MappingDraft draft, String key, Function<MappingDraft, T> reader, Consumer<List<T>> setter) {
    if (!draft.has(key)) {
      return;
    }
    List<T> values = new ArrayList<>();
    for (MappingDraft each : draft.drafts(key, "mappings")) {
      if (each.hasProblems()) {
        continue;
      }
      int before = problems.size();
      try {
        values.add(reader.apply(each));
      } catch (MeshException e) {
        if (problems.size() == before) {
          problems.add(new Problem(each.path(), each.position(), String.valueOf(e.getMessage())));
        }
      }
    }
    setter.accept(values);
  }

  private void dependencies(MappingDraft draft, String key, Consumer<List<Dependency>> setter) {
    if (!draft.has(key)) {
      return;
    }
    List<Dependency> values = new ArrayList<>();
    List<Node> items = draft.items(key, "names");
    for (int i = 0; i < items.size(); i++) {
      Node node = items.get(i);
      String name = node.text().or(() -> node.find("name").flatMap(Node::text)).orElse("");
      String reason = node.find("reason").flatMap(Node::text).orElse("");
      if (name.isBlank()) {
        draft.problem(key, i, node, "expected a name, or a mapping with name and reason");
      } else {
        values.add(new Dependency(name, reason));
      }
    }
    setter.accept(values);
  }

  private static void text(MappingDraft draft, String key, Consumer<String> setter) {
    if (draft.has(key)) {
      setter.accept(draft.text(key, "a text"));
    }
  }

  private static void use(
      MappingDraft draft, String key, String expected, Consumer<String> setter) {
    draft.parsed(
        key,
        expected,
        "",
        text -> {
          setter.accept(text);
          return text;
        });
  }

  /** What is there, for the constraints to look at. */
  private static ProductDraft values(MappingDraft draft) {
    return new ProductDraft(
        draft.find("quality_score").orElse(null) instanceof Node.Num score ? score.value() : null,
        each(draft, "consumers", item -> new ProductDraft.ConsumerDraft(item.textOrNull("team"))),
        each(draft, "inputs", item -> new ProductDraft.InputDraft(item.textOrNull("location"))),
        each(
            draft,
            "ports",
            item -> new ProductDraft.PortDraft(item.textOrNull("kind"), item.textOrNull("name"))),
        each(
            draft,
            "costs",
            item ->
                new ProductDraft.CostDraft(item.textOrNull("item"), item.textOrNull("monthly"))),
        each(
            draft,
            "metrics",
            item ->
                new ProductDraft.MetricDraft(item.textOrNull("name"), item.textOrNull("value"))),
        each(draft, "documentation", item -> new ProductDraft.LinkDraft(item.textOrNull("url"))),
        each(draft, "changelog", item -> new ProductDraft.ChangeDraft(item.textOrNull("version"))));
  }

  /** The drafts of a list's mappings; what is no list or no mapping is told by who reads it. */
  private static <D> List<D> each(
      MappingDraft draft, String key, Function<MappingDraft, D> reader) {
    List<D> drafts = new ArrayList<>();
    if (draft.find(key).orElse(null) instanceof Node.Sequence items) {
      for (Node item : items.items()) {
        drafts.add(reader.apply(MappingDraft.of(item, "", new ArrayList<>())));
      }
    }
    return drafts;
  }

  private static void score(MappingDraft draft, DataProductBuilder builder) {
    Node node = draft.find("quality_score").orElse(null);
    if (node instanceof Node.Num score) {
      double value = score.value().doubleValue();
      if (value >= 0 && value <= 1) {
        builder.qualityScore(value);
      }
    } else if (node != null) {
      draft.problem("quality_score", ProductDraft.SCORE);
    }
  }

  private Slos slos(MappingDraft draft) {
    List<Slo> slos = new ArrayList<>();
    for (String name : draft.mapping().keys()) {
      slos.addAll(
          draft.parsed(
              name, "a text with its unit", List.of(), text -> List.of(Slo.of(name, text))));
    }
    return new Slos(slos);
  }

  private Schema schema(Node node, MappingDraft draft) {
    try {
      if (node instanceof Node.Text text) {
        return Schema.of(text.value());
      }
    } catch (MeshException e) {
      draft.problem("schema", String.valueOf(e.getMessage()));
      return new Schema(List.of());
    }
    List<Field> fields = new ArrayList<>();
    MappingDraft types = MappingDraft.of(node, "/schema", problems);
    types
        .mapping()
        .entries()
        .forEach(
            (name, entry) -> {
              Node value = entry.value();
              String type =
                  value.text().or(() -> value.find("type").flatMap(Node::text)).orElse("");
              String description = value.find("description").flatMap(Node::text).orElse("");
              try {
                String quoted = '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
                Field field = Schema.of(quoted + ": " + type).fields().get(0);
                fields.add(field.withDescription(description));
              } catch (MeshException e) {
                types.problem(name, "expected a type: " + e.getMessage());
              }
            });
    return new Schema(fields);
  }
}
