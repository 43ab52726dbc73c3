package dev.datamesh.contracts.jsonschema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One case of what the keywords beside unevaluatedItems and unevaluatedProperties look at, if a
 * document fits them: which schemas hold, which names are there, and the fields and items that are
 * looked at then. The cases of a schema leave nothing out. Immutable.
 *
 * @param conditions what holds in this case
 * @param present names that the document has
 * @param absent names that it does not have
 * @param seen what is looked at: names and patterns without rules of their own, further names or
 *     items where all are
 * @param contained schemas whose matches are looked at, wherever they stand
 */
record Looked(
    List<Literal> conditions,
    Set<String> present,
    Set<String> absent,
    JsonSchema seen,
    List<JsonSchema> contained) {

  private static final int MOST_CASES = 48;
  private static final JsonSchema ANYTHING = blank();

  private static JsonSchema blank() {
    return JsonSchema.made(Search.TRUE, Dialect.DRAFT2020);
  }

  /** Too many cases, or what is looked at depends on where the schema is reached from. */
  private static final class Unclear extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unclear() {
      super("unclear", null, false, false);
    }
  }

  /** The cases of a schema's other keywords; empty where there are too many or they are unclear. */
  static Optional<List<Looked>> by(Literal literal) {
    try {
      return Optional.of(cases(literal, literal.schema(), new HashSet<>(), true));
    } catch (Unclear e) {
      return Optional.empty();
    }
  }

  boolean seesAllFields() {
    return seen.additionalProperties != null;
  }

  boolean seesAllItems() {
    return seen.items != null;
  }

  /** Fields that are not looked at must be as the schema says. */
  JsonSchema fields(JsonSchema rest) {
    JsonSchema rule = blank();
    rule.properties = seen.properties;
    rule.patternProperties = seen.patternProperties;
    rule.additionalProperties = rest;
    return rule;
  }

  /** Items that are not looked at must be as the schema says. */
  JsonSchema items(JsonSchema rest) {
    JsonSchema rule = blank();
    rule.prefixItems = seen.prefixItems;
    if (contained.isEmpty()) {
      rule.items = rest;
    } else {
      JsonSchema either = blank();
      List<JsonSchema> ways = new ArrayList<>(contained);
      ways.add(rest);
      either.anyOf = ways;
      rule.items = either;
    }
    return rule;
  }

  /** This case as a way of keeping or breaking, with more to hold. */
  Alternative alternative(java.util.function.Consumer<Facts> more) {
    return new Alternative(
        conditions,
        facts -> {
          facts.required.addAll(present);
          facts.forbidden.addAll(absent);
          more.accept(facts);
        });
  }

  private boolean isNothing() {
    return conditions.isEmpty()
        && present.isEmpty()
        && absent.isEmpty()
        && contained.isEmpty()
        && seen.properties.isEmpty()
        && seen.patternProperties.isEmpty()
        && seen.prefixItems.isEmpty()
        && !seesAllFields()
        && !seesAllItems();
  }

  private static Looked nothing(List<Literal> conditions, Set<String> absent) {
    return new Looked(conditions, Set.of(), absent, ANYTHING, List.of());
  }

  private static List<Looked> cases(
      Literal from, JsonSchema s, Set<JsonSchema> open, boolean outermost) {
    if (s.unresolved != null || !open.add(s)) {
      throw new Unclear();
    }
    List<Looked> all = List.of(own(s, outermost));
    if (s.target != null) {
      all = both(all, cases(from, s.target, open, false));
    }
    if (s.target == null || !s.dialect.refAlone()) {
      for (JsonSchema part : s.allOf) {
        all = both(all, cases(from, part, open, false));
      }
      for (JsonSchema part : s.anyOf) {
        all = either(all, when(from, part, open), nothing(List.of(from.of(part, false)), Set.of()));
      }
      all = exactlyOne(all, from, s.oneOf, open);
      all = conditional(all, from, s, open);
      for (var entry : s.dependentSchemas.entrySet()) {
        List<Looked> present = new ArrayList<>();
        for (Looked one : cases(from, entry.getValue(), open, false)) {
          present.add(
              new Looked(
                  one.conditions(),
                  union(one.present(), Set.of(entry.getKey())),
                  one.absent(),
                  one.seen(),
                  one.contained()));
        }
        all = either(all, present, nothing(List.of(), Set.of(entry.getKey())));
      }
    }
    open.remove(s);
    return all;
  }

  private static Looked own(JsonSchema s, boolean outermost) {
    JsonSchema seen = blank();
    Map<String, JsonSchema> names = new LinkedHashMap<>();
    s.properties.keySet().forEach(name -> names.put(name, ANYTHING));
    seen.properties = names;
    Map<dev.datamesh.contracts.regex.Pattern, JsonSchema> patterns = new LinkedHashMap<>();
    s.patternProperties.keySet().forEach(pattern -> patterns.put(pattern, ANYTHING));
    seen.patternProperties = patterns;
    boolean allFields =
        s.additionalProperties != null || (!outermost && s.unevaluatedProperties != null);
    seen.additionalProperties = allFields ? ANYTHING : null;
    seen.prefixItems = java.util.Collections.nCopies(s.prefixItems.size(), ANYTHING);
    boolean allItems = s.items != null || (!outermost && s.unevaluatedItems != null);
    seen.items = allItems ? ANYTHING : null;
    if (s.contains != null && s.dialect == Dialect.DRAFT2019) {
      // Validators of this draft disagree on whether items that are contained are looked at.
      throw new Unclear();
    }
    return new Looked(
        List.of(), Set.of(), Set.of(), seen, s.contains == null ? List.of() : List.of(s.contains));
  }

  /** What is looked at where a part holds, with the part among the conditions. */
  private static List<Looked> when(Literal from, JsonSchema part, Set<JsonSchema> open) {
    List<Looked> inside = cases(from, part, open, false);
    if (inside.size() == 1 && inside.get(0).isNothing()) {
      return List.of();
    }
    List<Looked> all = new ArrayList<>();
    for (Looked one : inside) {
      List<Literal> conditions = new ArrayList<>(one.conditions());
      conditions.add(from.of(part, true));
      all.add(new Looked(conditions, one.present(), one.absent(), one.seen(), one.contained()));
    }
    return all;
  }

  /** With each of the ways or, where it is there, the other one; as it was if there is no way. */
  private static List<Looked> either(
      List<Looked> all, List<Looked> ways, @Nullable Looked otherwise) {
    if (ways.isEmpty()) {
      return all;
    }
    List<Looked> choices = new ArrayList<>(ways);
    if (otherwise != null) {
      choices.add(otherwise);
    }
    return both(all, choices);
  }

  private static List<Looked> exactlyOne(
      List<Looked> all, Literal from, List<JsonSchema> parts, Set<JsonSchema> open) {
    List<Looked> ways = new ArrayList<>();
    boolean matters = false;
    for (JsonSchema part : parts) {
      List<Looked> inside = when(from, part, open);
      matters |= !inside.isEmpty();
      ways.addAll(
          inside.isEmpty() ? List.of(nothing(List.of(from.of(part, true)), Set.of())) : inside);
    }
    return matters ? both(all, ways) : all;
  }

  private static List<Looked> conditional(
      List<Looked> all, Literal from, JsonSchema s, Set<JsonSchema> open) {
    JsonSchema condition = s.ifSchema;
    if (condition == null) {
      return all;
    }
    List<Looked> inside = when(from, condition, open);
    List<Looked> yes =
        inside.isEmpty() ? List.of(nothing(List.of(from.of(condition, true)), Set.of())) : inside;
    if (s.thenSchema != null) {
      yes = both(yes, cases(from, s.thenSchema, open, false));
    }
    List<Looked> no = List.of(nothing(List.of(from.of(condition, false)), Set.of()));
    if (s.elseSchema != null) {
      no = both(no, cases(from, s.elseSchema, open, false));
    }
    List<Looked> ways = new ArrayList<>(yes);
    ways.addAll(no);
    return both(all, ways);
  }

  private static List<Looked> both(List<Looked> some, List<Looked> others) {
    if ((long) some.size() * others.size() > MOST_CASES) {
      throw new Unclear();
    }
    List<Looked> all = new ArrayList<>();
    for (Looked one : some) {
      for (Looked other : others) {
        all.add(one.and(other));
      }
    }
    return all;
  }

  private Looked and(Looked other) {
    JsonSchema together = blank();
    together.properties = new LinkedHashMap<>(seen.properties);
    together.properties.putAll(other.seen.properties);
    together.patternProperties = new LinkedHashMap<>(seen.patternProperties);
    together.patternProperties.putAll(other.seen.patternProperties);
    together.additionalProperties = seesAllFields() || other.seesAllFields() ? ANYTHING : null;
    together.prefixItems =
        seen.prefixItems.size() > other.seen.prefixItems.size()
            ? seen.prefixItems
            : other.seen.prefixItems;
    together.items = seesAllItems() || other.seesAllItems() ? ANYTHING : null;
    List<Literal> holds = new ArrayList<>(conditions);
    holds.addAll(other.conditions);
    List<JsonSchema> matches = new ArrayList<>(contained);
    matches.addAll(other.contained);
    return new Looked(
        holds, union(present, other.present), union(absent, other.absent), together, matches);
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return all;
  }
}
