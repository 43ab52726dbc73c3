package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.LineageType;
import java.time.Instant;
import java.util.Set;

/**
 * Which edges a walk takes.
 *
 * @param asOf an evidence counts if it holds at this instant
 * @param types an evidence counts if its type is among these
 * @param minConfidence an edge is taken if its evidences that count, by noisy-or, reach this
 * @param unmaskedOnly whether edges are left out all of whose evidences mask
 */
public record EdgeFilter(
    Instant asOf, Set<LineageType> types, double minConfidence, boolean unmaskedOnly) {

  private static final Set<LineageType> ALL_TYPES = Set.of(LineageType.values());

  /** Stands for a filter whose instant is told apart from it. */
  static final EdgeFilter EVERYTHING = at(Instant.EPOCH);

  public EdgeFilter {
    types = types == ALL_TYPES || types.size() == ALL_TYPES.size() ? ALL_TYPES : Set.copyOf(types);
  }

  /** Whether every type is taken. */
  boolean everyType() {
    return types == ALL_TYPES;
  }

  public static EdgeFilter at(Instant asOf) {
    return new EdgeFilter(asOf, ALL_TYPES, 0, false);
  }
}
