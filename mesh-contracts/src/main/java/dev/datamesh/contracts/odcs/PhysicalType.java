package dev.datamesh.contracts.odcs;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine's type as far as one can order it: a family, a size within, a scale. Immutable.
 *
 * @param family types whose values are of one kind
 * @param size bits, digits or characters; {@link Integer#MAX_VALUE} if unlimited
 * @param scale digits behind the point of a decimal
 */
record PhysicalType(String family, int size, int scale) {

  /** How one type relates to another. */
  enum Relation {
    SAME,
    WIDENED,
    NARROWED,
    CHANGED
  }

  private static final Pattern FORM =
      Pattern.compile(
          "([a-z][a-z0-9_ ]*?)\\s*(?:\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\))?");

  private static final Map<String, PhysicalType> FIXED =
      Map.ofEntries(
          Map.entry("tinyint", new PhysicalType("integer", 8, 0)),
          Map.entry("smallint", new PhysicalType("integer", 16, 0)),
          Map.entry("int2", new PhysicalType("integer", 16, 0)),
          Map.entry("int", new PhysicalType("integer", 32, 0)),
          Map.entry("int4", new PhysicalType("integer", 32, 0)),
          Map.entry("integer", new PhysicalType("integer", 32, 0)),
          Map.entry("int32", new PhysicalType("integer", 32, 0)),
          Map.entry("bigint", new PhysicalType("integer", 64, 0)),
          Map.entry("int8", new PhysicalType("integer", 64, 0)),
          Map.entry("int64", new PhysicalType("integer", 64, 0)),
          Map.entry("long", new PhysicalType("integer", 64, 0)),
          Map.entry("float", new PhysicalType("float", 32, 0)),
          Map.entry("real", new PhysicalType("float", 32, 0)),
          Map.entry("float4", new PhysicalType("float", 32, 0)),
          Map.entry("float32", new PhysicalType("float", 32, 0)),
          Map.entry("double", new PhysicalType("float", 64, 0)),
          Map.entry("double precision", new PhysicalType("float", 64, 0)),
          Map.entry("float8", new PhysicalType("float", 64, 0)),
          Map.entry("float64", new PhysicalType("float", 64, 0)));

  static Optional<PhysicalType> of(String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String word = matcher.group(1).strip();
    int first = matcher.group(2) == null ? Integer.MAX_VALUE : Integer.parseInt(matcher.group(2));
    int second = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    if (FIXED.containsKey(word)) {
      return Optional.of(FIXED.get(word));
    }
    return switch (word) {
      case "decimal", "numeric", "number", "dec" ->
          Optional.of(new PhysicalType("decimal", first, second));
      case "varchar", "character varying", "nvarchar", "varchar2", "text", "string" ->
          Optional.of(new PhysicalType("text", first, 0));
      case "char", "character", "nchar" ->
          Optional.of(new PhysicalType("char", first == Integer.MAX_VALUE ? 1 : first, 0));
      default -> Optional.empty();
    };
  }

  static Relation between(String older, String newer) {
    if (normal(older).equals(normal(newer))) {
      return Relation.SAME;
    }
    Optional<PhysicalType> before = of(older);
    Optional<PhysicalType> after = of(newer);
    if (before.isEmpty() || after.isEmpty()) {
      return Relation.CHANGED;
    }
    PhysicalType one = before.get();
    PhysicalType other = after.get();
    if (one.equals(other)) {
      return Relation.SAME;
    }
    if (!one.family.equals(other.family) || one.scale != other.scale || one.family.equals("char")) {
      return Relation.CHANGED;
    }
    return one.size < other.size ? Relation.WIDENED : Relation.NARROWED;
  }

  private static String normal(String type) {
    return type.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
  }
}
