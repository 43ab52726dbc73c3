package dev.datamesh.featurestore.offline;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The order of a batch's rows by key, event time, created time and place in the batch. Keys become
 * whole numbers in their order first; then everything is sorted by stable radix passes, of which
 * those are left out that change nothing.
 */
final class BatchOrder {

  private static final int DIGIT = 11;
  private static final int BUCKETS = 1 << DIGIT;

  private BatchOrder() {}

  /** Row numbers in their order. */
  static int[] of(List<Cells> keys, long[] events, long @Nullable [] created, int rows) {
    int[] order = new int[rows];
    Arrays.setAll(order, row -> row);
    if (!inTimeOrder(events, created, rows)) {
      order = created == null ? order : sorted(order, created, rows);
      order = sorted(order, events, rows);
    }
    return keys.isEmpty() ? order : sorted(order, codes(keys, rows), rows);
  }

  private static boolean inTimeOrder(long[] events, long @Nullable [] created, int rows) {
    for (int row = 1; row < rows; row++) {
      if (events[row] < events[row - 1]
          || (created != null
              && events[row] == events[row - 1]
              && created[row] < created[row - 1])) {
        return false;
      }
    }
    return true;
  }

  /** A whole number for each row's key, in the keys' order. */
  private static long[] codes(List<Cells> keys, int rows) {
    long[] codes = component(keys.get(0), rows);
    for (int i = 1; i < keys.size(); i++) {
      codes = combined(codes, component(keys.get(i), rows), rows);
    }
    return codes;
  }

  private static long[] component(Cells cells, int rows) {
    return cells.kind() == Cells.Kind.LONG ? cells.longs() : ranks(cells, rows);
  }

  private static long[] ranks(Cells cells, int rows) {
    Map<String, Integer> ranks = new HashMap<>();
    int[] numbers = new int[rows];
    for (int row = 0; row < rows; row++) {
      String text = Objects.requireNonNull(cells.texts()[row]);
      Integer number = ranks.putIfAbsent(text, ranks.size());
      numbers[row] = number == null ? ranks.size() - 1 : number;
    }
    String[] words = ranks.keySet().toArray(new String[0]);
    Arrays.sort(words);
    long[] rankOf = new long[words.length];
    for (int rank = 0; rank < words.length; rank++) {
      rankOf[Objects.requireNonNull(ranks.get(words[rank]))] = rank;
    }
    long[] codes = new long[rows];
    for (int row = 0; row < rows; row++) {
      codes[row] = rankOf[numbers[row]];
    }
    return codes;
  }

  private static long[] combined(long[] major, long[] minor, int rows) {
    Range high = Range.of(major, rows);
    Range low = Range.of(minor, rows);
    if (!fits(high, low)) {
      return combined(dense(major, rows), dense(minor, rows), rows);
    }
    long[] codes = new long[rows];
    long factor = low.size() + 1;
    for (int row = 0; row < rows; row++) {
      codes[row] = (major[row] - high.least()) * factor + (minor[row] - low.least());
    }
    return codes;
  }

  private static boolean fits(Range high, Range low) {
    return high.size() >= 0
        && low.size() >= 0
        && low.size() < Long.MAX_VALUE
        && Math.multiplyHigh(high.size() + 1, low.size() + 1) == 0
        && (high.size() + 1) * (low.size() + 1) > 0;
  }

  /** The ranks of numbers among the distinct ones, below the number of rows. */
  private static long[] dense(long[] values, int rows) {
    long[] distinct = Arrays.copyOf(values, rows);
    Arrays.sort(distinct);
    int count = 0;
    for (int i = 0; i < rows; i++) {
      if (i == 0 || distinct[i] != distinct[i - 1]) {
        distinct[count++] = distinct[i];
      }
    }
    long[] ranks = new long[rows];
    for (int row = 0; row < rows; row++) {
      ranks[row] = Arrays.binarySearch(distinct, 0, count, values[row]);
    }
    return ranks;
  }

  /** The least number and how far the greatest lies above it, negative where that overflows. */
  private record Range(long least, long size) {

    static Range of(long[] values, int rows) {
      long least = Long.MAX_VALUE;
      long most = Long.MIN_VALUE;
      for (int row = 0; row < rows; row++) {
        least = Math.min(least, values[row]);
        most = Math.max(most, values[row]);
      }
      return rows == 0 ? new Range(0, 0) : new Range(least, most - least);
    }
  }

  /** The order, sorted by the rows' numbers; equal ones keep their order. */
  private static int[] sorted(int[] order, long[] values, int rows) {
    Range range = Range.of(values, rows);
    if (range.size() == 0) {
      return order;
    }
    long unit = range.size() < 0 ? 1 : LongCodec.unit(values, 0, rows, range.least());
    long most = range.size() < 0 ? -1 : range.size() / unit;
    long[] numbers = new long[rows];
    for (int i = 0; i < rows; i++) {
      long above = values[order[i]] - range.least();
      numbers[i] = unit == 1 ? above : above / unit;
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(most);
    int[] from = order;
    int[] to = new int[rows];
    long[] toNumbers = new long[rows];
    int[] places = new int[BUCKETS];
    for (int shift = 0; shift < bits; shift += DIGIT) {
      if (pass(from, numbers, to, toNumbers, places, shift, rows)) {
        int[] swap = from;
        from = to;
        to = swap;
        long[] swapNumbers = numbers;
        numbers = toNumbers;
        toNumbers = swapNumbers;
      }
    }
    return from;
  }

  /** One pass by one digit; false where all rows have the same one. */
  private static boolean pass(
      int[] from, long[] numbers, int[] to, long[] toNumbers, int[] places, int shift, int rows) {
    Arrays.fill(places, 0);
    for (int i = 0; i < rows; i++) {
      places[(int) (numbers[i] >>> shift) & BUCKETS - 1]++;
    }
    if (places[(int) (numbers[0] >>> shift) & BUCKETS - 1] == rows) {
      return false;
    }
    int at = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int count = places[bucket];
      places[bucket] = at;
      at += count;
    }
    for (int i = 0; i < rows; i++) {
      int place = places[(int) (numbers[i] >>> shift) & BUCKETS - 1]++;
      to[place] = from[i];
      toNumbers[place] = numbers[i];
    }
    return true;
  }
}
