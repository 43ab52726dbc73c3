package dev.datamesh.contracts.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of ECMA-262 as JSON Schema uses it: found anywhere in the text unless anchored. It
 * matches in time linear in the text, whatever the pattern. Where engines disagree beyond ASCII (on
 * \d and \w), the answer is that it is not known. Safe for use by many threads.
 */
public final class Pattern {

  private static final int MOST_STATES = 20_000;
  private static final int MOST_DFA_STATES = 2_000;

  private final String text;
  private final @Nullable Nfa nfa;
  private final PatternParser.@Nullable Part part;
  private final String unsupported;
  private final boolean classes;
  private @Nullable Dfa dfa;
  private boolean tried;
  private @Nullable Pattern wide;

  private Pattern(
      String text,
      @Nullable Nfa nfa,
      PatternParser.@Nullable Part part,
      String unsupported,
      boolean classes) {
    this.text = text;
    this.nfa = nfa;
    this.part = part;
    this.unsupported = unsupported;
    this.classes = classes;
  }

  /** Never throws: see {@link #unsupported()}. */
  public static Pattern of(String text) {
    return of(text, false);
  }

  /** A pattern that is known by its language alone. */
  public static Pattern ofLanguage(Dfa language) {
    Pattern pattern =
        new Pattern("(language " + System.identityHashCode(language) + ")", null, null, "", false);
    pattern.dfa = language;
    pattern.tried = true;
    return pattern;
  }

  private static Pattern of(String text, boolean unicodeClasses) {
    boolean classes =
        !unicodeClasses
            && (text.contains("\\d")
                || text.contains("\\D")
                || text.contains("\\w")
                || text.contains("\\W"));
    try {
      Nfa nfa = new Nfa(MOST_STATES);
      PatternParser.Part part = new PatternParser(text, nfa, unicodeClasses).parse();
      return new Pattern(text, nfa, part, "", classes);
    } catch (UnsupportedPattern e) {
      return new Pattern(text, null, null, String.valueOf(e.getMessage()), false);
    }
  }

  public String text() {
    return text;
  }

  /** Why the pattern cannot be judged; empty if it can. */
  public String unsupported() {
    return unsupported;
  }

