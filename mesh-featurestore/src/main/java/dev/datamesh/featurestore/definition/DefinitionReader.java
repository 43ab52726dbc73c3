package dev.datamesh.featurestore.definition;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.MappingDraft;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.Schema;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads definitions from YAML or JSON. The file's shape is in the JSON Schema {@link #SCHEMA}; all
 * problems are reported at once, with their places. For one thread at a time.
 */
public final class DefinitionReader {

  /** The resource beside this class that holds the file's JSON Schema. */
  public static final String SCHEMA = "feature-definitions.schema.json";

  /** The format that has a key of its own. */
  static final String PARQUET = "parquet";

  private final Path folder;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Entity> entities = new LinkedHashMap<>();

  private DefinitionReader(Path folder) {
    this.folder = folder;
  }

  /** Reads a file; paths within it are relative to it. */
  public static Definitions read(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return new DefinitionReader(parent == null ? Path.of("") : parent)
        .definitions(DocumentReader.standard().read(file), file.toString());
  }

  /** Reads a text whose paths are relative to a folder. */
  public static Definitions read(String text, String source, Path folder) {
    return new DefinitionReader(folder)
        .definitions(DocumentReader.standard().read(text, source), source);
  }

  private Definitions definitions(Node root, String source) {
    MappingDraft draft = MappingDraft.of(root, "", problems);
    String project = draft.text("project", "a name");
    draft
        .draft("entities")
        .ifPresent(all -> all.draftsByKey().forEach((name, each) -> entity(name, each)));
    List<FeatureView> views = new ArrayList<>();
    draft.draft("views").ifPresent(all -> collect(all, views, this::view));
    List<OnDemandView> onDemand = new ArrayList<>();
    draft.draft("on_demand_views").ifPresent(all -> collect(all, onDemand, this::onDemand));
    List<FeatureService> services = new ArrayList<>();
    draft.draft("services").ifPresent(all -> collect(all, services, this::service));
    draft.refuseOthers(List.of("project", "entities", "views", "on_demand_views", "services"));
    Definitions definitions = Definitions.EMPTY;
    if (problems.isEmpty()) {
      try {
        definitions =
            new Definitions(project, new ArrayList<>(entities.values()), views, onDemand, services);
      } catch (InvalidInputException e) {
        problems.add(new Problem("", root.position(), String.valueOf(e.getMessage())));
      }
    }
    MappingDraft.throwIfAny("Cannot read the feature definitions " + source, problems);
    return definitions;
  }

  private interface Reading<T> {
    @Nullable T read(String name, MappingDraft draft);
  }

  private <T> void collect(MappingDraft all, List<T> into, Reading<T> reading) {
    all.draftsByKey()
        .forEach(
            (name, draft) -> {
              int before = problems.size();
              try {
                T value = reading.read(name, draft);
                if (value != null && problems.size() == before) {
                  into.add(value);
                }
              } catch (MeshException e) {
                // What the parts are missing is already told; the whole adds what is left.
                if (problems.size() == before) {
                  problems.add(
                      new Problem(draft.path(), draft.position(), String.valueOf(e.getMessage())));
                }
              }
            });
  }

  private void entity(String name, MappingDraft draft) {
    int before = problems.size();
    List<Field> keys = fields(draft, "keys");
    String description = draft.text("description", "a text");
    draft.refuseOthers(List.of("keys", "description"));
    if (keys.isEmpty()) {
      if (!draft.has("keys")) {
        draft.problem("keys", "is missing; expected the join keys and their types");
      } else if (problems.size() == before) {
        draft.problem("keys", "is empty; expected at least one join key and its type");
      }
      return;
    }
    try {
      entities.put(name, new Entity(name, new Schema(keys), description));
    } catch (MeshException e) {
      problems.add(new Problem(draft.path(), draft.position(), String.valueOf(e.getMessage())));
    }
  }

  /** {@code name: type} or {@code name: {type: …, description: …}}. */
  private List<Field> fields(MappingDraft parent, String key) {
    List<Field> fields = new ArrayList<>();
    for (Feature feature : features(parent, key)) {
      fields.add(
          Field.nullable(feature.name(), feature.type()).withDescription(feature.description()));
    }
    return fields;
  }

