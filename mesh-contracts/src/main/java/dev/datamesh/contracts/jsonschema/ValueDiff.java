package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.regex.Dfa;
import dev.datamesh.contracts.regex.Pattern;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Differences in type, enumerations, bounds, patterns, formats and annotations. */
final class ValueDiff {

  private static final List<String> LEVELS = List.of("draft", "alpha", "beta", "stable");

  private final SchemaDiffer differ;

  ValueDiff(SchemaDiffer differ) {
    this.differ = differ;
  }

  void compare(JsonSchema a, JsonSchema b, String path) {
    type(a, b, path);
    enumeration(a, b, path);
    constant(a, b, path);
    bound("minimum", a.minimum, b.minimum, true, a, b, path);
    bound("maximum", a.maximum, b.maximum, false, a, b, path);
    bound("exclusiveMinimum", a.exclusiveMinimum, b.exclusiveMinimum, true, a, b, path);
    bound("exclusiveMaximum", a.exclusiveMaximum, b.exclusiveMaximum, false, a, b, path);
    count("minLength", a.minLength, b.minLength, true, a, b, path);
    count("maxLength", a.maxLength, b.maxLength, false, a, b, path);
    count("minItems", a.minItems, b.minItems, true, a, b, path);
    count("maxItems", a.maxItems, b.maxItems, false, a, b, path);
    count("minProperties", a.minProperties, b.minProperties, true, a, b, path);
    count("maxProperties", a.maxProperties, b.maxProperties, false, a, b, path);
    multipleOf(a, b, path);
    pattern(a, b, path);
    word("format", a.format, b.format, a, b, path);
    word("contentEncoding", a.contentEncoding, b.contentEncoding, a, b, path);
    word("contentMediaType", a.contentMediaType, b.contentMediaType, a, b, path);
    if (a.uniqueItems != b.uniqueItems) {
      narrowedOrWidened(
          "uniqueItems", b.uniqueItems ? "added" : "removed", b.uniqueItems, a, b, path, "", "");
    }
    annotations(a, b, path);
  }

  private void narrowedOrWidened(
      String keyword,
      String action,
      boolean narrows,
      JsonSchema a,
      JsonSchema b,
      String path,
      String before,
      String after) {
    String was = before.isEmpty() ? "" : ", " + before + " before";
    String now = after.isEmpty() ? "" : ", " + after + " now";
    differ.tell(
        keyword,
        action,
        narrows ? Change.VALIDATION_NARROWED : Change.VALIDATION_WIDENED,
        narrows ? Effect.NARROWS : Effect.WIDENS,
        path,
        a,
        b,
        before,
        after,
        differ.name(path)
            + (narrows ? " accepts fewer values: " : " accepts more values: ")
            + keyword
            + " "
            + action
            + was
            + now
            + ".",
        narrows ? "Keep " + keyword + " as it was, or publish a new major version." : "");
  }

  private void type(JsonSchema a, JsonSchema b, String path) {
    if (a.types == b.types) {
      return;
    }
    boolean widened = (a.types & ~b.types) == 0;
    boolean narrowed = (b.types & ~a.types) == 0;
    String before = Types.words(a.types);
    String after = Types.words(b.types);
    int gained = b.types & ~a.types;
    int lost = a.types & ~b.types;
    String action =
        gained == Types.NULL && lost == 0
            ? "made-nullable"
            : lost == Types.NULL && gained == 0
                ? "made-not-nullable"
                : widened ? "widened" : narrowed ? "narrowed" : "changed";
    differ.tell(
        "type",
        action,
        widened ? Change.TYPE_WIDENED : narrowed ? Change.TYPE_NARROWED : Change.TYPE_CHANGED,
        widened ? Effect.WIDENS : narrowed ? Effect.NARROWS : Effect.BOTH,
        path,
        a,
        b,
        before,
        after,
        differ.name(path) + " was " + before + " and is " + after + " now.",
        "Keep the type " + before + " and offer the new one under another name.");
  }

  private void enumeration(JsonSchema a, JsonSchema b, String path) {
    List<Node> before = a.enumeration;
    List<Node> after = b.enumeration;
    if (before == null && after == null) {
      return;
    }
    if (before == null || after == null) {
      narrowedOrWidened(
          "enum",
          before == null ? "added" : "removed",
          before == null,
          a,
          b,
          path,
          before == null ? "" : before.toString(),
          after == null ? "" : after.toString());
      return;
    }
    List<Node> gone = before.stream().filter(value -> !b.lists(value)).toList();
    List<Node> come = after.stream().filter(value -> !a.lists(value)).toList();
    if (!gone.isEmpty()) {
      differ.tell(
          "enum",
          "value-removed",
          Change.ENUM_VALUE_REMOVED,
          Effect.NARROWS,
          path,
          a,
          b,
          list(before),
          list(after),
          differ.name(path) + " no longer takes " + list(gone) + ".",
          "Keep " + list(gone) + ", deprecated if need be.");
    }
    if (!come.isEmpty()) {
      differ.tell(
          "enum",
          "value-added",
          Change.ENUM_VALUE_ADDED,
          Effect.WIDENS,
          path,
          a,
          b,
          list(before),
          list(after),
          differ.name(path)
              + " may be "
              + list(come)
              + " now: readers that list the values do not know "
              + (come.size() == 1 ? "it." : "them."),
          "Tell readers to expect values that they do not know.");
    }
  }

