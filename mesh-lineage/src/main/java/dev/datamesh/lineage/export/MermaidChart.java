package dev.datamesh.lineage.export;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.LineageNode;
import dev.datamesh.lineage.model.LineageEdge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A flow chart within what Mermaid's renderers accept: 500 edges and 50,000 characters. A graph
 * beyond that is collapsed to its domains; if that is still too much the edges with most behind
 * them are kept.
 *
 * @param collapsed what was left out or taken together, in words; empty where nothing was
 */
public record MermaidChart(String text, String collapsed) {

  static final int MOST_EDGES = 500;
  static final int MOST_CHARACTERS = 50_000;

  static MermaidChart of(LineageExport export) {
    Map<AssetId, String> plain = new HashMap<>();
    for (LineageNode node : export.nodes()) {
      plain.put(node.id(), node.id().toString());
    }
    Drawing whole = draw(export, plain);
    if (whole.fits()) {
      return new MermaidChart(whole.text(whole.edges.size(), ""), "");
    }
    Map<AssetId, String> domains = new HashMap<>();
    for (LineageNode node : export.nodes()) {
      String domain = node.domain().isEmpty() ? "outside any domain" : "domain " + node.domain();
      domains.put(node.id(), domain);
    }
    String said =
        "%,d nodes and %,d edges are too many for Mermaid; drawn by domain"
            .formatted(export.nodes().size(), export.edges().size());
    Drawing coarse = draw(export, domains);
    if (coarse.fits()) {
      return new MermaidChart(coarse.text(coarse.edges.size(), said), said);
    }
    int keep = Math.min(MOST_EDGES, coarse.edges.size());
    String cut = said + ", the heaviest %,d of %,d edges".formatted(keep, coarse.edges.size());
    while (coarse.text(keep, cut).length() > MOST_CHARACTERS) {
      keep = keep * 3 / 4;
      cut = said + ", the heaviest %,d of %,d edges".formatted(keep, coarse.edges.size());
    }
    return new MermaidChart(coarse.text(keep, cut), cut);
  }

  private record Arrow(String from, String to) {}

  private static final class Drawing {

    private final List<Map.Entry<Arrow, Integer>> edges;
    private final Set<String> alone;

    Drawing(List<Map.Entry<Arrow, Integer>> edges, Set<String> alone) {
      this.edges = edges;
      this.alone = alone;
    }

    boolean fits() {
      return edges.size() <= MOST_EDGES && text(edges.size(), "").length() <= MOST_CHARACTERS;
    }

    String text(int count, String said) {
      StringBuilder text = new StringBuilder("flowchart LR\n");
      if (!said.isEmpty()) {
        text.append("  %% ").append(said).append('\n');
      }
      Map<String, String> ids = new HashMap<>();
      for (Map.Entry<Arrow, Integer> edge : edges.subList(0, count)) {
        text.append("  ").append(node(ids, edge.getKey().from()));
        text.append(edge.getValue() > 1 ? " -- " + edge.getValue() + " --> " : " --> ");
        text.append(node(ids, edge.getKey().to())).append('\n');
      }
      for (String name : alone) {
        if (!ids.containsKey(name)) {
          text.append("  ").append(node(ids, name)).append('\n');
        }
      }
      return text.toString();
    }

    private static String node(Map<String, String> ids, String name) {
      String known = ids.get(name);
      if (known != null) {
        return known;
      }
      String id = "n" + ids.size();
      ids.put(name, id);
      return id + "[\"" + escaped(name) + "\"]";
    }

    private static String escaped(String name) {
      return name.replace("#", "#35;")
          .replace("\"", "#quot;")
          .replace("<", "#lt;")
          .replace(">", "#gt;")
          .replaceAll("\\s+", " ");
    }
  }

  private static Drawing draw(LineageExport export, Map<AssetId, String> names) {
    Map<Arrow, Integer> weights = new HashMap<>();
    for (LineageEdge edge : export.edges()) {
      String from = names.getOrDefault(edge.source(), edge.source().toString());
      String to = names.getOrDefault(edge.target(), edge.target().toString());
      if (!from.equals(to) || edge.source().equals(edge.target())) {
        weights.merge(new Arrow(from, to), 1, Integer::sum);
      }
    }
    List<Map.Entry<Arrow, Integer>> edges = new ArrayList<>(weights.entrySet());
    edges.sort(
        Map.Entry.<Arrow, Integer>comparingByValue()
            .reversed()
            .thenComparing(entry -> entry.getKey().from())
            .thenComparing(entry -> entry.getKey().to()));
    Set<String> alone = new TreeSet<>(names.values());
    return new Drawing(edges, alone);
  }
}
