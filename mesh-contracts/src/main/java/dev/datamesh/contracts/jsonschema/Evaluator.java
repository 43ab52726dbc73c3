package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Violation;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges one value by one schema, in three values: MAYBE where a pattern, a format or a reference
 * cannot be judged. For one thread at a time.
 */
final class Evaluator {

  private static final int DEEPEST = 400;

  /** What schemas at one place have looked at, for unevaluatedItems and unevaluatedProperties. */
  private static final class Seen {
    final Set<String> names = new HashSet<>();
    final Set<Integer> items = new HashSet<>();
    boolean doubtful;

    void addAll(Seen other) {
      names.addAll(other.names);
      items.addAll(other.items);
      doubtful |= other.doubtful;
    }
  }

  /** The way to a value, for messages only. */
  private record Path(@Nullable Path before, String step) {
    static final Path ROOT = new Path(null, "");

    @Override
    public String toString() {
      return before == null ? "" : before + "/" + SchemaCompiler.escape(step);
    }
  }

  private final Budget budget;
  private final @Nullable List<Violation> violations;
  private boolean quiet;
  private int depth;

  Evaluator(Budget budget, @Nullable List<Violation> violations) {
    this.budget = budget;
    this.violations = violations;
  }

  static Truth judge(JsonSchema schema, Node value, Budget budget) {
    return new Evaluator(budget, null).judge(schema, value);
  }

  Truth judge(JsonSchema schema, Node value) {
    return judge(schema, value, Path.ROOT, schema.tracksEvaluation ? new Seen() : null);
  }

  private Truth judge(JsonSchema s, Node value, Path path, @Nullable Seen seen) {
    budget.spend(1);
    if (s.isFalse()) {
      return refuse(s, path, "false", "no value is allowed here");
    }
    if (++depth > DEEPEST) {
      depth--;
      return Truth.MAYBE;
    }
    try {
      if (s.target != null && s.dialect.refAlone()) {
        return judge(s.target, value, path, seen);
      }
      Truth truth = s.unresolved == null ? Truth.YES : Truth.MAYBE;
      Seen here = s.tracksEvaluation ? new Seen() : seen;
      if (here != null && s.unresolved != null) {
        here.doubtful = true;
      }
      if (s.target != null) {
        truth = truth.and(judge(s.target, value, path, here));
      }
      truth = truth.and(values(s, value, path));
      if (truth != Truth.NO || isLoud()) {
        truth = truth.and(structure(s, value, path, here));
      }
      if (truth != Truth.NO || isLoud()) {
        truth = truth.and(combined(s, value, path, here));
      }
      if (here != null && (truth != Truth.NO || isLoud())) {
        truth = truth.and(unevaluated(s, value, path, here));
      }
      if (seen != null && here != null && here != seen) {
        seen.addAll(here);
      }
      return truth;
    } finally {
      depth--;
    }
  }

  private boolean isLoud() {
    return violations != null && !quiet;
  }

  private Truth refuse(JsonSchema s, Path path, String rule, String message) {
    if (isLoud() && violations != null && violations.size() < 100) {
      violations.add(new Violation(path.toString(), rule, message, s.place(rule).position()));
    }
    return Truth.NO;
  }

  private static String shown(Node value) {
    String text = value.toString();
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }

  private Truth values(JsonSchema s, Node value, Path path) {
    Truth truth = Truth.YES;
    if (s.dialect == Dialect.DRAFT4 && Types.isWholeWithPoint(value) && s.splitsNumbers()) {
      // In draft 4 a number written with a point is no integer; many validators think otherwise.
      truth = Truth.MAYBE;
    } else if (s.types != Types.ALL && (s.types & Types.of(value)) == 0) {
      truth =
          refuse(
              s,
              path,
              "type",
              isLoud()
                  ? "%s is %s, expected %s"
                      .formatted(shown(value), value.kind(), Types.words(s.types))
                  : "");
    }
    if (s.enumeration != null && !s.lists(value)) {
      truth =
          refuse(
              s,
              path,
              "enum",
              isLoud() ? "%s is not one of %s".formatted(shown(value), s.enumeration) : "");
    }
    if (s.constant != null && !s.constant.equals(value)) {
      truth = refuse(s, path, "const", "%s is not %s".formatted(shown(value), s.constant));
    }
    if (value instanceof Node.Num number) {
      return truth.and(number(s, number, path));
    }
    return value instanceof Node.Text text ? truth.and(text(s, text, path)) : truth;
  }

