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

  public EdgeFilter {
    types = Set.copyOf(types);
  }

  public static EdgeFilter at(Instant asOf) {
    return new EdgeFilter(asOf, Set.of(LineageType.values()), 0, false);
  }
}
