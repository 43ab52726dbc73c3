package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.regex.Pattern;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees at a glance that one schema is within another: keyword by keyword the inner one says at
 * least as much. What it does not see is left to {@link Search}. A pair met again inside itself is
 * taken to hold, as it is asked about smaller documents there. For one thread at a time.
 */
final class Plain {

  private static final int DEEPEST = 100;

  private record Pair(JsonSchema inner, JsonSchema outer) {}

  private final Budget budget;
  private final Set<Pair> open = new HashSet<>();

  Plain(Budget budget) {
    this.budget = budget;
  }

  /** Whether every document of the inner is one of the outer; false where it is not plain. */
  boolean within(JsonSchema innerMost, JsonSchema outerMost) {
    JsonSchema inner = innerMost.resolved();
    JsonSchema outer = outerMost.resolved();
    if (Fingerprints.same(inner, outer) || inner.isFalse()) {
      return true;
    }
    if (inner.target != null
        || outer.target != null
        || outer.isFalse()
        || outer.unresolved != null
        || inner.dialect != outer.dialect
        || open.size() > DEEPEST) {
      return false;
    }
    Pair pair = new Pair(inner, outer);
    if (!open.add(pair)) {
      return true;
    }
    budget.spend(1);
    boolean holds =
        (inner.types & ~outer.types) == 0
            && values(inner, outer)
            && ((inner.types & Types.NUMBER) == 0 || numbers(inner, outer))
            && ((inner.types & Types.STRING) == 0 || texts(inner, outer))
            && ((inner.types & Types.ARRAY) == 0 || arrays(inner, outer))
            && ((inner.types & Types.OBJECT) == 0 || objects(inner, outer))
            && combined(inner, outer);
    if (!holds) {
      open.remove(pair);
    }
    return holds;
  }

  private static boolean values(JsonSchema inner, JsonSchema outer) {
    boolean listed =
        outer.enumeration == null
            || (inner.enumeration != null && inner.enumeration.stream().allMatch(outer::lists))
            || (inner.constant != null && outer.lists(inner.constant));
    return listed && (outer.constant == null || outer.constant.equals(inner.constant));
  }

  private static boolean numbers(JsonSchema inner, JsonSchema outer) {
    boolean low =
        isAbove(inner.minimum, outer.minimum, 0)
            || isAbove(inner.exclusiveMinimum, outer.minimum, 0);
    boolean openLow =
        isAbove(inner.minimum, outer.exclusiveMinimum, 1)
            || isAbove(inner.exclusiveMinimum, outer.exclusiveMinimum, 0);
    boolean high =
        isAbove(outer.maximum, inner.maximum, 0)
            || isAbove(outer.maximum, inner.exclusiveMaximum, 0);
    boolean openHigh =
        isAbove(outer.exclusiveMaximum, inner.maximum, 1)
            || isAbove(outer.exclusiveMaximum, inner.exclusiveMaximum, 0);
    return (outer.minimum == null || low)
        && (outer.exclusiveMinimum == null || openLow)
        && (outer.maximum == null || high)
        && (outer.exclusiveMaximum == null || openHigh)
        && (outer.multipleOf == null
            || (inner.multipleOf != null && isMultiple(inner.multipleOf, outer.multipleOf)));
  }

  private static boolean isAbove(@Nullable BigDecimal a, @Nullable BigDecimal b, int least) {
    return a != null && b != null && a.compareTo(b) >= least;
  }

  private static boolean isMultiple(BigDecimal inner, BigDecimal outer) {
    return Math.abs(inner.scale()) < 100
        && Math.abs(outer.scale()) < 100
        && inner.precision() < 100
        && inner.remainder(outer).signum() == 0;
  }

  private static boolean isMost(int inner, int outer) {
    return outer < 0 || (inner >= 0 && inner <= outer);
  }

  private static boolean texts(JsonSchema inner, JsonSchema outer) {
    return inner.minLength >= outer.minLength
        && isMost(inner.maxLength, outer.maxLength)
        && (outer.pattern == null
            || (inner.pattern != null && inner.pattern.text().equals(outer.pattern.text())))
        && (outer.format == null || outer.format.equals(inner.format))
        && ((outer.contentEncoding == null && outer.contentMediaType == null)
            || (Objects.equals(inner.contentEncoding, outer.contentEncoding)
                && Objects.equals(inner.contentMediaType, outer.contentMediaType)));
  }

  private boolean arrays(JsonSchema inner, JsonSchema outer) {
    if (inner.minItems < outer.minItems
        || !isMost(inner.maxItems, outer.maxItems)
        || (outer.uniqueItems && !inner.uniqueItems)
        || outer.unevaluatedItems != null
        || (outer.contains != null && !containsAsMuch(inner, outer))
        || (!outer.prefixItems.isEmpty() && inner.prefixItems.size() != outer.prefixItems.size())
        || (outer.items != null
            && outer.prefixItems.isEmpty()
            && !allWithin(inner.prefixItems, outer.items))) {
      return false;
    }
    for (int i = 0; i < outer.prefixItems.size(); i++) {
      if (!within(inner.prefixItems.get(i), outer.prefixItems.get(i))) {
        return false;
      }
    }
    return outer.items == null || (inner.items != null && within(inner.items, outer.items));
  }