  private Truth number(JsonSchema s, Node.Num value, Path path) {
    BigDecimal n = value.value();
    Truth truth = Truth.YES;
    if (s.minimum != null && n.compareTo(s.minimum) < 0) {
      truth = refuse(s, path, "minimum", n + " is below " + s.minimum);
    }
    if (s.maximum != null && n.compareTo(s.maximum) > 0) {
      truth = refuse(s, path, "maximum", n + " is above " + s.maximum);
    }
    if (s.exclusiveMinimum != null && n.compareTo(s.exclusiveMinimum) <= 0) {
      truth = refuse(s, path, "exclusiveMinimum", n + " is not above " + s.exclusiveMinimum);
    }
    if (s.exclusiveMaximum != null && n.compareTo(s.exclusiveMaximum) >= 0) {
      truth = refuse(s, path, "exclusiveMaximum", n + " is not below " + s.exclusiveMaximum);
    }
    if (s.multipleOf != null) {
      if (Math.abs((long) n.precision() - n.scale()) > 2_000
          || Math.abs((long) s.multipleOf.precision() - s.multipleOf.scale()) > 2_000) {
        return truth.and(Truth.MAYBE);
      }
      if (n.remainder(s.multipleOf).signum() != 0) {
        truth = refuse(s, path, "multipleOf", n + " is not a multiple of " + s.multipleOf);
      }
    }
    return truth;
  }

  private Truth text(JsonSchema s, Node.Text value, Path path) {
    Truth truth = Truth.YES;
    String text = value.value();
    if (s.minLength > 0 || s.maxLength >= 0) {
      int length = text.codePointCount(0, text.length());
      if (length < s.minLength) {
        truth = refuse(s, path, "minLength", shown(value) + " is shorter than " + s.minLength);
      }
      if (s.maxLength >= 0 && length > s.maxLength) {
        truth = refuse(s, path, "maxLength", shown(value) + " is longer than " + s.maxLength);
      }
    }
    if (s.pattern != null) {
      Truth match = s.pattern.findIn(text).map(Truth::of).orElse(Truth.MAYBE);
      truth =
          truth.and(
              match == Truth.NO
                  ? refuse(s, path, "pattern", shown(value) + " does not match " + s.pattern.text())
                  : match);
    }
    if (s.format != null) {
      Truth match = TextFormats.judge(s.format, text, s.dialect);
      if (match == Truth.NO && !s.dialect.assertsFormats()) {
        // Validators of these drafts check formats only where they are told to.
        match = Truth.MAYBE;
      }
      truth =
          truth.and(
              match == Truth.NO
                  ? refuse(s, path, "format", shown(value) + " is no " + s.format)
                  : match);
    }
    if (s.contentEncoding != null || s.contentMediaType != null) {
      truth = truth.and(content(s, text, path, value));
    }
    return truth;
  }

  private Truth content(JsonSchema s, String text, Path path, Node value) {
    if (s.dialect != Dialect.DRAFT7) {
      return Truth.YES;
    }
    Truth match = TextFormats.judgeContent(s.contentEncoding, s.contentMediaType, text);
    return match == Truth.NO
        ? refuse(s, path, "contentMediaType", shown(value) + " is not what is declared")
        : match;
  }

  private Truth structure(JsonSchema s, Node value, Path path, @Nullable Seen seen) {
    if (value instanceof Node.Mapping mapping) {
      return object(s, mapping, path, seen);
    }
    return value instanceof Node.Sequence sequence
        ? array(s, sequence.items(), path, seen)
        : Truth.YES;
  }

  private Truth object(JsonSchema s, Node.Mapping value, Path path, @Nullable Seen seen) {
    Truth truth = Truth.YES;
    Map<String, Node.Entry> entries = value.entries();
    for (String name : s.required) {
      if (!entries.containsKey(name)) {
        truth = refuse(s, path, "required", "the field \"" + name + "\" is missing");
      }
    }
    if (entries.size() < s.minProperties) {
      truth = refuse(s, path, "minProperties", "has fewer than " + s.minProperties);
    }
    if (s.maxProperties >= 0 && entries.size() > s.maxProperties) {
      truth = refuse(s, path, "maxProperties", "has more than " + s.maxProperties);
    }
    if (!s.properties.isEmpty()
        || !s.patternProperties.isEmpty()
        || s.additionalProperties != null
        || s.propertyNames != null) {
      for (var entry : entries.entrySet()) {
        truth = truth.and(property(s, entry.getKey(), entry.getValue().value(), path, seen));
        if (truth == Truth.NO && !isLoud()) {
          return truth;
        }
      }
    }
    return truth.and(dependencies(s, value, path, seen));
  }

