package dev.datamesh.contracts;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a contract promises beside the shape of its data. Immutable. */
public record Promises(List<Promise> all) {

  /** Nothing is promised. */
  public static final Promises NONE = new Promises(List.of());

  public Promises {
    all = List.copyOf(all);
  }

  public Optional<Promise> find(String name) {
    return all.stream().filter(promise -> promise.name().equals(name)).findFirst();
  }

  /** Which values are the better ones. */
  public enum Better {
    HIGHER,
    LOWER
  }

  /**
   * One promise.
   *
   * @param name such as {@code availability}, {@code latency_p99}, {@code tier}
   * @param text as written, such as {@code 99.9%}
   * @param value comparable: percent, seconds, a count, a rank, or a day as its epoch day
   * @param better which values are better
   * @param place where it stands
   */
  public record Promise(String name, String text, BigDecimal value, Better better, Place place) {

    /** Above 0 where this is the better promise, below 0 where the other is. */
    public int strengthAgainst(Promise other) {
      int order = value.compareTo(other.value);
      return better == Better.HIGHER ? order : -order;
    }
  }
}
