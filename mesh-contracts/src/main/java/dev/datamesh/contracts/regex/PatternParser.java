package dev.datamesh.contracts.regex;

import java.util.Locale;

/**
 * Reads the regular part of ECMA-262 patterns (with the u flag's code points) straight into an
 * {@link Nfa}. Back references, look-around and word boundaries are not regular enough and are
 * refused. For one thread at a time.
 */
final class PatternParser {

  private static final int DEEPEST = 200;
  private static final int MOST_REPEATS = 1_000;

  static final CharSet DIGIT = CharSet.range('0', '9');
  static final CharSet WORD = CharSet.ofRanges('0', '9', 'A', 'Z', '_', '_', 'a', 'z');
  static final CharSet SPACE =
      CharSet.ofRanges(
          9, 13, 32, 32, 0xA0, 0xA0, 0x1680, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x202F,
          0x205F, 0x205F, 0x3000, 0x3000, 0xFEFF, 0xFEFF);
  static final CharSet DOT = CharSet.ofRanges('\n', '\n', '\r', '\r', 0x2028, 0x2029).complement();

  /** A piece of the automaton. */
  record Part(int start, int end) {}

  private final String text;
  private final Nfa nfa;
  private final boolean unicodeClasses;
  private int at;

  PatternParser(String text, Nfa nfa, boolean unicodeClasses) {
    this.text = text;
    this.nfa = nfa;
    this.unicodeClasses = unicodeClasses;
  }

  Part parse() {
    Part part = alternatives(0);
    if (at < text.length()) {
      throw new UnsupportedPattern("it has a closing parenthesis too many");
    }
    return part;
  }

  private Part alternatives(int depth) {
    if (depth > DEEPEST) {
      throw new UnsupportedPattern("it is nested deeper than " + DEEPEST);
    }
    Part first = sequence(depth);
    if (!looking('|')) {
      return first;
    }
    int start = nfa.state();
    int end = nfa.state();
    join(start, first, end);
    while (looking('|')) {
      at++;
      join(start, sequence(depth), end);
    }
    return new Part(start, end);
  }

  private void join(int start, Part part, int end) {
    nfa.free(start, Nfa.When.ALWAYS, part.start());
    nfa.free(part.end(), Nfa.When.ALWAYS, end);
  }

  private Part sequence(int depth) {
    int start = nfa.state();
    int end = start;
    while (at < text.length() && !looking('|') && !looking(')')) {
      int from = at;
      Part part = quantified(from, atom(depth), depth);
      nfa.free(end, Nfa.When.ALWAYS, part.start());
      end = part.end();
    }
    return new Part(start, end);
  }

