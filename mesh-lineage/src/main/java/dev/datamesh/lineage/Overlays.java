package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.Progress;
import dev.datamesh.lineage.graph.EdgeFilter;
import dev.datamesh.lineage.graph.LiveCsr;
import dev.datamesh.lineage.graph.Reached;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.graph.Walk;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.Evidence;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageEntry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The graph as it would be without some nodes. */
final class Overlays {

  private Overlays() {}

  /**
   * The graph as it would be after a change, as a graph of its own, with the edges that hold at an
   * instant: without what is removed; without the edges out of what is renamed, whose readers still
   * ask for the old name; as it is where only a type changes.
   */
  static LineageGraph after(LineageView view, WhatIf change, int[] concerned) {
    Set<AssetId> names = new HashSet<>();
    for (int node : concerned) {
      names.add(view.snapshot().asset(node));
    }
    boolean removes = change.kind() == WhatIf.Kind.REMOVE;
    boolean renames = change.kind() == WhatIf.Kind.RENAME;
    LineageGraph overlay = LineageGraph.inMemory(Clock.fixed(view.now(), ZoneOffset.UTC));
    List<LineageEntry> entries = new ArrayList<>();
    for (LineageEdge edge : view.edges()) {
      boolean gone =
          (removes && (names.contains(edge.source()) || names.contains(edge.target())))
              || (renames && names.contains(edge.source()));
      if (!gone) {
        edge.evidences().forEach(evidence -> entries.add(entry(edge, evidence)));
      }
    }
    overlay.addAll(entries);
    for (LineageNode node : view.nodes()) {
      if (!removes || !names.contains(node.id())) {
        overlay.describe(
            new NodeDescription(
                node.id(), node.domain(), node.owner(), node.tags(), node.fallbacks()));
        if (!node.container().equals(node.id()) && !names.contains(node.container())) {
          overlay.contain(node.id(), node.container());
        }
        if (node.deleted()) {
          overlay.delete(node.id());
        }
      }
    }
    return overlay;
  }

  private static LineageEntry entry(LineageEdge edge, Evidence evidence) {
    return new LineageEntry(
        edge.source(),
        edge.target(),
        evidence.type(),
        evidence.masking(),
        evidence.confidence(),
        evidence.transformation(),
        evidence.producer(),
        evidence.job(),
        evidence.event(),
        evidence.metadata(),
        evidence.validity());
  }

  /** The nodes that data still reaches from a node made from nothing, once some are removed. */
  static Set<Integer> fedWithout(Snapshot snapshot, EdgeFilter filter, int[] removed) {
    LiveCsr graph = LiveCsr.of(snapshot, filter);
    Set<Integer> gone = new HashSet<>();
    for (int node : removed) {
      gone.add(node);
    }
    int[] sources =
        IntStream.range(0, graph.nodes())
            .filter(node -> graph.inDegree(node) == 0 && !gone.contains(node))
            .toArray();
    Reached fed =
        Walk.from(
            snapshot,
            sources,
            removed,
            Direction.DOWNSTREAM,
            Integer.MAX_VALUE,
            filter,
            Integer.MAX_VALUE,
            Progress.NONE);
    Set<Integer> nodes = new HashSet<>();
    for (int place = 0; place < fed.end(); place++) {
      nodes.add(fed.node(place));
    }
    return nodes;
  }
}