  /** Whether it is found in a text; empty where that is not known. */
  public Optional<Boolean> findIn(String value) {
    if (nfa == null || part == null) {
      Dfa language = dfa;
      return language == null ? Optional.empty() : Optional.of(language.accepts(value));
    }
    boolean found = found(nfa, part, value);
    if (classes && !value.chars().allMatch(c -> c < 128)) {
      Pattern other = wide();
      if (other.nfa == null || other.part == null || found(other.nfa, other.part, value) != found) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private synchronized Pattern wide() {
    Pattern known = wide;
    if (known == null) {
      known = of(text, true);
      wide = known;
    }
    return known;
  }

  /** The texts in which it is found; empty where it is not supported or needs too many states. */
  public synchronized Optional<Dfa> language() {
    if (!tried && nfa != null && part != null) {
      dfa = new Subsets(nfa, part).determinise();
    }
    tried = true;
    return Optional.ofNullable(dfa);
  }

  private boolean found(Nfa automaton, PatternParser.Part whole, String value) {
    Dfa known;
    synchronized (this) {
      known = dfa;
    }
    if (known != null && automaton == nfa) {
      return known.accepts(value);
    }
    Subsets subsets = new Subsets(automaton, whole);
    BitSet now = subsets.first();
    if (subsets.accepts(now, true)) {
      if (subsets.acceptsAnywhere(now)) {
        return true;
      }
      if (value.isEmpty()) {
        return true;
      }
    }
    for (int i = 0; i < value.length(); ) {
      int codePoint = value.codePointAt(i);
      i += Character.charCount(codePoint);
      now = subsets.next(now, codePoint);
      if (subsets.acceptsAnywhere(now)) {
        return true;
      }
    }
    return !value.isEmpty() && subsets.accepts(now, false);
  }

  @Override
  public String toString() {
    return text;
  }

  /** Sets of states of the automaton, as the text is read. */
  private static final class Subsets {

    private final Nfa nfa;
    private final PatternParser.Part part;

    Subsets(Nfa nfa, PatternParser.Part part) {
      this.nfa = nfa;
      this.part = part;
    }

    BitSet first() {
      BitSet set = new BitSet(nfa.size());
      close(set, part.start(), true, false);
      return set;
    }

    /** The states after a character; a match may also begin behind it. */
    BitSet next(BitSet now, int codePoint) {
      BitSet set = new BitSet(nfa.size());
      if (now.get(part.end())) {
        set.set(part.end());
      }
      close(set, part.start(), false, false);
      for (int s = now.nextSetBit(0); s >= 0; s = now.nextSetBit(s + 1)) {
        for (Nfa.CharEdge edge : nfa.chars.get(s)) {
          if (edge.on().contains(codePoint)) {
            close(set, edge.to(), false, false);
          }
        }
      }
      return set;
    }

    boolean acceptsAnywhere(BitSet set) {
      return set.get(part.end());
    }

    /** Whether the text may end here. */
    boolean accepts(BitSet set, boolean atBegin) {
      if (set.get(part.end())) {
        return true;
      }
      BitSet end = new BitSet(nfa.size());
      for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
        close(end, s, atBegin, true);
      }
      return end.get(part.end());
    }

    private void close(BitSet set, int from, boolean atBegin, boolean atEnd) {
      if (set.get(from)) {
        return;
      }
      int[] stack = new int[64];
      int top = 0;
      stack[top++] = from;
      set.set(from);
      while (top > 0) {
        int state = stack[--top];
        for (Nfa.FreeEdge edge : nfa.free.get(state)) {
          boolean open =
              edge.when() == Nfa.When.ALWAYS
                  || (edge.when() == Nfa.When.AT_BEGIN && atBegin)
                  || (edge.when() == Nfa.When.AT_END && atEnd);
          if (open && !set.get(edge.to())) {
            set.set(edge.to());
            if (top == stack.length) {
              stack = Arrays.copyOf(stack, top * 2);
            }
            stack[top++] = edge.to();
          }
        }
      }
    }

    /** All reachable sets become states; once a match is found, what follows does not matter. */
    @Nullable Dfa determinise() {
      Map<BitSet, Integer> numbers = new HashMap<>();
      List<BitSet> sets = new ArrayList<>();
      List<Boolean> accepts = new ArrayList<>();
      List<int[]> starts = new ArrayList<>();
      List<int[]> targets = new ArrayList<>();
      sets.add(first());
      accepts.add(accepts(sets.get(0), true));
      long work = 0;
      for (int i = 0; i < sets.size(); i++) {
        BitSet set = sets.get(i);
        if (acceptsAnywhere(set)) {
          starts.add(new int[] {0});
          targets.add(new int[] {i});
          continue;
        }
        int[] cuts = cuts(set);
        int[] to = new int[cuts.length];
        for (int k = 0; k < cuts.length; k++) {
          work += set.cardinality();
          BitSet after = next(set, cuts[k]);
          Integer number = numbers.get(after);
          if (number == null) {
            number = sets.size();
            numbers.put(after, number);
            sets.add(after);
            accepts.add(accepts(after, false));
          }
          to[k] = number;
        }
        if (sets.size() > MOST_DFA_STATES || work > 5_000_000) {
          return null;
        }
        starts.add(cuts);
        targets.add(to);
      }
      boolean[] accepting = new boolean[sets.size()];
      for (int i = 0; i < accepting.length; i++) {
        accepting[i] = accepts.get(i);
      }
      return new Dfa(starts.toArray(int[][]::new), targets.toArray(int[][]::new), accepting);
    }

    private int[] cuts(BitSet set) {
      TreeSet<Integer> cuts = new TreeSet<>();
      cuts.add(0);
      for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
        for (Nfa.CharEdge edge : nfa.chars.get(s)) {
          int[] bounds = edge.on().bounds();
          for (int b = 0; b < bounds.length; b += 2) {
            cuts.add(bounds[b]);
            if (bounds[b + 1] < CharSet.MAX) {
              cuts.add(bounds[b + 1] + 1);
            }
          }
        }
      }
      return cuts.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
