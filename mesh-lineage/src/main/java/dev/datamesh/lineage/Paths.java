package dev.datamesh.lineage;

import dev.datamesh.lineage.graph.BestPaths;
import dev.datamesh.lineage.graph.EdgeFilter;
import dev.datamesh.lineage.graph.PathSearch;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.model.Direction;
import java.util.List;
import java.util.Optional;

/** The ways from one node to another, in the direction of the data. Immutable. */
public final class Paths {

  private final Snapshot snapshot;
  private final EdgeFilter filter;
  private final int from;
  private final int to;

  Paths(Snapshot snapshot, EdgeFilter filter, int from, int to) {
    this.snapshot = snapshot;
    this.filter = filter;
    this.from = from;
    this.to = to;
  }

  /** One with the fewest hops; empty where there is no way, or for a node itself. */
  public Optional<LineagePath> shortest() {
    return allShortest(1).stream().findFirst();
  }

  /** All with the fewest hops, at most so many of them; parallel edges make different ways. */
  public List<LineagePath> allShortest(int most) {
    return PathSearch.allShortest(snapshot, filter, from, to, most).stream()
        .map(LineagePath::new)
        .toList();
  }

  /** The one with the best product of confidences; empty where there is no way. */
  public Optional<LineagePath> best() {
    var edges =
        BestPaths.from(
                snapshot,
                new int[] {from},
                Direction.DOWNSTREAM,
                Integer.MAX_VALUE,
                filter,
                Double.MIN_VALUE)
            .bestPathTo(to);
    return edges.isEmpty() ? Optional.empty() : Optional.of(new LineagePath(edges));
  }

  /**
   * So many without a repeated node, the best product of confidences first; equal ones shorter
   * first.
   */
  public List<LineagePath> best(int count) {
    return PathSearch.best(snapshot, filter, from, to, count).stream()
        .map(LineagePath::new)
        .toList();
  }
}
