package dev.datamesh.core.catalog;

import java.util.Arrays;

/**
 * The documents that hold a word, in the order of their numbers; each as one long: the document's
 * number in the upper 32 bits, the fields that hold the word in the next 8, the word's weight in
 * the lowest 24.
 *
 * <p>One thread appends; others read what {@link #size} says is there. The array is replaced before
 * the size grows, so a reader that takes the size first and the array second sees every entry.
 */
final class Postings {

  private static final int MOST_WEIGHT = (1 << 24) - 1;

  private volatile long[] packed;
  private volatile int size;

  Postings() {
    packed = new long[1];
  }

  static long pack(int document, int fields, int weight) {
    return (long) document << 32 | (long) (fields & 0xFF) << 24 | Math.min(weight, MOST_WEIGHT);
  }

  static int document(long posting) {
    return (int) (posting >>> 32);
  }

  static int fields(long posting) {
    return (int) (posting >>> 24) & 0xFF;
  }

  static int weight(long posting) {
    return (int) posting & MOST_WEIGHT;
  }

  void append(long posting) {
    int count = size;
    long[] array = packed;
    if (count == array.length) {
      array = Arrays.copyOf(array, count < 8 ? count * 2 : count + (count >> 1));
      packed = array;
    }
    array[count] = posting;
    size = count + 1;
  }

  int size() {
    return size;
  }

  /** At least as many entries as the size that was read before. */
  long[] packed() {
    return packed;
  }

  /**
   * The first place from {@code from} on whose document is not below the given one, by steps that
   * double and then halve.
   */
  static int seek(long[] packed, int from, int size, int document) {
    int step = 1;
    int low = from;
    int high = from;
    while (high < size && document(packed[high]) < document) {
      low = high + 1;
      high += step;
      step <<= 1;
    }
    high = Math.min(high, size);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (document(packed[middle]) < document) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
