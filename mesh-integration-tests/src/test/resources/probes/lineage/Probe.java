package probe;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.model.LineageEntry;

/** Asks for an impact two hops away. */
public class Probe {
  public static void main(String[] args) {
    LineageGraph lineage = LineageGraph.inMemory();
    lineage.add(LineageEntry.of("raw", "orders"));
    lineage.add(LineageEntry.of("orders", "revenue"));
    boolean good = lineage.downstream(AssetId.dataset("raw")).hops() == 2 && lineage.impact(AssetId.dataset("raw")).toJson().contains("revenue");
    System.out.println(good ? "ok" : "wrong");
  }
}
