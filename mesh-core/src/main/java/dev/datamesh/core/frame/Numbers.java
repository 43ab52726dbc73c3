package dev.datamesh.core.frame;

import java.math.BigDecimal;

/** Reads numbers from characters without making strings of them. */
final class Numbers {

  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final long EXACT = 1L << 53;

  private Numbers() {}

  /** Whether the characters are an integer of 64 bits. */
  static boolean isLong(char[] text, int at, int length) {
    int end = at + length;
    int first = length > 0 && (text[at] == '-' || text[at] == '+') ? at + 1 : at;
    if (first == end) {
      return false;
    }
    boolean negative = text[at] == '-';
    long value = 0;
    for (int i = first; i < end; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
        return false;
      }
      value = value * 10 - digit;
    }
    return negative || value != Long.MIN_VALUE;
  }

  /** The integer; call where {@link #isLong} holds. */
  static long toLong(char[] text, int at, int length) {
    boolean negative = text[at] == '-';
    long value = 0;
    for (int i = negative || text[at] == '+' ? at + 1 : at; i < at + length; i++) {
      value = value * 10 - (text[i] - '0');
    }
    return negative ? value : -value;
  }

  /**
   * The double nearest to the characters. Up to 2^53 and 22 digits of scale one multiplication or
   * division is exact (Clinger 1990); the JDK does the rest.
   *
   * @throws NumberFormatException where this is no number
   */
  static double toDouble(char[] text, int at, int length) {
    int end = at + length;
    int i = at;
    boolean negative = length > 0 && text[at] == '-';
    if (negative || (length > 0 && text[at] == '+')) {
      i++;
    }
    long mantissa = 0;
    int scale = 0;
    int digits = 0;
    boolean point = false;
    for (; i < end; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        if (mantissa > EXACT / 10) {
          return slowly(text, at, length);
        }
        mantissa = mantissa * 10 + digit;
        digits++;
        scale += point ? 1 : 0;
      } else if (text[i] == '.' && !point) {
        point = true;
      } else {
        return slowly(text, at, length);
      }
    }
    if (digits == 0) {
      throw new NumberFormatException();
    }
    if (mantissa > EXACT || scale > 22) {
      return slowly(text, at, length);
    }
    double value = mantissa / POWERS[scale];
    return negative ? -value : value;
  }

  /** The float nearest to the characters, not the float nearest to their double. */
  static float toFloat(char[] text, int at, int length) {
    double value = toDouble(text, at, length);
    return Double.isFinite(value) ? Float.parseFloat(new String(text, at, length)) : (float) value;
  }

  private static double slowly(char[] text, int at, int length) {
    String word = new String(text, at, length);
    return switch (word) {
      case "NaN", "nan" -> Double.NaN;
      case "Infinity", "+Infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      default -> plain(word);
    };
  }

  private static double plain(String word) {
    for (int i = 0; i < word.length(); i++) {
      if ("0123456789+-.eE".indexOf(word.charAt(i)) < 0) {
        throw new NumberFormatException();
      }
    }
    return Double.parseDouble(word);
  }

  /**
   * The unscaled value of a decimal at this scale.
   *
   * @throws ArithmeticException where digits would be lost or the precision is passed
   * @throws NumberFormatException where this is no number
   */
  static BigDecimal toDecimal(BigDecimal value, int precision, int scale) {
    BigDecimal exact = value.setScale(scale, java.math.RoundingMode.UNNECESSARY);
    if (exact.precision() > precision) {
      throw new ArithmeticException();
    }
    return exact;
  }
}
