package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The same semantics as the graph's, written for reading only: lists, and loops until nothing
 * changes.
 */
final class NaiveGraph {

  record Held(LineageEntry entry, Instant from, Instant to) {

    boolean sameSourceAs(LineageEntry other) {
      return entry.source().equals(other.source())
          && entry.target().equals(other.target())
          && entry.type().isIndirect() == other.type().isIndirect()
          && entry.producer().equals(other.producer())
          && entry.job().equals(other.job())
          && entry.transformation().equals(other.transformation());
    }

    boolean holds(Instant at) {
      return !from.isAfter(at) && at.isBefore(to);
    }
  }

  record Edge(AssetId source, AssetId target, String job, boolean indirect) {}

  record Judged(double confidence, boolean masking) {}

  final List<Held> held = new ArrayList<>();

  void add(LineageEntry entry, Instant now) {
    boolean openStart = entry.validity().from().equals(Validity.WHEN_RECORDED);
    boolean unstated = openStart && entry.validity().to().equals(Validity.OPEN);
    Instant from = openStart ? now : entry.validity().from();
    Instant to = entry.validity().to();
    for (Held old : List.copyOf(held)) {
      if (old.sameSourceAs(entry)) {
        if (!unstated) {
          held.remove(old);
        } else if (old.to.isAfter(now)) {
          from = old.from;
          to = old.to;
          held.remove(old);
        }
      }
    }
    held.add(new Held(entry, from, to));
  }

  void retract(java.util.function.Predicate<LineageEntry> which, Instant now) {
    for (Held old : List.copyOf(held)) {
      if (old.to.isAfter(now) && which.test(old.entry)) {
        held.remove(old);
        if (old.from.isBefore(now)) {
          held.add(new Held(old.entry, old.from, now));
        }
      }
    }
  }

  Map<Edge, Judged> edges(
      Instant at, Set<LineageType> types, double minConfidence, boolean unmaskedOnly) {
    Map<Edge, List<LineageEntry>> grouped = new HashMap<>();
    for (Held each : held) {
      if (each.holds(at) && types.contains(each.entry.type())) {
        LineageEntry entry = each.entry;
        grouped
            .computeIfAbsent(
                new Edge(entry.source(), entry.target(), entry.job(), entry.type().isIndirect()),
                any -> new ArrayList<>())
            .add(entry);
      }
    }
    Map<Edge, Judged> edges = new HashMap<>();
    grouped.forEach(
        (edge, entries) -> {
          double doubt = 1;
          boolean masking = true;
          for (LineageEntry entry : entries) {
            doubt *= 1 - entry.confidence();
            masking &= entry.masking();
          }
          double confidence = entries.size() == 1 ? entries.get(0).confidence() : 1 - doubt;
          if (confidence > minConfidence - 1e-12 && !(masking && unmaskedOnly)) {
            edges.put(edge, new Judged(confidence, masking));
          }
        });
    return edges;
  }

  /** Names and hops, the roots not among them. */
  Map<AssetId, Integer> hops(LineageQuery query, Instant now) {
    Instant at = query.asOf().equals(LineageQuery.NOW) ? now : query.asOf();
    Map<Edge, Judged> edges = edges(at, query.types(), query.minEdgeConfidence(), false);
    Map<AssetId, Double> level = new TreeMap<>();
    query.roots().forEach(root -> level.put(root, 1.0));
    Map<AssetId, Integer> hops = new TreeMap<>();
    query.roots().forEach(root -> hops.put(root, 0));
    Map<AssetId, Double> current = level;
    int most = Math.min(query.depth(), 40);
    for (int hop = 1; hop <= most; hop++) {
      Map<AssetId, Double> next = new TreeMap<>();
      for (Map.Entry<Edge, Judged> edge : edges.entrySet()) {
        boolean down = query.direction() == Direction.DOWNSTREAM;
        AssetId near = down ? edge.getKey().source() : edge.getKey().target();
        AssetId far = down ? edge.getKey().target() : edge.getKey().source();
        Double reached = current.get(near);
        if (reached != null) {
          double product = reached * edge.getValue().confidence();
          if (query.minPathConfidence() == 0 || product > query.minPathConfidence() - 1e-12) {
            next.merge(far, product, Math::max);
          }
        }
      }
      for (AssetId id : next.keySet()) {
        hops.putIfAbsent(id, hop);
      }
      current = next;
    }
    query.roots().forEach(hops::remove);
    return hops;
  }
}
