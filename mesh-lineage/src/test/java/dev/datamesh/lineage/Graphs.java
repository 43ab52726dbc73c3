package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.model.LineageEntry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small language for graphs: {@code graph("orders -> revenue -> board; orders -> stock")}. */
final class Graphs {

  private Graphs() {}

  static LineageGraph graph(String chains) {
    LineageGraph graph = LineageGraph.inMemory();
    for (String chain : chains.split(";")) {
      String[] names = chain.strip().split("\\s*->\\s*");
      for (int i = 0; i + 1 < names.length; i++) {
        graph.add(LineageEntry.of(names[i], names[i + 1]));
      }
    }
    return graph;
  }

  static AssetId id(String name) {
    return AssetId.dataset(name);
  }

  static List<String> names(Reach reach) {
    return reach.nodes().stream().map(node -> node.id().name()).sorted().toList();
  }

  static Map<String, Integer> hops(Reach reach) {
    Map<String, Integer> hops = new TreeMap<>();
    reach.nodes().forEach(node -> hops.put(node.id().name(), node.hops()));
    return hops;
  }
}