  private boolean allWithin(List<JsonSchema> inner, JsonSchema outer) {
    return inner.stream().allMatch(schema -> within(schema, outer));
  }

  private static boolean containsAsMuch(JsonSchema inner, JsonSchema outer) {
    return inner.contains != null
        && outer.contains != null
        && Fingerprints.same(inner.contains, outer.contains)
        && inner.minContains >= outer.minContains
        && isMost(inner.maxContains, outer.maxContains);
  }

  private boolean objects(JsonSchema inner, JsonSchema outer) {
    return inner.required.containsAll(outer.required)
        && inner.minProperties >= outer.minProperties
        && isMost(inner.maxProperties, outer.maxProperties)
        && outer.unevaluatedProperties == null
        && (outer.propertyNames == null
            || (inner.propertyNames != null
                && Fingerprints.same(inner.propertyNames, outer.propertyNames)))
        && inner.dependentRequired.entrySet().containsAll(outer.dependentRequired.entrySet())
        && dependents(inner, outer)
        && fields(inner, outer)
        && patterns(inner, outer)
        && rest(inner, outer);
  }

  private static boolean dependents(JsonSchema inner, JsonSchema outer) {
    for (var entry : outer.dependentSchemas.entrySet()) {
      JsonSchema same = inner.dependentSchemas.get(entry.getKey());
      if (same == null || !Fingerprints.same(same, entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean fields(JsonSchema inner, JsonSchema outer) {
    for (var entry : outer.properties.entrySet()) {
      JsonSchema field = inner.properties.get(entry.getKey());
      if (field == null && inner.patternProperties.isEmpty()) {
        field = inner.additionalProperties;
      }
      if (field == null
          ? !entry.getValue().resolved().judgesNothing()
          : !within(field, entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean patterns(JsonSchema inner, JsonSchema outer) {
    for (var entry : outer.patternProperties.entrySet()) {
      JsonSchema same = byText(inner.patternProperties, entry.getKey().text());
      if (same == null || !within(same, entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable JsonSchema byText(Map<Pattern, JsonSchema> patterns, String text) {
    for (var entry : patterns.entrySet()) {
      if (entry.getKey().text().equals(text)) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Names that the outer does not declare. */
  private boolean rest(JsonSchema inner, JsonSchema outer) {
    JsonSchema others = outer.additionalProperties;
    if (others == null) {
      return true;
    }
    for (var entry : inner.properties.entrySet()) {
      if (!outer.properties.containsKey(entry.getKey())
          && outer.patternProperties.keySet().stream()
              .noneMatch(p -> p.findIn(entry.getKey()).orElse(false))
          && !within(entry.getValue(), others)) {
        return false;
      }
    }
    for (var entry : inner.patternProperties.entrySet()) {
      if (byText(outer.patternProperties, entry.getKey().text()) == null
          && !within(entry.getValue(), others)) {
        return false;
      }
    }
    return others.resolved().judgesNothing()
        || (inner.additionalProperties != null && within(inner.additionalProperties, others));
  }

  /** Schemas made of schemas are only seen to be the same, or to be more of the same. */
  private static boolean combined(JsonSchema inner, JsonSchema outer) {
    return hold(inner.allOf, outer.allOf)
        && (outer.anyOf.isEmpty() || same(inner.anyOf, outer.anyOf))
        && (outer.oneOf.isEmpty() || same(inner.oneOf, outer.oneOf))
        && (outer.not == null || same(inner.not, outer.not))
        && (outer.ifSchema == null
            || (outer.thenSchema == null && outer.elseSchema == null)
            || (same(inner.ifSchema, outer.ifSchema)
                && same(inner.thenSchema, outer.thenSchema)
                && same(inner.elseSchema, outer.elseSchema)));
  }

  private static boolean hold(List<JsonSchema> inner, List<JsonSchema> outer) {
    return outer.stream().allMatch(o -> inner.stream().anyMatch(i -> Fingerprints.same(i, o)));
  }

  private static boolean same(List<JsonSchema> inner, List<JsonSchema> outer) {
    if (inner.size() != outer.size()) {
      return false;
    }
    for (int i = 0; i < inner.size(); i++) {
      if (!Fingerprints.same(inner.get(i), outer.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(@Nullable JsonSchema inner, @Nullable JsonSchema outer) {
    return inner == null ? outer == null : outer != null && Fingerprints.same(inner, outer);
  }
}
