package dev.datamesh.protobuf;

import dev.datamesh.contracts.Change;
import dev.datamesh.protobuf.Proto.Cardinality;
import dev.datamesh.protobuf.Proto.Enumeration;
import dev.datamesh.protobuf.Proto.Field;
import dev.datamesh.protobuf.Proto.Message;
import dev.datamesh.protobuf.Proto.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The rules on fields and extensions, matched by their numbers. */
final class FieldRules {

  /** Kinds that read each other's bytes. */
  private static final Map<String, Integer> WIRE =
      Map.ofEntries(
          Map.entry("int32", 1),
          Map.entry("int64", 1),
          Map.entry("uint32", 1),
          Map.entry("uint64", 1),
          Map.entry("bool", 1),
          Map.entry("sint32", 2),
          Map.entry("sint64", 2),
          Map.entry("fixed32", 3),
          Map.entry("sfixed32", 3),
          Map.entry("fixed64", 4),
          Map.entry("sfixed64", 4),
          Map.entry("float", 5),
          Map.entry("double", 6),
          Map.entry("string", 7),
          Map.entry("bytes", 8),
          Map.entry("enum", 9),
          Map.entry("message", 10),
          Map.entry("group", 11));

  /** Kinds that read each other's bytes and JSON. */
  private static final Map<String, Integer> JSON =
      Map.ofEntries(
          Map.entry("int32", 1),
          Map.entry("uint32", 1),
          Map.entry("int64", 2),
          Map.entry("uint64", 2),
          Map.entry("fixed32", 3),
          Map.entry("sfixed32", 3),
          Map.entry("fixed64", 4),
          Map.entry("sfixed64", 4),
          Map.entry("bool", 5),
          Map.entry("sint32", 6),
          Map.entry("sint64", 7),
          Map.entry("float", 8),
          Map.entry("double", 9),
          Map.entry("string", 10),
          Map.entry("bytes", 11),
          Map.entry("enum", 12),
          Map.entry("message", 13),
          Map.entry("group", 14));

  private final Schema older;
  private final Schema newer;
  private final BufFindings findings;

  FieldRules(Schema older, Schema newer, BufFindings findings) {
    this.older = older;
    this.newer = newer;
    this.findings = findings;
  }

  void compare(Message before, Message after) {
    for (Field field : before.fields()) {
      Field other = after.field(field.number());
      if (other == null) {
        gone(field, after);
      } else {
        compare(field, other);
      }
    }
    for (Field field : after.fields()) {
      if (before.field(field.number()) == null) {
        added(field, before);
      }
    }
  }

  private void gone(Field field, Message after) {
    String path = field.fullName();
    removed("FIELD_NO_DELETE", path, field, after, "is gone");
    if (!after.reservedNames().contains(field.name())) {
      removed(
          "FIELD_NO_DELETE_UNLESS_NAME_RESERVED",
          path,
          field,
          after,
          "is gone and its name is not reserved");
    }
    if (after.reserved().stream().noneMatch(range -> range.contains(field.number()))) {
      removed(
          "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED",
          path,
          field,
          after,
          "is gone and its number %d is not reserved".formatted(field.number()));
    }
    if (field.cardinality() == Cardinality.REQUIRED) {
      removed("MESSAGE_SAME_REQUIRED_FIELDS", path, field, after, "was required and is gone");
    }
  }

  private void removed(String rule, String path, Field field, Message after, String what) {
    findings.add(
        rule,
        Change.FIELD_REMOVED,
        path,
        field.at(),
        after.at(),
        field.name(),
        "",
        "The field %s %s.".formatted(path, what));
  }

  private void added(Field field, Message before) {
    if (field.cardinality() == Cardinality.REQUIRED) {
      findings.add(
          "MESSAGE_SAME_REQUIRED_FIELDS",
          Change.REQUIRED_FIELD_ADDED,
          field.fullName(),
          before.at(),
          field.at(),
          "",
          field.name(),
          "The field %s is new and required.".formatted(field.fullName()));
      return;
    }
    findings.note(
        "field-added",
        Change.FIELD_ADDED,
        field.fullName(),
        before.at(),
        field.at(),
        "The field %s is new.".formatted(field.fullName()));
  }

  void compare(Field before, Field after) {
    cardinality(before, after);
    type(before, after);
    boolean extension = !before.extendee().isEmpty();
    same(
        "FIELD_SAME_NAME",
        Change.FIELD_RENAMED,
        before,
        after,
        extension ? before.fullName() : before.name(),
        extension ? after.fullName() : after.name());
    if (!extension) {
      same(
          "FIELD_SAME_JSON_NAME",
          Change.FIELD_RENAMED,
          before,
          after,
          before.jsonName(),
          after.jsonName());
    }
    same("FIELD_SAME_ONEOF", Change.TYPE_CHANGED, before, after, before.oneof(), after.oneof());
    if (WIRE.getOrDefault(before.kind(), 0) <= 4 && WIRE.getOrDefault(after.kind(), 0) <= 4) {
      option("FIELD_SAME_JSTYPE", "jstype", "JS_NORMAL", before, after);
    }
    strings(before, after);
    defaults(before, after);
  }

