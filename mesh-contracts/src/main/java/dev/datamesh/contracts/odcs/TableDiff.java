package dev.datamesh.contracts.odcs;

import static dev.datamesh.contracts.odcs.TableFindings.ALL;
import static dev.datamesh.contracts.odcs.TableFindings.NOBODY;
import static dev.datamesh.contracts.odcs.TableFindings.READERS;
import static dev.datamesh.contracts.odcs.TableFindings.WRITERS;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Severity;
import dev.datamesh.contracts.odcs.TableFindings.At;
import dev.datamesh.contracts.protocol.Decision;
import dev.datamesh.contracts.protocol.FieldDeprecations;
import dev.datamesh.contracts.protocol.Refusal;
import dev.datamesh.core.SourcePosition;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares tables by their rules: a wider number or a longer text is promoted by every table
 * format, a new column must not be required, what readers list must not grow, what is stored must
 * stay valid. For one thread at a time.
 */
public final class TableDiff {

  private final TableFindings findings;
  private final ColumnDiff columns;
  private final FieldDeprecations deprecations;
  private final LocalDate today;

  TableDiff(Mode mode, FieldDeprecations deprecations, LocalDate today) {
    this.findings = new TableFindings(mode);
    this.columns = new ColumnDiff(findings);
    this.deprecations = deprecations;
    this.today = today;
  }

  /** What changed between two lists of tables, for contracts that announce nothing. */
  public static List<Finding> between(List<OdcsTable> older, List<OdcsTable> newer, Mode mode) {
    TableDiff diff =
        new TableDiff(
            mode,
            FieldDeprecations.in(
                new dev.datamesh.core.document.Node.Mapping(Map.of(), SourcePosition.UNKNOWN)),
            LocalDate.MIN);
    return diff.compare(older, newer);
  }

  List<Finding> compare(List<OdcsTable> older, List<OdcsTable> newer) {
    Map<String, OdcsTable> after = new LinkedHashMap<>();
    newer.forEach(table -> after.put(table.name(), table));
    for (OdcsTable table : older) {
      OdcsTable other = after.remove(table.name());
      if (other == null) {
        tableRemoved(table);
      } else {
        compare(table, other);
      }
    }
    after.values().forEach(this::tableAdded);
    return findings.all();
  }

  private void tableRemoved(OdcsTable table) {
    findings.add(
        "table-removed",
        Change.ENTRY_REMOVED,
        new At(table.name(), place(table), Place.NOWHERE),
        table.name(),
        "",
        ALL,
        "The table %s is gone.".formatted(table.name()),
        "Keep it until its sunset, beside what replaces it.");
  }

  private void tableAdded(OdcsTable table) {
    findings.add(
        "table-added",
        Change.ENTRY_ADDED,
        new At(table.name(), Place.NOWHERE, place(table)),
        "",
        table.name(),
        NOBODY,
        "The table %s is new.".formatted(table.name()),
        "");
  }

  private static Place place(OdcsTable table) {
    return new Place(table.pointer(), table.position());
  }

  private static Place place(OdcsColumn column) {
    return new Place(column.pointer(), column.position());
  }

  private void compare(OdcsTable older, OdcsTable newer) {
    At at = new At(older.name(), place(older), place(newer));
    if (!older.primaryKey().equals(newer.primaryKey())) {
      findings.add(
          "primary-key-changed",
          Change.VALIDATION_CHANGED,
          at,
          String.join(", ", older.primaryKey()),
          String.join(", ", newer.primaryKey()),
          ALL,
          "The primary key of %s is (%s), it was (%s): what joins on it or relies on it being unique"
                  .formatted(
                      older.name(),
                      String.join(", ", newer.primaryKey()),
                      String.join(", ", older.primaryKey()))
              + " is wrong.",
          "Keep the key, or publish a new table.");
    }
    columns.quality(older.quality(), newer.quality(), at);
    children(older.columns(), newer.columns(), older.name());
  }

  /** Columns of a table or fields of a record, matched by name. */
  private void children(List<OdcsColumn> older, List<OdcsColumn> newer, String path) {
    Map<String, OdcsColumn> after = new LinkedHashMap<>();
    newer.forEach(column -> after.put(column.name(), column));
    List<OdcsColumn> gone = new ArrayList<>();
    for (OdcsColumn column : older) {
      OdcsColumn other = after.remove(column.name());
      if (other == null) {
        gone.add(column);
      } else {
        compare(column, other, path + "/" + column.name());
      }
    }
    for (OdcsColumn column : gone) {
      OdcsColumn renamed = renamed(column, older, newer, after);
      if (renamed == null) {
        removed(column, path);
      } else {
        after.remove(renamed.name());
        renamed(column, renamed, path);
      }
    }
    after.values().forEach(column -> added(column, path));
  }

