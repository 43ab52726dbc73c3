package dev.datamesh.contracts.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names of media types that are kinds of one another, as oasdiff pairs them. */
final class MediaTypes {

  /** A name's parts: {@code type/subtype+suffix; parameters}. */
  private record Name(String type, String subtype, String suffix, List<String> parameters) {

    static Name of(String text) {
      String[] parts = text.toLowerCase(Locale.ROOT).split(";");
      String bare = parts[0].strip();
      int slash = bare.indexOf('/');
      int plus = bare.lastIndexOf('+');
      List<String> parameters = new ArrayList<>();
      for (int i = 1; i < parts.length; i++) {
        parameters.add(parts[i].strip());
      }
      String type = slash < 0 ? bare : bare.substring(0, slash);
      return new Name(
          type,
          slash < 0 ? "" : bare.substring(slash + 1, plus > slash ? plus : bare.length()),
          plus > slash ? bare.substring(plus + 1) : "",
          parameters);
    }

    /** Whether every text of the other type is one of this. */
    boolean covers(Name other) {
      boolean same = subtype.equals(other.subtype) && suffix.equals(other.suffix);
      boolean ofSuffix = suffix.isEmpty() && subtype.equals(other.suffix);
      return type.equals(other.type)
          && (same || ofSuffix)
          && other.parameters.containsAll(parameters);
    }
  }

  private MediaTypes() {}

  /** Which media type that is gone lives on under which new name. */
  static Map<String, String> renamed(
      Map<String, Operation.Media> before, Map<String, Operation.Media> after) {
    Map<String, String> renamed = new LinkedHashMap<>();
    for (String now : after.keySet()) {
      if (before.containsKey(now)) {
        continue;
      }
      for (String old : before.keySet()) {
        if (!after.containsKey(old)
            && !renamed.containsKey(old)
            && (Name.of(old).covers(Name.of(now)) || Name.of(now).covers(Name.of(old)))) {
          renamed.put(old, now);
          break;
        }
      }
    }
    return renamed;
  }

  /** The end of oasdiff's id and its level. */
  static String renaming(String from, String to) {
    Name old = Name.of(from);
    Name now = Name.of(to);
    if (!old.parameters().equals(now.parameters())) {
      return "changed INFO";
    }
    return old.covers(now) ? "specialized INFO" : "generalized ERR";
  }
}