  private static String list(List<Node> values) {
    StringBuilder text = new StringBuilder();
    for (Node value : values) {
      text.append(text.length() == 0 ? "" : ", ").append(value);
    }
    return text.toString();
  }

  private void constant(JsonSchema a, JsonSchema b, String path) {
    if (Objects.equals(a.constant, b.constant)) {
      return;
    }
    if (a.constant == null || b.constant == null) {
      narrowedOrWidened(
          "const",
          a.constant == null ? "added" : "removed",
          a.constant == null,
          a,
          b,
          path,
          a.constant == null ? "" : a.constant.toString(),
          b.constant == null ? "" : b.constant.toString());
      return;
    }
    changed("const", a, b, path, a.constant.toString(), b.constant.toString());
  }

  private void changed(
      String keyword, JsonSchema a, JsonSchema b, String path, String before, String after) {
    differ.tell(
        keyword,
        "changed",
        Change.VALIDATION_CHANGED,
        Effect.BOTH,
        path,
        a,
        b,
        before,
        after,
        "%s accepts other values: %s %s before, %s now."
            .formatted(differ.name(path), keyword, before, after),
        "Keep " + keyword + " as it was, or publish a new major version.");
  }

  private void bound(
      String keyword,
      @Nullable BigDecimal before,
      @Nullable BigDecimal after,
      boolean lower,
      JsonSchema a,
      JsonSchema b,
      String path) {
    if (before == null && after == null) {
      return;
    }
    if (before == null || after == null) {
      narrowedOrWidened(
          keyword,
          before == null ? "added" : "removed",
          before == null,
          a,
          b,
          path,
          before == null ? "" : before.toPlainString(),
          after == null ? "" : after.toPlainString());
      return;
    }
    int order = after.compareTo(before);
    if (order != 0) {
      narrowedOrWidened(
          keyword,
          order > 0 ? "raised" : "lowered",
          order > 0 == lower,
          a,
          b,
          path,
          before.toPlainString(),
          after.toPlainString());
    }
  }

  private void count(
      String keyword,
      int before,
      int after,
      boolean lower,
      JsonSchema a,
      JsonSchema b,
      String path) {
    int none = lower ? 0 : -1;
    bound(
        keyword,
        before == none ? null : BigDecimal.valueOf(before),
        after == none ? null : BigDecimal.valueOf(after),
        lower,
        a,
        b,
        path);
  }

  private void multipleOf(JsonSchema a, JsonSchema b, String path) {
    if (a.multipleOf == null || b.multipleOf == null) {
      bound("multipleOf", a.multipleOf, b.multipleOf, true, a, b, path);
    } else if (a.multipleOf.compareTo(b.multipleOf) != 0) {
      String before = a.multipleOf.toPlainString();
      String after = b.multipleOf.toPlainString();
      if (a.multipleOf.remainder(b.multipleOf).signum() == 0) {
        narrowedOrWidened("multipleOf", "widened", false, a, b, path, before, after);
      } else if (b.multipleOf.remainder(a.multipleOf).signum() == 0) {
        narrowedOrWidened("multipleOf", "narrowed", true, a, b, path, before, after);
      } else {
        changed("multipleOf", a, b, path, before, after);
      }
    }
  }

  private void pattern(JsonSchema a, JsonSchema b, String path) {
    String before = a.pattern == null ? "" : a.pattern.text();
    String after = b.pattern == null ? "" : b.pattern.text();
    if (a.pattern == null || b.pattern == null) {
      if (a.pattern != b.pattern) {
        narrowedOrWidened(
            "pattern",
            a.pattern == null ? "added" : "removed",
            a.pattern == null,
            a,
            b,
            path,
            before,
            after);
      }
    } else if (!before.equals(after)) {
      Optional<Boolean> grows = contains(b.pattern, a.pattern);
      Optional<Boolean> shrinks = contains(a.pattern, b.pattern);
      if (grows.orElse(false) && shrinks.orElse(false)) {
        return;
      }
      if (grows.orElse(false)) {
        narrowedOrWidened("pattern", "widened", false, a, b, path, before, after);
      } else if (shrinks.orElse(false)) {
        narrowedOrWidened("pattern", "narrowed", true, a, b, path, before, after);
      } else {
        changed("pattern", a, b, path, before, after);
      }
    }
  }

