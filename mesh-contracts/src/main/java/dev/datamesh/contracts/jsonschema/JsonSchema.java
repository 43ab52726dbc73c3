package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.regex.Pattern;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One schema as it is compiled from a document: its keywords as fields, absent ones null or empty.
 * Made by {@link SchemaCompiler} and not changed afterwards.
 */
public final class JsonSchema {

  /** Whether documents are accepted at all: false only for the schema {@code false}. */
  boolean always = true;

  final Node node;
  final @Nullable JsonSchema parent;

  /** The keyword that holds it, the whole pointer where there is no parent. */
  final String step;

  /** Its name or index within the keyword; empty where the keyword holds one schema. */
  final @Nullable String name;

  final Dialect dialect;
  final Node document;

  int types = Types.ALL;
  boolean typed;
  @Nullable List<Node> enumeration;
  private @Nullable Set<Node> listed;
  @Nullable Node constant;

  @Nullable BigDecimal minimum;
  @Nullable BigDecimal maximum;
  @Nullable BigDecimal exclusiveMinimum;
  @Nullable BigDecimal exclusiveMaximum;
  @Nullable BigDecimal multipleOf;

  int minLength;
  int maxLength = -1;
  @Nullable Pattern pattern;
  @Nullable String format;
  @Nullable String contentEncoding;
  @Nullable String contentMediaType;
  @Nullable JsonSchema contentSchema;

  List<JsonSchema> prefixItems = List.of();
  @Nullable JsonSchema items;
  @Nullable JsonSchema contains;
  int minContains = 1;
  int maxContains = -1;
  int minItems;
  int maxItems = -1;
  boolean uniqueItems;
  @Nullable JsonSchema unevaluatedItems;

  Map<String, JsonSchema> properties = Map.of();
  Map<Pattern, JsonSchema> patternProperties = Map.of();
  @Nullable JsonSchema additionalProperties;
  @Nullable JsonSchema propertyNames;
  Set<String> required = Set.of();
  int minProperties;
  int maxProperties = -1;
  Map<String, Set<String>> dependentRequired = Map.of();
  Map<String, JsonSchema> dependentSchemas = Map.of();
  @Nullable JsonSchema unevaluatedProperties;

  List<JsonSchema> allOf = List.of();
  List<JsonSchema> anyOf = List.of();
  List<JsonSchema> oneOf = List.of();
  @Nullable JsonSchema not;
  @Nullable JsonSchema ifSchema;
  @Nullable JsonSchema thenSchema;
  @Nullable JsonSchema elseSchema;

  @Nullable String ref;
  @Nullable JsonSchema target;

  /** Why this schema alone cannot be judged: a reference that leads nowhere, a dynamic one. */
  @Nullable String unresolved;

  /** What it depends on that is not compiled: equal schemas have an equal one. */
  @Nullable Node opaque;

  /** Whether this or a schema in it uses unevaluatedItems or unevaluatedProperties. */
  boolean tracksEvaluation;

  @Nullable Fingerprint fingerprint;

  /** The whole document that it stands in. */
  JsonSchema(
      Node node,
      @Nullable JsonSchema parent,
      String step,
      @Nullable String name,
      Dialect dialect,
      Node document) {
    this.node = node;
    this.parent = parent;
    this.step = step;
    this.name = name;
    this.dialect = dialect;
    this.document = document;
  }

  /** One that stands in no document. */
  static JsonSchema made(Node node, Dialect dialect) {
    return new JsonSchema(node, null, "", null, dialect, Search.NULL);
  }

  /** JSON Pointer in the document. */
  String pointer() {
    String within = name == null ? "" : "/" + SchemaCompiler.escape(name);
    return parent == null ? step : parent.pointer() + "/" + step + within;
  }

  Place place() {
    return new Place(pointer(), node.position());
  }

  /** The place of a keyword of this schema; of the schema where it is absent. */
  Place place(String keyword) {
    return node instanceof Node.Mapping mapping && mapping.entries().containsKey(keyword)
        ? new Place(
            pointer() + "/" + SchemaCompiler.escape(keyword),
            mapping.entries().get(keyword).keyPosition())
        : place();
  }

  boolean isFalse() {
    return !always;
  }

  /** Whether the enumeration lists a value; there must be one. */
  boolean lists(Node value) {
    List<Node> values = java.util.Objects.requireNonNull(enumeration);
    if (values.size() < 8) {
      return values.contains(value);
    }
    Set<Node> known = listed;
    if (known == null) {
      known = Set.copyOf(values);
      listed = known;
    }
    return known.contains(value);
  }

  /** The schema that references lead to; itself where it is none. */
  JsonSchema resolved() {
    JsonSchema schema = this;
    for (int i = 0; schema.target != null && i < 1_000; i++) {
      if (!schema.dialect.refAlone() && schema.hasSiblings()) {
        return schema;
      }
      schema = schema.target;
    }
    return schema;
  }

  /** Whether the reference stands beside rules that count. */
  private boolean hasSiblings() {
    return typed
        || unresolved != null
        || enumeration != null
        || constant != null
        || hasBounds()
        || hasObjectRules()
        || hasArrayRules()
        || !applicators().isEmpty();
  }

