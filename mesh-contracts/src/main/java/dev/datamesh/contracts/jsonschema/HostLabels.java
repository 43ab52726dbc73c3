package dev.datamesh.contracts.jsonschema;

import java.lang.Character.UnicodeScript;
import java.net.IDN;
import java.text.Normalizer;

/** Labels of international host names: the code points and context rules of RFC 5892. */
final class HostLabels {

  /** Exceptions that are not allowed although they are letters or marks. */
  private static final String DISALLOWED =
      "\u0640\u07FA\u302E\u302F\u3031\u3032\u3033\u3034\u3035\u303B";

  /** Exceptions that are allowed although they are changed by folding or are no letters. */
  private static final String ALLOWED = "\u00DF\u03C2\u06FD\u06FE\u0F0B\u3007";

  private HostLabels() {}

  static Truth punycode(String label) {
    if (!label.regionMatches(true, 0, "xn--", 0, 4) || label.length() < 5) {
      return Truth.NO;
    }
    try {
      String decoded = IDN.toUnicode(label, IDN.ALLOW_UNASSIGNED);
      if (decoded.equalsIgnoreCase(label)) {
        // The JDK also leaves labels alone that only newer rules allow.
        return label.matches("(?i)xn--[a-z0-9-]+") && label.length() > 8 ? Truth.MAYBE : Truth.NO;
      }
      return decoded.chars().allMatch(c -> c < 128) ? Truth.NO : isInternational(decoded);
    } catch (IllegalArgumentException e) {
      return Truth.NO;
    }
  }

  /** How long a label is in punycode, with its prefix. */
  static int encodedLength(String label) {
    try {
      return IDN.toASCII(label, IDN.ALLOW_UNASSIGNED).length();
    } catch (IllegalArgumentException e) {
      return 64;
    }
  }

  static Truth isInternational(String label) {
    if (label.isEmpty()
        || label.startsWith("-")
        || label.endsWith("-")
        || label.startsWith("--", 2)
        || encodedLength(label) > 63
        || !Normalizer.isNormalized(label, Normalizer.Form.NFC)) {
      return Truth.NO;
    }
    int[] points = label.codePoints().toArray();
    if (isMark(points[0])) {
      return Truth.NO;
    }
    for (int i = 0; i < points.length; i++) {
      if (!isContextual(points[i]) ? !isAllowed(points[i]) : !fits(points, i)) {
        return Truth.NO;
      }
    }
    return Truth.YES;
  }

  /** RFC 5893: beside a label from right to left every label begins with a letter. */
  static boolean isBidiFit(String host) {
    boolean rightToLeft =
        host.codePoints()
            .map(Character::getDirectionality)
            .anyMatch(
                d ->
                    d == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                        || d == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
    if (!rightToLeft) {
      return true;
    }
    for (String label : host.split("[.\u3002\uFF0E\uFF61]", -1)) {
      if (!label.isEmpty() && Character.isDigit(label.codePointAt(0)) && label.charAt(0) < 128) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static boolean isAllowed(int c) {
    if (c == '-' || ALLOWED.indexOf(c) >= 0) {
      return true;
    }
    if (DISALLOWED.indexOf(c) >= 0) {
      return false;
    }
    int type = Character.getType(c);
    boolean word =
        type == Character.LOWERCASE_LETTER
            || type == Character.OTHER_LETTER
            || type == Character.MODIFIER_LETTER
            || type == Character.DECIMAL_DIGIT_NUMBER
            || type == Character.NON_SPACING_MARK
            || type == Character.COMBINING_SPACING_MARK;
    String text = Character.toString(c);
    return (word && Normalizer.normalize(text, Normalizer.Form.NFKC).equals(text))
        || (c < 128 && Character.isLetterOrDigit(c));
  }

  private static boolean isContextual(int c) {
    return c == 0xB7
        || c == 0x375
        || c == 0x5F3
        || c == 0x5F4
        || c == 0x30FB
        || c == 0x200C
        || c == 0x200D
        || (c >= 0x660 && c <= 0x669)
        || (c >= 0x6F0 && c <= 0x6F9);
  }

  /** RFC 5892, appendix A. */
  private static boolean fits(int[] points, int i) {
    int c = points[i];
    int before = i > 0 ? points[i - 1] : -1;
    int after = i + 1 < points.length ? points[i + 1] : -1;
    if (c == 0xB7) {
      return before == 'l' && after == 'l';
    }
    if (c == 0x375) {
      return after >= 0 && UnicodeScript.of(after) == UnicodeScript.GREEK;
    }
    if (c == 0x5F3 || c == 0x5F4) {
      return before >= 0 && UnicodeScript.of(before) == UnicodeScript.HEBREW;
    }
    if (c == 0x30FB) {
      return any(points, HostLabels::isJapanese);
    }
    if (c == 0x200C || c == 0x200D) {
      return before >= 0 && (isVirama(before) || (c == 0x200C && isJoining(before, after)));
    }
    return c < 0x6F0
        ? !any(points, p -> p >= 0x6F0 && p <= 0x6F9)
        : !any(points, p -> p >= 0x660 && p <= 0x669);
  }

  private static boolean any(int[] points, java.util.function.IntPredicate wanted) {
    return java.util.Arrays.stream(points).anyMatch(wanted);
  }

  private static boolean isJapanese(int c) {
    UnicodeScript script = UnicodeScript.of(c);
    return c != 0x30FB
        && (script == UnicodeScript.HIRAGANA
            || script == UnicodeScript.KATAKANA
            || script == UnicodeScript.HAN);
  }

  /** Marks with the combining class of a virama, which end a consonant's vowel. */
  private static boolean isVirama(int c) {
    String name = Character.getName(c);
    return name != null && (name.endsWith("SIGN VIRAMA") || name.endsWith("SIGN PULLI"));
  }

  private static boolean isJoining(int before, int after) {
    return after >= 0
        && UnicodeScript.of(before) == UnicodeScript.ARABIC
        && UnicodeScript.of(after) == UnicodeScript.ARABIC;
  }
}
