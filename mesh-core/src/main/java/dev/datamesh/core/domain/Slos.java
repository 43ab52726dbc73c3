package dev.datamesh.core.domain;

import dev.datamesh.core.InvalidInputException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Service level objectives, at most one of a name, in the order given. Immutable. */
public record Slos(List<Slo> all) {

  /** No objectives. */
  public static final Slos NONE = new Slos(List.of());

  public Slos {
    all = List.copyOf(all);
    Set<String> seen = new HashSet<>();
    for (Slo slo : all) {
      if (!seen.add(slo.name())) {
        throw new InvalidInputException(
            "Cannot make objectives, \"" + slo.name() + "\" is given twice");
      }
    }
  }

  /** Names and texts in turn: {@code Slos.of("availability", "99.9%")}. */
  public static Slos of(String... namesAndTexts) {
    if (namesAndTexts.length % 2 != 0) {
      throw new InvalidInputException(
          "Cannot make objectives of %d texts: expected names and texts in turn"
              .formatted(namesAndTexts.length));
    }
    List<Slo> all = new ArrayList<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      all.add(Slo.of(namesAndTexts[i], namesAndTexts[i + 1]));
    }
    return new Slos(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  public Optional<Slo> find(String name) {
    return all.stream().filter(slo -> slo.name().equals(name)).findFirst();
  }

  /** The promised share of the time, in percent. */
  public Optional<BigDecimal> availability() {
    return find(Slo.AVAILABILITY)
        .map(slo -> slo.target() instanceof SloTarget.AtLeast atLeast ? atLeast.percent() : null);
  }

  /** The promised latency of a percentile, such as {@code p99}. */
  public Optional<Duration> latency(String percentile) {
    return find("latency_" + percentile).flatMap(Slos::limit);
  }

  /** How old the data may be. */
  public Optional<Duration> freshness() {
    return find(Slo.FRESHNESS).flatMap(Slos::limit);
  }

  private static Optional<Duration> limit(Slo slo) {
    return slo.target() instanceof SloTarget.Within within
        ? Optional.of(within.limit())
        : Optional.empty();
  }

  /** These objectives, and from the given ones those whose names are not here. */
  public Slos inheriting(Slos parent) {
    if (parent.isEmpty()) {
      return this;
    }
    List<Slo> merged = new ArrayList<>(all);
    for (Slo slo : parent.all) {
      if (find(slo.name()).isEmpty()) {
        merged.add(slo);
      }
    }
    return new Slos(merged);
  }
}
