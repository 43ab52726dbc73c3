package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageEntry;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Edges as seen from a coarser level. For one thread at a time. */
final class Projection {

  static final String ASSERTED = "asserted";
  static final String PROJECTED = "projected";

  private static final String DOMAINS = "domain";

  private final Snapshot snapshot;
  private final Level level;
  private final Map<AssetId, Integer> origins = new TreeMap<>();

  Projection(Snapshot snapshot, Level level) {
    this.snapshot = snapshot;
    this.level = level;
  }

  /** The edge between what holds the two ends; empty where that is the same. */
  Optional<LineageEntry> project(LineageEdge edge) {
    AssetId source = holder(edge.source());
    AssetId target = holder(edge.target());
    if (source.equals(target)) {
      return Optional.empty();
    }
    boolean asserted = source.equals(edge.source()) && target.equals(edge.target());
    LineageEntry entry =
        LineageEntry.of(source, target)
            .withType(edge.type())
            .withConfidence(edge.confidence())
            .withTransformation(asserted ? edge.transformation() : "")
            .withProducer(asserted ? ASSERTED : PROJECTED);
    return Optional.of(edge.masking() ? entry.thatMasks() : entry);
  }

  /** Tells the projected graph what is known of its nodes. */
  void describe(LineageGraph projected) {
    origins.forEach(
        (id, origin) ->
            projected.describe(
                NodeDescription.of(id)
                    .inDomain(snapshot.domain(origin))
                    .ownedBy(level == Level.DOMAIN ? "" : snapshot.owner(origin))));
  }

  private AssetId holder(AssetId id) {
    int node = snapshot.find(id);
    AssetId holder = level == Level.DOMAIN ? domain(node) : container(node);
    origins.putIfAbsent(holder, level == Level.DOMAIN ? node : snapshot.find(holder));
    return holder;
  }

  private AssetId domain(int node) {
    String domain = snapshot.domain(node);
    return domain.isEmpty() ? container(node) : new AssetId(AssetId.Kind.DATASET, DOMAINS, domain);
  }

  /** The outermost holder that is not coarser than the level. */
  private AssetId container(int node) {
    int holder = node;
    while (true) {
      int above = snapshot.container(holder);
      if (above < 0 || (level == Level.DATASET && snapshot.kind(holder) != AssetId.Kind.FIELD)) {
        return snapshot.asset(holder);
      }
      holder = above;
    }
  }
}
