package dev.datamesh.lineage.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers for pairs of domain and owner, given in the order of first mention, so that many nodes
 * are sorted without looking at a text twice. For one thread at a time.
 */
public final class Affiliations {

  private record Group(String domain, String owner) {}

  private final Snapshot snapshot;
  private final Map<Group, Integer> numbers = new HashMap<>();
  private final List<Group> groups = new ArrayList<>();
  private final List<Integer> withFallbacks = new ArrayList<>();
  private int[] groupOfFacts = new int[64];
  private boolean[] fallbacksOfFacts = new boolean[64];

  public Affiliations(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** The number of a node's domain and owner, its own or those of what holds it. */
  public int groupOf(int node) {
    int code = snapshot.factsCode(node);
    if (code >= groupOfFacts.length) {
      int longer = Math.max(code + 1, groupOfFacts.length * 2);
      groupOfFacts = Arrays.copyOf(groupOfFacts, longer);
      fallbacksOfFacts = Arrays.copyOf(fallbacksOfFacts, longer);
    }
    int known = groupOfFacts[code];
    if (known == 0) {
      known = lookUp(code);
    }
    if (fallbacksOfFacts[code]) {
      withFallbacks.add(node);
    }
    if (known > 0) {
      return known - 1;
    }
    int container = snapshot.container(node);
    return number(
        container < 0
            ? group(snapshot.facts(node))
            : new Group(snapshot.domain(node), snapshot.owner(node)));
  }

  public int groups() {
    return groups.size();
  }

  public String domain(int group) {
    return groups.get(group).domain();
  }

  public String owner(int group) {
    return groups.get(group).owner();
  }

  /** The nodes asked for so far that have fallbacks. */
  public List<Integer> withFallbacks() {
    return withFallbacks;
  }

  /** Facts that say both need no look at what holds the node; -1 stands for those that do not. */
  private int lookUp(int code) {
    Facts facts = snapshot.tables().facts.get(code);
    fallbacksOfFacts[code] = !facts.fallbacks().isEmpty();
    boolean whole = !facts.domain().isEmpty() && !facts.owner().isEmpty();
    groupOfFacts[code] = whole ? number(group(facts)) + 1 : -1;
    return groupOfFacts[code];
  }

  private static Group group(Facts facts) {
    return new Group(facts.domain(), facts.owner());
  }

  private int number(Group group) {
    Integer known = numbers.get(group);
    if (known == null) {
      known = groups.size();
      groups.add(group);
      numbers.put(group, known);
    }
    return known;
  }
}
