package dev.datamesh.testkit;

import dev.datamesh.core.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The small language of graphs in tests: {@code orders -> revenue -> board; events, orders ->
 * revenue}. Statements end with a semicolon or a line; every name left of an arrow leads to every
 * name right of it; a name alone is a node without edges. Schemas have theirs in {@code
 * Schema.of("id: long!, email: string pii")}.
 */
public final class Graphs {

  /** One edge. */
  public record Edge(String from, String to) {

    @Override
    public String toString() {
      return from + " -> " + to;
    }
  }

  /**
   * Nodes and edges in the order they were first named, each once.
   *
   * @param nodes also those without edges
   */
  public record Graph(List<String> nodes, List<Edge> edges) {

    public Graph {
      nodes = List.copyOf(nodes);
      edges = List.copyOf(edges);
    }
  }

  private Graphs() {}

  /** Reads the language. */
  public static Graph graph(String text) {
    Set<String> nodes = new LinkedHashSet<>();
    Set<Edge> edges = new LinkedHashSet<>();
    for (String statement : text.split("[;\n]")) {
      if (!statement.isBlank()) {
        List<String> sources = List.of();
        for (String step : statement.split("->", -1)) {
          List<String> names = names(step, statement);
          nodes.addAll(names);
          for (String source : sources) {
            names.forEach(name -> edges.add(new Edge(source, name)));
          }
          sources = names;
        }
      }
    }
    return new Graph(List.copyOf(nodes), List.copyOf(edges));
  }

  private static List<String> names(String step, String statement) {
    List<String> names = new ArrayList<>();
    for (String name : step.split(",", -1)) {
      if (name.isBlank()) {
        throw new InvalidInputException(
            "Cannot read the graph, a name is missing: \"" + statement.strip() + "\"");
      }
      names.add(name.strip());
    }
    return names;
  }
}
