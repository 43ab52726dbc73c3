package dev.datamesh.featurestore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was materialized of a view's current version. Immutable.
 *
 * @param runs the first first
 * @param intervals of event time that the runs cover, merged where they meet, the earliest first
 */
public record MaterializationHistory(List<Run> runs, List<Interval> intervals) {

  public MaterializationHistory {
    runs = List.copyOf(runs);
    intervals = List.copyOf(intervals);
  }

  /**
   * Event times, both ends included.
   *
   * @param from {@link Instant#MIN} where it reaches back to the beginning
   */
  public record Interval(Instant from, Instant to) {}

  /**
   * A run.
   *
   * @param rows how many rows were offered to the online store
   * @param at when it ended
   */
  public record Run(Interval interval, boolean isIncremental, long rows, Instant at) {}

  static MaterializationHistory of(List<Run> runs) {
    List<Interval> merged = new ArrayList<>();
    runs.stream()
        .map(Run::interval)
        .sorted(Comparator.comparing(Interval::from))
        .forEach(
            next -> {
              Interval last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
              if (last == null || next.from.isAfter(last.to)) {
                merged.add(next);
              } else if (next.to.isAfter(last.to)) {
                merged.set(merged.size() - 1, new Interval(last.from, next.to));
              }
            });
    return new MaterializationHistory(runs, merged);
  }
}
