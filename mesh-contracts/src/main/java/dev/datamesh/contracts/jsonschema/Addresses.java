package dev.datamesh.contracts.jsonschema;

/** Internet addresses and URIs, by their RFCs. */
final class Addresses {

  private Addresses() {}

  static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (part.isEmpty()
          || part.length() > 3
          || !part.chars().allMatch(Dates::isDigit)
          || (part.length() > 1 && part.charAt(0) == '0')
          || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    if (gap < 0) {
      return groups(text, true) == 8;
    }
    String left = text.substring(0, gap);
    String right = text.substring(gap + 2);
    int before = left.isEmpty() ? 0 : groups(left, false);
    int after = right.isEmpty() ? 0 : groups(right, true);
    return before >= 0 && after >= 0 && before + after <= 7;
  }

  /** How many groups of 16 bits; below 0 if they are none. */
  private static int groups(String text, boolean mayEndInIpv4) {
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (mayEndInIpv4 && i == parts.length - 1 && part.indexOf('.') >= 0) {
        if (!isIpv4(part)) {
          return -100;
        }
        count += 2;
      } else if (part.isEmpty()
          || part.length() > 4
          || !part.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0)) {
        return -100;
      } else {
        count++;
      }
    }
    return count;
  }

  /** RFC 3986 and, with international characters, RFC 3987. */
  static boolean isUri(String text, boolean absolute, boolean international) {
    int colon = scheme(text);
    if (absolute && colon < 0) {
      return false;
    }
    String rest = colon < 0 ? text : text.substring(colon + 1);
    if (colon < 0) {
      int firstColon = rest.indexOf(':');
      int firstSlash = rest.indexOf('/');
      int firstMark = firstOf(rest, "?#");
      if (firstColon >= 0
          && (firstSlash < 0 || firstColon < firstSlash)
          && firstColon < firstMark) {
        return false;
      }
    }
    int hash = rest.indexOf('#');
    String fragment = hash < 0 ? "" : rest.substring(hash + 1);
    String before = hash < 0 ? rest : rest.substring(0, hash);
    int question = before.indexOf('?');
    String query = question < 0 ? "" : before.substring(question + 1);
    String path = question < 0 ? before : before.substring(0, question);
    if (path.startsWith("//")) {
      int slash = path.indexOf('/', 2);
      String authority = slash < 0 ? path.substring(2) : path.substring(2, slash);
      if (!isAuthority(authority, international)) {
        return false;
      }
      path = slash < 0 ? "" : path.substring(slash);
    }
    return only(path, ":@/", international)
        && only(query, ":@/?", international)
        && only(fragment, ":@/?", international);
  }

  private static int firstOf(String text, String marks) {
    for (int i = 0; i < text.length(); i++) {
      if (marks.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  private static int scheme(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') {
        return i == 0 ? -1 : i;
      }
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (i == 0 || !(Dates.isDigit(c) || "+-.".indexOf(c) >= 0))) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isAuthority(String text, boolean international) {
    int at = text.lastIndexOf('@');
    if (at >= 0 && !only(text.substring(0, at), ":", international)) {
      return false;
    }
    String host = text.substring(at + 1);
    String port = "";
    if (host.startsWith("[")) {
      int close = host.indexOf(']');
      if (close < 0) {
        return false;
      }
      String literal = host.substring(1, close);
      if (!isIpv6(literal) && !literal.matches("[vV][0-9a-fA-F]+\\.[A-Za-z0-9._~!$&'()*+,;=:-]+")) {
        return false;
      }
      String rest = host.substring(close + 1);
      if (!rest.isEmpty() && !rest.startsWith(":")) {
        return false;
      }
      port = rest.isEmpty() ? "" : rest.substring(1);
      host = "";
    } else {
      int colon = host.indexOf(':');
      if (colon >= 0) {
        port = host.substring(colon + 1);
        host = host.substring(0, colon);
      }
    }
    return only(host, "", international) && port.chars().allMatch(Dates::isDigit);
  }

  private static boolean only(String text, String also, boolean international) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()
            || Character.digit(text.charAt(i + 1), 16) < 0
            || Character.digit(text.charAt(i + 2), 16) < 0) {
          return false;
        }
        i += 2;
      } else if (c < 128
          ? !(Character.isLetterOrDigit(c)
              || "-._~!$&'()*+,;=".indexOf(c) >= 0
              || also.indexOf(c) >= 0)
          : !international) {
        return false;
      }
    }
    return true;
  }
}