  private List<Feature> features(MappingDraft parent, String key) {
    List<Feature> features = new ArrayList<>();
    Optional<Node> node = parent.find(key);
    if (node.isEmpty()) {
      return features;
    }
    if (!(node.get() instanceof Node.Mapping mapping)) {
      parent.problem(key, "expected a mapping of names to types");
      return features;
    }
    MappingDraft draft = MappingDraft.of(mapping, parent.path() + "/" + key, problems);
    for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
      Feature feature = feature(draft, entry.getKey(), entry.getValue().value());
      if (feature != null) {
        features.add(feature);
      }
    }
    return features;
  }

  private @Nullable Feature feature(MappingDraft parent, String name, Node node) {
    MappingDraft holder = parent;
    String typeKey = name;
    String description = "";
    Feature.Pick pick = Feature.Pick.LATEST_ROW;
    if (node instanceof Node.Mapping) {
      holder = MappingDraft.of(node, parent.path() + "/" + name, problems);
      typeKey = "type";
      description = holder.text("description", "a text");
      pick = holder.parsed("pick", "latest_row or latest_non_null", pick, DefinitionReader::pick);
      holder.refuseOthers(List.of("type", "description", "pick"));
      holder.required("type", "a type");
    } else if (node instanceof Node.Null) {
      parent.problem(name, "expected a type such as int64 or string");
    }
    Optional<FieldType> type =
        holder.parsed(typeKey, "a type", Optional.empty(), word -> Optional.of(type(word)));
    if (type.isEmpty()) {
      return null;
    }
    try {
      return new Feature(name, type.get(), description, pick);
    } catch (MeshException e) {
      parent.problem(name, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static FieldType type(String word) {
    List<Field> fields;
    try {
      fields = Schema.of("x: " + word).fields();
    } catch (InvalidInputException e) {
      fields = List.of();
    }
    if (fields.size() != 1) {
      throw new InvalidInputException(
          "\"%s\" is no type: expected boolean, int32, int64, float32, float64, decimal(p,s), string,"
                  .formatted(word)
              + " bytes, date, time, timestamp, timestamp_tz, json, enum(a|b), list<…>, map<…> or"
              + " struct<…>");
    }
    return fields.get(0).type();
  }

  private static Feature.Pick pick(String word) {
    return switch (word) {
      case "latest_row" -> Feature.Pick.LATEST_ROW;
      case "latest_non_null" -> Feature.Pick.LATEST_NON_NULL;
      default ->
          throw new InvalidInputException(
              "expected latest_row or latest_non_null, found \"" + word + "\"");
    };
  }

  private @Nullable FeatureView view(String name, MappingDraft draft) {
    FeatureView.Builder view = FeatureView.named(name);
    view.description(draft.text("description", "a text"));
    List<Node> uses = draft.items("entities", "entities");
    for (int i = 0; i < uses.size(); i++) {
      Entity entity = entityUse(draft, i, uses.get(i));
      if (entity != null) {
        view.entities(entity);
      }
    }
    duration(draft, "ttl").ifPresent(view::ttl);
    duration(draft, "label_horizon").ifPresent(view::labelHorizon);
    view.bounds(
        draft.parsed(
            "bounds", "closed, open_start or open_end", BoundPolicy.CLOSED, BoundPolicy::of));
    features(draft, "features").forEach(view::feature);
    if (!draft.has("features")) {
      draft.problem("features", "is missing; expected names and types");
    }
    Source source = source(draft);
    if (truth(draft, "online")) {
      view.online();
    }
    view.owner(draft.text("owner", "a name")).domain(draft.text("domain", "a name"));
    texts(draft, "tags").forEach(view::tag);
    if (draft.has("product")) {
      draft
          .parsed(
              "product",
              "domain.name",
              Optional.<ProductId>empty(),
              word -> Optional.of(ProductId.of(word)))
          .ifPresent(view::product);
    }
    draft.refuseOthers(
        List.of(
            "description",
            "entities",
            "ttl",
            "bounds",
            "features",
            "source",
            "online",
            "owner",
            "domain",
            "tags",
            "product",
            "label_horizon"));
    return source == null || !problems.isEmpty() ? null : view.source(source).build();
  }

  private @Nullable Entity entityUse(MappingDraft view, int item, Node node) {
    String name = node.text().orElse("");
    Map<String, String> renamed = Map.of();
    if (node instanceof Node.Mapping) {
      MappingDraft use = MappingDraft.of(node, view.path() + "/entities/" + item, problems);
      name = use.required("entity", "an entity's name");
      renamed = texts(use, "keys");
      use.refuseOthers(List.of("entity", "keys"));
    }
    Entity entity = entities.get(name);
    if (entity == null) {
      view.problem(
          "entities",
          item,
          node,
          "there is no entity \"%s\": the file has %s".formatted(name, entities.keySet()));
      return null;
    }
    try {
      return renamed.isEmpty() ? entity : entity.withKeys(renamed);
    } catch (MeshException e) {
      view.problem("entities", item, node, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable Source source(MappingDraft view) {
    Optional<MappingDraft> draft = view.draft("source");
    if (draft.isEmpty()) {
      view.problem(
          "source",
          "is missing; expected {csv: file, eventTime: column} or {parquet: folder, eventTime:"
              + " column}");
      return null;
    }
    MappingDraft source = draft.get();
    String eventTime = source.required("eventTime", "a column's name");
    String createdTime = source.text("createdTime", "a column's name");
    Map<String, String> columns = texts(source, "columns");
    Optional<ZoneId> zone =
        source.parsed("zone", "a time zone", Optional.empty(), word -> Optional.of(zone(word)));
    Source.Origin origin = origin(source);
    source.refuseOthers(
        List.of(
            "csv",
            PARQUET,
            "files",
            "format",
            "frame",
            "eventTime",
            "createdTime",
            "columns",
            "zone"));
    return eventTime.isEmpty() ? null : new Source(origin, eventTime, createdTime, zone, columns);
  }

  private Source.Origin origin(MappingDraft source) {
    String csv = source.text("csv", "a file");
    String parquet = source.text(PARQUET, "a file or folder");
    String files = source.text("files", "a file or folder");
    String format = source.text("format", "the name of a format");
    List<String> given = new ArrayList<>();
    Source.Origin origin = new Source.Ingested();
    if (!csv.isEmpty()) {
      given.add("csv");
      origin = new Source.CsvFile(folder.resolve(csv));
    }
    if (!parquet.isEmpty()) {
      given.add(PARQUET);
      origin = new Source.FormatFiles(PARQUET, folder.resolve(parquet));
    }
    if (files.isEmpty() != format.isEmpty()) {
      source.problem(files.isEmpty() ? "format" : "files", "files and format stand together");
    } else if (!files.isEmpty()) {
      given.add("files");
      origin = new Source.FormatFiles(format, folder.resolve(files));
    }
    if (truth(source, "frame")) {
      given.add("frame");
      origin = new Source.InMemory(Optional.empty());
    }
    if (given.size() > 1) {
      source.problem(
          given.get(given.size() - 1),
          "stands beside %s; a source is one of csv, parquet, files and frame"
              .formatted(given.get(0)));
    }
    return origin;
  }

  private static ZoneId zone(String word) {
    try {
      return ZoneId.of(word);
    } catch (DateTimeException e) {
      throw new InvalidInputException("\"" + word + "\" is no time zone, such as Europe/Berlin");
    }
  }

  private static Optional<Duration> duration(MappingDraft draft, String key) {
    return draft.parsed(
        key,
        "an ISO-8601 duration such as PT6H",
        Optional.<Duration>empty(),
        word -> {
          try {
            return Optional.of(Duration.parse(word));
          } catch (DateTimeException e) {
            throw new InvalidInputException(
                "\"%s\" is no ISO-8601 duration, such as PT6H or P90D".formatted(word));
          }
        });
  }

  private static boolean truth(MappingDraft draft, String key) {
    Optional<Node> node = draft.find(key);
    if (node.isEmpty()) {
      return false;
    }
    if (node.get() instanceof Node.Bool bool) {
      return bool.value();
    }
    draft.problem(key, "expected true or false");
    return false;
  }

  private Map<String, String> texts(MappingDraft parent, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    parent
        .draft(key)
        .ifPresent(
            draft -> {
              for (String name : draft.mapping().keys()) {
                Optional<Node> node = draft.find(name);
                if (node.isPresent() && node.get() instanceof Node.Bool bool) {
                  texts.put(name, Boolean.toString(bool.value()));
                } else if (node.isPresent() && node.get() instanceof Node.Num number) {
                  texts.put(name, number.value().toPlainString());
                } else {
                  texts.put(name, draft.text(name, "a text"));
                }
              }
            });
    return texts;
  }

  private @Nullable FeatureService service(String name, MappingDraft draft) {
    List<FeatureReference> features = references(draft, "features");
    FeatureService service =
        problems.isEmpty()
            ? new FeatureService(
                name,
                features,
                draft.text("description", "a text"),
                draft.text("owner", "a name"),
                texts(draft, "tags"))
            : null;
    draft.refuseOthers(List.of("features", "description", "owner", "tags"));
    return service;
  }

  private List<FeatureReference> references(MappingDraft draft, String key) {
    List<FeatureReference> references = new ArrayList<>();
    List<Node> items = draft.items(key, "references view:feature");
    for (int i = 0; i < items.size(); i++) {
      Node item = items.get(i);
      try {
        if (item instanceof Node.Mapping) {
          MappingDraft use = MappingDraft.of(item, draft.path() + "/" + key + "/" + i, problems);
          FeatureReference reference = FeatureReference.of(use.required("feature", "view:feature"));
          references.add(reference.as(use.text("as", "a name"), texts(use, "keys")));
          use.refuseOthers(List.of("feature", "as", "keys"));
        } else {
          references.add(FeatureReference.of(item.text().orElse(item.toString())));
        }
      } catch (MeshException e) {
        draft.problem(key, i, item, String.valueOf(e.getMessage()));
      }
    }
    return references;
  }

  private static boolean isVersion(BigDecimal number) {
    return number.signum() >= 0
        && number.stripTrailingZeros().scale() <= 0
        && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
  }

  private @Nullable OnDemandView onDemand(String name, MappingDraft draft) {
    String function = draft.required("function", "the name of a registered function");
    int version = 1;
    Optional<Node> given = draft.find("version");
    if (given.isPresent()) {
      if (given.get() instanceof Node.Num number && isVersion(number.value())) {
        version = number.value().intValue();
      } else {
        draft.problem("version", "expected a whole number");
      }
    }
    List<FeatureReference> inputs = references(draft, "inputs");
    Schema request = new Schema(fields(draft, "request"));
    Schema outputs = new Schema(fields(draft, "features"));
    String description = draft.text("description", "a text");
    String owner = draft.text("owner", "a name");
    draft.refuseOthers(
        List.of("function", "version", "inputs", "request", "features", "description", "owner"));
    return problems.isEmpty()
        ? new OnDemandView(name, function, version, inputs, request, outputs, description, owner)
        : null;
  }
}
