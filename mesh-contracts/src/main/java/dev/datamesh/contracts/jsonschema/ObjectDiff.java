package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.regex.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Differences in the fields of objects. */
final class ObjectDiff {

  private final SchemaDiffer differ;

  ObjectDiff(SchemaDiffer differ) {
    this.differ = differ;
  }

  void compare(JsonSchema a, JsonSchema b, String path) {
    List<String> gone = new ArrayList<>();
    for (var entry : a.properties.entrySet()) {
      JsonSchema after = b.properties.get(entry.getKey());
      if (after == null) {
        gone.add(entry.getKey());
      } else {
        differ.compare(entry.getValue(), after, path + "/" + entry.getKey());
      }
    }
    List<String> come = new ArrayList<>(b.properties.keySet());
    come.removeAll(a.properties.keySet());
    Map<String, String> renamed =
        differ.site.renames() ? Renames.between(a, gone, b, come) : Map.of();
    renamed.forEach((from, to) -> renamed(a, b, from, to, path));
    gone.stream().filter(n -> !renamed.containsKey(n)).forEach(n -> removed(a, b, n, path));
    come.stream().filter(n -> !renamed.containsValue(n)).forEach(n -> added(a, b, n, path));
    required(a, b, path, renamed);
    rest(a, b, path);
    patterns(a, b, path);
    dependents(a, b, path);
    differ.compareParts("propertyNames", a.propertyNames, b.propertyNames, a, b, path);
    differ.compareParts(
        "unevaluatedProperties", a.unevaluatedProperties, b.unevaluatedProperties, a, b, path);
  }

  private static boolean isClosed(JsonSchema schema) {
    return (schema.additionalProperties != null && schema.additionalProperties.isFalse())
        || (schema.unevaluatedProperties != null && schema.unevaluatedProperties.isFalse());
  }

  private void renamed(JsonSchema a, JsonSchema b, String from, String to, String path) {
    JsonSchema before = property(a, from);
    JsonSchema after = property(b, to);
    differ.tell(
        new Edit(
            "field",
            "renamed",
            Change.FIELD_RENAMED,
            Effect.BOTH,
            path + "/" + to,
            before,
            after,
            SchemaDiffer.placeOf(before),
            SchemaDiffer.placeOf(after),
            from,
            to,
            "The field %s is called %s now: readers and writers of %s find nothing."
                .formatted(path + "/" + from, to, from),
            "Serve %s beside %s until nobody reads it.".formatted(from, to)));
    if (before != null && after != null) {
      differ.compare(before, after, path + "/" + to);
    }
  }

  private static @Nullable JsonSchema property(JsonSchema schema, String name) {
    return schema.properties.get(name);
  }

  private void removed(JsonSchema a, JsonSchema b, String name, String path) {
    boolean required = a.required.contains(name);
    JsonSchema before = property(a, name);
    differ.tell(
        new Edit(
            "field",
            required ? "removed" : "optional-removed",
            Change.FIELD_REMOVED,
            isClosed(b) ? Effect.BOTH : Effect.WIDENS,
            path + "/" + name,
            before,
            null,
            SchemaDiffer.placeOf(before),
            new Place(b.place("properties").pointer(), b.place("properties").position()),
            name,
            "",
            "The field "
                + path
                + "/"
                + name
                + (required ? " is gone, which was always there." : " is gone."),
            "Keep " + name + ", deprecated, until nobody reads it."));
  }

  private void added(JsonSchema a, JsonSchema b, String name, String path) {
    JsonSchema after = property(b, name);
    boolean required = b.required.contains(name);
    boolean free = after != null && after.node instanceof dev.datamesh.core.document.Node.Bool;
    Effect effect =
        isClosed(a)
            ? (required ? Effect.BOTH : Effect.WIDENS)
            : required || (differ.site.strictNames() && !free) ? Effect.NARROWS : Effect.NONE;
    differ.tell(
        new Edit(
            "field",
            required ? "required-added" : "added",
            required ? Change.REQUIRED_FIELD_ADDED : Change.FIELD_ADDED,
            effect,
            path + "/" + name,
            null,
            after,
            a.place("properties"),
            SchemaDiffer.placeOf(after),
            "",
            name,
            "The field "
                + path
                + "/"
                + name
                + (required
                    ? " is new and required: documents without it are refused."
                    : effect == Effect.NARROWS
                        ? " is new and optional; old documents may hold anything under that name."
                        : " is new and optional."),
            required ? "Make it optional." : ""));
  }