  /** The new column in the place of an old one, with its type: the same column by another name. */
  private static @org.jspecify.annotations.Nullable OdcsColumn renamed(
      OdcsColumn gone,
      List<OdcsColumn> older,
      List<OdcsColumn> newer,
      Map<String, OdcsColumn> candidates) {
    for (OdcsColumn candidate : candidates.values()) {
      boolean sameText =
          !gone.description().isEmpty() && gone.description().equals(candidate.description());
      boolean samePlace =
          older.size() == newer.size() && older.indexOf(gone) == newer.indexOf(candidate);
      if ((sameText || samePlace)
          && gone.logicalType().equals(candidate.logicalType())
          && gone.physicalType().equals(candidate.physicalType())
          && gone.required() == candidate.required()) {
        return candidate;
      }
    }
    return null;
  }

  private void renamed(OdcsColumn before, OdcsColumn after, String path) {
    findings.add(
        "column-renamed",
        Change.FIELD_RENAMED,
        At.of(path + "/" + before.name(), before, after),
        before.name(),
        after.name(),
        ALL,
        "The column %s is called %s now: who names it finds nothing."
            .formatted(before.name(), after.name()),
        "Serve both names until the sunset of %s.".formatted(before.name()));
    compare(before, after, path + "/" + before.name());
  }

  private void removed(OdcsColumn column, String path) {
    At at = new At(path + "/" + column.name(), place(column), Place.NOWHERE);
    boolean announced = deprecations.find(column.pointer()).isPresent();
    if (announced) {
      Decision<String> decision = deprecations.removal(column.pointer(), today);
      boolean early =
          decision.refusals().stream()
              .anyMatch(refusal -> refusal.rule() == Refusal.Rule.REMOVAL_BEFORE_SUNSET);
      findings.add(
          early ? "column-removed-before-sunset" : "column-removed-after-sunset",
          early ? Change.SUNSET_BROKEN : Change.DEPRECATED,
          at,
          column.name(),
          "",
          READERS,
          early ? Severity.BREAKING : Severity.INFO,
          "The column %s is gone, %s."
              .formatted(column.name(), early ? "before its sunset" : "as announced"),
          early ? "Keep it until its sunset." : "");
      return;
    }
    findings.add(
        "column-removed",
        Change.FIELD_REMOVED,
        at,
        column.name(),
        "",
        Set.of(Party.READERS, Party.WRITERS),
        "The column %s is gone: who reads it finds nothing.".formatted(column.name()),
        "Deprecate it with a sunset first.");
  }

  private void added(OdcsColumn column, String path) {
    At at = new At(path + "/" + column.name(), Place.NOWHERE, place(column));
    if (column.required()) {
      findings.add(
          "required-column-added",
          Change.REQUIRED_FIELD_ADDED,
          at,
          "",
          column.name(),
          WRITERS,
          "The column %s is new and required: stored rows and old writers have no value for it."
              .formatted(column.name()),
          "Make it optional, or give old rows a value first.");
    } else {
      findings.add(
          "column-added",
          Change.FIELD_ADDED,
          at,
          "",
          column.name(),
          NOBODY,
          "The column %s is new and optional.".formatted(column.name()),
          "");
    }
  }

  private void compare(OdcsColumn older, OdcsColumn newer, String path) {
    At at = At.of(path, older, newer);
    if (!older.name().isEmpty()) {
      announcement(newer, at);
    }
    if (columns.compare(older, newer, at)) {
      children(older.children(), newer.children(), path);
    }
  }

  private void announcement(OdcsColumn newer, At at) {
    if (!deprecated(newer)) {
      return;
    }
    if (deprecations.find(at.older().pointer()).isEmpty()) {
      findings.add(
          "column-deprecated",
          Change.DEPRECATED,
          at,
          "",
          "deprecated",
          NOBODY,
          "The column %s is announced to go.".formatted(newer.name()),
          "");
    }
  }

  private boolean deprecated(OdcsColumn column) {
    return newerDeprecations.find(column.pointer()).isPresent();
  }

  private FieldDeprecations newerDeprecations =
      FieldDeprecations.in(
          new dev.datamesh.core.document.Node.Mapping(Map.of(), SourcePosition.UNKNOWN));

  TableDiff announcing(FieldDeprecations newer) {
    newerDeprecations = newer;
    return this;
  }
}
