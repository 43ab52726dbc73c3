package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.graph.EdgeChanges;
import dev.datamesh.lineage.graph.EdgeFilter;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.model.LineageEdge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What became different between two instants. A node is there at an instant if it has an edge then.
 *
 * @param changedEdges edges at both instants whose type, confidence or masking differ, as they are
 *     at the later
 */
public record LineageDiff(
    Instant from,
    Instant to,
    List<AssetId> addedNodes,
    List<AssetId> removedNodes,
    List<LineageEdge> addedEdges,
    List<LineageEdge> removedEdges,
    List<LineageEdge> changedEdges) {

  public LineageDiff {
    addedNodes = List.copyOf(addedNodes);
    removedNodes = List.copyOf(removedNodes);
    addedEdges = List.copyOf(addedEdges);
    removedEdges = List.copyOf(removedEdges);
    changedEdges = List.copyOf(changedEdges);
  }

  /**
   * Who came to be hit, and who no longer is, when a node breaks.
   *
   * @param gained reached at the later instant only, by name
   * @param lost reached at the earlier instant only, by name
   */
  public record BlastRadius(AssetId node, List<AssetId> gained, List<AssetId> lost) {

    public BlastRadius {
      gained = List.copyOf(gained);
      lost = List.copyOf(lost);
    }
  }

  static LineageDiff of(Snapshot snapshot, Instant from, Instant to) {
    EdgeChanges changes = EdgeChanges.between(snapshot, EdgeFilter.at(from), EdgeFilter.at(to));
    return new LineageDiff(
        from,
        to,
        missing(snapshot, changes.after(), changes.before()),
        missing(snapshot, changes.before(), changes.after()),
        changes.added(),
        changes.removed(),
        changes.changed());
  }

  static BlastRadius blastRadius(AssetId node, Reach earlier, Reach later) {
    Set<AssetId> before = new TreeSet<>();
    earlier.nodes().forEach(each -> before.add(each.id()));
    Set<AssetId> after = new TreeSet<>();
    later.nodes().forEach(each -> after.add(each.id()));
    Set<AssetId> gained = new TreeSet<>(after);
    gained.removeAll(before);
    before.removeAll(after);
    return new BlastRadius(node, List.copyOf(gained), List.copyOf(before));
  }

  public boolean isEmpty() {
    return addedEdges.isEmpty() && removedEdges.isEmpty() && changedEdges.isEmpty();
  }

  /** One line for each difference: {@code + a -> b}, {@code - a -> b}, {@code ~ a -> b}. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    addedNodes.forEach(node -> text.append("+ ").append(node).append('\n'));
    removedNodes.forEach(node -> text.append("- ").append(node).append('\n'));
    lines(text, "+ ", addedEdges);
    lines(text, "- ", removedEdges);
    lines(text, "~ ", changedEdges);
    return isEmpty() ? "No differences\n" : text.toString();
  }

  private static void lines(StringBuilder text, String mark, List<LineageEdge> edges) {
    for (LineageEdge edge : edges) {
      text.append(mark).append(edge.source()).append(" -> ").append(edge.target());
      text.append(" (").append(edge.type().word()).append(", confidence ");
      text.append(Texts.share(edge.confidence())).append(")\n");
    }
  }

  private static List<AssetId> missing(Snapshot snapshot, Set<Integer> of, Set<Integer> in) {
    List<AssetId> missing = new ArrayList<>();
    for (int node : of) {
      if (!in.contains(node)) {
        missing.add(snapshot.asset(node));
      }
    }
    missing.sort(null);
    return missing;
  }
}