  private void strings(Field before, Field after) {
    boolean texts = before.kind().equals("string") && after.kind().equals("string");
    boolean bytes =
        (before.kind().equals("string") || before.kind().equals("bytes"))
            && (after.kind().equals("string") || after.kind().equals("bytes"));
    if (bytes) {
      same(
          "FIELD_SAME_CPP_STRING_TYPE",
          Change.METADATA,
          before,
          after,
          cppType(before),
          cppType(after));
    }
    if (texts) {
      utf8(before, after);
    }
    if (before.cardinality() == Cardinality.MAP && after.cardinality() == Cardinality.MAP) {
      List<String> was = parts(before.type());
      List<String> is = parts(after.type());
      for (int i = 0; i < was.size(); i++) {
        if (was.get(i).equals("string") && is.get(i).equals("string")) {
          utf8(before, after);
        }
      }
    }
  }

  private void utf8(Field before, Field after) {
    option("FIELD_SAME_UTF8_VALIDATION", "features.utf8_validation", "", before, after);
    same(
        "FIELD_SAME_JAVA_UTF8_VALIDATION",
        Change.VALIDATION_CHANGED,
        before,
        after,
        javaUtf8(before),
        javaUtf8(after));
  }

  /** Key and value of a map. */
  private static List<String> parts(String map) {
    return List.of(map.substring(4, map.length() - 1).split(", "));
  }

  private static String cppType(Field field) {
    String ctype = field.options().get("ctype");
    if (ctype != null) {
      // Pieces were never made: the generated code is that of a string.
      return ctype.equals("STRING_PIECE") ? "STRING" : ctype;
    }
    boolean views = field.file().edition().compareTo("2024") >= 0;
    return field.options().getOrDefault("features.pb.cpp.string_type", views ? "VIEW" : "STRING");
  }

  private static String javaUtf8(Field field) {
    String feature = field.options().get("features.pb.java.utf8_validation");
    if (feature != null) {
      return feature;
    }
    boolean checks =
        field.file().options().getOrDefault("java_string_check_utf8", "false").equals("true");
    boolean verifies =
        field.options().getOrDefault("features.utf8_validation", "").equals("VERIFY");
    return checks || verifies ? "VERIFY" : "DEFAULT";
  }

  private void option(String rule, String option, String standard, Field before, Field after) {
    same(
        rule,
        Change.METADATA,
        before,
        after,
        before.options().getOrDefault(option, standard),
        after.options().getOrDefault(option, standard));
  }

  private void same(String rule, Change change, Field before, Field after, String was, String is) {
    if (!was.equals(is)) {
      findings.add(
          rule,
          change,
          before.fullName(),
          before.at(),
          after.at(),
          was,
          is,
          "The field %s: %s is \"%s\", it was \"%s\"."
              .formatted(
                  before.fullName(),
                  rule.substring(11).toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                  is,
                  was));
    }
  }

  private void cardinality(Field before, Field after) {
    Cardinality was = before.cardinality();
    Cardinality is = after.cardinality();
    if (was == is) {
      return;
    }
    cardinality("FIELD_SAME_CARDINALITY", before, after);
    if (group(was, true) != group(is, true)) {
      cardinality("FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY", before, after);
    }
    if (group(was, false) != group(is, false)) {
      cardinality("FIELD_WIRE_COMPATIBLE_CARDINALITY", before, after);
    }
    if ((was == Cardinality.REQUIRED || is == Cardinality.REQUIRED)
        && before.extendee().isEmpty()) {
      findings.add(
          "MESSAGE_SAME_REQUIRED_FIELDS",
          is == Cardinality.REQUIRED ? Change.MADE_REQUIRED : Change.MADE_OPTIONAL,
          before.fullName(),
          before.at(),
          after.at(),
          was.name(),
          is.name(),
          "The field %s is %s now."
              .formatted(before.fullName(), is == Cardinality.REQUIRED ? "required" : "optional"));
    }
  }

  /** Cardinalities that read each other: a map is a list of entries on the wire, not in JSON. */
  private static int group(Cardinality cardinality, boolean json) {
    return switch (cardinality) {
      case IMPLICIT, EXPLICIT -> 1;
      case REQUIRED -> 2;
      case REPEATED -> 3;
      case MAP -> json ? 4 : 3;
    };
  }

  private void cardinality(String rule, Field before, Field after) {
    same(
        rule,
        Change.TYPE_CHANGED,
        before,
        after,
        before.cardinality().name(),
        after.cardinality().name());
  }

  private void type(Field before, Field after) {
    boolean maps =
        before.cardinality() == Cardinality.MAP || after.cardinality() == Cardinality.MAP;
    if (maps) {
      mapType(before, after);
      return;
    }
    boolean named = isNamed(before.kind());
    if (before.kind().equals(after.kind()) && (!named || before.type().equals(after.type()))) {
      return;
    }
    differs("FIELD_SAME_TYPE", before, after);
    if (!compatible(before, after, WIRE)
        && !(before.kind().equals("string") && after.kind().equals("bytes"))) {
      differs("FIELD_WIRE_COMPATIBLE_TYPE", before, after);
    }
    if (!compatible(before, after, JSON)) {
      differs("FIELD_WIRE_JSON_COMPATIBLE_TYPE", before, after);
    }
  }

