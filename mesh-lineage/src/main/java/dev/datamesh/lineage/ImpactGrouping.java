package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.Impact.DomainImpact;
import dev.datamesh.lineage.Impact.ImpactedNode;
import dev.datamesh.lineage.Impact.Notification;
import dev.datamesh.lineage.Impact.OwnerImpact;
import dev.datamesh.lineage.graph.Affiliations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sorts reached nodes by domain and owner, on numbers only. */
final class ImpactGrouping {

  private static final Comparator<String> EMPTY_LAST =
      Comparator.<String, Boolean>comparing(String::isEmpty)
          .thenComparing(Comparator.naturalOrder());

  private ImpactGrouping() {}

  static Impact of(Reach reach) {
    int[] places = reach.answered();
    Affiliations affiliations = new Affiliations(reach.snapshot());
    int[] groups = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      groups[i] = affiliations.groupOf(reach.reached().node(places[i]));
    }
    int[][] members = split(places, groups, affiliations.groups());
    Map<String, Map<String, OwnerImpact>> domains = new TreeMap<>(EMPTY_LAST);
    for (int group = 0; group < members.length; group++) {
      String owner = affiliations.owner(group);
      domains
          .computeIfAbsent(affiliations.domain(group), any -> new TreeMap<>(EMPTY_LAST))
          .put(owner, new OwnerImpact(owner, reach, members[group]));
    }
    List<DomainImpact> impacts = new ArrayList<>();
    domains.forEach(
        (domain, owners) -> impacts.add(new DomainImpact(domain, List.copyOf(owners.values()))));
    return new Impact(reach, impacts, notifications(impacts), fallbacks(reach, affiliations));
  }

  static List<ImpactedNode> nodes(Reach reach, int[] places) {
    List<ImpactedNode> nodes = new ArrayList<>(places.length);
    for (int place : places) {
      nodes.add(
          new ImpactedNode(
              reach.snapshot().asset(reach.reached().node(place)),
              reach.reached().hopsAt(place),
              reach));
    }
    nodes.sort(Comparator.comparingInt(ImpactedNode::hops).thenComparing(ImpactedNode::id));
    return java.util.Collections.unmodifiableList(nodes);
  }

  private static int[][] split(int[] places, int[] groups, int count) {
    int[] sizes = new int[count];
    for (int group : groups) {
      sizes[group]++;
    }
    int[][] members = new int[count][];
    for (int group = 0; group < count; group++) {
      members[group] = new int[sizes[group]];
      sizes[group] = 0;
    }
    for (int i = 0; i < places.length; i++) {
      members[groups[i]][sizes[groups[i]]++] = places[i];
    }
    return members;
  }

  private static List<Notification> notifications(List<DomainImpact> impacts) {
    Map<String, List<String>> domains = new TreeMap<>(EMPTY_LAST);
    Map<String, List<OwnerImpact>> owned = new TreeMap<>(EMPTY_LAST);
    for (DomainImpact domain : impacts) {
      for (OwnerImpact owner : domain.owners()) {
        domains.computeIfAbsent(owner.owner(), any -> new ArrayList<>()).add(domain.domain());
        owned.computeIfAbsent(owner.owner(), any -> new ArrayList<>()).add(owner);
      }
    }
    List<Notification> notifications = new ArrayList<>();
    owned.forEach(
        (owner, theirs) ->
            notifications.add(
                new Notification(owner, domains.getOrDefault(owner, List.of()), theirs)));
    return notifications;
  }

  private static Map<AssetId, List<AssetId>> fallbacks(Reach reach, Affiliations affiliations) {
    Map<AssetId, List<AssetId>> fallbacks = new TreeMap<>();
    for (int node : affiliations.withFallbacks()) {
      fallbacks.put(reach.snapshot().asset(node), reach.snapshot().facts(node).fallbacks());
    }
    for (AssetId failed : reach.query().roots()) {
      int node = reach.snapshot().find(failed);
      if (node >= 0 && !reach.snapshot().facts(node).fallbacks().isEmpty()) {
        fallbacks.put(failed, reach.snapshot().facts(node).fallbacks());
      }
    }
    return fallbacks;
  }
}
