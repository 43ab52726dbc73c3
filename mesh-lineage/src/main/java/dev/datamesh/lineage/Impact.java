package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is hit when something breaks: by domain, owner and hops, with a path to each, what can be
 * read instead, and whom to tell. Counts are there at once; names and paths are made when asked
 * for. Immutable.
 */
public final class Impact {

  /** The heading of what no domain claims. */
  public static final String OUTSIDE = "outside any domain";

  private final Reach reach;
  private final List<DomainImpact> domains;
  private final List<Notification> notifications;
  private final Map<AssetId, List<AssetId>> fallbacks;

  Impact(
      Reach reach,
      List<DomainImpact> domains,
      List<Notification> notifications,
      Map<AssetId, List<AssetId>> fallbacks) {
    this.reach = reach;
    this.domains = List.copyOf(domains);
    this.notifications = List.copyOf(notifications);
    this.fallbacks = java.util.Collections.unmodifiableMap(new TreeMap<>(fallbacks));
  }

  static Impact of(Reach reach) {
    return ImpactGrouping.of(reach);
  }

  /** What breaks. */
  public List<AssetId> failed() {
    return reach.query().roots();
  }

  /** By name, what is outside any domain last; empty where nothing depends on what failed. */
  public List<DomainImpact> domains() {
    return domains;
  }

  /** Whom to tell of what, by owner; where nobody is known, last. */
  public List<Notification> notifications() {
    return notifications;
  }

  /** What can be read instead, by the impacted or failed node that has such. */
  public Map<AssetId, List<AssetId>> fallbacks() {
    return fallbacks;
  }

  /** Whether this is all; if not, the impact may be larger. */
  public boolean complete() {
    return reach.isComplete();
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

  /**
   * What is hit of one domain.
   *
   * @param domain empty for the group outside any domain
   * @param owners by name, where nobody is known last
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
      return owners.stream().mapToInt(OwnerImpact::count).sum();
    }
  }

  /** What is hit of one owner within a domain. Immutable. */
  public static final class OwnerImpact {

    private final String owner;
    private final Reach reach;
    private final int[] places;

    OwnerImpact(String owner, Reach reach, int[] places) {
      this.owner = owner;
      this.reach = reach;
      this.places = places;
    }

    /** Empty where nobody is known. */
    public String owner() {
      return owner;
    }

    public int count() {
      return places.length;
    }

    /** How many nodes are hit at each number of hops. */
    public SortedMap<Integer, Integer> countByHops() {
      SortedMap<Integer, Integer> counts = new TreeMap<>();
      for (int place : places) {
        counts.merge(reach.reached().hopsAt(place), 1, Integer::sum);
      }
      return java.util.Collections.unmodifiableSortedMap(counts);
    }

    /** The nodes by hops, then by name. */
    public List<ImpactedNode> nodes() {
      return ImpactGrouping.nodes(reach, places);
    }
  }

  /** A node that is hit. Immutable. */
  public static final class ImpactedNode {

    private final AssetId id;
    private final int hops;
    private final Reach reach;

    ImpactedNode(AssetId id, int hops, Reach reach) {
      this.id = id;
      this.hops = hops;
      this.reach = reach;
    }

    public AssetId id() {
      return id;
    }

    public int hops() {
      return hops;
    }

    /** A shortest way the damage takes, from a failed node to this one. */
    public List<AssetId> path() {
      return reach.pathTo(id).map(LineagePath::nodes).orElse(List.of(id));
    }

    @Override
    public String toString() {
      return id + " at " + hops;
    }
  }

  /** One message to send. Immutable. */
  public static final class Notification {

    private final String owner;
    private final List<String> domains;
    private final List<OwnerImpact> impacts;

    Notification(String owner, List<String> domains, List<OwnerImpact> impacts) {
      this.owner = owner;
      this.domains = List.copyOf(domains);
      this.impacts = List.copyOf(impacts);
    }

    /** Whom to tell; empty where nobody is known, so that somebody must be found. */
    public String owner() {
      return owner;
    }

    /** Which domains of theirs are hit. */
    public List<String> domains() {
      return domains;
    }

    public int count() {
      return impacts.stream().mapToInt(OwnerImpact::count).sum();
    }

    /** What of theirs is hit, by name. */
    public List<AssetId> nodes() {
      return impacts.stream()
          .flatMap(impact -> impact.nodes().stream())
          .map(ImpactedNode::id)
          .sorted()
          .toList();
    }
  }
}
