package dev.datamesh.contracts.regex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A complete deterministic automaton over ranges of code points: a regular language, closed under
 * complement and intersection. Immutable.
 */
public final class Dfa {

  /** Every text. */
  public static final Dfa ALL = new Dfa(new int[][] {{0}}, new int[][] {{0}}, new boolean[] {true});

  /**
   * Starts of the ranges a state's edges cover, ascending from 0; the edge covers up to the next.
   */
  private final int[][] starts;

  private final int[][] targets;
  private final boolean[] accepts;

  Dfa(int[][] starts, int[][] targets, boolean[] accepts) {
    this.starts = starts;
    this.targets = targets;
    this.accepts = accepts;
  }

  /** The texts that are exactly this one. */
  public static Dfa text(String text) {
    int[] points = text.codePoints().toArray();
    int n = points.length;
    int[][] starts = new int[n + 2][];
    int[][] targets = new int[n + 2][];
    boolean[] accepts = new boolean[n + 2];
    int sink = n + 1;
    for (int i = 0; i < n; i++) {
      int c = points[i];
      if (c == 0) {
        starts[i] = new int[] {0, 1};
        targets[i] = new int[] {i + 1, sink};
      } else if (c == CharSet.MAX) {
        starts[i] = new int[] {0, c};
        targets[i] = new int[] {sink, i + 1};
      } else {
        starts[i] = new int[] {0, c, c + 1};
        targets[i] = new int[] {sink, i + 1, sink};
      }
    }
    starts[n] = new int[] {0};
    targets[n] = new int[] {sink};
    accepts[n] = true;
    starts[sink] = new int[] {0};
    targets[sink] = new int[] {sink};
    return new Dfa(starts, targets, accepts);
  }

  /** The texts of at least and at most so many code points; most below 0 is no bound. */
  public static Dfa length(int least, int most) {
    int n = (most < 0 ? least : most) + 1;
    int size = most < 0 ? n : n + 1;
    int[][] starts = new int[size][];
    int[][] targets = new int[size][];
    boolean[] accepts = new boolean[size];
    for (int i = 0; i < size; i++) {
      starts[i] = new int[] {0};
      targets[i] = new int[] {Math.min(i + 1, size - 1)};
      accepts[i] = i >= least && (most < 0 || i <= most);
    }
    return new Dfa(starts, targets, accepts);
  }

  public int size() {
    return accepts.length;
  }

  /** Ranges of characters over all states: what computing with it costs. */
  public int ranges() {
    int ranges = 0;
    for (int[] from : starts) {
      ranges += from.length;
    }
    return ranges;
  }

