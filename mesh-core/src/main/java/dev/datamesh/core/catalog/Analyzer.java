package dev.datamesh.core.catalog;

import java.text.Normalizer;
import java.util.function.Consumer;

/**
 * Cuts texts into words: runs of letters and digits, so that {@code daily_revenue-api} is three,
 * without case and accents, so that {@code Logística} is {@code logistica}.
 */
final class Analyzer {

  private Analyzer() {}

  static void words(String text, Consumer<String> each) {
    int length = text.length();
    int start = -1;
    boolean plain = true;
    for (int i = 0; i <= length; i++) {
      char c = i < length ? text.charAt(i) : ' ';
      boolean inside = c < 0x80 ? isAsciiWord(c) : isWordAt(text, i);
      if (inside) {
        if (start < 0) {
          start = i;
          plain = true;
        }
        plain &= c < 0x80 && !(c >= 'A' && c <= 'Z');
      } else if (start >= 0) {
        String word = text.substring(start, i);
        String folded = plain ? word : fold(word);
        if (!folded.isEmpty()) {
          each.accept(folded);
        }
        start = -1;
      }
    }
  }

  private static boolean isAsciiWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isWordAt(String text, int i) {
    char c = text.charAt(i);
    int point = c;
    if (Character.isHighSurrogate(c)) {
      point = text.codePointAt(i);
    } else if (Character.isLowSurrogate(c) && i > 0) {
      point = text.codePointAt(i - 1);
    }
    int type = Character.getType(point);
    return Character.isLetterOrDigit(point)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  /** Lower case without accents; the letters that no decomposition takes apart are spelled out. */
  static String fold(String word) {
    String decomposed = Normalizer.normalize(word, Normalizer.Form.NFD);
    StringBuilder folded = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); i++) {
      char c = Character.toLowerCase(decomposed.charAt(i));
      if (c < 0x80) {
        folded.append(c);
      } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
        append(folded, c);
      }
    }
    return folded.toString();
  }

  private static void append(StringBuilder folded, char c) {
    switch (c) {
      case 'ß' -> folded.append("ss");
      case 'æ' -> folded.append("ae");
      case 'œ' -> folded.append("oe");
      case 'ø' -> folded.append('o');
      case 'ð', 'đ' -> folded.append('d');
      case 'ł' -> folded.append('l');
      case 'þ' -> folded.append("th");
      case 'ı' -> folded.append('i');
      default -> folded.append(c);
    }
  }
}
