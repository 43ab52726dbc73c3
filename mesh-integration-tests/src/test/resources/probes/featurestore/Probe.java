package probe;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Joins one row and serves it. */
public class Probe {
  public static void main(String[] args) {
    Instant monday = Instant.parse("2024-01-15T00:00:00Z");
    FeatureStore store = FeatureStore.inMemory();
    store.apply(
        Definitions.of(
            FeatureView.named("spend")
                .entities(Entity.of("customer", "customer: string"))
                .features("amount: float64")
                .online()
                .build()));
    store.ingest(
        "spend",
        Frame.ofRows(
            Schema.of("customer: string!, event_timestamp: timestamp_tz!, amount: float64"),
            List.of(List.of("C-17", monday, 12.5))));
    Frame spine =
        Frame.ofRows(
            Schema.of("customer: string!, event_timestamp: timestamp_tz!"),
            List.of(List.of("C-17", monday), List.of("C-17", monday.minusSeconds(1))));
    Frame joined = store.historicalFeatures(spine, "spend:amount");
    store.materialize(Instant.EPOCH, monday);
    boolean good =
        joined.row(0).getDouble("amount") == 12.5
            && joined.row(1).isNull("amount")
            && store.prepare("spend:amount").get(Map.of("customer", "C-17"), monday).getDouble("amount") == 12.5;
    System.out.println(good ? "ok" : "wrong");
  }
}