  private Truth property(JsonSchema s, String name, Node value, Path path, @Nullable Seen seen) {
    Truth truth = Truth.YES;
    boolean covered = false;
    Path inside = new Path(path, name);
    JsonSchema declared = s.properties.get(name);
    if (declared != null) {
      covered = true;
      truth = truth.and(judge(declared, value, inside, null));
    }
    Truth matched = Truth.NO;
    for (var entry : s.patternProperties.entrySet()) {
      Truth match = entry.getKey().findIn(name).map(Truth::of).orElse(Truth.MAYBE);
      matched = matched.or(match);
      if (match == Truth.YES) {
        truth = truth.and(judge(entry.getValue(), value, inside, null));
      } else if (match == Truth.MAYBE
          && muted(() -> judge(entry.getValue(), value, inside, null)) != Truth.YES) {
        truth = truth.and(Truth.MAYBE);
      }
    }
    if (!covered && matched != Truth.YES && s.additionalProperties != null) {
      JsonSchema rest = s.additionalProperties;
      if (matched == Truth.NO) {
        covered = true;
        truth =
            truth.and(
                rest.isFalse()
                    ? refuse(
                        s,
                        inside,
                        "additionalProperties",
                        "the field \"" + name + "\" is not declared")
                    : judge(rest, value, inside, null));
      } else if (muted(() -> judge(rest, value, inside, null)) != Truth.YES) {
        truth = truth.and(Truth.MAYBE);
      }
    }
    if (seen != null) {
      if (covered || matched == Truth.YES) {
        seen.names.add(name);
      } else {
        seen.doubtful |= matched == Truth.MAYBE;
      }
    }
    if (s.propertyNames != null) {
      truth =
          truth.and(judge(s.propertyNames, new Node.Text(name, value.position()), inside, null));
    }
    return truth;
  }

  private Truth dependencies(JsonSchema s, Node.Mapping value, Path path, @Nullable Seen seen) {
    Truth truth = Truth.YES;
    for (var entry : s.dependentRequired.entrySet()) {
      if (value.entries().containsKey(entry.getKey())
          && !value.entries().keySet().containsAll(entry.getValue())) {
        truth =
            refuse(
                s,
                path,
                "dependentRequired",
                "with \"%s\" it also needs %s".formatted(entry.getKey(), entry.getValue()));
      }
    }
    for (var entry : s.dependentSchemas.entrySet()) {
      if (value.entries().containsKey(entry.getKey())) {
        truth = truth.and(judge(entry.getValue(), value, path, seen));
      }
    }
    return truth;
  }

  private Truth array(JsonSchema s, List<Node> items, Path path, @Nullable Seen seen) {
    Truth truth = Truth.YES;
    if (items.size() < s.minItems) {
      truth = refuse(s, path, "minItems", "has fewer than " + s.minItems + " items");
    }
    if (s.maxItems >= 0 && items.size() > s.maxItems) {
      truth = refuse(s, path, "maxItems", "has more than " + s.maxItems + " items");
    }
    if (s.uniqueItems && new HashSet<>(items).size() < items.size()) {
      truth = refuse(s, path, "uniqueItems", "has the same item twice");
    }
    for (int i = 0; i < items.size(); i++) {
      JsonSchema item = i < s.prefixItems.size() ? s.prefixItems.get(i) : s.items;
      if (item != null) {
        truth = truth.and(judge(item, items.get(i), new Path(path, String.valueOf(i)), null));
        if (seen != null) {
          seen.items.add(i);
        }
        if (truth == Truth.NO && !isLoud()) {
          return truth;
        }
      }
    }
    return s.contains == null ? truth : truth.and(contains(s, s.contains, items, path, seen));
  }

  private Truth contains(
      JsonSchema s, JsonSchema wanted, List<Node> items, Path path, @Nullable Seen seen) {
    int sure = 0;
    int perhaps = 0;
    for (int i = 0; i < items.size(); i++) {
      Node item = items.get(i);
      Truth match = muted(() -> judge(wanted, item, path, null));
      if (match == Truth.YES) {
        sure++;
        if (seen != null && s.dialect.hasPrefixItems()) {
          seen.items.add(i);
        } else if (seen != null) {
          // Validators of 2019-09 disagree on whether items that are contained are looked at.
          seen.doubtful = true;
        }
      } else if (match == Truth.MAYBE) {
        perhaps++;
        if (seen != null) {
          seen.doubtful = true;
        }
      }
    }
    if (sure + perhaps < s.minContains) {
      return refuse(s, path, "contains", "too few items are as required");
    }
    if (s.maxContains >= 0 && sure > s.maxContains) {
      return refuse(s, path, "maxContains", "too many items are as described");
    }
    boolean certain =
        sure >= s.minContains && (s.maxContains < 0 || sure + perhaps <= s.maxContains);
    return certain ? Truth.YES : Truth.MAYBE;
  }

  private interface Question {
    Truth ask();
  }

