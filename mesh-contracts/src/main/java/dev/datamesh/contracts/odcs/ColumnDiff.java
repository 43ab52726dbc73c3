package dev.datamesh.contracts.odcs;

import static dev.datamesh.contracts.odcs.TableFindings.ALL;
import static dev.datamesh.contracts.odcs.TableFindings.NOBODY;
import static dev.datamesh.contracts.odcs.TableFindings.READERS;
import static dev.datamesh.contracts.odcs.TableFindings.WRITERS;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Severity;
import dev.datamesh.contracts.odcs.PhysicalType.Relation;
import dev.datamesh.contracts.odcs.TableFindings.At;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two versions of one column, its children apart. For one thread at a time. */
final class ColumnDiff {

  private final TableFindings findings;

  ColumnDiff(TableFindings findings) {
    this.findings = findings;
  }

  /** Answers whether the two are still of one kind, so that their children can be compared. */
  boolean compare(OdcsColumn older, OdcsColumn newer, At at) {
    boolean sameKind = types(older, newer, at);
    flags(older, newer, at);
    if (sameKind) {
      enumValues(older.enumValues(), newer.enumValues(), at);
      options(older.options(), newer.options(), at);
    }
    quality(older.quality(), newer.quality(), at);
    metadata("description", older.description(), newer.description(), at);
    metadata("classification", older.classification(), newer.classification(), at);
    metadata("tags", String.join(", ", older.tags()), String.join(", ", newer.tags()), at);
    return sameKind;
  }

  private boolean types(OdcsColumn older, OdcsColumn newer, At at) {
    String before = older.logicalType();
    String after = newer.logicalType();
    if (!before.equals(after) && !before.isEmpty() && !after.isEmpty()) {
      if (before.equals("integer") && after.equals("number")) {
        widened(before, after, at);
        return true;
      }
      boolean narrowed = before.equals("number") && after.equals("integer");
      changed(narrowed ? Change.TYPE_NARROWED : Change.TYPE_CHANGED, before, after, at);
      return narrowed;
    }
    before = older.physicalType();
    after = newer.physicalType();
    if (!before.isEmpty() && !after.isEmpty()) {
      Relation relation = PhysicalType.between(before, after);
      if (relation == Relation.WIDENED) {
        widened(before, after, at);
      } else if (relation != Relation.SAME) {
        boolean narrowed = relation == Relation.NARROWED;
        changed(narrowed ? Change.TYPE_NARROWED : Change.TYPE_CHANGED, before, after, at);
      }
    }
    return true;
  }

  private void widened(String before, String after, At at) {
    findings.add(
        "type-widened",
        Change.TYPE_WIDENED,
        at,
        before,
        after,
        READERS,
        Severity.WARNING,
        "The type of %s is %s, it was %s: tables promote it, a reader who pins the old type may not."
            .formatted(at.path(), after, before),
        "");
  }

  private void changed(Change change, String before, String after, At at) {
    findings.add(
        change == Change.TYPE_NARROWED ? "type-narrowed" : "type-changed",
        change,
        at,
        before,
        after,
        change == Change.TYPE_NARROWED ? WRITERS : ALL,
        "The type of %s is %s, it was %s.".formatted(at.path(), after, before),
        "Add a column of the new type beside the old one.");
  }

  private void flags(OdcsColumn older, OdcsColumn newer, At at) {
    if (older.required() != newer.required()) {
      boolean now = newer.required();
      findings.add(
          now ? "made-required" : "made-optional",
          now ? Change.MADE_REQUIRED : Change.MADE_OPTIONAL,
          at,
          now ? "optional" : "required",
          now ? "required" : "optional",
          now ? WRITERS : READERS,
          now
              ? "%s must have a value now: stored rows may have none.".formatted(at.path())
              : "%s may have no value now: readers may not expect that.".formatted(at.path()),
          now ? "Keep it optional." : "Keep it required, or fill it with a default.");
    }
    if (older.unique() != newer.unique()) {
      boolean now = newer.unique();
      findings.add(
          now ? "made-unique" : "no-longer-unique",
          now ? Change.VALIDATION_NARROWED : Change.VALIDATION_WIDENED,
          at,
          now ? "" : "unique",
          now ? "unique" : "",
          now ? WRITERS : READERS,
          now
              ? "%s must be unique now.".formatted(at.path())
              : "%s may hold a value twice now.".formatted(at.path()),
          "");
    }
  }

