package dev.datamesh.core.document;

import dev.datamesh.core.SourcePosition;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/** Tells what a YAML scalar is, by its tag or by the core schema. For one thread at a time. */
final class YamlScalars {

  private static final int LONGEST_WORD = 5;

  private final CoreScalarResolver resolver = new CoreScalarResolver(false);
  private final ReadingErrors errors;

  YamlScalars(ReadingErrors errors) {
    this.errors = errors;
  }

  Node read(ScalarEvent scalar, SourcePosition at) {
    String value = scalar.getValue();
    String tag = scalar.getTag().orElse("");
    if (tag.isEmpty()) {
      return scalar.isPlain() ? plain(value, at) : new Node.Text(value, at);
    }
    return switch (tag) {
      case "!", "tag:yaml.org,2002:str" -> new Node.Text(value, at);
      case "tag:yaml.org,2002:null",
          "tag:yaml.org,2002:bool",
          "tag:yaml.org,2002:int",
          "tag:yaml.org,2002:float" ->
          tagged(tag, value, at);
      default -> throw errors.tagRefused(tag, at);
    };
  }

  private Node tagged(String tag, String value, SourcePosition at) {
    Node plain = plain(value, at);
    String found = "tag:yaml.org,2002:" + plain.kind();
    boolean fits =
        plain instanceof Node.Num
            ? tag.endsWith("float") || (tag.endsWith("int") && value.indexOf('.') < 0)
            : found.startsWith(tag);
    if (!fits) {
      throw errors.invalid(at, "the tag " + tag + " does not fit \"" + clipped(value) + "\"");
    }
    return plain;
  }

  private Node plain(String value, SourcePosition at) {
    if (!mayBeMoreThanText(value)) {
      return new Node.Text(value, at);
    }
    if (value.length() > errors.limits().digits()) {
      if (isNumberLike(value)) {
        throw errors.tooManyDigits(value.length(), at);
      }
      return new Node.Text(value, at);
    }
    Tag tag = resolver.resolve(value, true);
    if (tag.equals(Tag.NULL)) {
      return new Node.Null(at);
    }
    if (tag.equals(Tag.BOOL)) {
      return new Node.Bool(value.equalsIgnoreCase("true"), at);
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)
        ? number(value, at)
        : new Node.Text(value, at);
  }

  /** Most scalars are words: the resolver's patterns are for those that may be something else. */
  private static boolean mayBeMoreThanText(String value) {
    if (value.isEmpty()) {
      return true;
    }
    char first = value.charAt(0);
    return (first >= '0' && first <= '9')
        || first == '-'
        || first == '+'
        || first == '.'
        || (value.length() <= LONGEST_WORD && "~nNtTfF".indexOf(first) >= 0);
  }

  private static boolean isNumberLike(String value) {
    boolean prefixed = value.startsWith("0x") || value.startsWith("0o");
    for (int i = prefixed ? 2 : 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean digit = (c >= '0' && c <= '9') || (prefixed && Character.digit(c, 16) >= 0);
      if (!digit && "+-.eE".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private Node number(String value, SourcePosition at) {
    String digits = value.startsWith("+") ? value.substring(1) : value;
    try {
      if (digits.startsWith("0x")) {
        return new Node.Num(new BigDecimal(new BigInteger(digits.substring(2), 16)), at);
      }
      if (digits.startsWith("0o")) {
        return new Node.Num(new BigDecimal(new BigInteger(digits.substring(2), 8)), at);
      }
      String lower = digits.toLowerCase(Locale.ROOT);
      if (lower.endsWith(".inf") || lower.equals(".nan")) {
        return new Node.Text(value, at);
      }
      return new Node.Num(new BigDecimal(digits), at);
    } catch (NumberFormatException e) {
      throw errors.invalid(at, "the number " + clipped(value) + " is out of range", e);
    }
  }

  private static String clipped(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "…";
  }
}
