package dev.datamesh.core.domain;

import java.math.BigDecimal;
import java.time.Duration;

/** What a service level objective promises. Immutable. */
public sealed interface SloTarget {

  /**
   * At most this long: a latency, a freshness.
   *
   * @param limit positive
   */
  record Within(Duration limit) implements SloTarget {}

  /**
   * At least this share of the time: an availability.
   *
   * @param percent above 0, at most 100
   */
  record AtLeast(BigDecimal percent) implements SloTarget {}

  /**
   * At least this share of the values are good.
   *
   * @param percent above 0, at most 100
   * @param dimension which goodness, such as {@code completeness}
   */
  record Quality(BigDecimal percent, String dimension) implements SloTarget {}

  /**
   * No further from the truth than this.
   *
   * @param percent above 0, at most 100, either way
   * @param against the truth, such as {@code vs accounting system}, empty if not told
   */
  record Deviation(BigDecimal percent, String against) implements SloTarget {}
}
