package dev.datamesh.featurestore.definition;

import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes definitions as the document that {@link DefinitionReader} reads. Files are written with
 * their whole paths; of a frame only that there was one.
 */
public final class DefinitionWriter {

  private DefinitionWriter() {}

  /** The document of these definitions. */
  public static Node document(Definitions definitions) {
    Map<String, Entity> entities = new LinkedHashMap<>();
    definitions.entities().forEach(entity -> entities.put(entity.name(), entity));
    definitions
        .views()
        .forEach(view -> view.entities().forEach(each -> entities.putIfAbsent(each.name(), each)));
    Parts root = new Parts();
    root.text("project", definitions.project());
    Parts all = new Parts();
    entities.forEach((name, entity) -> all.node(name, entity(entity)));
    root.node("entities", all.mapping());
    Parts views = new Parts();
    definitions.views().forEach(view -> views.node(view.name(), view(view, entities)));
    root.node("views", views.mapping());
    Parts onDemand = new Parts();
    definitions.onDemandViews().forEach(view -> onDemand.node(view.name(), onDemand(view)));
    root.node("on_demand_views", onDemand.mapping());
    Parts services = new Parts();
    definitions.services().forEach(each -> services.node(each.name(), service(each)));
    root.node("services", services.mapping());
    return root.mapping();
  }

  private static Node entity(Entity entity) {
    Parts parts = new Parts();
    parts.node("keys", fields(entity.keys()));
    parts.text("description", entity.description());
    return parts.mapping();
  }

  private static Node fields(Schema schema) {
    Parts parts = new Parts();
    for (Field field : schema.fields()) {
      Parts one = new Parts();
      one.text("type", field.type().toString());
      one.text("description", field.description());
      parts.node(field.name(), one.mapping());
    }
    return parts.mapping();
  }

  private static Node view(FeatureView view, Map<String, Entity> entities) {
    Parts parts = new Parts();
    parts.text("description", view.description());
    parts.list("entities", view.entities().stream().map(use -> use(use, entities)).toList());
    view.ttl().ifPresent(ttl -> parts.text("ttl", ttl.toString()));
    view.labelHorizon().ifPresent(time -> parts.text("label_horizon", time.toString()));
    parts.text("bounds", view.bounds().word());
    Parts features = new Parts();
    for (Feature feature : view.features()) {
      Parts one = new Parts();
      one.text("type", feature.type().toString());
      one.text("description", feature.description());
      one.text(
          "pick",
          feature.pick() == Feature.Pick.LATEST_NON_NULL ? "latest_non_null" : "latest_row");
      features.node(feature.name(), one.mapping());
    }
    parts.node("features", features.mapping());
    parts.node("source", source(view.source()));
    parts.truth("online", view.online());
    parts.text("owner", view.owner());
    parts.text("domain", view.domain());
    parts.texts("tags", view.tags());
    view.product().ifPresent(product -> parts.text("product", product.toString()));
    return parts.mapping();
  }

  private static Node use(Entity use, Map<String, Entity> entities) {
    Entity declared = entities.getOrDefault(use.name(), use);
    Map<String, String> renamed = new LinkedHashMap<>();
    List<String> names = declared.keys().names();
    for (int i = 0; i < names.size(); i++) {
      String here = use.keys().names().get(i);
      if (!here.equals(names.get(i))) {
        renamed.put(names.get(i), here);
      }
    }
    Parts parts = new Parts();
    parts.text("entity", use.name());
    parts.texts("keys", renamed);
    return parts.mapping();
  }

  private static Node source(Source source) {
    Parts parts = new Parts();
    if (source.origin() instanceof Source.CsvFile csv) {
      parts.text("csv", csv.file().toAbsolutePath().normalize().toString());
    }
    if (source.origin() instanceof Source.FormatFiles files) {
      boolean parquet = files.format().equals(DefinitionReader.PARQUET);
      parts.text(parquet ? DefinitionReader.PARQUET : "files", files.path().toString());
      parts.text("format", parquet ? "" : files.format());
    }
    parts.truth("frame", source.origin() instanceof Source.InMemory);
    parts.text("eventTime", source.eventTime());
    parts.text("createdTime", source.createdTime());
    source.zone().ifPresent(zone -> parts.text("zone", zone.getId()));
    parts.texts("columns", source.columns());
    return parts.mapping();
  }

  private static Node onDemand(OnDemandView view) {
    Parts parts = new Parts();
    parts.text("function", view.function());
    parts.node(
        "version",
        new Node.Num(BigDecimal.valueOf(view.functionVersion()), SourcePosition.UNKNOWN));
    parts.list("inputs", view.inputs().stream().map(DefinitionWriter::reference).toList());
    parts.node("request", fields(view.request()));
    parts.node("features", fields(view.outputs()));
    parts.text("description", view.description());
    parts.text("owner", view.owner());
    return parts.mapping();
  }

  private static Node service(FeatureService service) {
    Parts parts = new Parts();
    parts.list("features", service.features().stream().map(DefinitionWriter::reference).toList());
    parts.text("description", service.description());
    parts.text("owner", service.owner());
    parts.texts("tags", service.tags());
    return parts.mapping();
  }

  private static Node reference(FeatureReference reference) {
    Parts parts = new Parts();
    parts.text("feature", reference.viewText() + ":" + reference.feature());
    parts.text("as", reference.alias());
    parts.texts("keys", reference.keys());
    return parts.mapping();
  }

  /** A mapping under way; what is empty is left out. */
  private static final class Parts {

    private final Map<String, Node.Entry> entries = new LinkedHashMap<>();

    void node(String key, Node value) {
      if (!(value instanceof Node.Mapping mapping && mapping.entries().isEmpty())) {
        entries.put(key, new Node.Entry(SourcePosition.UNKNOWN, value));
      }
    }

    void text(String key, String value) {
      if (!value.isEmpty()) {
        node(key, new Node.Text(value, SourcePosition.UNKNOWN));
      }
    }

    void truth(String key, boolean value) {
      if (value) {
        node(key, new Node.Bool(true, SourcePosition.UNKNOWN));
      }
    }

    void list(String key, List<Node> items) {
      if (!items.isEmpty()) {
        node(key, new Node.Sequence(items, SourcePosition.UNKNOWN));
      }
    }

    void texts(String key, Map<String, String> values) {
      Parts parts = new Parts();
      values.forEach(parts::text);
      node(key, parts.mapping());
    }

    Node mapping() {
      return new Node.Mapping(entries, SourcePosition.UNKNOWN);
    }
  }
}
