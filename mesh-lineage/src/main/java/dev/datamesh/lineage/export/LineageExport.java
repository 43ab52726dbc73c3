package dev.datamesh.lineage.export;

import dev.datamesh.lineage.LineageNode;
import dev.datamesh.lineage.LineageView;
import dev.datamesh.lineage.exchange.JsonTexts;
import dev.datamesh.lineage.model.LineageEdge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A graph, or a part of it, as CSV, JSON, GraphML, DOT or Mermaid. Nodes and edges are in the order
 * of their names, so that the same graph gives the same bytes. Immutable.
 */
public final class LineageExport {

  private static final Comparator<LineageEdge> BY_NAME =
      Comparator.comparing(LineageEdge::source)
          .thenComparing(LineageEdge::target)
          .thenComparing(LineageEdge::job)
          .thenComparing(LineageEdge::type);

  private final List<LineageNode> nodes;
  private final List<LineageEdge> edges;

  private LineageExport(List<LineageNode> nodes, List<LineageEdge> edges) {
    this.nodes = nodes.stream().sorted(Comparator.comparing(LineageNode::id)).toList();
    this.edges = edges.stream().sorted(BY_NAME).toList();
  }

  /** Everything in a view. */
  public static LineageExport of(LineageView view) {
    return new LineageExport(view.nodes(), view.edges());
  }

  /** These nodes and edges only. */
  public static LineageExport of(List<LineageNode> nodes, List<LineageEdge> edges) {
    return new LineageExport(nodes, edges);
  }

  /** The nodes by name. */
  public List<LineageNode> nodes() {
    return nodes;
  }

  /** The edges by source, target, job and type. */
  public List<LineageEdge> edges() {
    return edges;
  }

  /**
   * Edges as CSV that {@link dev.datamesh.lineage.exchange.EdgeCsv} reads back. Where an edge has
   * several evidences each is a row.
   */
  public String toCsv() {
    StringBuilder text = new StringBuilder();
    text.append("source,target,type,confidence,transformation,producer,job,masking\n");
    for (LineageEdge edge : edges) {
      edge.evidences()
          .forEach(
              evidence -> {
                text.append(csv(edge.source().toString())).append(',');
                text.append(csv(edge.target().toString())).append(',');
                text.append(evidence.type().word()).append(',');
                text.append(evidence.confidence()).append(',');
                text.append(csv(evidence.transformation())).append(',');
                text.append(csv(evidence.producer())).append(',');
                text.append(csv(evidence.job())).append(',');
                text.append(evidence.masking()).append('\n');
              });
    }
    return text.toString();
  }

  /** Nodes and edges as one JSON object. */
  public String toJson() {
    StringBuilder text = new StringBuilder("{\"nodes\": [");
    String separator = "\n";
    for (LineageNode node : nodes) {
      text.append(separator).append("  {\"name\": ").append(json(node.id().toString()));
      text.append(", \"kind\": ").append(json(node.id().kind().word()));
      text.append(", \"domain\": ").append(jsonOrNull(node.domain()));
      text.append(", \"owner\": ").append(jsonOrNull(node.owner()));
      text.append(", \"tags\": [");
      text.append(String.join(", ", node.tags().stream().map(JsonTexts::string).toList()));
      text.append("], \"deleted\": ").append(node.deleted()).append('}');
      separator = ",\n";
    }
    text.append("\n], \"edges\": [");
    separator = "\n";
    for (LineageEdge edge : edges) {
      text.append(separator).append("  {\"source\": ").append(json(edge.source().toString()));
      text.append(", \"target\": ").append(json(edge.target().toString()));
      text.append(", \"type\": ").append(json(edge.type().word()));
      text.append(", \"confidence\": ").append(edge.confidence());
      text.append(", \"transformation\": ").append(jsonOrNull(edge.transformation()));
      text.append(", \"job\": ").append(jsonOrNull(edge.job()));
      text.append(", \"masking\": ").append(edge.masking());
      text.append(", \"evidences\": ").append(edge.evidences().size()).append('}');
      separator = ",\n";
    }
    return text.append("\n]}\n").toString();
  }

