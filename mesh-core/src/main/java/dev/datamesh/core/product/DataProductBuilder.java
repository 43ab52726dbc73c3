package dev.datamesh.core.product;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.domain.Slos;
import dev.datamesh.core.schema.Schema;
import java.util.List;
import java.util.Map;

/**
 * Collects the settings of a {@link DataProduct}; the last setting of a name counts, so that a copy
 * of a product can be changed. For one thread at a time.
 */
public final class DataProductBuilder {

  private ProductId id;
  private String owner = "";
  private String description = "";
  private String purpose = "";
  private Schema schema = new Schema(List.of());
  private Status status = Status.ACTIVE;
  private String statusWord = "";
  private SemanticVersion version = SemanticVersion.of(1, 0, 0);
  private List<String> tags = List.of();
  private List<Consumer> consumers = List.of();
  private List<InputSource> inputs = List.of();
  private List<Port> ports = List.of();
  private AccessRules access = AccessRules.NONE;
  private Sharing sharing = Sharing.SHARED;
  private Slos slos = Slos.NONE;
  private List<Dependency> upstream = List.of();
  private List<Dependency> downstream = List.of();
  private List<Cost> costs = List.of();
  private List<Metric> metrics = List.of();
  private double qualityScore = Double.NaN;
  private Tier tier = Tier.NONE;
  private String costCentre = "";
  private List<String> fallbacks = List.of();
  private List<Link> documentation = List.of();
  private List<Change> changelog = List.of();
  private Map<String, Node> extensions = Map.of();

  DataProductBuilder(ProductId id) {
    this.id = id;
  }

  DataProductBuilder(DataProduct product) {
    this.id = product.id();
    this.owner = product.owner();
    this.description = product.description();
    this.purpose = product.purpose();
    this.schema = product.schema();
    this.status = product.status();
    this.statusWord = product.statusWord();
    this.version = product.version();
    this.tags = product.tags();
    this.consumers = product.consumers();
    this.inputs = product.inputs();
    this.ports = product.ports();
    this.access = product.access();
    this.sharing = product.sharing();
    this.slos = product.slos();
    this.upstream = product.upstream();
    this.downstream = product.downstream();
    this.costs = product.costs();
    this.metrics = product.metrics();
    this.qualityScore = product.qualityScore();
    this.tier = product.tier();
    this.costCentre = product.costCentre();
    this.fallbacks = product.fallbacks();
    this.documentation = product.documentation();
    this.changelog = product.changelog();
    this.extensions = product.extensions();
  }

  public DataProductBuilder id(ProductId value) {
    this.id = value;
    return this;
  }

  public DataProductBuilder owner(String value) {
    this.owner = value;
    return this;
  }

  public DataProductBuilder description(String value) {
    this.description = value;
    return this;
  }

  public DataProductBuilder purpose(String value) {
    this.purpose = value;
    return this;
  }

  public DataProductBuilder schema(Schema value) {
    this.schema = value;
    return this;
  }

  /** Reads the shorthand: {@code date: date!, amount: decimal(18,2)}. */
  public DataProductBuilder schema(String shorthand) {
    this.schema = Schema.of(shorthand);
    return this;
  }

  public DataProductBuilder status(Status value) {
    this.status = value;
    this.statusWord = "";
    return this;
  }

  /** Reads a word of any standard and keeps it beside the status it maps to. */
  public DataProductBuilder status(String word) {
    this.status = Status.of(word);
    this.statusWord = status.word().equals(word) ? "" : word;
    return this;
  }

  /** Another standard's word for the status. */
  public DataProductBuilder statusWord(String value) {
    this.statusWord = value;
    return this;
  }

  public DataProductBuilder version(SemanticVersion value) {
    this.version = value;
    return this;
  }

  /** Reads {@code 2.1.0}, {@code 2.1} or {@code v2.1}. */
  public DataProductBuilder version(String text) {
    this.version = SemanticVersion.of(text);
    return this;
  }