  public boolean accepts(String text) {
    int state = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      state = step(state, codePoint);
    }
    return accepts[state];
  }

  private int step(int state, int codePoint) {
    int[] from = starts[state];
    int found = Arrays.binarySearch(from, codePoint);
    return targets[state][found >= 0 ? found : -found - 2];
  }

  /** The texts that this one refuses. */
  public Dfa complement() {
    boolean[] other = new boolean[accepts.length];
    for (int i = 0; i < other.length; i++) {
      other[i] = !accepts[i];
    }
    return new Dfa(starts, targets, other);
  }

  /** The texts of both; empty where the product has more states than the limit. */
  public Optional<Dfa> and(Dfa other, int limit) {
    Map<Long, Integer> numbers = new HashMap<>();
    List<long[]> pairs = new ArrayList<>();
    List<int[]> newStarts = new ArrayList<>();
    List<int[]> newTargets = new ArrayList<>();
    numbers.put(0L, 0);
    pairs.add(new long[] {0, 0});
    for (int i = 0; i < pairs.size(); i++) {
      if (pairs.size() > limit) {
        return Optional.empty();
      }
      int left = (int) pairs.get(i)[0];
      int right = (int) pairs.get(i)[1];
      int[] from = new int[starts[left].length + other.starts[right].length - 1];
      int[] to = new int[from.length];
      int size = 0;
      int a = 0;
      int b = 0;
      int at = 0;
      while (at >= 0) {
        long key = ((long) targets[left][a] << 32) | other.targets[right][b];
        Integer number = numbers.get(key);
        if (number == null) {
          number = pairs.size();
          numbers.put(key, number);
          pairs.add(new long[] {targets[left][a], other.targets[right][b]});
        }
        if (size == 0 || to[size - 1] != number) {
          from[size] = at;
          to[size++] = number;
        }
        int nextLeft = next(starts[left], a);
        int nextRight = next(other.starts[right], b);
        at = Math.min(nextLeft, nextRight);
        a += nextLeft == at ? 1 : 0;
        b += nextRight == at ? 1 : 0;
        at = at == Integer.MAX_VALUE ? -1 : at;
      }
      newStarts.add(Arrays.copyOf(from, size));
      newTargets.add(Arrays.copyOf(to, size));
    }
    boolean[] newAccepts = new boolean[pairs.size()];
    for (int i = 0; i < newAccepts.length; i++) {
      newAccepts[i] = accepts[(int) pairs.get(i)[0]] && other.accepts[(int) pairs.get(i)[1]];
    }
    return Optional.of(
        new Dfa(newStarts.toArray(int[][]::new), newTargets.toArray(int[][]::new), newAccepts));
  }

  /** Where the next range starts; behind the last one there is none. */
  private static int next(int[] starts, int at) {
    return at + 1 < starts.length ? starts[at + 1] : Integer.MAX_VALUE;
  }

  /** Whether no text is accepted. */
  public boolean isEmpty() {
    return shortest().isEmpty();
  }

  /** A shortest text, of plain characters where there is a choice. */
  public Optional<String> shortest() {
    List<String> one = some(1, 0);
    return one.isEmpty() ? Optional.empty() : Optional.of(one.get(0));
  }

  /**
   * Up to so many different texts, short ones first.
   *
   * @param wanted how many
   * @param leastLength in code points
   */
  public List<String> some(int wanted, int leastLength) {
    int[] distance = distanceToAccept();
    List<String> found = new ArrayList<>();
    if (distance[0] == Integer.MAX_VALUE) {
      return found;
    }
    ArrayDeque<Step> queue = new ArrayDeque<>();
    queue.add(new Step(0, null, 0, 0));
    int work = 0;
    while (!queue.isEmpty() && found.size() < wanted && work++ < 20_000) {
      Step step = queue.poll();
      if (accepts[step.state] && step.length >= leastLength) {
        found.add(step.text());
      }
      spread(step, distance, queue, wanted);
    }
    return found;
  }

  private void spread(Step step, int[] distance, ArrayDeque<Step> queue, int wanted) {
    int[] from = starts[step.state];
    boolean[] seen = wanted == 1 ? new boolean[accepts.length] : new boolean[0];
    for (int k = 0; k < from.length; k++) {
      int to = targets[step.state][k];
      if (distance[to] == Integer.MAX_VALUE || (seen.length > 0 && seen[to])) {
        continue;
      }
      if (wanted == 1 && distance[to] != distance[step.state] - 1 && distance[step.state] > 0) {
        continue;
      }
      if (seen.length > 0) {
        seen[to] = true;
      }
      int last = k + 1 < from.length ? from[k + 1] - 1 : CharSet.MAX;
      int copies = wanted == 1 ? 1 : Math.min(3, last - from[k] + 1);
      for (int n = 0; n < copies; n++) {
        queue.add(new Step(to, step, pleasant(from[k], last, n), step.length + 1));
      }
    }
  }

  /** A letter or digit of the range where there is one, else what can be printed, else anything. */
  private static int pleasant(int first, int last, int skip) {
    int[][] liked = {{'a', 'z'}, {'0', '9'}, {'A', 'Z'}, {'!', '~'}, {0xA1, 0xD7FF}};
    int left = skip;
    for (int[] range : liked) {
      int low = Math.max(first, range[0]);
      int high = Math.min(last, range[1]);
      if (low <= high) {
        if (low + left <= high) {
          return low + left;
        }
        left -= high - low + 1;
      }
    }
    int any = Math.min(last, first + skip);
    return any >= 0xD800 && any <= 0xDFFF && last > 0xDFFF ? 0xE000 : any;
  }

  private int[] distanceToAccept() {
    int[] distance = new int[accepts.length];
    Arrays.fill(distance, Integer.MAX_VALUE);
    List<List<Integer>> back = new ArrayList<>();
    for (int i = 0; i < accepts.length; i++) {
      back.add(new ArrayList<>());
    }
    for (int i = 0; i < accepts.length; i++) {
      for (int k = 0; k < targets[i].length; k++) {
        if (usable(i, k)) {
          back.get(targets[i][k]).add(i);
        }
      }
    }
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int i = 0; i < accepts.length; i++) {
      if (accepts[i]) {
        distance[i] = 0;
        queue.add(i);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.poll();
      for (int before : back.get(state)) {
        if (distance[before] == Integer.MAX_VALUE) {
          distance[before] = distance[state] + 1;
          queue.add(before);
        }
      }
    }
    return distance;
  }

  /** Lone surrogates are no characters: an edge of nothing else leads nowhere. */
  private boolean usable(int state, int edge) {
    int from = starts[state][edge];
    int last = edge + 1 < starts[state].length ? starts[state][edge + 1] - 1 : CharSet.MAX;
    return from < 0xD800 || last > 0xDFFF;
  }

  private static final class Step {
    private final int state;
    private final @org.jspecify.annotations.Nullable Step before;
    private final int codePoint;
    private final int length;

    Step(int state, @org.jspecify.annotations.Nullable Step before, int codePoint, int length) {
      this.state = state;
      this.before = before;
      this.codePoint = codePoint;
      this.length = length;
    }

    String text() {
      int[] points = new int[length];
      Step step = this;
      for (int i = length - 1; i >= 0 && step != null; i--) {
        points[i] = step.codePoint;
        step = step.before;
      }
      return new String(points, 0, length);
    }
  }
}
