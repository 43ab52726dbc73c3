package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.LineageType;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A question to the graph: from where, which way, how far, over which edges, and which nodes to
 * answer. What narrows the nodes does not narrow the way: a dashboard behind a dataset is found
 * when only dashboards are asked for. Immutable.
 *
 * @param depth the most hops
 * @param asOf the instant to look at; {@link #NOW} for the state as it is
 * @param types which edges to take
 * @param minEdgeConfidence edges below are not taken
 * @param minPathConfidence a node is reached only over a path whose confidences multiply to this
 * @param kinds which nodes to answer; empty for all, as are the following
 * @param limit the most nodes to reach; an answer that was cut says so
 */
public record LineageQuery(
    List<AssetId> roots,
    Direction direction,
    int depth,
    Instant asOf,
    Set<LineageType> types,
    double minEdgeConfidence,
    double minPathConfidence,
    Set<AssetId.Kind> kinds,
    Set<String> domains,
    Set<String> owners,
    Set<String> tags,
    int limit) {

  /** Stands for the state as it is when the query starts. */
  public static final Instant NOW = Instant.MAX;

  /** However far. */
  public static final int ANY_DEPTH = Integer.MAX_VALUE;

  /** However many. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  private static final Set<LineageType> ALL_TYPES =
      Collections.unmodifiableSet(EnumSet.allOf(LineageType.class));

  public LineageQuery {
    roots = List.copyOf(roots);
    types = types == ALL_TYPES ? types : Collections.unmodifiableSet(EnumSet.copyOf(types));
    kinds = Set.copyOf(kinds);
    domains = sorted(domains);
    owners = sorted(owners);
    tags = sorted(tags);
    if (roots.isEmpty()) {
      throw new InvalidInputException("Cannot ask for lineage of nothing; name at least one node");
    }
    if (depth < 0 || limit < 0) {
      throw new InvalidInputException(
          "Cannot ask with depth %d and limit %d: both must be at least 0".formatted(depth, limit));
    }
    checkShare("minEdgeConfidence", minEdgeConfidence);
    checkShare("minPathConfidence", minPathConfidence);
  }

  public static LineageQuery downstreamOf(AssetId... roots) {
    return of(Direction.DOWNSTREAM, List.of(roots));
  }

  public static LineageQuery upstreamOf(AssetId... roots) {
    return of(Direction.UPSTREAM, List.of(roots));
  }

  public static LineageQuery of(Direction direction, List<AssetId> roots) {
    return new LineageQuery(
        roots, direction, ANY_DEPTH, NOW, ALL_TYPES, 0, 0, Set.of(), Set.of(), Set.of(), Set.of(),
        NO_LIMIT);
  }

  public LineageQuery withDirection(Direction way) {
    return with(parts -> parts.direction = way);
  }

  public LineageQuery withDepth(int hops) {
    return with(parts -> parts.depth = hops);
  }

  public LineageQuery withAsOf(Instant instant) {
    return with(parts -> parts.asOf = instant);
  }

  public LineageQuery withTypes(Set<LineageType> only) {
    return with(parts -> parts.types = only);
  }

  public LineageQuery withMinEdgeConfidence(double least) {
    return with(parts -> parts.minEdgeConfidence = least);
  }

  public LineageQuery withMinPathConfidence(double least) {
    return with(parts -> parts.minPathConfidence = least);
  }

  public LineageQuery withKinds(Set<AssetId.Kind> only) {
    return with(parts -> parts.kinds = only);
  }

  public LineageQuery withDomains(Set<String> only) {
    return with(parts -> parts.domains = only);
  }

  public LineageQuery withOwners(Set<String> only) {
    return with(parts -> parts.owners = only);
  }

  public LineageQuery withTags(Set<String> anyOf) {
    return with(parts -> parts.tags = anyOf);
  }

  public LineageQuery withLimit(int most) {
    return with(parts -> parts.limit = most);
  }

  boolean narrowsNodes() {
    return !(kinds.isEmpty() && domains.isEmpty() && owners.isEmpty() && tags.isEmpty());
  }

  private static Set<String> sorted(Set<String> names) {
    return names.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(names));
  }

  private static void checkShare(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidInputException(
          "Cannot ask with %s %s: expected a number from 0 to 1".formatted(what, value));
    }
  }

  /** A copy in which one part is another. */
  private LineageQuery with(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return parts.query();
  }

  /** The components while one of them changes. */
  private static final class Parts {
    List<AssetId> roots;
    Direction direction;
    int depth;
    Instant asOf;
    Set<LineageType> types;
    double minEdgeConfidence;
    double minPathConfidence;
    Set<AssetId.Kind> kinds;
    Set<String> domains;
    Set<String> owners;
    Set<String> tags;
    int limit;

    Parts(LineageQuery of) {
      roots = of.roots();
      direction = of.direction();
      depth = of.depth();
      asOf = of.asOf();
      types = of.types();
      minEdgeConfidence = of.minEdgeConfidence();
      minPathConfidence = of.minPathConfidence();
      kinds = of.kinds();
      domains = of.domains();
      owners = of.owners();
      tags = of.tags();
      limit = of.limit();
    }

    LineageQuery query() {
      return new LineageQuery(
          roots,
          direction,
          depth,
          asOf,
          types,
          minEdgeConfidence,
          minPathConfidence,
          kinds,
          domains,
          owners,
          tags,
          limit);
    }
  }
}