  public DataProductBuilder tags(String... values) {
    this.tags = List.of(values);
    return this;
  }

  public DataProductBuilder tags(List<String> values) {
    this.tags = List.copyOf(values);
    return this;
  }

  public DataProductBuilder consumers(Consumer... values) {
    this.consumers = List.of(values);
    return this;
  }

  public DataProductBuilder consumers(List<Consumer> values) {
    this.consumers = List.copyOf(values);
    return this;
  }

  public DataProductBuilder inputs(InputSource... values) {
    this.inputs = List.of(values);
    return this;
  }

  public DataProductBuilder inputs(List<InputSource> values) {
    this.inputs = List.copyOf(values);
    return this;
  }

  public DataProductBuilder ports(Port... values) {
    this.ports = List.of(values);
    return this;
  }

  public DataProductBuilder ports(List<Port> values) {
    this.ports = List.copyOf(values);
    return this;
  }

  public DataProductBuilder access(AccessRules value) {
    this.access = value;
    return this;
  }

  public DataProductBuilder sharing(Sharing value) {
    this.sharing = value;
    return this;
  }

  /** Names and texts in turn: {@code slos("availability", "99.9%")}. */
  public DataProductBuilder slos(String... namesAndTexts) {
    this.slos = Slos.of(namesAndTexts);
    return this;
  }

  public DataProductBuilder slos(Slos value) {
    this.slos = value;
    return this;
  }

  public DataProductBuilder upstream(Dependency... values) {
    this.upstream = List.of(values);
    return this;
  }

  public DataProductBuilder upstream(List<Dependency> values) {
    this.upstream = List.copyOf(values);
    return this;
  }

  public DataProductBuilder downstream(Dependency... values) {
    this.downstream = List.of(values);
    return this;
  }

  public DataProductBuilder downstream(List<Dependency> values) {
    this.downstream = List.copyOf(values);
    return this;
  }

  public DataProductBuilder costs(Cost... values) {
    this.costs = List.of(values);
    return this;
  }

  public DataProductBuilder costs(List<Cost> values) {
    this.costs = List.copyOf(values);
    return this;
  }

  public DataProductBuilder metrics(Metric... values) {
    this.metrics = List.of(values);
    return this;
  }

  public DataProductBuilder metrics(List<Metric> values) {
    this.metrics = List.copyOf(values);
    return this;
  }

  public DataProductBuilder qualityScore(double value) {
    this.qualityScore = value;
    return this;
  }

  public DataProductBuilder tier(Tier value) {
    this.tier = value;
    return this;
  }

  public DataProductBuilder costCentre(String value) {
    this.costCentre = value;
    return this;
  }

  public DataProductBuilder fallbacks(String... values) {
    this.fallbacks = List.of(values);
    return this;
  }

  public DataProductBuilder fallbacks(List<String> values) {
    this.fallbacks = List.copyOf(values);
    return this;
  }

  public DataProductBuilder documentation(Link... values) {
    this.documentation = List.of(values);
    return this;
  }

  public DataProductBuilder documentation(List<Link> values) {
    this.documentation = List.copyOf(values);
    return this;
  }

  public DataProductBuilder changelog(Change... values) {
    this.changelog = List.of(values);
    return this;
  }

  public DataProductBuilder changelog(List<Change> values) {
    this.changelog = List.copyOf(values);
    return this;
  }

  public DataProductBuilder extensions(Map<String, Node> value) {
    this.extensions = value;
    return this;
  }

  public DataProduct build() {
    return new DataProduct(
        id,
        owner,
        description,
        purpose,
        schema,
        status,
        statusWord,
        version,
        tags,
        consumers,
        inputs,
        ports,
        access,
        sharing,
        slos,
        upstream,
        downstream,
        costs,
        metrics,
        qualityScore,
        tier,
        costCentre,
        fallbacks,
        documentation,
        changelog,
        extensions);
  }
}
