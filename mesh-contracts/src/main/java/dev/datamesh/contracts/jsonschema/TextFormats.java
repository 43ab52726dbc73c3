package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.regex.Pattern;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats of JSON Schema, judged by hand; unknown ones are no rule. */
final class TextFormats {

  private TextFormats() {}

  /** Whether a format is a rule about texts that is judged here. */
  static boolean isRule(String format, Dialect dialect) {
    return switch (format) {
      case "date", "date-time", "email", "hostname", "ipv4", "ipv6", "uri" -> true;
      case "uri-reference", "uri-template", "json-pointer" -> dialect != Dialect.DRAFT4;
      case "time",
          "regex",
          "idn-email",
          "idn-hostname",
          "iri",
          "iri-reference",
          "relative-json-pointer" ->
          dialect != Dialect.DRAFT4 && dialect != Dialect.DRAFT6;
      case "uuid", "duration" -> dialect.isNewer() || dialect.isOpenApi();
      default -> false;
    };
  }

  static Truth judge(String format, String text, Dialect dialect) {
    if (!isRule(format, dialect)) {
      return Truth.YES;
    }
    return switch (format) {
      case "date" -> Truth.of(Dates.isDate(text));
      case "time" -> Truth.of(Dates.isTime(text));
      case "date-time" -> Truth.of(Dates.isDateTime(text));
      case "duration" -> Truth.of(Dates.isDuration(text));
      case "email" -> Truth.of(isEmail(text, false));
      case "idn-email" -> Truth.of(isEmail(text, true));
      case "hostname" -> isHostname(text);
      case "idn-hostname" -> idnHostname(text);
      case "ipv4" -> Truth.of(Addresses.isIpv4(text));
      case "ipv6" -> Truth.of(Addresses.isIpv6(text));
      case "uri" -> Truth.of(Addresses.isUri(text, true, false));
      case "uri-reference" -> Truth.of(Addresses.isUri(text, false, false));
      case "iri" -> Truth.of(Addresses.isUri(text, true, true));
      case "iri-reference" -> Truth.of(Addresses.isUri(text, false, true));
      case "uri-template" -> uriTemplate(text);
      case "json-pointer" -> Truth.of(isPointer(text));
      case "relative-json-pointer" -> Truth.of(isRelativePointer(text));
      case "regex" -> regex(text);
      default -> Truth.of(isUuid(text));
    };
  }

  private static Truth regex(String text) {
    String why = Pattern.of(text).unsupported();
    if (why.isEmpty()) {
      return Truth.YES;
    }
    boolean wrong =
        why.contains("parenthesis")
            || why.contains("has no end")
            || why.contains("quantifier")
            || why.contains("no meaning")
            || why.contains("wrong order");
    return wrong ? Truth.NO : Truth.MAYBE;
  }

  static boolean isEmail(String text, boolean international) {
    int at = text.lastIndexOf('@');
    if (at <= 0 || at == text.length() - 1) {
      return false;
    }
    String local = text.substring(0, at);
    String domain = text.substring(at + 1);
    if (domain.startsWith("[") && domain.endsWith("]")) {
      String literal = domain.substring(1, domain.length() - 1);
      return isLocal(local, international)
          && (Addresses.isIpv4(literal)
              || (literal.startsWith("IPv6:") && Addresses.isIpv6(literal.substring(5))));
    }
    return isLocal(local, international)
        && (international
            ? domain.codePoints().allMatch(c -> c > 32 && c != '@') && !domain.contains("..")
            : isHostname(domain) != Truth.NO);
  }