  /** Whether the wide pattern is found wherever the narrow one is; empty where it is not known. */
  static Optional<Boolean> contains(Pattern wide, Pattern narrow) {
    Optional<Dfa> outer = wide.language();
    Optional<Dfa> inner = narrow.language();
    return outer.isEmpty() || inner.isEmpty()
        ? Optional.empty()
        : inner.get().and(outer.get().complement(), 20_000).map(Dfa::isEmpty);
  }

  private void word(
      String keyword,
      @Nullable String before,
      @Nullable String after,
      JsonSchema a,
      JsonSchema b,
      String path) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (keyword.equals("format") && !(isRule(before, a) || isRule(after, b))) {
      differ.tell(
          keyword,
          "changed",
          Change.VALIDATION_CHANGED,
          Effect.NONE,
          path,
          a,
          b,
          before == null ? "" : before,
          after == null ? "" : after,
          "%s has another format, which validators do not check: %s before, %s now."
              .formatted(differ.name(path), shown(before), shown(after)),
          "");
    } else if (before == null || after == null) {
      narrowedOrWidened(
          keyword,
          before == null ? "added" : "removed",
          before == null,
          a,
          b,
          path,
          before == null ? "" : before,
          after == null ? "" : after);
    } else {
      changed(keyword, a, b, path, before, after);
    }
  }

  private static String shown(@Nullable String word) {
    return word == null ? "none" : word;
  }

  private static boolean isRule(@Nullable String format, JsonSchema schema) {
    return format != null
        && schema.dialect.assertsFormats()
        && TextFormats.isRule(format, schema.dialect);
  }

  private void annotations(JsonSchema a, JsonSchema b, String path) {
    boolean before = a.flag("deprecated");
    boolean after = b.flag("deprecated");
    if (before != after) {
      differ.tell(
          "deprecated",
          after ? "added" : "removed",
          after ? Change.DEPRECATED : Change.METADATA,
          Effect.NONE,
          path,
          a,
          b,
          String.valueOf(before),
          String.valueOf(after),
          "%s is %s.".formatted(differ.name(path), after ? "deprecated" : "no longer deprecated"),
          "");
    }
    for (String word : new String[] {"readOnly", "writeOnly"}) {
      if (a.flag(word) != b.flag(word)) {
        differ.tell(
            word,
            b.flag(word) ? "added" : "removed",
            Change.METADATA,
            Effect.NONE,
            path,
            a,
            b,
            String.valueOf(a.flag(word)),
            String.valueOf(b.flag(word)),
            "%s is %s %s.".formatted(differ.name(path), b.flag(word) ? "now" : "no longer", word),
            "");
      }
    }
    extensions(a, b, path);
    Node defaultBefore = a.node.find("default").orElse(null);
    Node defaultAfter = b.node.find("default").orElse(null);
    if (!Objects.equals(defaultBefore, defaultAfter)) {
      differ.tell(
          "default",
          defaultBefore == null ? "added" : defaultAfter == null ? "removed" : "changed",
          Change.METADATA,
          Effect.NONE,
          path,
          a,
          b,
          String.valueOf(defaultBefore),
          String.valueOf(defaultAfter),
          "%s has another default: %s before, %s now."
              .formatted(differ.name(path), defaultBefore, defaultAfter),
          "");
    }
    for (String word : new String[] {"title", "description"}) {
      if (!a.annotation(word).equals(b.annotation(word))) {
        differ.tell(
            word,
            "changed",
            Change.METADATA,
            Effect.NONE,
            path,
            a,
            b,
            a.annotation(word),
            b.annotation(word),
            differ.name(path) + " is described in other words.",
            "");
      }
    }
  }

  /** Extensions that promise something about values. */
  private void extensions(JsonSchema a, JsonSchema b, String path) {
    if (a.node.find("x-extensible-enum").orElse(null) instanceof Node.Sequence before
        && b.node.find("x-extensible-enum").orElse(null) instanceof Node.Sequence after
        && !after.items().containsAll(before.items())) {
      metadata("x-extensible-enum", "value-removed", a, b, path, "lists fewer known values");
    }
    String before = a.annotation("x-stability-level");
    String after = b.annotation("x-stability-level");
    if (!before.equals(after) && !before.isEmpty()) {
      boolean less = after.isEmpty() || LEVELS.indexOf(after) < LEVELS.indexOf(before);
      metadata(
          "x-stability-level",
          less ? "decreased" : "increased",
          a,
          b,
          path,
          "is " + (less ? "less" : "more") + " stable than it was");
    }
  }

  private void metadata(
      String keyword, String action, JsonSchema a, JsonSchema b, String path, String what) {
    differ.tell(
        keyword,
        action,
        Change.METADATA,
        Effect.NONE,
        path,
        a,
        b,
        a.annotation(keyword),
        b.annotation(keyword),
        "%s %s.".formatted(differ.name(path), what),
        "");
  }
}
