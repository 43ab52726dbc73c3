package dev.datamesh.lineage.model;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.spi.LineageSink;
import java.util.Locale;

/**
 * How a target comes from its source, as OpenLineage's transformation types. The first three carry
 * values; the others only influence them (type INDIRECT).
 */
public enum LineageType {
  /** Values as they are: DIRECT/IDENTITY. */
  DIRECT,
  /** Values computed from the source's: DIRECT/TRANSFORMATION. */
  DERIVED,
  /** Values summed up from many: DIRECT/AGGREGATION. */
  AGGREGATED,
  JOIN,
  GROUP_BY,
  FILTER,
  SORT,
  WINDOW,
  CONDITIONAL;

  /** Whether the source only influences the target, as a filter or a join key does. */
  public boolean isIndirect() {
    return compareTo(AGGREGATED) > 0;
  }

  /** The word in entries and files: {@code direct}, {@code group_by}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** OpenLineage's word for it: {@code DIRECT/IDENTITY}, {@code INDIRECT/JOIN}. */
  public String openLineageWord() {
    return switch (this) {
      case DIRECT -> "DIRECT/IDENTITY";
      case DERIVED -> "DIRECT/TRANSFORMATION";
      case AGGREGATED -> "DIRECT/AGGREGATION";
      default -> "INDIRECT/" + name();
    };
  }

  /**
   * The type of a path whose first part is this and whose second is the given one: an indirect part
   * wins, the first one of two; of two that carry values the stronger stands.
   */
  public LineageType then(LineageType next) {
    if (isIndirect()) {
      return this;
    }
    return next.compareTo(this) > 0 ? next : this;
  }

  /** Reads a word of entries and files or of OpenLineage or DataHub; whatever the case. */
  public static LineageType of(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "direct", "identity", "copy", "direct/identity" -> DIRECT;
      case "derived", "transformation", "transformed", "direct/transformation" -> DERIVED;
      case "aggregated", "aggregation", "direct/aggregation" -> AGGREGATED;
      case "join", "indirect/join" -> JOIN;
      case "group_by", "indirect/group_by" -> GROUP_BY;
      case "filter", "indirect/filter" -> FILTER;
      case "sort", "indirect/sort" -> SORT;
      case "window", "indirect/window" -> WINDOW;
      case "conditional", "indirect/conditional" -> CONDITIONAL;
      default ->
          throw new InvalidInputException(
              "Cannot read a lineage type \""
                  + word
                  + "\"; expected direct, derived, aggregated, join, group_by, filter, sort, window"
                  + " or conditional");
    };
  }

  /** The type of a statement of another wing. */
  public static LineageType of(LineageSink.Derivation derivation) {
    return switch (derivation) {
      case DIRECT -> DIRECT;
      case DERIVED -> DERIVED;
      case AGGREGATED -> AGGREGATED;
    };
  }
}