  private void enumValues(List<Node> older, List<Node> newer, At at) {
    if (older.equals(newer)) {
      return;
    }
    if (older.isEmpty() || newer.isEmpty()) {
      boolean narrows = older.isEmpty();
      findings.add(
          narrows ? "enum-added" : "enum-removed",
          narrows ? Change.VALIDATION_NARROWED : Change.VALIDATION_WIDENED,
          at,
          older.isEmpty() ? "" : older.toString(),
          newer.isEmpty() ? "" : newer.toString(),
          narrows ? WRITERS : READERS,
          narrows
              ? "%s accepts listed values only now.".formatted(at.path())
              : "%s accepts any value now.".formatted(at.path()),
          "");
      return;
    }
    Set<Node> before = new LinkedHashSet<>(older);
    Set<Node> after = new LinkedHashSet<>(newer);
    for (Node value : before) {
      if (!after.contains(value)) {
        findings.add(
            "enum-value-removed",
            Change.ENUM_VALUE_REMOVED,
            at,
            value.toString(),
            "",
            WRITERS,
            "%s does not accept %s any more: stored rows may hold it.".formatted(at.path(), value),
            "Keep the value and mark it as not used.");
      }
    }
    for (Node value : after) {
      if (!before.contains(value)) {
        findings.add(
            "enum-value-added",
            Change.ENUM_VALUE_ADDED,
            at,
            "",
            value.toString(),
            READERS,
            "%s may hold %s now: a reader who lists the values does not know it."
                .formatted(at.path(), value),
            "Tell readers before the first row holds it.");
      }
    }
  }

  private void options(Map<String, Node> older, Map<String, Node> newer, At at) {
    Set<String> names = new LinkedHashSet<>(older.keySet());
    names.addAll(newer.keySet());
    for (String name : names) {
      Node before = older.get(name);
      Node after = newer.get(name);
      if (before == null || after == null || !before.equals(after)) {
        option(name, before, after, at);
      }
    }
  }

  private void option(String name, @Nullable Node before, @Nullable Node after, At at) {
    int effect = effect(name, before, after);
    Change change =
        effect < 0
            ? Change.VALIDATION_NARROWED
            : effect > 0 ? Change.VALIDATION_WIDENED : Change.VALIDATION_CHANGED;
    findings.add(
        effect < 0 ? "rule-narrowed" : effect > 0 ? "rule-widened" : "rule-changed",
        change,
        at,
        before == null ? "" : name + " " + before,
        after == null ? "" : name + " " + after,
        effect < 0 ? WRITERS : effect > 0 ? READERS : ALL,
        "%s accepts %s values: %s %s, it was %s."
            .formatted(
                at.path(),
                effect < 0 ? "fewer" : effect > 0 ? "more" : "other",
                name,
                after == null ? "is gone" : "is " + after,
                before == null ? "not there" : before),
        effect == 0 ? "Keep " + name + "." : "");
  }

  /** Below 0 where fewer values are accepted, above 0 where more, 0 where others. */
  private static int effect(String name, @Nullable Node before, @Nullable Node after) {
    if (before == null) {
      return name.equals("timezone") || name.equals("defaultTimezone") ? 0 : -1;
    }
    if (after == null) {
      return name.equals("timezone") || name.equals("defaultTimezone") ? 0 : 1;
    }
    boolean lower = name.startsWith("min") || name.equals("exclusiveMinimum");
    boolean upper = name.startsWith("max") || name.equals("exclusiveMaximum");
    Integer order = order(before, after);
    if ((lower || upper) && order != null) {
      return lower == order < 0 ? -1 : 1;
    }
    if (name.equals("multipleOf")
        && before instanceof Node.Num one
        && after instanceof Node.Num other) {
      return divides(one.value(), other.value()) ? -1 : divides(other.value(), one.value()) ? 1 : 0;
    }
    if (before instanceof Node.Bool && after instanceof Node.Bool now && !name.equals("timezone")) {
      return now.value() ? -1 : 1;
    }
    if (name.equals("format") && before.text().isPresent() && after.text().isPresent()) {
      return widths(before.text().get(), after.text().get());
    }
    return 0;
  }