  private Truth muted(Question question) {
    boolean before = quiet;
    quiet = true;
    try {
      return question.ask();
    } finally {
      quiet = before;
    }
  }

  private Truth combined(JsonSchema s, Node value, Path path, @Nullable Seen seen) {
    Truth truth = Truth.YES;
    for (JsonSchema part : s.allOf) {
      truth = truth.and(judge(part, value, path, seen));
    }
    if (!s.anyOf.isEmpty()) {
      truth = truth.and(anyOf(s, value, path, seen));
    }
    if (!s.oneOf.isEmpty()) {
      truth = truth.and(oneOf(s, value, path, seen));
    }
    if (s.not != null) {
      JsonSchema not = s.not;
      Truth inside = muted(() -> judge(not, value, path, null));
      truth =
          truth.and(
              inside == Truth.YES
                  ? refuse(s, path, "not", shown(value) + " is what is excluded")
                  : inside.negate());
    }
    if (s.ifSchema != null) {
      truth = truth.and(conditional(s, s.ifSchema, value, path, seen));
    }
    return truth;
  }

  private Truth anyOf(JsonSchema s, Node value, Path path, @Nullable Seen seen) {
    Truth any = Truth.NO;
    for (JsonSchema part : s.anyOf) {
      Seen inside = seen == null ? null : new Seen();
      Truth match = muted(() -> judge(part, value, path, inside));
      collect(seen, inside, match);
      any = any.or(match);
      if (any == Truth.YES && seen == null) {
        return any;
      }
    }
    return any == Truth.NO
        ? refuse(s, path, "anyOf", shown(value) + " fits none of the alternatives")
        : any;
  }

  private static void collect(@Nullable Seen seen, @Nullable Seen inside, Truth match) {
    if (seen != null && inside != null) {
      if (match == Truth.YES) {
        seen.addAll(inside);
      } else {
        seen.doubtful |= match == Truth.MAYBE;
      }
    }
  }

  private Truth oneOf(JsonSchema s, Node value, Path path, @Nullable Seen seen) {
    int sure = 0;
    int perhaps = 0;
    for (JsonSchema part : s.oneOf) {
      Seen inside = seen == null ? null : new Seen();
      Truth match = muted(() -> judge(part, value, path, inside));
      collect(seen, inside, match);
      sure += match == Truth.YES ? 1 : 0;
      perhaps += match == Truth.MAYBE ? 1 : 0;
      if (sure > 1) {
        return refuse(s, path, "oneOf", shown(value) + " fits more than one alternative");
      }
    }
    if (sure + perhaps == 0) {
      return refuse(s, path, "oneOf", shown(value) + " fits none of the alternatives");
    }
    return perhaps == 0 ? Truth.YES : Truth.MAYBE;
  }

  private Truth conditional(
      JsonSchema s, JsonSchema condition, Node value, Path path, @Nullable Seen seen) {
    Seen inside = seen == null ? null : new Seen();
    Truth match = muted(() -> judge(condition, value, path, inside));
    collect(seen, inside, match);
    if (match == Truth.MAYBE) {
      JsonSchema then = s.thenSchema;
      JsonSchema otherwise = s.elseSchema;
      Truth yes = then == null ? Truth.YES : muted(() -> judge(then, value, path, null));
      Truth no = otherwise == null ? Truth.YES : muted(() -> judge(otherwise, value, path, null));
      return yes == no ? yes : Truth.MAYBE;
    }
    JsonSchema chosen = match == Truth.YES ? s.thenSchema : s.elseSchema;
    return chosen == null ? Truth.YES : judge(chosen, value, path, seen);
  }

  private Truth unevaluated(JsonSchema s, Node value, Path path, Seen seen) {
    Truth truth = Truth.YES;
    if (s.unevaluatedProperties != null && value instanceof Node.Mapping mapping) {
      for (var entry : mapping.entries().entrySet()) {
        if (!seen.names.contains(entry.getKey())) {
          Truth inside =
              judge(
                  s.unevaluatedProperties,
                  entry.getValue().value(),
                  new Path(path, entry.getKey()),
                  null);
          truth = truth.and(inside == Truth.NO && seen.doubtful ? Truth.MAYBE : inside);
        }
      }
      mapping.entries().keySet().forEach(seen.names::add);
    }
    if (s.unevaluatedItems != null && value instanceof Node.Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        if (!seen.items.contains(i)) {
          Truth inside =
              judge(
                  s.unevaluatedItems,
                  sequence.items().get(i),
                  new Path(path, String.valueOf(i)),
                  null);
          truth = truth.and(inside == Truth.NO && seen.doubtful ? Truth.MAYBE : inside);
          seen.items.add(i);
        }
      }
    }
    return truth;
  }
}