  /** Fields of both versions that became required or optional; renamed ones count as the same. */
  private void required(JsonSchema a, JsonSchema b, String path, Map<String, String> renamed) {
    Set<String> before = new LinkedHashSet<>();
    a.required.forEach(name -> before.add(renamed.getOrDefault(name, name)));
    for (String name : b.required) {
      boolean added = b.properties.containsKey(name) && !a.properties.containsKey(name);
      if (!before.contains(name) && (!added || renamed.containsValue(name))) {
        differ.tell(
            new Edit(
                "field",
                "made-required",
                Change.MADE_REQUIRED,
                Effect.NARROWS,
                path + "/" + name,
                property(a, name),
                property(b, name),
                a.place("required"),
                b.place("required"),
                "optional",
                "required",
                "The field %s is required now: documents without it are refused."
                    .formatted(path + "/" + name),
                "Leave it optional."));
      }
    }
    for (String name : before) {
      boolean removed = a.properties.containsKey(name) && !b.properties.containsKey(name);
      if (!b.required.contains(name) && !removed) {
        differ.tell(
            new Edit(
                "field",
                "made-optional",
                Change.MADE_OPTIONAL,
                Effect.WIDENS,
                path + "/" + name,
                property(a, name),
                property(b, name),
                a.place("required"),
                b.place("required"),
                "required",
                "optional",
                "The field %s may be missing now: readers that rely on it stumble."
                    .formatted(path + "/" + name),
                "Keep it required."));
      }
    }
  }

  private void rest(JsonSchema a, JsonSchema b, String path) {
    JsonSchema before = a.additionalProperties;
    JsonSchema after = b.additionalProperties;
    if (before == null && after == null) {
      return;
    }
    boolean openBefore = before == null || isTrue(before);
    boolean openAfter = after == null || isTrue(after);
    if (openBefore && openAfter) {
      return;
    }
    if (!openBefore
        && !openAfter
        && before != null
        && after != null
        && !before.isFalse()
        && !after.isFalse()) {
      differ.compare(before, after, path + "/*");
      return;
    }
    boolean narrows = openBefore || (after != null && after.isFalse());
    differ.tell(
        "additionalProperties",
        narrows ? "closed" : "opened",
        narrows ? Change.VALIDATION_NARROWED : Change.VALIDATION_WIDENED,
        narrows ? Effect.NARROWS : Effect.WIDENS,
        path,
        a,
        b,
        before == null ? "" : before.node.toString(),
        after == null ? "" : after.node.toString(),
        "%s takes %s that are not declared."
            .formatted(differ.name(path), narrows ? "fewer fields" : "more fields"),
        narrows ? "Leave the object open." : "");
  }

  private static boolean isTrue(JsonSchema schema) {
    return schema.node instanceof dev.datamesh.core.document.Node.Bool bool
        ? bool.value()
        : schema.node instanceof dev.datamesh.core.document.Node.Mapping m && m.entries().isEmpty();
  }

  private void patterns(JsonSchema a, JsonSchema b, String path) {
    Map<String, JsonSchema> before = byText(a.patternProperties);
    Map<String, JsonSchema> after = byText(b.patternProperties);
    before.forEach(
        (pattern, schema) ->
            differ.compareParts(
                "patternProperties",
                schema,
                after.get(pattern),
                a,
                b,
                after.containsKey(pattern) ? path + "/~" + pattern : path));
    after.forEach(
        (pattern, schema) -> {
          if (!before.containsKey(pattern)) {
            differ.compareParts("patternProperties", null, schema, a, b, path);
          }
        });
  }

  private static Map<String, JsonSchema> byText(Map<Pattern, JsonSchema> patterns) {
    Map<String, JsonSchema> byText = new LinkedHashMap<>();
    patterns.forEach((pattern, schema) -> byText.put(pattern.text(), schema));
    return byText;
  }

  private void dependents(JsonSchema a, JsonSchema b, String path) {
    Set<String> names = new LinkedHashSet<>(a.dependentRequired.keySet());
    names.addAll(b.dependentRequired.keySet());
    for (String name : names) {
      Set<String> before = a.dependentRequired.getOrDefault(name, Set.of());
      Set<String> after = b.dependentRequired.getOrDefault(name, Set.of());
      if (before.equals(after)) {
        continue;
      }
      boolean narrows = after.containsAll(before);
      boolean widens = before.containsAll(after);
      String action = before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed";
      differ.tell(
          "dependentRequired",
          action,
          narrows
              ? Change.VALIDATION_NARROWED
              : widens ? Change.VALIDATION_WIDENED : Change.VALIDATION_CHANGED,
          narrows ? Effect.NARROWS : widens ? Effect.WIDENS : Effect.BOTH,
          path,
          a,
          b,
          name + ": " + before,
          name + ": " + after,
          "%s needs other fields beside %s: %s before, %s now."
              .formatted(differ.name(path), name, before, after),
          "Keep what was needed as it was.");
    }
    Set<String> schemas = new LinkedHashSet<>(a.dependentSchemas.keySet());
    schemas.addAll(b.dependentSchemas.keySet());
    for (String name : schemas) {
      differ.compareParts(
          "dependentSchemas",
          a.dependentSchemas.get(name),
          b.dependentSchemas.get(name),
          a,
          b,
          path);
    }
  }
}