  private static boolean isLocal(String local, boolean international) {
    if (local.startsWith("\"") && local.endsWith("\"") && local.length() > 1) {
      String inside = local.substring(1, local.length() - 1);
      boolean escaped = false;
      for (int i = 0; i < inside.length(); i++) {
        char c = inside.charAt(i);
        if (!escaped && c == '"') {
          return false;
        }
        escaped = !escaped && c == '\\';
      }
      return !escaped;
    }
    if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
      return false;
    }
    return local
        .codePoints()
        .allMatch(
            c ->
                c < 128
                    ? Character.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0
                    : international);
  }

  /** RFC 1123; a label in punycode must stand for a good international one. */
  static Truth isHostname(String text) {
    if (text.isEmpty() || text.length() > 253) {
      return Truth.NO;
    }
    Truth truth = Truth.YES;
    for (String label : text.split("\\.", -1)) {
      if (label.isEmpty()
          || label.length() > 63
          || label.startsWith("-")
          || label.endsWith("-")
          || !label.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-'))) {
        return Truth.NO;
      }
      if (label.startsWith("--", 2)) {
        truth = truth.and(HostLabels.punycode(label));
      }
    }
    return truth;
  }

  private static Truth idnHostname(String text) {
    Truth truth = Truth.of(!text.isEmpty());
    int length = 0;
    for (String label : text.split("[.\u3002\uFF0E\uFF61]", -1)) {
      if (label.chars().allMatch(c -> c < 128)) {
        truth = truth.and(isHostname(label));
        length += label.length() + 1;
      } else {
        truth = truth.and(HostLabels.isInternational(label));
        length += HostLabels.encodedLength(label) + 1;
      }
    }
    return length > 254 || !HostLabels.isBidiFit(text) ? Truth.NO : truth;
  }

  private static Truth uriTemplate(String text) {
    int open = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        if (open >= 0) {
          return Truth.NO;
        }
        open = i;
      } else if (c == '}') {
        if (open < 0 || !isExpression(text.substring(open + 1, i))) {
          return Truth.NO;
        }
        open = -1;
      } else if (open < 0 && (c <= 32 || c == 127 || "\"<>\\^`|".indexOf(c) >= 0)) {
        return Truth.NO;
      }
    }
    return Truth.of(open < 0);
  }

  private static boolean isExpression(String text) {
    String names =
        !text.isEmpty() && "+#./;?&=,!@|".indexOf(text.charAt(0)) >= 0 ? text.substring(1) : text;
    for (String name : names.split(",", -1)) {
      String bare = name.endsWith("*") ? name.substring(0, name.length() - 1) : name;
      int colon = bare.indexOf(':');
      if (colon >= 0) {
        String digits = bare.substring(colon + 1);
        if (digits.isEmpty()
            || digits.length() > 4
            || digits.startsWith("0")
            || !digits.chars().allMatch(Dates::isDigit)) {
          return false;
        }
        bare = bare.substring(0, colon);
      }
      if (bare.isEmpty()
          || bare.startsWith(".")
          || bare.endsWith(".")
          || bare.contains("..")
          || !bare.chars()
              .allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '%' || c == '.')) {
        return false;
      }
    }
    return true;
  }

  static boolean isPointer(String text) {
    if (text.isEmpty()) {
      return true;
    }
    if (text.charAt(0) != '/') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '~'
          && (i + 1 == text.length() || "01".indexOf(text.charAt(i + 1)) < 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRelativePointer(String text) {
    int i = 0;
    while (i < text.length() && Dates.isDigit(text.charAt(i))) {
      i++;
    }
    if (i == 0 || (i > 1 && text.charAt(0) == '0')) {
      return false;
    }
    String rest = text.substring(i);
    return rest.equals("#") || isPointer(rest);
  }

  private static boolean isUuid(String text) {
    if (text.length() != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 127) {
        return false;
      }
    }
    return true;
  }

  /** Draft 7's content keywords, where they are base64 and JSON; others are left open. */
  static Truth judgeContent(@Nullable String encoding, @Nullable String mediaType, String text) {
    String decoded = text;
    if (encoding != null) {
      if (!encoding.equalsIgnoreCase("base64")) {
        return Truth.MAYBE;
      }
      try {
        decoded = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return Truth.NO;
      }
    }
    if (mediaType == null) {
      return Truth.YES;
    }
    if (!mediaType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      return Truth.MAYBE;
    }
    return Json.isValid(decoded);
  }

  /** Whether a text is JSON. */
  private static final class Json {
    static Truth isValid(String text) {
      String stripped = text.strip();
      if (stripped.isEmpty()) {
        return Truth.NO;
      }
      try {
        return DocumentReader.standard().read("[" + text + "]", "content")
                instanceof Node.Sequence one
            ? Truth.of(one.items().size() == 1)
            : Truth.NO;
      } catch (MeshException e) {
        return Truth.NO;
      }
    }
  }
}
