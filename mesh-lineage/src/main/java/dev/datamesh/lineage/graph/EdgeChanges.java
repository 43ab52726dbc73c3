package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.LineageEdge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What two filters see differently of one snapshot. */
public final class EdgeChanges {

  private final List<LineageEdge> added = new ArrayList<>();
  private final List<LineageEdge> removed = new ArrayList<>();
  private final List<LineageEdge> changed = new ArrayList<>();
  private final Set<Integer> before = new LinkedHashSet<>();
  private final Set<Integer> after = new LinkedHashSet<>();

  private record Key(int other, String job, boolean indirect) {}

  public static EdgeChanges between(Snapshot snapshot, EdgeFilter earlier, EdgeFilter later) {
    EdgeChanges changes = new EdgeChanges();
    LiveEdges old = new LiveEdges(snapshot, earlier);
    LiveEdges now = new LiveEdges(snapshot, later);
    for (int node = 0; node < snapshot.nodes(); node++) {
      changes.compare(snapshot, node, old, now);
    }
    return changes;
  }

  public List<LineageEdge> added() {
    return added;
  }

  public List<LineageEdge> removed() {
    return removed;
  }

  /** As they are later. */
  public List<LineageEdge> changed() {
    return changed;
  }

  /** Nodes with an edge, earlier. */
  public Set<Integer> before() {
    return before;
  }

  /** Nodes with an edge, later. */
  public Set<Integer> after() {
    return after;
  }

  private void compare(Snapshot snapshot, int node, LiveEdges old, LiveEdges now) {
    Map<Key, LineageEdge> earlier = edges(snapshot, node, old, before);
    Map<Key, LineageEdge> later = edges(snapshot, node, now, after);
    later.forEach(
        (key, edge) -> {
          LineageEdge was = earlier.get(key);
          if (was == null) {
            added.add(edge);
          } else if (was.confidence() != edge.confidence()
              || was.masking() != edge.masking()
              || was.type() != edge.type()) {
            changed.add(edge);
          }
        });
    earlier.forEach(
        (key, edge) -> {
          if (!later.containsKey(key)) {
            removed.add(edge);
          }
        });
  }

  private static Map<Key, LineageEdge> edges(
      Snapshot snapshot, int node, LiveEdges edges, Set<Integer> nodes) {
    Map<Key, LineageEdge> found = new LinkedHashMap<>();
    edges.start(node, Direction.DOWNSTREAM);
    while (edges.next()) {
      LineageEdge edge = Witness.edge(snapshot, edges, node, edges.other());
      found.put(new Key(edges.other(), edge.job(), edge.type().isIndirect()), edge);
      nodes.add(node);
      nodes.add(edges.other());
    }
    return found;
  }
}
