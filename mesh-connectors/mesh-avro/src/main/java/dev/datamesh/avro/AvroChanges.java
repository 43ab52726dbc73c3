package dev.datamesh.avro;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * What changed beside the library's incompatibilities: fields and symbols that came and went, and
 * what the library does not look at: logical types, precision and scale of decimals, promotions
 * that lose digits. For one thread at a time.
 */
final class AvroChanges {

  private final AvroModel older;
  private final AvroModel newer;
  private final Mode mode;
  private final List<Finding> findings;
  private final Set<String> walked = new HashSet<>();

  AvroChanges(AvroModel older, AvroModel newer, Mode mode, List<Finding> findings) {
    this.older = older;
    this.newer = newer;
    this.mode = mode;
    this.findings = findings;
  }

  void add() {
    walk(older.schema(), newer.schema(), "", "");
  }

  private void walk(Schema before, Schema after, String oldAt, String newAt) {
    if (isNamed(before)
        && isNamed(after)
        && !walked.add(before.getFullName() + " " + after.getFullName())) {
      return;
    }
    logicalTypes(before, after, oldAt, newAt);
    promotions(before, after, oldAt, newAt);
    if (before.getType() == Schema.Type.UNION || after.getType() == Schema.Type.UNION) {
      unions(before, after, oldAt, newAt);
    } else if (before.getType() == after.getType()) {
      switch (before.getType()) {
        case RECORD -> records(before, after, oldAt, newAt);
        case ENUM -> symbols(before, after, oldAt, newAt);
        case ARRAY ->
            walk(
                before.getElementType(),
                after.getElementType(),
                oldAt + "/items",
                newAt + "/items");
        case MAP ->
            walk(before.getValueType(), after.getValueType(), oldAt + "/values", newAt + "/values");
        default -> {}
      }
    }
    if (isNamed(before) && isNamed(after) && !Objects.equals(before.getDoc(), after.getDoc())) {
      add("doc-changed", Change.METADATA, oldAt, newAt, "", "", "The description changed.");
    }
  }

  private static boolean isNamed(Schema schema) {
    return schema.getType() == Schema.Type.RECORD
        || schema.getType() == Schema.Type.ENUM
        || schema.getType() == Schema.Type.FIXED;
  }

  /** Branches of one type and name; a plain type counts as a union of one. */
  private void unions(Schema before, Schema after, String oldAt, String newAt) {
    List<Schema> old = branches(before);
    List<Schema> now = branches(after);
    boolean nullable = old.stream().anyMatch(AvroChanges::isNull);
    boolean nullableNow = now.stream().anyMatch(AvroChanges::isNull);
    if (nullable != nullableNow) {
      add(
          nullable ? "null-removed" : "null-added",
          nullable ? Change.MADE_REQUIRED : Change.MADE_OPTIONAL,
          oldAt,
          newAt,
          before.getType().toString(),
          after.getType().toString(),
          nullable ? "Null is no value any more." : "Null is a value now.");
    }
    for (int i = 0; i < old.size(); i++) {
      for (int j = 0; j < now.size(); j++) {
        Schema one = old.get(i);
        Schema other = now.get(j);
        if (!isNull(one)
            && one.getType() == other.getType()
            && one.getName().equals(other.getName())) {
          walk(one, other, at(before, oldAt, i), at(after, newAt, j));
        }
      }
    }
  }

  private static String at(Schema schema, String at, int branch) {
    return schema.getType() == Schema.Type.UNION ? at + "/" + branch : at;
  }

  private static List<Schema> branches(Schema schema) {
    return schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
  }

  private static boolean isNull(Schema schema) {
    return schema.getType() == Schema.Type.NULL;
  }

  private void records(Schema before, Schema after, String oldAt, String newAt) {
    Set<String> matched = new HashSet<>();
    for (Schema.Field field : after.getFields()) {
      Schema.Field old = AvroResolution.writtenAs(field, before);
      String here = newAt + "/fields/" + field.pos();
      if (old == null) {
        add(
            "field-added",
            field.hasDefaultValue() ? Change.FIELD_ADDED : Change.REQUIRED_FIELD_ADDED,
            oldAt,
            here,
            "",
            field.name(),
            "The field %s is new%s."
                .formatted(field.name(), field.hasDefaultValue() ? ", with a default" : ""));
      } else {
        matched.add(old.name());
        String there = oldAt + "/fields/" + old.pos();
        if (!old.name().equals(field.name())) {
          add(
              "field-renamed",
              Change.FIELD_RENAMED,
              there,
              here,
              old.name(),
              field.name(),
              "The field %s is called %s now, with the old name as alias."
                  .formatted(old.name(), field.name()));
        }
        if (!Objects.equals(old.doc(), field.doc())) {
          add("doc-changed", Change.METADATA, there, here, "", "", "The description changed.");
        }
        walk(old.schema(), field.schema(), there + "/type", here + "/type");
      }
    }
    for (Schema.Field field : before.getFields()) {
      if (!matched.contains(field.name())) {
        add(
            "field-removed",
            Change.FIELD_REMOVED,
            oldAt + "/fields/" + field.pos(),
            newAt,
            field.name(),
            "",
            "The field %s is gone: readers get its default, or fail without one."
                .formatted(field.name()));
      }
    }
  }

