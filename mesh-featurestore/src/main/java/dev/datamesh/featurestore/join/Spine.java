package dev.datamesh.featurestore.join;

import dev.datamesh.core.frame.Column;
import java.util.List;

/** The rows that ask: their keys and times. Immutable as long as nobody writes into the array. */
public final class Spine {

  final List<Column> keys;
  final long[] times;

  /**
   * Takes the arrays without a copy.
   *
   * @param keys the columns in the order of the view's keys
   * @param times microseconds
   */
  public Spine(List<Column> keys, long[] times) {
    this.keys = List.copyOf(keys);
    this.times = times;
  }

  int rows() {
    return times.length;
  }
}
