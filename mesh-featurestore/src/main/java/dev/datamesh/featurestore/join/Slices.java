package dev.datamesh.featurestore.join;

import java.util.Arrays;

/**
 * Sorts rows by a small code and then by time, keeping the order of equals. Codes are counted and
 * rows scattered in two steps of at most 256 targets, which the cache holds; within a code, time
 * and place are packed into one long where they fit, and sorted as longs.
 */
final class Slices {

  private static final int PARTITIONS = 256;
  private static final int FEW = 24;

  /** Rows from which several threads are worth their counting. */
  private static final int MANY = 1 << 20;

  private Slices() {}

  /** The rows with a code, by code, time and row number; {@code starts} are the codes' slices. */
  static int[] sorted(int[] codes, long[] times, int[] starts) {
    int[] order = scattered(codes, starts);
    long[] packed = new long[longest(starts)];
    for (int code = 0; code + 1 < starts.length; code++) {
      sortSlice(order, times, starts[code], starts[code + 1], packed);
    }
    return order;
  }

  private static int longest(int[] starts) {
    int longest = 0;
    for (int i = 0; i + 1 < starts.length; i++) {
      longest = Math.max(longest, starts[i + 1] - starts[i]);
    }
    return longest;
  }

  /** The rows by code, each code's in their order. */
  static int[] scattered(int[] codes, int[] starts) {
    int size = starts.length - 1;
    int[] next = Arrays.copyOf(starts, size);
    int[] order = new int[starts[size]];
    if (size <= PARTITIONS) {
      for (int row = 0; row < codes.length; row++) {
        if (codes[row] >= 0) {
          order[next[codes[row]]++] = row;
        }
      }
      return order;
    }
    int shift = 32 - Integer.numberOfLeadingZeros((size - 1) / PARTITIONS);
    int[] coarse = new int[((size - 1) >>> shift) + 1];
    for (int i = 0; i < coarse.length; i++) {
      coarse[i] = starts[i << shift];
    }
    long[] parts = new long[order.length];
    for (int row = 0; row < codes.length; row++) {
      int code = codes[row];
      if (code >= 0) {
        parts[coarse[code >>> shift]++] = (long) code << 32 | row;
      }
    }
    for (long part : parts) {
      order[next[(int) (part >>> 32)]++] = (int) part;
    }
    return order;
  }