  /** A map is a list of messages that have a key and a value. */
  private void mapType(Field before, Field after) {
    if (before.cardinality() != after.cardinality()) {
      // One is a map and the other is not; a list of messages is what a map is on the wire.
      if (!before.kind().equals(after.kind())) {
        differs("FIELD_SAME_TYPE", before, after);
        differs("FIELD_WIRE_COMPATIBLE_TYPE", before, after);
        differs("FIELD_WIRE_JSON_COMPATIBLE_TYPE", before, after);
      }
      return;
    }
    if (before.type().equals(after.type())) {
      return;
    }
    List<String> was = parts(before.type());
    List<String> is = parts(after.type());
    boolean wire = true;
    boolean json = true;
    for (int i = 0; i < 2; i++) {
      String one = kindOf(was.get(i), older);
      String other = kindOf(is.get(i), newer);
      boolean same = was.get(i).equals(is.get(i));
      boolean bothNamed = isNamed(one) || isNamed(other);
      wire &=
          same
              || (!bothNamed && WIRE.getOrDefault(one, -1).equals(WIRE.getOrDefault(other, -2)))
              || (one.equals("string") && other.equals("bytes"));
      json &=
          same || (!bothNamed && JSON.getOrDefault(one, -1).equals(JSON.getOrDefault(other, -2)));
    }
    differs("FIELD_SAME_TYPE", before, after);
    if (!wire) {
      differs("FIELD_WIRE_COMPATIBLE_TYPE", before, after);
    }
    if (!json) {
      differs("FIELD_WIRE_JSON_COMPATIBLE_TYPE", before, after);
    }
  }

  private static String kindOf(String type, Schema schema) {
    if (schema.enums().containsKey(type)) {
      return Proto.ENUM;
    }
    return WIRE.containsKey(type) ? type : Proto.MESSAGE;
  }

  private boolean compatible(Field before, Field after, Map<String, Integer> groups) {
    if (!groups.getOrDefault(before.kind(), -1).equals(groups.getOrDefault(after.kind(), -2))) {
      return false;
    }
    if (before.kind().equals(Proto.ENUM)) {
      return before.type().equals(after.type()) || isGrown(before.type(), after.type());
    }
    return !isNamed(before.kind()) || before.type().equals(after.type());
  }

  /** An enum of the same short name that has all old values is the old one, elsewhere. */
  private boolean isGrown(String was, String is) {
    Enumeration before = older.enums().get(was);
    Enumeration after = newer.enums().get(is);
    return before != null
        && after != null
        && was.substring(was.lastIndexOf('.') + 1).equals(is.substring(is.lastIndexOf('.') + 1))
        && after.byName().entrySet().containsAll(before.byName().entrySet());
  }

  private static boolean isNamed(String kind) {
    return kind.equals(Proto.MESSAGE) || kind.equals(Proto.GROUP) || kind.equals(Proto.ENUM);
  }

  private void differs(String rule, Field before, Field after) {
    findings.add(
        rule,
        Change.TYPE_CHANGED,
        before.fullName(),
        before.at(),
        after.at(),
        before.type(),
        after.type(),
        "The type of %s is %s, it was %s."
            .formatted(before.fullName(), after.type(), before.type()));
  }

  private void defaults(Field before, Field after) {
    if (!hasDefault(before) || !hasDefault(after)) {
      return;
    }
    String was = standard(before, older);
    String is = standard(after, newer);
    if (!was.equals(is)) {
      same("FIELD_SAME_DEFAULT", Change.VALIDATION_CHANGED, before, after, was, is);
    }
  }

  private static boolean hasDefault(Field field) {
    return field.cardinality().isSingular()
        && !field.kind().equals(Proto.MESSAGE)
        && !field.kind().equals(Proto.GROUP);
  }

  /** The default as a text that is the same for the same value; zero, false and nothing are one. */
  private static String standard(Field field, Schema schema) {
    String text = field.defaultValue();
    if (field.kind().equals(Proto.ENUM)) {
      Enumeration type = schema.enums().get(field.type());
      if (type == null || type.values().isEmpty()) {
        return text;
      }
      int number =
          text.isEmpty() ? type.values().get(0).number() : type.byName().getOrDefault(text, 0);
      return number == 0 ? "" : String.valueOf(number);
    }
    if (field.kind().equals("string") || field.kind().equals("bytes")) {
      return text;
    }
    if (field.kind().equals("bool")) {
      return text.equals("true") ? "1" : "";
    }
    return number(text);
  }

  private static String number(String text) {
    if (text.isEmpty()) {
      return "";
    }
    try {
      BigDecimal value =
          text.startsWith("0x")
              ? new BigDecimal(new java.math.BigInteger(text.substring(2), 16))
              : text.length() > 60 ? BigDecimal.ONE : new BigDecimal(text);
      return value.signum() == 0 ? "" : value.stripTrailingZeros().toString();
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