  /** GraphML with kind, domain and owner of nodes, type and confidence of edges. */
  public String toGraphMl() {
    StringBuilder text = new StringBuilder();
    text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.append("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (String key : List.of("kind", "domain", "owner")) {
      text.append(key("node", key, "string"));
    }
    text.append(key("edge", "type", "string")).append(key("edge", "confidence", "double"));
    text.append(key("edge", "transformation", "string")).append(key("edge", "job", "string"));
    text.append("  <graph id=\"lineage\" edgedefault=\"directed\">\n");
    for (LineageNode node : nodes) {
      text.append("    <node id=\"").append(xml(node.id().toString())).append("\">");
      text.append(data("kind", node.id().kind().word()));
      text.append(data("domain", node.domain())).append(data("owner", node.owner()));
      text.append("</node>\n");
    }
    for (LineageEdge edge : edges) {
      text.append("    <edge source=\"").append(xml(edge.source().toString()));
      text.append("\" target=\"").append(xml(edge.target().toString())).append("\">");
      text.append(data("type", edge.type().word()));
      text.append(data("confidence", Double.toString(edge.confidence())));
      text.append(data("transformation", edge.transformation())).append(data("job", edge.job()));
      text.append("</edge>\n");
    }
    return text.append("  </graph>\n</graphml>\n").toString();
  }

  /** DOT for Graphviz, a cluster for each domain. */
  public String toDot() {
    Map<String, List<LineageNode>> domains = new TreeMap<>();
    nodes.forEach(
        node -> domains.computeIfAbsent(node.domain(), any -> new ArrayList<>()).add(node));
    StringBuilder text = new StringBuilder("digraph lineage {\n  rankdir=LR;\n");
    int cluster = 0;
    for (Map.Entry<String, List<LineageNode>> domain : domains.entrySet()) {
      String indent = domain.getKey().isEmpty() ? "  " : "    ";
      if (!domain.getKey().isEmpty()) {
        text.append("  subgraph cluster_").append(cluster++).append(" {\n    label=");
        text.append(dot(domain.getKey())).append(";\n");
      }
      for (LineageNode node : domain.getValue()) {
        text.append(indent).append(dot(node.id().toString())).append(";\n");
      }
      text.append(domain.getKey().isEmpty() ? "" : "  }\n");
    }
    for (LineageEdge edge : edges) {
      text.append("  ").append(dot(edge.source().toString())).append(" -> ");
      text.append(dot(edge.target().toString())).append(" [label=");
      text.append(dot(edge.type().word() + " " + percent(edge.confidence())));
      text.append(edge.type().isIndirect() ? ", style=dashed" : "").append("];\n");
    }
    return text.append("}\n").toString();
  }

  /** A Mermaid flow chart that its renderers accept; see {@link MermaidChart}. */
  public MermaidChart toMermaid() {
    return MermaidChart.of(this);
  }

  private static String percent(double confidence) {
    return String.format(Locale.ROOT, "%.0f%%", confidence * 100);
  }

  private static String json(String value) {
    return JsonTexts.string(value);
  }

  private static String jsonOrNull(String value) {
    return value.isEmpty() ? "null" : JsonTexts.string(value);
  }

  private static String csv(String value) {
    return value.matches("[^\",\r\n]*") ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  private static String dot(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static String key(String of, String name, String type) {
    return "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n"
        .formatted(name, of, name, type);
  }

  private static String data(String key, String value) {
    return value.isEmpty() ? "" : "<data key=\"" + key + "\">" + xml(value) + "</data>";
  }

  private static String xml(String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        case '\n' -> text.append("&#10;");
        case '\t' -> text.append("&#9;");
        case '\r' -> text.append("&#13;");
        default -> text.append(c < 0x20 || c == 0xFFFE || c == 0xFFFF ? '\uFFFD' : c);
      }
    }
    return text.toString();
  }
}