  /** Sorts one slice of row numbers by their times, equals staying in order. */
  static void sortSlice(int[] order, long[] times, int from, int to, long[] packed) {
    int count = to - from;
    if (count < 2 || isSorted(order, times, from, to)) {
      return;
    }
    if (count <= FEW) {
      insertionSort(order, times, from, to);
      return;
    }
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      long time = times[order[i]];
      least = Math.min(least, time);
      most = Math.max(most, time);
    }
    int bits = 32 - Integer.numberOfLeadingZeros(count - 1);
    if (most - least >= 0 && most - least < 1L << (62 - bits)) {
      int mask = (1 << bits) - 1;
      int[] before = Arrays.copyOfRange(order, from, to);
      for (int i = 0; i < count; i++) {
        packed[i] = (times[before[i]] - least) << bits | i;
      }
      Arrays.sort(packed, 0, count);
      for (int i = 0; i < count; i++) {
        order[from + i] = before[(int) packed[i] & mask];
      }
    } else {
      mergeSort(order, times, from, to);
    }
  }

  private static boolean isSorted(int[] order, long[] times, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (times[order[i]] < times[order[i - 1]]) {
        return false;
      }
    }
    return true;
  }

  private static void insertionSort(int[] order, long[] times, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int row = order[i];
      long time = times[row];
      int place = i;
      for (; place > from && times[order[place - 1]] > time; place--) {
        order[place] = order[place - 1];
      }
      order[place] = row;
    }
  }

  /** Gives the times of some rows. */
  interface Times {
    void copy(int from, long[] target, int count);
  }

  /**
   * Puts rows and their times at their codes' slices, each code's rows in their order: first into
   * at most 256 partitions, then within each, so that what is written stays in the cache.
   */
  static void scatter(
      int[] codes, Times rowTimes, int[] starts, int[] order, long[] times, Work work) {
    int size = starts.length - 1;
    int[] next = Arrays.copyOf(starts, size);
    int shift = size <= PARTITIONS ? 0 : 32 - Integer.numberOfLeadingZeros((size - 1) / PARTITIONS);
    int partitions = size == 0 ? 0 : ((size - 1) >>> shift) + 1;
    int threads = codes.length < MANY ? 1 : work.threads();
    int[][] places = places(codes, starts, shift, partitions, threads, work);
    long[] parts = new long[order.length];
    long[] events = new long[order.length];
    work.parallel(
        threads,
        thread -> {
          int[] coarse = places[thread];
          long[] block = new long[KeyCoder.BLOCK];
          int last = share(codes.length, thread + 1, threads);
          for (int from = share(codes.length, thread, threads); from < last; ) {
            int count = Math.min(block.length, last - from);
            rowTimes.copy(from, block, count);
            for (int i = 0; i < count; i++) {
              int code = codes[from + i];
              if (code >= 0) {
                int at = coarse[code >>> shift]++;
                parts[at] = (long) code << 32 | (from + i);
                events[at] = block[i];
              }
            }
            from += count;
          }
        });
    work.parallel(
        threads,
        thread -> {
          int first = share(partitions, thread, threads) << shift;
          int last = Math.min(size, share(partitions, thread + 1, threads) << shift);
          for (int i = starts[Math.min(first, size)]; i < starts[last]; i++) {
            int at = next[(int) (parts[i] >>> 32)]++;
            order[at] = (int) parts[i];
            times[at] = events[i];
          }
        });
  }

  private static int share(int all, int part, int parts) {
    return (int) ((long) all * part / parts);
  }

  /** Where each thread's rows begin in each partition: those of earlier threads stand before. */
  private static int[][] places(
      int[] codes, int[] starts, int shift, int partitions, int threads, Work work) {
    int[][] places = new int[threads][partitions];
    if (threads > 1) {
      work.parallel(
          threads,
          thread -> {
            int last = share(codes.length, thread + 1, threads);
            for (int row = share(codes.length, thread, threads); row < last; row++) {
              if (codes[row] >= 0) {
                places[thread][codes[row] >>> shift]++;
              }
            }
          });
    }
    for (int partition = 0; partition < partitions; partition++) {
      int at = starts[partition << shift];
      for (int thread = 0; thread < threads; thread++) {
        int count = places[thread][partition];
        places[thread][partition] = at;
        at += count;
      }
    }
    return places;
  }

  /** Sorts slices of rows with their times beside them. For one thread at a time. */
  static final class Sorter {

    /**
     * Slices that are sorted in buckets: shorter ones are quick anyway, longer ones leave caches.
     */
    private static final int LEAST_BUCKETS = 24;

    private static final int MOST_BUCKETS = 4096;

    private long[] packed = new long[256];
    private int[] before = new int[256];
    private final int[] heads = new int[MOST_BUCKETS + 1];
    private final long[] spread = new long[MOST_BUCKETS];

    /** By time, equals staying in order. */
    void sort(int[] order, long[] times, int from, int to) {
      int count = to - from;
      long least = Long.MAX_VALUE;
      long most = Long.MIN_VALUE;
      boolean sorted = true;
      for (int i = from; i < to; i++) {
        sorted &= times[i] >= most;
        least = Math.min(least, times[i]);
        most = Math.max(most, times[i]);
      }
      if (sorted) {
        return;
      }
      int bits = 32 - Integer.numberOfLeadingZeros(count - 1);
      if (most - least < 0 || most - least >= 1L << (62 - bits)) {
        long[] keys = Arrays.copyOfRange(times, from, to);
        sortBy(order, from, keys);
        Arrays.sort(times, from, to);
        return;
      }
      if (packed.length < count) {
        packed = new long[Math.max(count, packed.length * 2)];
        before = new int[packed.length];
      }
      System.arraycopy(order, from, before, 0, count);
      for (int i = 0; i < count; i++) {
        packed[i] = (times[from + i] - least) << bits | i;
      }
      if (!sortInBuckets(count, most - least, bits)) {
        Arrays.sort(packed, 0, count);
      }
      int mask = (1 << bits) - 1;
      for (int i = 0; i < count; i++) {
        order[from + i] = before[(int) packed[i] & mask];
        times[from + i] = least + (packed[i] >>> bits);
      }
    }

    /**
     * Spreads the packed times over as many buckets as there are and finishes by insertion, which
     * costs a third of comparing where times are spread at all; false where too many share one.
     */
    private boolean sortInBuckets(int count, long span, int bits) {
      if (count < LEAST_BUCKETS || count > MOST_BUCKETS) {
        return false;
      }
      int buckets = Integer.highestOneBit(count - 1) << 1;
      int shift =
          bits + Math.max(0, 64 - Long.numberOfLeadingZeros(span | (buckets - 1)) - log(buckets));
      Arrays.fill(heads, 0, buckets + 1, 0);
      for (int i = 0; i < count; i++) {
        heads[(int) (packed[i] >>> shift) + 1]++;
      }
      int largest = 0;
      for (int i = 1; i <= buckets; i++) {
        largest = Math.max(largest, heads[i]);
        heads[i] += heads[i - 1];
      }
      if (largest > FEW) {
        return false;
      }
      for (int i = 0; i < count; i++) {
        spread[heads[(int) (packed[i] >>> shift)]++] = packed[i];
      }
      packed[0] = spread[0];
      for (int i = 1; i < count; i++) {
        long value = spread[i];
        int place = i;
        for (; place > 0 && packed[place - 1] > value; place--) {
          packed[place] = packed[place - 1];
        }
        packed[place] = value;
      }
      return true;
    }

    private static int log(int powerOfTwo) {
      return Integer.numberOfTrailingZeros(powerOfTwo);
    }

    /** Sorts the rows from a place on by keys beside them, equals staying in order. */
    void sortBy(int[] order, int from, long[] keys) {
      int[] places = new int[keys.length];
      for (int i = 0; i < places.length; i++) {
        places[i] = i;
      }
      mergeSort(places, keys, 0, places.length);
      int[] rows = Arrays.copyOfRange(order, from, from + places.length);
      for (int i = 0; i < places.length; i++) {
        order[from + i] = rows[places[i]];
      }
    }
  }

  /** Stable, for slices of any length and times of any distance. */
  static void mergeSort(int[] order, long[] times, int from, int to) {
    int[] source = Arrays.copyOfRange(order, from, to);
    int[] target = new int[source.length];
    for (int width = 1; width < source.length; width *= 2) {
      for (int low = 0; low < source.length; low += 2 * width) {
        int middle = Math.min(low + width, source.length);
        int high = Math.min(low + 2 * width, source.length);
        int left = low;
        int right = middle;
        for (int i = low; i < high; i++) {
          boolean takeLeft =
              left < middle && (right >= high || times[source[left]] <= times[source[right]]);
          target[i] = takeLeft ? source[left++] : source[right++];
        }
      }
      int[] swap = source;
      source = target;
      target = swap;
    }
    System.arraycopy(source, 0, order, from, source.length);
  }
}
