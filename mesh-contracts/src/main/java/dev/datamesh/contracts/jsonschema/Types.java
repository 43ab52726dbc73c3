package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Sets of JSON types as bits; numbers are split into whole ones and others. */
final class Types {

  static final int NULL = 1;
  static final int BOOLEAN = 2;
  static final int INTEGER = 4;
  static final int FRACTION = 8;
  static final int NUMBER = INTEGER | FRACTION;
  static final int STRING = 16;
  static final int ARRAY = 32;
  static final int OBJECT = 64;
  static final int ALL = 127;

  private Types() {}

  static int named(String name) {
    return switch (name) {
      case "null" -> NULL;
      case "boolean" -> BOOLEAN;
      case "integer" -> INTEGER;
      case "number" -> NUMBER;
      case "string" -> STRING;
      case "array" -> ARRAY;
      case "object" -> OBJECT;
      default -> 0;
    };
  }

  static int of(Node value) {
    if (value instanceof Node.Mapping) {
      return OBJECT;
    }
    if (value instanceof Node.Text) {
      return STRING;
    }
    if (value instanceof Node.Num number) {
      return isWhole(number.value()) ? INTEGER : FRACTION;
    }
    if (value instanceof Node.Bool) {
      return BOOLEAN;
    }
    return value instanceof Node.Sequence ? ARRAY : NULL;
  }

  static boolean isWhole(BigDecimal value) {
    return value.scale() <= 0 || value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
  }

  /** Whether a value is a whole number written with a point, such as 1.0. */
  static boolean isWholeWithPoint(Node value) {
    return value instanceof Node.Num number
        && number.value().scale() > 0
        && isWhole(number.value());
  }

  /** The names, such as {@code [integer, null]}. */
  static List<String> names(int types) {
    List<String> names = new ArrayList<>();
    if ((types & NUMBER) == NUMBER) {
      names.add("number");
    } else if ((types & INTEGER) != 0) {
      names.add("integer");
    }
    if ((types & STRING) != 0) {
      names.add("string");
    }
    if ((types & BOOLEAN) != 0) {
      names.add("boolean");
    }
    if ((types & OBJECT) != 0) {
      names.add("object");
    }
    if ((types & ARRAY) != 0) {
      names.add("array");
    }
    if ((types & NULL) != 0) {
      names.add("null");
    }
    return names;
  }

  static String words(int types) {
    if (types == ALL) {
      return "any";
    }
    List<String> names = names(types);
    return names.isEmpty() ? "nothing" : String.join(" or ", names);
  }
}