  /** Whether it takes whole numbers and no others. */
  boolean splitsNumbers() {
    return (types & Types.NUMBER) == Types.INTEGER;
  }

  /** The types, stated or listed one by one as alternatives without other rules; 0 for others. */
  int listedTypes() {
    if (isPlainType()) {
      return types;
    }
    List<JsonSchema> list = oneOf.isEmpty() ? anyOf : oneOf;
    if (typed || list.isEmpty() || hasBounds() || hasObjectRules() || hasArrayRules()) {
      return 0;
    }
    int all = 0;
    for (JsonSchema member : list) {
      if (!member.isPlainType()) {
        return 0;
      }
      all |= member.types;
    }
    return all;
  }

  /** Whether it states types and nothing else. */
  boolean isPlainType() {
    return typed
        && target == null
        && enumeration == null
        && constant == null
        && !hasBounds()
        && !hasObjectRules()
        && !hasArrayRules()
        && applicators().isEmpty();
  }

  /** Whether it accepts everything, being made of words alone. */
  boolean judgesNothing() {
    return always && target == null && !hasSiblings();
  }

  private boolean hasBounds() {
    return minimum != null
        || maximum != null
        || exclusiveMinimum != null
        || exclusiveMaximum != null
        || multipleOf != null
        || minLength > 0
        || maxLength >= 0
        || pattern != null
        || format != null
        || contentEncoding != null
        || contentMediaType != null;
  }

  private boolean hasObjectRules() {
    return !properties.isEmpty()
        || !patternProperties.isEmpty()
        || additionalProperties != null
        || propertyNames != null
        || !required.isEmpty()
        || minProperties > 0
        || maxProperties >= 0
        || !dependentRequired.isEmpty()
        || !dependentSchemas.isEmpty()
        || unevaluatedProperties != null;
  }

  private boolean hasArrayRules() {
    return !prefixItems.isEmpty()
        || items != null
        || contains != null
        || minItems > 0
        || maxItems >= 0
        || uniqueItems
        || unevaluatedItems != null;
  }

  /** The schemas that judge the same value, apart from the reference. */
  List<JsonSchema> applicators() {
    if (allOf.isEmpty() && anyOf.isEmpty() && oneOf.isEmpty() && not == null && ifSchema == null) {
      return List.of();
    }
    List<JsonSchema> all = new ArrayList<>(allOf);
    all.addAll(anyOf);
    all.addAll(oneOf);
    add(all, not);
    add(all, ifSchema);
    add(all, thenSchema);
    add(all, elseSchema);
    return all;
  }

  /** Whether some schema stands directly inside. */
  boolean hasChildren() {
    return !properties.isEmpty()
        || items != null
        || additionalProperties != null
        || !allOf.isEmpty()
        || !anyOf.isEmpty()
        || !oneOf.isEmpty()
        || !patternProperties.isEmpty()
        || !prefixItems.isEmpty()
        || !dependentSchemas.isEmpty()
        || not != null
        || ifSchema != null
        || thenSchema != null
        || elseSchema != null
        || contains != null
        || propertyNames != null
        || unevaluatedItems != null
        || unevaluatedProperties != null
        || contentSchema != null;
  }

  /** Every schema directly inside, references not followed. */
  List<JsonSchema> children() {
    if (!hasChildren()) {
      return List.of();
    }
    List<JsonSchema> all = new ArrayList<>(applicators());
    if (ifSchema == null) {
      add(all, thenSchema);
      add(all, elseSchema);
    }
    all.addAll(prefixItems);
    add(all, items);
    add(all, contains);
    add(all, unevaluatedItems);
    all.addAll(properties.values());
    all.addAll(patternProperties.values());
    add(all, additionalProperties);
    add(all, propertyNames);
    all.addAll(dependentSchemas.values());
    add(all, unevaluatedProperties);
    add(all, contentSchema);
    return all;
  }

  private static void add(Collection<JsonSchema> all, @Nullable JsonSchema schema) {
    if (schema != null) {
      all.add(schema);
    }
  }

  /** The schema as it stands in the document. */
  public Node node() {
    return node;
  }

  /** The types it accepts, in words. */
  public String typeWords() {
    return Types.words(types);
  }

  /** Whether it describes a property that its object requires. */
  public boolean isRequiredProperty() {
    return parent != null
        && name != null
        && step.equals("properties")
        && parent.required.contains(name);
  }

  /** An annotation's or extension's value as text; empty if absent. */
  String annotation(String keyword) {
    return node.find(keyword).map(n -> n.text().orElse(n.toString())).orElse("");
  }

  /** Whether it takes lists whose items are what the other schema takes. */
  public boolean isListOf(JsonSchema other) {
    return (types & ~Types.NULL) == Types.ARRAY
        && items != null
        && Fingerprints.same(items.resolved(), other.resolved());
  }

  /** Whether an annotation is there and true. */
  public boolean flag(String keyword) {
    return node.find(keyword).map(n -> n instanceof Node.Bool b && b.value()).orElse(false);
  }

  @Override
  public String toString() {
    return pointer().isEmpty() ? "#" : "#" + pointer();
  }
}
