package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.jsonschema.Facts.Need;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Takes a literal apart into facts, further literals and choices, for documents of one type. */
final class Apart {

  private final int type;

  Apart(int type) {
    this.type = type;
  }

  /** Answers false where no document of the type can hold the literal. */
  boolean take(
      Literal literal, Facts facts, Collection<Literal> todo, List<List<Alternative>> choices) {
    JsonSchema s = literal.schema();
    if (!literal.positive()) {
      return broken(literal, s, todo, facts, choices);
    }
    if (s.isFalse() || (s.types & type) == 0) {
      return false;
    }
    if (s.unresolved != null) {
      facts.doubt(s.unresolved);
    }
    if (s.target != null) {
      todo.add(literal.of(s.target, true));
      if (s.dialect.refAlone()) {
        return true;
      }
    }
    facts.plain |= s.dialect == Dialect.DRAFT4 && type == Types.INTEGER && s.splitsNumbers();
    values(s, facts);
    kept(literal, s, facts, choices);
    for (JsonSchema part : s.allOf) {
      todo.add(literal.of(part, true));
    }
    if (s.not != null) {
      todo.add(literal.of(s.not, false));
    }
    if (!s.anyOf.isEmpty()) {
      offer(choices, s.anyOf.stream().map(p -> Alternative.of(literal.of(p, true))).toList());
    }
    if (!s.oneOf.isEmpty()) {
      offer(choices, exactlyOne(literal, s.oneOf));
    }
    if (s.ifSchema != null && (s.thenSchema != null || s.elseSchema != null)) {
      offer(choices, conditional(literal, s, true));
    }
    return true;
  }

  private static void offer(List<List<Alternative>> choices, List<Alternative> ways) {
    choices.add(ways);
  }

  private void values(JsonSchema s, Facts facts) {
    List<Node> allowed = s.enumeration;
    if (s.constant != null) {
      allowed = List.of(s.constant);
    }
    if (allowed != null) {
      List<Node> ofType = allowed.stream().filter(v -> (Types.of(v) & type) != 0).toList();
      facts.values =
          facts.values == null ? ofType : facts.values.stream().filter(ofType::contains).toList();
    }
  }