  private void symbols(Schema before, Schema after, String oldAt, String newAt) {
    for (String symbol : AvroResolution.missingSymbols(before, after)) {
      add(
          "enum-symbol-added",
          Change.ENUM_VALUE_ADDED,
          oldAt + "/symbols",
          newAt + "/symbols",
          "",
          symbol,
          "The symbol %s is new.".formatted(symbol));
    }
    for (String symbol : AvroResolution.missingSymbols(after, before)) {
      add(
          "enum-symbol-removed",
          Change.ENUM_VALUE_REMOVED,
          oldAt + "/symbols",
          newAt + "/symbols",
          symbol,
          "",
          "The symbol %s is gone.".formatted(symbol));
    }
  }

  private void logicalTypes(Schema before, Schema after, String oldAt, String newAt) {
    String old = logical(before);
    String now = logical(after);
    if (old.equals(now)) {
      return;
    }
    boolean decimals =
        before.getLogicalType() instanceof LogicalTypes.Decimal
            && after.getLogicalType() instanceof LogicalTypes.Decimal;
    warn(
        decimals ? "decimal-changed" : "logical-type-changed",
        Change.TYPE_CHANGED,
        oldAt,
        newAt,
        old.isEmpty() ? "none" : old,
        now.isEmpty() ? "none" : now,
        "The logical type is %s, it was %s: the library reads the bytes without complaint and the"
                .formatted(now.isEmpty() ? "none" : now, old.isEmpty() ? "none" : old)
            + " value means something else.");
  }

  private static String logical(Schema schema) {
    LogicalType type = schema.getLogicalType();
    if (type instanceof LogicalTypes.Decimal decimal) {
      return "decimal(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
    }
    // A logical type that the library does not know, or that does not fit, is still written there.
    Object written = type == null ? schema.getObjectProp("logicalType") : type.getName();
    return written == null ? "" : written.toString();
  }

  private void promotions(Schema before, Schema after, String oldAt, String newAt) {
    boolean backward = AvroFindings.looksBackward(mode);
    Schema writer = backward ? before : after;
    Schema reader = backward ? after : before;
    boolean fromLong = writer.getType() == Schema.Type.LONG;
    boolean toFloat = reader.getType() == Schema.Type.FLOAT;
    if ((fromLong && (toFloat || reader.getType() == Schema.Type.DOUBLE))
        || (writer.getType() == Schema.Type.INT && toFloat)) {
      warn(
          "lossy-promotion",
          Change.TYPE_WIDENED,
          oldAt,
          newAt,
          before.getType().getName(),
          after.getType().getName(),
          "%s is read as %s: large values lose digits."
              .formatted(writer.getType().getName(), reader.getType().getName()));
    }
  }

  private void warn(
      String rule,
      Change change,
      String oldAt,
      String newAt,
      String old,
      String now,
      String words) {
    report(
        rule,
        change,
        oldAt,
        newAt,
        old,
        now,
        Set.of(Party.READERS, Party.STORED_DATA),
        Severity.WARNING,
        words,
        "Use a new field.");
  }

  private void add(
      String rule,
      Change change,
      String oldAt,
      String newAt,
      String old,
      String now,
      String words) {
    report(rule, change, oldAt, newAt, old, now, Set.of(), Severity.INFO, words, "");
  }

  private void report(
      String rule,
      Change change,
      String oldAt,
      String newAt,
      String old,
      String now,
      Set<Party> broken,
      Severity severity,
      String words,
      String remedy) {
    findings.add(
        new Finding(
            rule,
            change,
            newAt.isEmpty() ? "/" : newAt,
            older.place(oldAt),
            newer.place(newAt),
            old,
            now,
            broken,
            severity,
            words,
            remedy));
  }
}