  private boolean looking(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private Part atom(int depth) {
    char c = text.charAt(at);
    return switch (c) {
      case '^', '$', '.', '\\' -> {
        at++;
        yield c == '^'
            ? assertion(Nfa.When.AT_BEGIN)
            : c == '$' ? assertion(Nfa.When.AT_END) : set(c == '.' ? DOT : escape(false));
      }
      case '(' -> group(depth);
      case '[' -> set(characterClass());
      case '*', '+', '?' ->
          throw new UnsupportedPattern("a quantifier stands where nothing can be repeated");
      default -> {
        int codePoint = text.codePointAt(at);
        at += Character.charCount(codePoint);
        yield set(CharSet.of(codePoint));
      }
    };
  }

  private Part assertion(Nfa.When when) {
    int start = nfa.state();
    int end = nfa.state();
    nfa.free(start, when, end);
    return new Part(start, end);
  }

  private Part set(CharSet set) {
    int start = nfa.state();
    int end = nfa.state();
    nfa.on(start, set, end);
    return new Part(start, end);
  }

  private Part group(int depth) {
    at++;
    if (looking('?')) {
      if (text.startsWith("?:", at)) {
        at += 2;
      } else if (text.startsWith("?<", at)
          && at + 2 < text.length()
          && text.charAt(at + 2) != '='
          && text.charAt(at + 2) != '!') {
        int close = text.indexOf('>', at);
        if (close < 0) {
          throw new UnsupportedPattern("a group's name has no end");
        }
        at = close + 1;
      } else {
        throw new UnsupportedPattern("it looks ahead or behind, which is not regular here");
      }
    }
    Part part = alternatives(depth + 1);
    if (!looking(')')) {
      throw new UnsupportedPattern("a closing parenthesis is missing");
    }
    at++;
    return part;
  }

  private Part quantified(int from, Part part, int depth) {
    if (at >= text.length()) {
      return part;
    }
    int least;
    int most;
    char c = text.charAt(at);
    if (c == '*') {
      least = 0;
      most = -1;
      at++;
    } else if (c == '+') {
      least = 1;
      most = -1;
      at++;
    } else if (c == '?') {
      least = 0;
      most = 1;
      at++;
    } else if (c == '{' && braces()) {
      at++;
      least = number();
      most = least;
      if (looking(',')) {
        at++;
        most = looking('}') ? -1 : number();
      }
      at++;
      if (most >= 0 && most < least) {
        throw new UnsupportedPattern("a repetition's bounds are in the wrong order");
      }
    } else {
      return part;
    }
    int to = at;
    if (looking('?')) {
      at++;
    }
    int rest = at;
    Part repeated = repeat(from, to, part, least, most, depth);
    at = rest;
    return repeated;
  }

  /** Whether the brace opens a repetition; otherwise it stands for itself. */
  private boolean braces() {
    int i = at + 1;
    int digits = 0;
    while (i < text.length() && Character.isDigit(text.charAt(i))) {
      i++;
      digits++;
    }
    if (digits == 0 || i >= text.length()) {
      return false;
    }
    if (text.charAt(i) == ',') {
      i++;
      while (i < text.length() && Character.isDigit(text.charAt(i))) {
        i++;
      }
    }
    return i < text.length() && text.charAt(i) == '}';
  }

  private int number() {
    long value = 0;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      value = Math.min(1_000_000, value * 10 + (text.charAt(at) - '0'));
      at++;
    }
    if (value > MOST_REPEATS) {
      throw new UnsupportedPattern("it repeats more than " + MOST_REPEATS + " times");
    }
    return (int) value;
  }

  /** Repeats by reading the same stretch of text again for every copy. */
  private Part repeat(int from, int to, Part first, int least, int most, int depth) {
    int start = nfa.state();
    int end = start;
    Part copy = first;
    boolean used = false;
    for (int i = 0; i < least; i++) {
      copy = used ? again(from, to, depth) : first;
      used = true;
      nfa.free(end, Nfa.When.ALWAYS, copy.start());
      end = copy.end();
    }
    if (most < 0) {
      copy = used ? again(from, to, depth) : first;
      int loop = nfa.state();
      nfa.free(end, Nfa.When.ALWAYS, loop);
      nfa.free(loop, Nfa.When.ALWAYS, copy.start());
      nfa.free(copy.end(), Nfa.When.ALWAYS, loop);
      return new Part(start, loop);
    }
    int last = nfa.state();
    for (int i = least; i < most; i++) {
      copy = used ? again(from, to, depth) : first;
      used = true;
      nfa.free(end, Nfa.When.ALWAYS, last);
      nfa.free(end, Nfa.When.ALWAYS, copy.start());
      end = copy.end();
    }
    nfa.free(end, Nfa.When.ALWAYS, last);
    return new Part(start, last);
  }

  private Part again(int from, int to, int depth) {
    at = from;
    Part copy = atom(depth);
    at = to;
    return copy;
  }

  private CharSet characterClass() {
    at++;
    boolean negated = looking('^');
    if (negated) {
      at++;
    }
    CharSet set = CharSet.NONE;
    while (true) {
      if (at >= text.length()) {
        throw new UnsupportedPattern("a character class has no end");
      }
      if (looking(']')) {
        at++;
        return negated ? set.complement() : set;
      }
      CharSet low = classAtom();
      if (looking('-') && at + 1 < text.length() && text.charAt(at + 1) != ']') {
        int dash = at;
        at++;
        CharSet high = classAtom();
        if (single(low) >= 0 && single(high) >= 0) {
          if (single(low) > single(high)) {
            throw new UnsupportedPattern("a range in a character class is in the wrong order");
          }
          set = set.union(CharSet.range(single(low), single(high)));
        } else {
          set = set.union(low).union(CharSet.of(text.charAt(dash))).union(high);
        }
      } else {
        set = set.union(low);
      }
    }
  }

