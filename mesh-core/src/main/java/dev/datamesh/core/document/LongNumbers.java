package dev.datamesh.core.document;

/**
 * Finds a number with too many digits before a parser collects it: the parser judges a number's
 * length only once it holds all of it. Looks at every so manieth character, of which a run that is
 * too long must cover one. For one thread at a time.
 */
final class LongNumbers {

  private final String text;
  private final int digits;

  /** How far the text was looked at for strings, and whether that place lies in one. */
  private int seen;

  private boolean inString;

  /** The end of the run that was judged last. */
  private int judged;

  LongNumbers(String text, int digits) {
    this.text = text;
    this.digits = digits;
  }

  /** A run of digits of a number. */
  record Run(int start, int length) {}

  /** The first number of a JSON text with a longer run of digits; null where there is none. */
  @org.jspecify.annotations.Nullable
  Run find() {
    for (long at = digits; at < text.length(); at += digits + 1L) {
      if (!isDigit((int) at)) {
        continue;
      }
      int start = (int) at;
      while (start > judged && isDigit(start - 1)) {
        start--;
      }
      int end = (int) at + 1;
      while (end < text.length() && isDigit(end)) {
        end++;
      }
      if (end - start > digits && isOfNumber(start) && !isInString(start)) {
        return new Run(start, end - start);
      }
      judged = end;
      at = Math.max(at, end - 1L);
    }
    return null;
  }

  /** Whether the word around a run begins as a number does; parts of a judged word are skipped. */
  private boolean isOfNumber(int run) {
    int start = run;
    while (start > judged && "0123456789+-.eE".indexOf(text.charAt(start - 1)) >= 0) {
      start--;
    }
    if (start == judged && judged > 0) {
      return false;
    }
    boolean begins = isDigit(start) || text.charAt(start) == '-';
    return begins && (start == 0 || " \t\r\n[,:".indexOf(text.charAt(start - 1)) >= 0);
  }

  private boolean isInString(int place) {
    for (; seen < place; seen++) {
      char c = text.charAt(seen);
      if (c == '"') {
        inString = !inString;
      } else if (c == '\\' && inString) {
        seen++;
      }
    }
    return inString;
  }

  private boolean isDigit(int place) {
    char c = text.charAt(place);
    return c >= '0' && c <= '9';
  }
}