  private static List<Alternative> exactlyOne(Literal literal, List<JsonSchema> parts) {
    List<Alternative> ways = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      List<Literal> all = new ArrayList<>();
      for (int k = 0; k < parts.size(); k++) {
        all.add(literal.of(parts.get(k), k == i));
      }
      ways.add(Alternative.of(all));
    }
    return ways;
  }

  private static List<Alternative> conditional(Literal literal, JsonSchema s, boolean sign) {
    List<Alternative> ways = new ArrayList<>();
    JsonSchema condition = java.util.Objects.requireNonNull(s.ifSchema);
    branch(ways, literal.of(condition, true), literal, s.thenSchema, sign);
    branch(ways, literal.of(condition, false), literal, s.elseSchema, sign);
    return ways;
  }

  private static void branch(
      List<Alternative> ways,
      Literal condition,
      Literal literal,
      @org.jspecify.annotations.Nullable JsonSchema then,
      boolean sign) {
    if (then != null) {
      ways.add(Alternative.of(condition, literal.of(then, sign)));
    } else if (sign) {
      ways.add(Alternative.of(condition));
    }
  }

  private void kept(Literal literal, JsonSchema s, Facts facts, List<List<Alternative>> choices) {
    if ((type & Types.NUMBER) != 0) {
      keptNumber(s, facts);
    } else if (type == Types.STRING) {
      keptText(s, facts);
    } else if (type == Types.ARRAY) {
      keptArray(literal, s, facts, choices);
    } else {
      keptObject(literal, s, facts, choices);
    }
  }

  private static void keptNumber(JsonSchema s, Facts facts) {
    if (s.minimum != null) {
      facts.from(s.minimum, false);
    }
    if (s.exclusiveMinimum != null) {
      facts.from(s.exclusiveMinimum, true);
    }
    if (s.maximum != null) {
      facts.upTo(s.maximum, false);
    }
    if (s.exclusiveMaximum != null) {
      facts.upTo(s.exclusiveMaximum, true);
    }
    if (s.multipleOf != null) {
      facts.multiples.add(s.multipleOf);
    }
  }

  private static void keptText(JsonSchema s, Facts facts) {
    facts.atLeast(s.minLength);
    if (s.maxLength >= 0) {
      facts.atMost(s.maxLength);
    }
    if (s.pattern != null) {
      facts.patterns.add(s.pattern);
    }
    String format = format(s);
    if (!format.isEmpty()) {
      facts.formats.add(format);
    }
    String content = content(s);
    if (!content.isEmpty()) {
      facts.formats.add(content);
    }
  }

  private static String format(JsonSchema s) {
    return s.format != null && TextFormats.isRule(s.format, s.dialect) ? s.format : "";
  }

  private static String content(JsonSchema s) {
    return s.dialect == Dialect.DRAFT7 && (s.contentEncoding != null || s.contentMediaType != null)
        ? "content " + s.contentEncoding + " " + s.contentMediaType
        : "";
  }

  private static void keptArray(
      Literal literal, JsonSchema s, Facts facts, List<List<Alternative>> choices) {
    facts.atLeast(s.minItems);
    if (s.maxItems >= 0) {
      facts.atMost(s.maxItems);
    }
    facts.unique |= s.uniqueItems;
    if (!s.prefixItems.isEmpty() || s.items != null) {
      facts.specs.add(literal);
    }
    if (s.contains != null) {
      Literal wanted = literal.of(s.contains, true);
      facts.need(Need.itemFrom(wanted, 0), Math.min(s.minContains, 50));
      if (s.minContains > 50) {
        facts.doubt("more than 50 items must be contained");
      }
      if (s.maxContains >= 0) {
        facts.counts.add(new Facts.Count(wanted, s.maxContains));
      }
    }
    JsonSchema rest = s.unevaluatedItems;
    if (rest != null) {
      keptRest(
          literal,
          facts,
          choices,
          "unevaluatedItems",
          Looked::seesAllItems,
          one -> one.items(rest));
    }
  }

  /** What other keywords leave to the one for the rest: one alternative for each way of looking. */
  private static void keptRest(
      Literal literal,
      Facts facts,
      List<List<Alternative>> choices,
      String keyword,
      Predicate<Looked> seesAll,
      Function<Looked, JsonSchema> unseen) {
    Looked.by(literal)
        .ifPresentOrElse(
            cases ->
                offer(
                    choices,
                    cases.stream()
                        .map(
                            one ->
                                one.alternative(
                                    f -> {
                                      if (!seesAll.test(one)) {
                                        f.specs.add(literal.of(unseen.apply(one), true));
                                      }
                                    }))
                        .toList()),
            () -> facts.doubt(keyword + " depends on the other keywords"));
  }

  private static void keptObject(
      Literal literal, JsonSchema s, Facts facts, List<List<Alternative>> choices) {
    facts.atLeast(s.minProperties);
    if (s.maxProperties >= 0) {
      facts.atMost(s.maxProperties);
    }
    facts.required.addAll(s.required);
    if (!s.properties.isEmpty()
        || !s.patternProperties.isEmpty()
        || s.additionalProperties != null
        || literal.left()) {
      facts.specs.add(literal);
    }
    if (s.propertyNames != null) {
      facts.names.add(literal.of(s.propertyNames, true));
    }
    s.dependentRequired.forEach(
        (name, others) -> {
          if (!others.isEmpty()) {
            offer(
                choices,
                List.of(
                    Alternative.fact(f -> f.forbidden.add(name)),
                    Alternative.fact(
                        f -> {
                          f.required.add(name);
                          f.required.addAll(others);
                        })));
          }
        });
    s.dependentSchemas.forEach(
        (name, schema) ->
            offer(
                choices,
                List.of(
                    Alternative.fact(f -> f.forbidden.add(name)),
                    new Alternative(
                        List.of(literal.of(schema, true)), f -> f.required.add(name)))));
    JsonSchema rest = s.unevaluatedProperties;
    if (rest != null) {
      keptRest(
          literal,
          facts,
          choices,
          "unevaluatedProperties",
          Looked::seesAllFields,
          one -> one.fields(rest));
    }
  }

  /** All ways of breaking a schema; false where there is none. */
  private boolean broken(
      Literal literal,
      JsonSchema s,
      Collection<Literal> todo,
      Facts facts,
      List<List<Alternative>> choices) {
    if (s.isFalse() || (s.types & type) == 0) {
      return true;
    }
    if (s.target != null && s.dialect.refAlone()) {
      todo.add(literal.of(s.target, false));
      return true;
    }
    List<Alternative> ways = new ArrayList<>();
    if (s.target != null) {
      ways.add(Alternative.of(literal.of(s.target, false)));
    }
    if (s.unresolved != null) {
      String why = s.unresolved;
      ways.add(Alternative.fact(f -> f.doubt(why)));
    }
    if (s.enumeration != null || s.constant != null) {
      List<Node> excluded = s.enumeration != null ? s.enumeration : List.of(s.constant);
      ways.add(Alternative.fact(f -> f.excluded.addAll(excluded)));
    }
    if (type == Types.INTEGER && s.dialect == Dialect.DRAFT4 && s.splitsNumbers()) {
      ways.add(Alternative.fact(f -> f.pointed = true));
    }
    if ((type & Types.NUMBER) != 0) {
      brokenNumber(s, ways);
    } else if (type == Types.STRING) {
      brokenText(s, ways);
    } else if (type == Types.ARRAY) {
      brokenArray(literal, s, ways);
    } else {
      brokenObject(literal, s, ways);
    }
    brokenParts(literal, s, ways);
    if (ways.isEmpty()) {
      return false;
    }
    if (ways.size() == 1) {
      ways.get(0).facts().accept(facts);
      todo.addAll(ways.get(0).literals());
      return true;
    }
    offer(choices, ways);
    return true;
  }

  private static void brokenParts(Literal literal, JsonSchema s, List<Alternative> ways) {
    for (JsonSchema part : s.allOf) {
      ways.add(Alternative.of(literal.of(part, false)));
    }
    if (s.not != null) {
      ways.add(Alternative.of(literal.of(s.not, true)));
    }
    if (!s.anyOf.isEmpty()) {
      ways.add(Alternative.of(s.anyOf.stream().map(p -> literal.of(p, false)).toList()));
    }
    if (!s.oneOf.isEmpty()) {
      ways.add(Alternative.of(s.oneOf.stream().map(p -> literal.of(p, false)).toList()));
      for (int i = 0; i < s.oneOf.size(); i++) {
        for (int k = i + 1; k < s.oneOf.size(); k++) {
          ways.add(
              Alternative.of(literal.of(s.oneOf.get(i), true), literal.of(s.oneOf.get(k), true)));
        }
      }
    }
    if (s.ifSchema != null) {
      ways.addAll(conditional(literal, s, false));
    }
  }

  private static void brokenNumber(JsonSchema s, List<Alternative> ways) {
    if (s.minimum != null) {
      BigDecimal bound = s.minimum;
      ways.add(Alternative.fact(f -> f.upTo(bound, true)));
    }
    if (s.exclusiveMinimum != null) {
      BigDecimal bound = s.exclusiveMinimum;
      ways.add(Alternative.fact(f -> f.upTo(bound, false)));
    }
    if (s.maximum != null) {
      BigDecimal bound = s.maximum;
      ways.add(Alternative.fact(f -> f.from(bound, true)));
    }
    if (s.exclusiveMaximum != null) {
      BigDecimal bound = s.exclusiveMaximum;
      ways.add(Alternative.fact(f -> f.from(bound, false)));
    }
    if (s.multipleOf != null) {
      BigDecimal step = s.multipleOf;
      ways.add(Alternative.fact(f -> f.notMultiples.add(step)));
    }
  }

  private static void brokenText(JsonSchema s, List<Alternative> ways) {
    counts(ways, s.minLength, s.maxLength);
    if (s.pattern != null) {
      var pattern = s.pattern;
      ways.add(Alternative.fact(f -> f.notPatterns.add(pattern)));
    }
    for (String format : new String[] {format(s), content(s)}) {
      if (!format.isEmpty()) {
        ways.add(Alternative.fact(f -> f.notFormats.add(format)));
      }
    }
  }

  private static void counts(List<Alternative> ways, int least, int most) {
    if (least > 0) {
      ways.add(Alternative.fact(f -> f.atMost(least - 1)));
    }
    if (most >= 0) {
      ways.add(Alternative.fact(f -> f.atLeast(most + 1)));
    }
  }

  private static void brokenArray(Literal literal, JsonSchema s, List<Alternative> ways) {
    counts(ways, s.minItems, s.maxItems);
    if (s.uniqueItems) {
      ways.add(Alternative.fact(f -> f.notUnique = true));
    }
    for (int i = 0; i < s.prefixItems.size(); i++) {
      Need need = Need.item(literal.of(s.prefixItems.get(i), false), i);
      ways.add(Alternative.need(need));
    }
    if (s.items != null) {
      Need need = Need.itemFrom(literal.of(s.items, false), s.prefixItems.size());
      ways.add(Alternative.need(need));
    }
    if (s.contains != null) {
      Literal wanted = literal.of(s.contains, true);
      if (s.minContains == 1) {
        ways.add(Alternative.fact(f -> f.allItems.add(wanted.negated())));
      } else if (s.minContains > 1) {
        int most = s.minContains - 1;
        ways.add(Alternative.fact(f -> f.counts.add(new Facts.Count(wanted, most))));
      }
      if (s.maxContains >= 0) {
        int many = Math.min(s.maxContains + 1, 50);
        boolean tooMany = s.maxContains >= 50;
        ways.add(
            Alternative.fact(
                f -> {
                  f.need(Need.itemFrom(wanted, 0), many);
                  if (tooMany) {
                    f.doubt("more than 50 items must be contained");
                  }
                }));
      }
    }
    JsonSchema rest = s.unevaluatedItems;
    if (rest != null) {
      Looked.by(literal)
          .ifPresentOrElse(
              cases -> cases.forEach(one -> brokenItems(literal, rest, one, ways)),
              () ->
                  ways.add(
                      Alternative.fact(
                          f -> f.doubt("unevaluatedItems depends on the other keywords"))));
    }
  }

  /** An item that is not looked at and is not as it must be. */
  private static void brokenItems(
      Literal literal, JsonSchema rest, Looked one, List<Alternative> ways) {
    if (!one.seesAllItems()) {
      List<Literal> bad = new ArrayList<>();
      bad.add(literal.of(rest, false));
      one.contained().forEach(match -> bad.add(literal.of(match, false)));
      Need need = new Need(bad, -1, one.seen().prefixItems.size(), null, null, null, null);
      ways.add(one.alternative(f -> f.need(need, 1)));
    }
  }

  private static void brokenObject(Literal literal, JsonSchema s, List<Alternative> ways) {
    for (String name : s.required) {
      ways.add(Alternative.fact(f -> f.forbidden.add(name)));
    }
    counts(ways, s.minProperties, s.maxProperties);
    s.properties.forEach(
        (name, schema) -> {
          Need need = Need.property(literal.of(schema, false), name);
          ways.add(Alternative.need(need));
        });
    s.patternProperties.forEach(
        (pattern, schema) -> {
          Need need = Need.matching(literal.of(schema, false), pattern);
          ways.add(Alternative.need(need));
        });
    if (s.additionalProperties != null) {
      Need need = Need.outside(literal.of(s.additionalProperties, false), s);
      ways.add(Alternative.need(need));
    }
    if (s.propertyNames != null) {
      Need need = Need.named(literal.of(s.propertyNames, false));
      ways.add(Alternative.need(need));
    }
    s.dependentRequired.forEach(
        (name, others) -> {
          for (String other : Set.copyOf(others)) {
            ways.add(
                Alternative.fact(
                    f -> {
                      f.required.add(name);
                      f.forbidden.add(other);
                    }));
          }
        });
    s.dependentSchemas.forEach(
        (name, schema) ->
            ways.add(
                new Alternative(List.of(literal.of(schema, false)), f -> f.required.add(name))));
    JsonSchema rest = s.unevaluatedProperties;
    if (rest != null) {
      Looked.by(literal)
          .ifPresentOrElse(
              cases ->
                  cases.stream()
                      .filter(one -> !one.seesAllFields())
                      .forEach(
                          one -> {
                            Need need = Need.outside(literal.of(rest, false), one.fields(rest));
                            ways.add(one.alternative(f -> f.need(need, 1)));
                          }),
              () ->
                  ways.add(
                      Alternative.fact(
                          f -> f.doubt("unevaluatedProperties depends on the other keywords"))));
    }
  }
}