  /** Formats of numbers, such as i32 and i64. */
  private static int widths(String before, String after) {
    if (!before.matches("[iuf]\\d{1,3}")
        || !after.matches("[iuf]\\d{1,3}")
        || before.charAt(0) != after.charAt(0)) {
      return 0;
    }
    return Integer.compare(
        Integer.parseInt(after.substring(1)), Integer.parseInt(before.substring(1)));
  }

  private static boolean divides(BigDecimal factor, BigDecimal number) {
    return factor.signum() != 0 && number.remainder(factor).signum() == 0;
  }

  private static @Nullable Integer order(Node before, Node after) {
    if (before instanceof Node.Num one && after instanceof Node.Num other) {
      return one.value().compareTo(other.value());
    }
    if (before instanceof Node.Text one && after instanceof Node.Text other) {
      return one.value().compareTo(other.value());
    }
    return null;
  }

  /** Quality rules are promises to readers: a rule gone or relaxed is a weaker one. */
  void quality(List<OdcsRule> older, List<OdcsRule> newer, At at) {
    Map<String, OdcsRule> after = new LinkedHashMap<>();
    newer.forEach(rule -> after.putIfAbsent(rule.key(), rule));
    for (OdcsRule before : older) {
      OdcsRule now = after.remove(before.key());
      At here =
          new At(
              at.path(),
              new Place(before.pointer(), before.position()),
              now == null ? Place.NOWHERE : new Place(now.pointer(), now.position()));
      if (now == null) {
        promise("quality-withdrawn", false, here, before, null);
      } else if (!before.comparison().equals(now.comparison())) {
        boolean holds =
            before.bounds().isPresent()
                && now.bounds().isPresent()
                && now.bounds().get().isWithin(before.bounds().get());
        boolean same = holds && before.bounds().orElseThrow().isWithin(now.bounds().orElseThrow());
        if (!same) {
          promise(holds ? "quality-tightened" : "quality-relaxed", holds, here, before, now);
        }
      }
    }
    after
        .values()
        .forEach(
            now ->
                promise(
                    "quality-promised",
                    true,
                    new At(at.path(), Place.NOWHERE, new Place(now.pointer(), now.position())),
                    null,
                    now));
  }

  private void promise(
      String rule, boolean stronger, At at, @Nullable OdcsRule before, @Nullable OdcsRule after) {
    OdcsRule any = before == null ? after : before;
    String subject = any == null ? "" : any.name().isEmpty() ? any.subject() : any.name();
    findings.add(
        rule,
        stronger ? Change.PROMISE_STRENGTHENED : Change.PROMISE_WEAKENED,
        at,
        before == null ? "" : before.comparison(),
        after == null ? "" : after.comparison(),
        stronger ? NOBODY : READERS,
        stronger ? Severity.INFO : Severity.BREAKING,
        "The quality rule \"%s\" on %s is %s."
            .formatted(
                subject,
                at.path(),
                before == null
                    ? "new"
                    : after == null
                        ? "gone"
                        : "%s, it was %s".formatted(after.comparison(), before.comparison())),
        stronger ? "" : "Keep what was promised.");
  }

  private void metadata(String key, String before, String after, At at) {
    if (!before.equals(after)) {
      findings.add(
          key + "-changed",
          Change.METADATA,
          at,
          before,
          after,
          NOBODY,
          "The %s of %s changed.".formatted(key, at.path()),
          "");
    }
  }
}
