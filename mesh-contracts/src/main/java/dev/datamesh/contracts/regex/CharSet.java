package dev.datamesh.contracts.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A set of Unicode code points as sorted, disjoint, closed ranges: {@code from, to, from, to…}.
 * Immutable.
 */
public final class CharSet {

  static final int MAX = Character.MAX_CODE_POINT;

  /** No code point. */
  public static final CharSet NONE = new CharSet(new int[0]);

  /** Every code point. */
  public static final CharSet ALL = new CharSet(new int[] {0, MAX});

  private final int[] bounds;

  private CharSet(int[] bounds) {
    this.bounds = bounds;
  }

  static CharSet of(int codePoint) {
    return new CharSet(new int[] {codePoint, codePoint});
  }

  static CharSet range(int from, int to) {
    return from > to ? NONE : new CharSet(new int[] {from, to});
  }

  /** All of the given ranges, in any order, overlapping or not. */
  static CharSet ofRanges(int... pairs) {
    List<int[]> ranges = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      ranges.add(new int[] {pairs[i], pairs[i + 1]});
    }
    ranges.sort((a, b) -> Integer.compare(a[0], b[0]));
    int[] merged = new int[pairs.length];
    int size = 0;
    for (int[] range : ranges) {
      if (size > 0 && range[0] <= merged[size - 1] + 1) {
        merged[size - 1] = Math.max(merged[size - 1], range[1]);
      } else {
        merged[size++] = range[0];
        merged[size++] = range[1];
      }
    }
    return new CharSet(Arrays.copyOf(merged, size));
  }

  static CharSet matching(IntPredicate wanted) {
    int[] bounds = new int[64];
    int size = 0;
    int from = -1;
    for (int c = 0; c <= MAX + 1; c++) {
      boolean in = c <= MAX && wanted.test(c);
      if (in && from < 0) {
        from = c;
      } else if (!in && from >= 0) {
        if (size == bounds.length) {
          bounds = Arrays.copyOf(bounds, size * 2);
        }
        bounds[size++] = from;
        bounds[size++] = c - 1;
        from = -1;
      }
    }
    return new CharSet(Arrays.copyOf(bounds, size));
  }

  CharSet union(CharSet other) {
    int[] pairs = Arrays.copyOf(bounds, bounds.length + other.bounds.length);
    System.arraycopy(other.bounds, 0, pairs, bounds.length, other.bounds.length);
    return ofRanges(pairs);
  }

  CharSet complement() {
    int[] gaps = new int[bounds.length + 2];
    int size = 0;
    int next = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      if (bounds[i] > next) {
        gaps[size++] = next;
        gaps[size++] = bounds[i] - 1;
      }
      next = bounds[i + 1] + 1;
    }
    if (next <= MAX) {
      gaps[size++] = next;
      gaps[size++] = MAX;
    }
    return new CharSet(Arrays.copyOf(gaps, size));
  }

  boolean contains(int codePoint) {
    int low = 0;
    int high = bounds.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (codePoint < bounds[2 * middle]) {
        high = middle - 1;
      } else if (codePoint > bounds[2 * middle + 1]) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return bounds.length == 0;
  }

  int[] bounds() {
    return bounds;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CharSet that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }
}
