package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.domain.Money;
import dev.datamesh.core.domain.Slos;
import dev.datamesh.core.schema.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A data product: what it is, who answers for it, what it promises, where it is reached, what it
 * costs. Made by {@link #builder(String)}; everything but the id may be left out. Immutable.
 *
 * @param id domain and name
 * @param owner whom to ask, an e-mail address as a rule; empty if not told, which no catalog
 *     accepts
 * @param description in words
 * @param purpose what it is good for
 * @param schema the fields of its records, none if not told
 * @param status where it stands in its life
 * @param statusWord another standard's word for the status, kept beside it, empty if none
 * @param version 1.0.0 unless told
 * @param tags distinct, in the order given
 * @param consumers who uses it
 * @param inputs where its data come from
 * @param ports where it takes data in, gives them out, can be asked about itself
 * @param access how its data are reached
 * @param sharing who may read it
 * @param slos its own objectives; those of its domain hold beside them
 * @param upstream what it reads
 * @param downstream what it is known to feed
 * @param costs what it costs a month, by item
 * @param metrics figures measured
 * @param qualityScore in [0, 1], NaN if not measured
 * @param tier how much is promised
 * @param costCentre who pays, empty if not told
 * @param fallbacks sources to use while it fails
 * @param documentation documents about it
 * @param changelog what changed, the newest first as a rule
 * @param extensions what standards carry beyond this model, by the standard's name
 */
public record DataProduct(
    ProductId id,
    String owner,
    String description,
    String purpose,
    Schema schema,
    Status status,
    String statusWord,
    SemanticVersion version,
    List<String> tags,
    List<Consumer> consumers,
    List<InputSource> inputs,
    List<Port> ports,
    AccessRules access,
    Sharing sharing,
    Slos slos,
    List<Dependency> upstream,
    List<Dependency> downstream,
    List<Cost> costs,
    List<Metric> metrics,
    double qualityScore,
    Tier tier,
    String costCentre,
    List<String> fallbacks,
    List<Link> documentation,
    List<Change> changelog,
    Map<String, Node> extensions) {

  public DataProduct {
    tags = List.copyOf(new LinkedHashSet<>(tags));
    consumers = List.copyOf(consumers);
    inputs = List.copyOf(inputs);
    ports = List.copyOf(ports);
    upstream = List.copyOf(upstream);
    downstream = List.copyOf(downstream);
    costs = List.copyOf(costs);
    metrics = List.copyOf(metrics);
    fallbacks = List.copyOf(fallbacks);
    documentation = List.copyOf(documentation);
    changelog = List.copyOf(changelog);
    extensions =
        extensions.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    if (qualityScore < 0 || qualityScore > 1) {
      throw new InvalidInputException(
          "Cannot make %s with the quality score %s: expected 0 to 1".formatted(id, qualityScore));
    }
  }

  /** Starts a product by its id as text, {@code ventas.daily_revenue_api}. */
  public static DataProductBuilder builder(String id) {
    return builder(ProductId.of(id));
  }

  /** Starts a product by its id. */
  public static DataProductBuilder builder(ProductId id) {
    return new DataProductBuilder(id);
  }

  /** Starts another product that differs in what is set from here on. */
  public DataProductBuilder toBuilder() {
    return new DataProductBuilder(this);
  }

  /** The score, where one was measured. */
  public OptionalDouble findQualityScore() {
    return Double.isNaN(qualityScore) ? OptionalDouble.empty() : OptionalDouble.of(qualityScore);
  }

  /** The ports of one kind. */
  public List<Port> ports(Port.Kind kind) {
    return ports.stream().filter(port -> port.kind() == kind).toList();
  }

  /** The sum of the costs, where there are any and all are in one currency. */
  public Optional<Money> totalMonthlyCost() {
    boolean oneCurrency =
        costs.stream().map(cost -> cost.monthly().currency()).distinct().count() == 1;
    return oneCurrency ? costs.stream().map(Cost::monthly).reduce(Money::plus) : Optional.empty();
  }
}