  private static int single(CharSet set) {
    int[] bounds = set.bounds();
    return bounds.length == 2 && bounds[0] == bounds[1] ? bounds[0] : -1;
  }

  private CharSet classAtom() {
    if (looking('\\')) {
      at++;
      return escape(true);
    }
    int codePoint = text.codePointAt(at);
    at += Character.charCount(codePoint);
    return CharSet.of(codePoint);
  }

  private CharSet escape(boolean inClass) {
    if (at >= text.length()) {
      throw new UnsupportedPattern("it ends with a backslash");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case 'd' -> digits();
      case 'D' -> digits().complement();
      case 'w' -> words();
      case 'W' -> words().complement();
      case 's' -> SPACE;
      case 'S' -> SPACE.complement();
      case 't' -> CharSet.of('\t');
      case 'n' -> CharSet.of('\n');
      case 'r' -> CharSet.of('\r');
      case 'f' -> CharSet.of('\f');
      case 'v' -> CharSet.of(0x0B);
      case 'b', 'B', 'k' -> {
        if (c == 'b' && inClass) {
          yield CharSet.of('\b');
        }
        throw new UnsupportedPattern("\\" + c + " is not regular here");
      }
      case 'c' -> control();
      case 'x' -> CharSet.of(hex(2));
      case 'u' -> CharSet.of(unicode());
      case 'p' -> property();
      case 'P' -> property().complement();
      default -> literal(c);
    };
  }

  private CharSet digits() {
    return unicodeClasses ? CharSet.matching(Character::isDigit) : DIGIT;
  }

  private CharSet words() {
    return unicodeClasses
        ? CharSet.matching(
            p ->
                Character.isLetterOrDigit(p)
                    || p == '_'
                    || Character.getType(p) == Character.NON_SPACING_MARK)
        : WORD;
  }

  private CharSet literal(char c) {
    if (c == '0' && (at >= text.length() || !Character.isDigit(text.charAt(at)))) {
      return CharSet.of(0);
    }
    if (c >= '0' && c <= '9') {
      throw new UnsupportedPattern("it refers back to a group");
    }
    if (c < 128 && Character.isLetter(c)) {
      throw new UnsupportedPattern("\\" + c + " has no meaning in ECMA-262");
    }
    if (Character.isHighSurrogate(c) && at < text.length()) {
      return CharSet.of(Character.toCodePoint(c, text.charAt(at++)));
    }
    return CharSet.of(c);
  }

  private CharSet control() {
    if (at < text.length() && text.charAt(at) < 128 && Character.isLetter(text.charAt(at))) {
      return CharSet.of(text.charAt(at++) % 32);
    }
    throw new UnsupportedPattern("\\c stands without a letter");
  }

  private int hex(int digits) {
    if (at + digits > text.length()) {
      throw new UnsupportedPattern("an escape has too few digits");
    }
    try {
      int value = Integer.parseInt(text.substring(at, at + digits), 16);
      at += digits;
      return value;
    } catch (NumberFormatException e) {
      throw new UnsupportedPattern("an escape has a digit that is not hexadecimal");
    }
  }

  private int unicode() {
    if (looking('{')) {
      int close = text.indexOf('}', at);
      if (close < 0 || close - at > 7 || close == at + 1) {
        throw new UnsupportedPattern("an escape has no end");
      }
      at++;
      int value = hex(close - at);
      at = close + 1;
      if (value > CharSet.MAX) {
        throw new UnsupportedPattern("an escape is beyond Unicode");
      }
      return value;
    }
    int unit = hex(4);
    if (Character.isHighSurrogate((char) unit) && text.startsWith("\\u", at)) {
      int before = at;
      at += 2;
      int low = hex(4);
      if (Character.isLowSurrogate((char) low)) {
        return Character.toCodePoint((char) unit, (char) low);
      }
      at = before;
    }
    return unit;
  }

  private CharSet property() {
    int close = text.indexOf('}', at);
    if (!looking('{') || close < 0) {
      throw new UnsupportedPattern("\\p stands without a property");
    }
    String name = text.substring(at + 1, close);
    at = close + 1;
    return UnicodeProperty.named(name.replace("_", "").toLowerCase(Locale.ROOT), name);
  }
}
