package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.spi.ProductLineage;
import dev.datamesh.lineage.graph.EdgeFilter;
import dev.datamesh.lineage.graph.Neighbours;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.model.Direction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A graph as the catalog sees it: what feeds a product directly feeds the product itself or
 * something inside it. Safe for use by many threads: each question looks at one state.
 */
final class GraphProducts implements ProductLineage {

  private final LineageGraph graph;

  GraphProducts(LineageGraph graph) {
    this.graph = graph;
  }

  @Override
  public Map<ProductId, SortedSet<ProductId>> upstream(Collection<ProductId> products) {
    LineageView view = graph.view();
    Snapshot snapshot = view.snapshot();
    Map<Integer, ProductId> asked = new HashMap<>();
    for (ProductId product : products) {
      int node = snapshot.find(AssetId.of(product));
      if (node >= 0) {
        asked.put(node, product);
      }
    }
    if (asked.isEmpty()) {
      return Map.of();
    }
    Map<ProductId, SortedSet<ProductId>> fed = new TreeMap<>();
    Neighbours sources = new Neighbours(snapshot, EdgeFilter.at(view.now()), Direction.UPSTREAM);
    for (int node = 0; node < snapshot.nodes(); node++) {
      ProductId product = asked.get(productNode(snapshot, node));
      if (product != null) {
        for (int source : sources.of(node)) {
          product(snapshot, source)
              .filter(other -> !other.equals(product))
              .ifPresent(other -> fed.computeIfAbsent(product, id -> new TreeSet<>()).add(other));
        }
      }
    }
    return Collections.unmodifiableMap(fed);
  }

  @Override
  public List<String> consumers(ProductId product) {
    LineageView view = graph.view();
    Snapshot snapshot = view.snapshot();
    int own = snapshot.find(AssetId.of(product));
    if (own < 0) {
      return List.of();
    }
    SortedSet<AssetId> fed = new TreeSet<>();
    Neighbours targets = new Neighbours(snapshot, EdgeFilter.at(view.now()), Direction.DOWNSTREAM);
    for (int node : snapshot.contents(own)) {
      for (int target : targets.of(node)) {
        int holder = productNode(snapshot, target);
        if (holder != own) {
          fed.add(snapshot.asset(holder < 0 ? target : holder));
        }
      }
    }
    List<String> names = new ArrayList<>();
    fed.forEach(asset -> names.add(asset.toString()));
    return List.copyOf(names);
  }

  @Override
  public void productRegistered(ProductId product) {
    AssetId node = AssetId.of(product);
    if (graph.node(node).filter(LineageNode::deleted).isPresent()) {
      graph.describe(NodeDescription.of(node));
    }
  }

  @Override
  public void productDeleted(ProductId product) {
    AssetId node = AssetId.of(product);
    if (graph.node(node).isPresent()) {
      graph.delete(node);
    }
  }

  /** The product that a node is or lies in, -1 if none. */
  private static int productNode(Snapshot snapshot, int node) {
    for (int at = snapshot.canonical(node); at >= 0; at = snapshot.container(at)) {
      if (snapshot.kind(at) == AssetId.Kind.PRODUCT) {
        return at;
      }
    }
    return -1;
  }

  private static Optional<ProductId> product(Snapshot snapshot, int node) {
    int holder = productNode(snapshot, node);
    return holder < 0 ? Optional.empty() : Optional.ofNullable(idOf(snapshot.asset(holder)));
  }

  /** Products that others state may have any name. */
  private static @Nullable ProductId idOf(AssetId asset) {
    try {
      return ProductId.of(asset.name());
    } catch (InvalidInputException e) {
      return null;
    }
  }
}
