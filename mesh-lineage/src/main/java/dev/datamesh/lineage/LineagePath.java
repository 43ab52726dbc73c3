package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageType;
import java.util.ArrayList;
import java.util.List;

/**
 * A way the data takes, in its direction.
 *
 * @param edges not empty, each beginning where the one before ended
 */
public record LineagePath(List<LineageEdge> edges) {

  public LineagePath {
    edges = List.copyOf(edges);
    if (edges.isEmpty()) {
      throw new InvalidInputException("Cannot make a path of no edges");
    }
  }

  /** The nodes from the first to the last. */
  public List<AssetId> nodes() {
    List<AssetId> nodes = new ArrayList<>();
    nodes.add(edges.get(0).source());
    for (LineageEdge edge : edges) {
      nodes.add(edge.target());
    }
    return List.copyOf(nodes);
  }

  public int hops() {
    return edges.size();
  }

  /** The product of the edges' confidences. */
  public double confidence() {
    double product = 1;
    for (LineageEdge edge : edges) {
      product *= edge.confidence();
    }
    return product;
  }

  /**
   * What the edges do to the data together: an edge that only influences wins over those that carry
   * values, the first of several; of those that carry values the strongest stands.
   */
  public LineageType type() {
    LineageType type = edges.get(0).type();
    for (LineageEdge edge : edges) {
      type = type.then(edge.type());
    }
    return type;
  }

  /** Whether some edge masks the values. */
  public boolean masking() {
    return edges.stream().anyMatch(LineageEdge::masking);
  }

  /** The path with its type, its confidence and every statement along it, a line each. */
  public String explain() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s -> %s: %d %s, %s%s, confidence %s%n"
            .formatted(
                edges.get(0).source(),
                edges.get(edges.size() - 1).target(),
                hops(),
                hops() == 1 ? "hop" : "hops",
                type().word(),
                masking() ? ", masked" : "",
                Texts.share(confidence()))
            .replace(System.lineSeparator(), "\n"));
    for (LineageEdge edge : edges) {
      text.append("  ").append(edge.source()).append(" -> ").append(edge.target());
      text.append(": ").append(edge.type().word()).append(edge.masking() ? ", masked" : "");
      text.append(", confidence ").append(Texts.share(edge.confidence())).append('\n');
      edge.evidences()
          .forEach(evidence -> text.append("    ").append(Texts.evidence(evidence)).append('\n'));
    }
    return text.toString();
  }
}
