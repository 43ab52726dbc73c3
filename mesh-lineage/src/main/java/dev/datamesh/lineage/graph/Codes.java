package dev.datamesh.lineage.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values coded as 0, 1, 2… in the order of their first mention. One writer, many readers. */
final class Codes<T> {

  private final Map<T, Integer> codes = new HashMap<>();
  private volatile Object[] values = new Object[16];
  private int size;
  private int lastCode = -1;

  /** The code of a value, a new one if need be; the same as the last time is found at once. */
  int of(T value) {
    if (lastCode < 0 || !value.equals(values[lastCode])) {
      lastCode = codeOf(value);
    }
    return lastCode;
  }

  private int codeOf(T value) {
    Integer known = codes.get(value);
    if (known != null) {
      return known;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size] = value;
    codes.put(value, size);
    return size++;
  }

  /** The code of a value, -1 if it has none; for the writer. */
  int find(T value) {
    return codes.getOrDefault(value, -1);
  }

  @SuppressWarnings("unchecked")
  T get(int code) {
    return (T) values[code];
  }

  int size() {
    return size;
  }

  /** All values in the order of their codes; for the writer. */
  List<T> all() {
    List<T> all = new ArrayList<>(size);
    for (int code = 0; code < size; code++) {
      all.add(get(code));
    }
    return all;
  }
}
