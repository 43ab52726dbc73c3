package dev.datamesh.lineage.jgrapht;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.model.LineageEdge;

/** An edge of a {@link SnapshotGraph}; equal only to itself, as parallel edges have to be. */
public final class Link {

  final int number;
  final int from;
  final int to;
  private final LineageEdge edge;

  Link(int number, int from, int to, LineageEdge edge) {
    this.number = number;
    this.from = from;
    this.to = to;
    this.edge = edge;
  }

  public AssetId source() {
    return edge.source();
  }

  public AssetId target() {
    return edge.target();
  }

  /** What the lineage says of it. */
  public LineageEdge edge() {
    return edge;
  }

  @Override
  public String toString() {
    return edge.source() + " -> " + edge.target();
  }
}
