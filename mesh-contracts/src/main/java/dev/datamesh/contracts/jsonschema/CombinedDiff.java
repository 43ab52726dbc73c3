package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Differences in arrays and in schemas made of schemas. */
final class CombinedDiff {

  private final SchemaDiffer differ;

  CombinedDiff(SchemaDiffer differ) {
    this.differ = differ;
  }

  void compare(JsonSchema a, JsonSchema b, String path) {
    differ.compareParts("items", a.items, b.items, a, b, path + "[]");
    prefix(a, b, path);
    differ.compareParts("contains", a.contains, b.contains, a, b, path);
    if (a.contains != null && b.contains != null) {
      contained(a, b, path);
    }
    differ.compareParts("unevaluatedItems", a.unevaluatedItems, b.unevaluatedItems, a, b, path);
    differ.compareParts("contentSchema", a.contentSchema, b.contentSchema, a, b, path);
    list("allOf", a.allOf, b.allOf, a, b, path);
    list("anyOf", a.anyOf, b.anyOf, a, b, path);
    list("oneOf", a.oneOf, b.oneOf, a, b, path);
    not(a, b, path);
    conditional(a, b, path);
    if (a.target != null && b.target != null && (a.ref != null || b.ref != null)) {
      differ.compare(a.target, b.target, path);
    }
  }

  private void contained(JsonSchema a, JsonSchema b, String path) {
    int before = a.minContains;
    int after = b.minContains;
    if (before != after) {
      told("minContains", after > before ? "raised" : "lowered", after > before, a, b, path);
    }
    long most = a.maxContains < 0 ? Long.MAX_VALUE : a.maxContains;
    long mostNow = b.maxContains < 0 ? Long.MAX_VALUE : b.maxContains;
    if (most != mostNow) {
      told("maxContains", mostNow > most ? "raised" : "lowered", mostNow < most, a, b, path);
    }
  }

  private void told(
      String keyword, String action, boolean narrows, JsonSchema a, JsonSchema b, String path) {
    differ.tell(
        keyword,
        action,
        narrows ? Change.VALIDATION_NARROWED : Change.VALIDATION_WIDENED,
        narrows ? Effect.NARROWS : Effect.WIDENS,
        path,
        a,
        b,
        "",
        "",
        "%s accepts %s values: %s %s."
            .formatted(differ.name(path), narrows ? "fewer" : "more", keyword, action),
        narrows ? "Keep " + keyword + " as it was." : "");
  }

  private void prefix(JsonSchema a, JsonSchema b, String path) {
    int both = Math.min(a.prefixItems.size(), b.prefixItems.size());
    for (int i = 0; i < both; i++) {
      differ.compare(a.prefixItems.get(i), b.prefixItems.get(i), path + "[" + i + "]");
    }
    if (a.prefixItems.size() != b.prefixItems.size()) {
      boolean added = b.prefixItems.size() > both;
      differ.tell(
          "prefixItems",
          added ? "added" : "removed",
          Change.VALIDATION_CHANGED,
          Effect.BOTH,
          path,
          a,
          b,
          String.valueOf(a.prefixItems.size()),
          String.valueOf(b.prefixItems.size()),
          "%s describes %d leading items now, %d before."
              .formatted(differ.name(path), b.prefixItems.size(), a.prefixItems.size()),
          "Keep the leading items as they were.");
    }
  }

  /** Members that are equal belong together, then those with one name, then those that are left. */
  private void list(
      String keyword,
      List<JsonSchema> before,
      List<JsonSchema> after,
      JsonSchema a,
      JsonSchema b,
      String path) {
    if (before.isEmpty() && after.isEmpty()) {
      return;
    }
    List<JsonSchema> gone = new ArrayList<>(before);
    List<JsonSchema> come = new ArrayList<>(after);
    boolean byName = !differ.site.renames();
    gone.removeIf(
        old ->
            removeFirst(
                    come,
                    now -> differ.isSame(old, now) && (!byName || name(old).equals(name(now))))
                != null);
    gone.removeIf(
        old -> {
          JsonSchema same =
              removeFirst(come, now -> !name(old).isEmpty() && name(old).equals(name(now)));
          if (same != null) {
            differ.compare(old, same, path);
          }
          return same != null;
        });
    boolean named =
        !differ.site.renames()
            && (gone.stream().anyMatch(s -> s.ref != null)
                || come.stream().anyMatch(s -> s.ref != null));
    if (gone.size() == come.size() && !named) {
      for (int i = 0; i < gone.size(); i++) {
        differ.compare(gone.get(i), come.get(i), path);
      }
      return;
    }
    gone.forEach(schema -> member(keyword, "removed", schema, a, b, path));
    come.forEach(schema -> member(keyword, "added", schema, a, b, path));
  }

