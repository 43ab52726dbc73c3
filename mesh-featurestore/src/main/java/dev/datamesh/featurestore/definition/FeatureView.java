package dev.datamesh.featurestore.definition;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Features of one or several entities that come from one source, and how long their values hold.
 *
 * <pre>{@code
 * FeatureView spend =
 *     FeatureView.named("spend")
 *         .entities(customer, shop)
 *         .ttl(Duration.ofHours(6))
 *         .source(Source.csv(file, "event_timestamp").withCreatedTime("created"))
 *         .features("amount: float64, visits: int64")
 *         .build();
 * }</pre>
 *
 * <p>A view without entities is global: its rows hold for everybody. A label view tells outcomes:
 * its rows are joined as features are, they are known only when their horizon has passed, and they
 * are never served online. Immutable.
 *
 * @param ttl empty or zero: values hold for ever
 * @param labelHorizon how long after a row's event time its outcome is known; present in label
 *     views only
 * @param product the data product the rows are read from, for lineage
 */
public record FeatureView(
    String name,
    String description,
    List<Entity> entities,
    List<Feature> features,
    Source source,
    Optional<Duration> ttl,
    BoundPolicy bounds,
    boolean online,
    String owner,
    String domain,
    Map<String, String> tags,
    Optional<Duration> labelHorizon,
    Optional<ProductId> product) {

  private static final Duration LONGEST = Duration.ofDays(3_660_000);

  public FeatureView {
    Names.checked("a view", name);
    entities = List.copyOf(entities);
    features = List.copyOf(features);
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    if (features.isEmpty()) {
      throw new InvalidInputException(
          "Cannot make view \"%s\", it has no features".formatted(name));
    }
    if (source == null) {
      throw new InvalidInputException("Cannot make view \"%s\" without a source".formatted(name));
    }
    List<String> names = new ArrayList<>(keys(entities).names());
    features.forEach(feature -> names.add(feature.name()));
    Names.distinct("the columns of view " + name, names);
    checked(name, "ttl", ttl);
    checked(name, "label horizon", labelHorizon);
    if (labelHorizon.isPresent() && online) {
      throw new InvalidInputException(
          "Cannot serve label view \"%s\" online: it tells outcomes".formatted(name));
    }
  }

  private static void checked(String view, String what, Optional<Duration> duration) {
    duration.ifPresent(
        value -> {
          if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new InvalidInputException(
                "Cannot give view \"%s\" a %s of %s: expected 0 to %s"
                    .formatted(view, what, value, LONGEST));
          }
        });
  }

  private static Schema keys(List<Entity> entities) {
    List<Field> keys = new ArrayList<>();
    entities.forEach(entity -> keys.addAll(entity.keys().fields()));
    return new Schema(keys);
  }

  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The keys of all entities, in their order. */
  public Schema keys() {
    return keys(entities);
  }

  public boolean isGlobal() {
    return entities.isEmpty();
  }

  public boolean isLabel() {
    return labelHorizon.isPresent();
  }

  /** The ttl in microseconds, rounded up so that it is never shorter; empty where values hold. */
  public Optional<Long> ttlMicros() {
    return ttl.filter(value -> !value.isZero()).map(FeatureView::micros);
  }

  /** A duration in microseconds, rounded up. */
  public static long micros(Duration duration) {
    long micros = Math.multiplyExact(duration.getSeconds(), 1_000_000L);
    return micros + (duration.getNano() + 999) / 1000;
  }

  public List<String> featureNames() {
    return features.stream().map(Feature::name).toList();
  }

  /**
   * The feature of this name.
   *
   * @throws NotFoundException if there is none; the message lists what there is
   */
  public Feature feature(String feature) {
    return features.stream()
        .filter(each -> each.name().equals(feature))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "Cannot find feature \"%s\" in view \"%s\": it has %s"
                        .formatted(feature, name, featureNames()),
                    name + ":" + feature));
  }

  /** This view with another source. */
  public FeatureView withSource(Source other) {
    return new FeatureView(
        name,
        description,
        entities,
        features,
        other,
        ttl,
        bounds,
        online,
        owner,
        domain,
        tags,
        labelHorizon,
        product);
  }

  /** Whether rows of one fit the other: keys, features and how their values are picked. */
  public boolean sameShape(FeatureView other) {
    return entities.stream()
            .map(Entity::name)
            .toList()
            .equals(other.entities.stream().map(Entity::name).toList())
        && shape(keys()).equals(shape(other.keys()))
        && features.stream()
            .map(f -> f.withDescription(""))
            .toList()
            .equals(other.features.stream().map(f -> f.withDescription("")).toList())
        && bounds == other.bounds
        && source.eventTime().equals(other.source.eventTime())
        && source.createdTime().equals(other.source.createdTime())
        && source.columns().equals(other.source.columns())
        && labelHorizon.equals(other.labelHorizon);
  }

  private static String shape(Schema schema) {
    return schema.fields().stream().map(f -> f.name() + ":" + f.type()).toList().toString();
  }

  /** Collects a view's parts. For one thread at a time. */
  public static final class Builder {

    private final String name;
    private final List<Entity> entities = new ArrayList<>();
    private final List<Feature> features = new ArrayList<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private String description = "";
    private Source source = Source.ingested("event_timestamp");
    private Optional<Duration> ttl = Optional.empty();
    private BoundPolicy bounds = BoundPolicy.CLOSED;
    private boolean online;
    private String owner = "";
    private String domain = "";
    private Optional<Duration> labelHorizon = Optional.empty();
    private Optional<ProductId> product = Optional.empty();

    private Builder(String name) {
      this.name = name;
    }

    public Builder description(String text) {
      description = text;
      return this;
    }

    /** The entities that the features are about; none for a global view. */
    public Builder entities(Entity... of) {
      entities.addAll(List.of(of));
      return this;
    }

    /** Adds features in the shorthand: {@code "amount: float64, visits: int64"}. */
    public Builder features(String shorthand) {
      Schema.of(shorthand)
          .fields()
          .forEach(
              field ->
                  features.add(
                      Feature.of(field.name(), field.type()).withDescription(field.description())));
      return this;
    }

    public Builder feature(Feature feature) {
      features.add(feature);
      return this;
    }

    public Builder feature(String feature, FieldType type) {
      return feature(Feature.of(feature, type));
    }

    /**
     * Adds the components of a record as features, by name and type; components that are keys of
     * the entities given so far are left out.
     */
    public Builder features(Class<? extends Record> type) {
      List<String> keys = keys(entities).names();
      Frame.schemaOf(type).fields().stream()
          .filter(field -> !keys.contains(field.name()))
          .forEach(field -> features.add(Feature.of(field.name(), field.type())));
      return this;
    }

    public Builder source(Source of) {
      source = of;
      return this;
    }

    /** How long a value holds, to the microsecond; without it for ever. */
    public Builder ttl(Duration duration) {
      ttl = Optional.of(duration);
      return this;
    }

    public Builder bounds(BoundPolicy policy) {
      bounds = policy;
      return this;
    }

    /** Says that the view is materialized and served. */
    public Builder online() {
      online = true;
      return this;
    }

    public Builder owner(String of) {
      owner = of;
      return this;
    }

    public Builder domain(String of) {
      domain = of;
      return this;
    }

    public Builder tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    /** Makes this a label view: a row's outcome is known so long after its event time. */
    public Builder labelHorizon(Duration duration) {
      labelHorizon = Optional.of(duration);
      return this;
    }

    /** The data product that the rows are read from. */
    public Builder product(ProductId of) {
      product = Optional.of(of);
      return this;
    }

    public FeatureView build() {
      return new FeatureView(
          name,
          description,
          entities,
          features,
          source,
          ttl,
          bounds,
          online,
          owner,
          domain,
          tags,
          labelHorizon,
          product);
    }
  }

  /**
   * A view's builder from a record: its name in snake case, its components as features. Entities,
   * given here, take their keys out of the components.
   */
  public static Builder of(Class<? extends Record> type, Entity... entities) {
    String name =
        type.getSimpleName()
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .toLowerCase(java.util.Locale.ROOT);
    return named(name).entities(entities).features(type);
  }
}
