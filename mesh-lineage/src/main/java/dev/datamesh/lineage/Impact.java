package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.graph.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is hit when something breaks: by domain, owner and hops, with a path to each, what can be
 * read instead, and whom to tell.
 *
 * @param failed what breaks
 * @param domains by name, those outside any domain last; empty where nothing depends on it
 * @param notifications whom to tell of what, by owner
 * @param fallbacks by the impacted or failed node that has some
 * @param complete whether this is all; if not, the impact may be larger
 */
public record Impact(
    List<AssetId> failed,
    List<DomainImpact> domains,
    List<Notification> notifications,
    Map<AssetId, List<AssetId>> fallbacks,
    boolean complete) {

  /** The heading of what no domain claims. */
  public static final String OUTSIDE = "outside any domain";

  public Impact {
    failed = List.copyOf(failed);
    domains = List.copyOf(domains);
    notifications = List.copyOf(notifications);
    fallbacks = java.util.Collections.unmodifiableMap(new TreeMap<>(fallbacks));
  }

  /**
   * What is hit of one domain.
   *
   * @param domain empty for the group outside any domain
   */
  public record DomainImpact(String domain, List<OwnerImpact> owners) {

    public DomainImpact {
      owners = List.copyOf(owners);
    }

    /** The domain's name, or {@link Impact#OUTSIDE}. */
    public String title() {
      return domain.isEmpty() ? OUTSIDE : domain;
    }

    public int count() {
      return owners.stream().mapToInt(owner -> owner.nodes().size()).sum();
    }
  }

  /**
   * What is hit of one owner within a domain.
   *
   * @param owner empty where nobody is told
   * @param nodes by hops, then by name
   */
  public record OwnerImpact(String owner, List<ImpactedNode> nodes) {

    public OwnerImpact {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A node that is hit.
   *
   * @param path a shortest way the damage takes, from a failed node to this one
   */
  public record ImpactedNode(AssetId id, int hops, List<AssetId> path) {

    public ImpactedNode {
      path = List.copyOf(path);
    }
  }

  /**
   * One message to send.
   *
   * @param owner whom to tell; empty where a domain has nobody, so that somebody must be found
   * @param domains which of the owner's domains are hit
   * @param nodes what of theirs is hit
   */
  public record Notification(String owner, List<String> domains, List<AssetId> nodes) {

    public Notification {
      domains = List.copyOf(domains);
      nodes = List.copyOf(nodes);
    }
  }

  static Impact of(Reach reach) {
    Snapshot snapshot = reach.snapshot();
    Map<String, Map<String, List<ImpactedNode>>> groups = new TreeMap<>(lastIfEmpty());
    Map<String, Set<String>> domainsOf = new TreeMap<>(lastIfEmpty());
    Map<String, Set<AssetId>> nodesOf = new TreeMap<>(lastIfEmpty());
    Map<AssetId, List<AssetId>> fallbacks = new TreeMap<>();
    for (int place : reach.answered()) {
      int node = reach.reached().node(place);
      AssetId id = snapshot.asset(node);
      String domain = snapshot.domain(node);
      String owner = snapshot.owner(node);
      List<AssetId> path = reach.pathTo(id).map(LineagePath::nodes).orElse(List.of(id));
      groups
          .computeIfAbsent(domain, any -> new TreeMap<>(lastIfEmpty()))
          .computeIfAbsent(owner, any -> new ArrayList<>())
          .add(new ImpactedNode(id, reach.reached().hopsAt(place), path));
      domainsOf.computeIfAbsent(owner, any -> new TreeSet<>(lastIfEmpty())).add(domain);
      nodesOf.computeIfAbsent(owner, any -> new TreeSet<>()).add(id);
      addFallbacks(snapshot, node, id, fallbacks);
    }
    for (AssetId failed : reach.query().roots()) {
      addFallbacks(snapshot, snapshot.find(failed), failed, fallbacks);
    }
    List<Notification> notifications = new ArrayList<>();
    nodesOf.forEach(
        (owner, nodes) ->
            notifications.add(
                new Notification(
                    owner,
                    List.copyOf(domainsOf.getOrDefault(owner, Set.of())),
                    List.copyOf(nodes))));
    return new Impact(
        reach.query().roots(), domains(groups), notifications, fallbacks, reach.isComplete());
  }

  /** How many nodes are hit. */
  public int count() {
    return domains.stream().mapToInt(DomainImpact::count).sum();
  }

  /** Whether anything depends on what failed. */
  public boolean hasDependencies() {
    return !domains.isEmpty();
  }

  /** Plain text, as for an incident channel. */
  public String toText() {
    return ImpactTexts.text(this);
  }

  /** Markdown, as for a pull request. */
  public String toMarkdown() {
    return ImpactTexts.markdown(this);
  }

  /** JSON, as for a program. */
  public String toJson() {
    return ImpactTexts.json(this);
  }

  private static void addFallbacks(
      Snapshot snapshot, int node, AssetId id, Map<AssetId, List<AssetId>> into) {
    List<AssetId> known = snapshot.facts(node).fallbacks();
    if (!known.isEmpty()) {
      into.put(id, known);
    }
  }

  private static List<DomainImpact> domains(Map<String, Map<String, List<ImpactedNode>>> groups) {
    Comparator<ImpactedNode> order =
        Comparator.comparingInt(ImpactedNode::hops).thenComparing(ImpactedNode::id);
    List<DomainImpact> domains = new ArrayList<>();
    groups.forEach(
        (domain, owners) -> {
          List<OwnerImpact> impacts = new ArrayList<>();
          owners.forEach(
              (owner, nodes) -> {
                nodes.sort(order);
                impacts.add(new OwnerImpact(owner, nodes));
              });
          domains.add(new DomainImpact(domain, impacts));
        });
    return domains;
  }

  private static Comparator<String> lastIfEmpty() {
    return Comparator.<String, Boolean>comparing(String::isEmpty)
        .thenComparing(Comparator.naturalOrder());
  }
}