  private interface Test {
    boolean accepts(JsonSchema schema);
  }

  private static @Nullable JsonSchema removeFirst(List<JsonSchema> list, Test test) {
    for (int i = 0; i < list.size(); i++) {
      if (test.accepts(list.get(i))) {
        return list.remove(i);
      }
    }
    return null;
  }

  private static String name(JsonSchema schema) {
    return schema.ref != null ? schema.ref : schema.annotation("title");
  }

  private void member(
      String keyword, String action, JsonSchema member, JsonSchema a, JsonSchema b, String path) {
    if (keyword.equals("allOf") && member.judgesNothing()) {
      differ.tell(
          keyword,
          action + "-annotation-only",
          Change.METADATA,
          Effect.NONE,
          path,
          a,
          b,
          "",
          "",
          "%s: words were %s.".formatted(differ.name(path), action),
          "");
      return;
    }
    boolean narrows = keyword.equals("allOf") == action.equals("added");
    boolean exclusive = keyword.equals("oneOf");
    String what = name(member).isEmpty() ? "an alternative" : name(member);
    differ.tell(
        keyword,
        action,
        narrows ? Change.VALIDATION_NARROWED : Change.VALIDATION_WIDENED,
        exclusive ? Effect.BOTH : narrows ? Effect.NARROWS : Effect.WIDENS,
        path,
        a,
        b,
        action.equals("removed") ? member.node.toString() : "",
        action.equals("added") ? member.node.toString() : "",
        "%s: %s of %s was %s.".formatted(differ.name(path), what, keyword, action),
        narrows ? "Keep " + keyword + " as it was." : "");
  }

  private void not(JsonSchema a, JsonSchema b, String path) {
    if (same(a.not, b.not)) {
      return;
    }
    if (a.not != null && b.not != null) {
      opaque("not", a, b, path);
    } else {
      told("not", a.not == null ? "added" : "removed", a.not == null, a, b, path);
    }
  }

  private void conditional(JsonSchema a, JsonSchema b, String path) {
    if (a.ifSchema == null && b.ifSchema == null) {
      return;
    }
    boolean sameIf = same(a.ifSchema, b.ifSchema);
    if (a.ifSchema == null || b.ifSchema == null) {
      told("if", a.ifSchema == null ? "added" : "removed", a.ifSchema == null, a, b, path);
    } else if (!sameIf) {
      opaque("if", a, b, path);
    }
    branch("then", a.thenSchema, b.thenSchema, a, b, path, sameIf);
    branch("else", a.elseSchema, b.elseSchema, a, b, path, sameIf);
  }

  private void branch(
      String keyword,
      @Nullable JsonSchema before,
      @Nullable JsonSchema after,
      JsonSchema a,
      JsonSchema b,
      String path,
      boolean sameIf) {
    if (same(before, after)) {
      return;
    }
    if (before == null || after == null) {
      told(keyword, before == null ? "added" : "removed", before == null, a, b, path);
    } else if (sameIf) {
      differ.compare(before, after, path);
    } else {
      opaque(keyword, a, b, path);
    }
  }

  private boolean same(@Nullable JsonSchema a, @Nullable JsonSchema b) {
    return a == null ? b == null : b != null && differ.isSame(a, b);
  }

  private void opaque(String keyword, JsonSchema a, JsonSchema b, String path) {
    differ.tell(
        keyword,
        "changed",
        Change.VALIDATION_CHANGED,
        Effect.BOTH,
        path,
        a,
        b,
        "",
        "",
        "%s accepts other values: %s differs.".formatted(differ.name(path), keyword),
        "Keep " + keyword + " as it was.");
  }
}
