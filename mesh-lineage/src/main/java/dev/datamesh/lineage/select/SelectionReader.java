package dev.datamesh.lineage.select;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a selection. For one text. */
final class SelectionReader {

  static final Set<String> METHODS =
      Set.of("name", "domain", "owner", "tag", "kind", "type", "asof", "column");
  private static final String CONFIDENCE = "confidence>=";

  private final String text;
  private int at;

  SelectionReader(String text) {
    this.text = text;
  }

  /** Terms joined by blanks, of terms intersected by commas. */
  List<List<Term>> read() {
    List<List<Term>> union = new ArrayList<>();
    skipBlanks();
    while (at < text.length()) {
      List<Term> intersection = new ArrayList<>();
      intersection.add(term());
      while (at < text.length() && text.charAt(at) == ',') {
        at++;
        intersection.add(term());
      }
      if (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        throw problem(at, "expected a blank or a comma");
      }
      union.add(intersection);
      skipBlanks();
    }
    return union;
  }

  private Term term() {
    int place = at + 1;
    boolean family = at < text.length() && text.charAt(at) == '@';
    if (family) {
      at++;
    }
    int up = parents();
    if (family && up != Term.NOT) {
      throw problem(place - 1, "@ already stands for all ancestors; leave out the + before");
    }
    String method = "";
    String value;
    if (text.startsWith(CONFIDENCE, at)) {
      at += CONFIDENCE.length();
      method = CONFIDENCE;
      value = word(false);
    } else {
      value = word(true);
      if (at < text.length() && text.charAt(at) == ':') {
        method = value;
        if (!METHODS.contains(method)) {
          throw problem(
              place - 1,
              "unknown method \"%s\"; expected domain, owner, tag, kind, type, confidence>=, asof,"
                      .formatted(method)
                  + " column or name");
        }
        at++;
        value = word(false);
      }
    }
    if (value.isEmpty()) {
      throw problem(at, "expected a name");
    }
    int down = children();
    if (family && down != Term.NOT) {
      throw problem(place - 1, "@ already stands for all descendants; leave out the + behind");
    }
    return new Term(family, up, method, value, down, place);
  }

  /** {@code +} or {@code 2+} before a name; digits without a plus are part of the name. */
  private int parents() {
    int end = at;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    if (end < text.length() && text.charAt(end) == '+') {
      int hops = hops(at, end);
      at = end + 1;
      return hops;
    }
    return Term.NOT;
  }

  private int children() {
    if (at >= text.length() || text.charAt(at) != '+') {
      return Term.NOT;
    }
    int start = ++at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return hops(start, at);
  }

  private int hops(int start, int end) {
    if (start == end) {
      return Term.ANY;
    }
    try {
      return Integer.parseInt(text.substring(start, end));
    } catch (NumberFormatException e) {
      throw problem(start, "too many hops: " + text.substring(start, end));
    }
  }

  private String word(boolean mayBeMethod) {
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      return quoted(text.charAt(at));
    }
    int start = at;
    while (at < text.length() && !endsWord(text.charAt(at), mayBeMethod)) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean endsWord(char c, boolean mayBeMethod) {
    return Character.isWhitespace(c)
        || c == ','
        || c == '+'
        || c == '@'
        || c == '"'
        || (c == ':' && mayBeMethod);
  }

  private String quoted(char quote) {
    int start = at++;
    StringBuilder word = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      word.append(text.charAt(at++));
    }
    if (at >= text.length()) {
      throw problem(start, "the quote is not closed");
    }
    at++;
    return word.toString();
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private InvalidInputException problem(int index, String message) {
    return new InvalidInputException(
        "Cannot read the selection \"%s\"".formatted(text),
        List.of(new Problem("", new SourcePosition("selection", 1, index + 1), message)));
  }
}
