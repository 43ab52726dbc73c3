package dev.datamesh.lineage.graph;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.ProductId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What is known of nodes, apart from their edges; the writing side. For one thread at a time. */
final class Nodes {

  /** The published state. Immutable. */
  static final class View {

    final int[][] facts;
    final int[][] containers;
    final int[][] aliases;

    private View(int[][] facts, int[][] containers, int[][] aliases) {
      this.facts = facts;
      this.containers = containers;
      this.aliases = aliases;
    }
  }

  /** Which nodes' edges have to move where after names were joined. */
  record Joined(int into, List<Integer> moved) {}

  private final Tables tables;
  private final CowInts facts = new CowInts();
  private final CowInts containers = new CowInts();
  private final CowInts aliases = new CowInts();
  private final Map<Integer, Set<Integer>> alternateOf = new HashMap<>();
  private final Map<Integer, List<Integer>> members = new HashMap<>();

  Nodes(Tables tables) {
    this.tables = tables;
  }

  View publish() {
    return new View(facts.publish(), containers.publish(), aliases.publish());
  }

  /** By alternate name: what it was declared to stand for. */
  Map<Integer, int[]> alternates() {
    Map<Integer, int[]> copy = new HashMap<>();
    alternateOf.forEach(
        (alternate, names) ->
            copy.put(alternate, names.stream().mapToInt(Integer::intValue).toArray()));
    return copy;
  }

  void read(ImageReader image) throws IOException {
    for (CowInts row : List.of(facts, containers, aliases)) {
      int[] values = image.nextInts();
      for (int node = 0; node < values.length; node++) {
        row.set(node, values[node]);
      }
    }
    for (int i = image.nextInt(); i > 0; i--) {
      Set<Integer> names = new TreeSet<>();
      int alternate = image.nextInt();
      for (int name : image.nextInts()) {
        names.add(name);
      }
      alternateOf.put(alternate, names);
    }
    for (int node = 0; node < tables.names.size(); node++) {
      int leader = canonical(node);
      if (leader != node) {
        members.computeIfAbsent(leader, any -> new ArrayList<>(List.of(leader))).add(node);
      }
    }
  }

  /** The number of a name, a new one if need be. */
  int register(AssetId id) {
    int before = tables.names.size();
    int node = tables.names.of(id);
    if (node == before) {
      if (id.kind() == AssetId.Kind.PRODUCT) {
        facts.set(node, tables.facts.of(factsOfProduct(id)));
      } else if (id.kind() == AssetId.Kind.FIELD) {
        int end = id.name().lastIndexOf('#');
        if (end > 0) {
          String dataset = id.name().substring(0, end);
          int container = register(new AssetId(AssetId.Kind.DATASET, id.namespace(), dataset));
          containers.set(node, container + 1);
        }
      }
    }
    return node;
  }

  /** Forgets the names from a number on, which no snapshot has seen. */
  void forgetFrom(int node) {
    for (int each = node; each < tables.names.size(); each++) {
      facts.set(each, 0);
      containers.set(each, 0);
    }
    tables.names.truncate(node);
  }

  int canonical(int node) {
    int now = node;
    for (int next = aliases.get(now); next != 0; next = aliases.get(now)) {
      now = next - 1;
    }
    return now;
  }

  /** Answers the node's number. */
  int describe(AssetId id, UnaryOperator<Facts> change) {
    int node = canonical(register(id));
    facts.set(node, tables.facts.of(change.apply(tables.facts.get(facts.get(node)))));
    return node;
  }

  void contain(AssetId inner, AssetId outer) {
    int before = tables.names.size();
    int child = canonical(register(inner));
    int parent = canonical(register(outer));
    for (int above = parent; above >= 0; above = containerOf(above)) {
      if (above == child) {
        forgetFrom(before);
        throw new InvalidInputException(
            "Cannot put %s into %s: it would contain itself".formatted(inner, outer));
      }
    }
    containers.set(child, parent + 1);
  }

  Joined join(AssetId alternateId, AssetId nameId) {
    int before = tables.names.size();
    int alternate = register(alternateId);
    int name = register(nameId);
    if (isAlternateOf(name, alternate)) {
      forgetFrom(before);
      throw new InvalidInputException(
          "Cannot make %s an alternate name of %s: that is an alternate of it already"
              .formatted(alternateId, nameId));
    }
    alternateOf.computeIfAbsent(alternate, any -> new TreeSet<>()).add(name);
    List<Integer> joined = new ArrayList<>(membersOf(canonical(alternate)));
    for (int member : membersOf(canonical(name))) {
      if (!joined.contains(member)) {
        joined.add(member);
      }
    }
    int leader = leaderOf(joined);
    Set<Integer> had = new TreeSet<>();
    for (int member : joined) {
      had.add(canonical(member));
      members.remove(member);
    }
    for (int member : joined) {
      aliases.set(member, member == leader ? 0 : leader + 1);
    }
    members.put(leader, joined);
    List<Integer> moved = had.stream().filter(node -> node != leader).toList();
    for (int node : moved) {
      mergeFacts(node, leader);
    }
    leaveCircle(leader);
    return new Joined(leader, moved);
  }

  /** Where one of two joined nodes held the other, what they are now is held by nothing. */
  private void leaveCircle(int leader) {
    for (int above = containerOf(leader); above >= 0; above = containerOf(above)) {
      if (above == leader) {
        containers.set(leader, 0);
        return;
      }
    }
  }

  private List<Integer> membersOf(int leader) {
    return members.getOrDefault(leader, List.of(leader));
  }

  /** The least name that is not an alternate of another. */
  private int leaderOf(List<Integer> joined) {
    int leader = -1;
    for (int member : joined) {
      if (!alternateOf.containsKey(member)
          && (leader < 0 || tables.names.get(member).compareTo(tables.names.get(leader)) < 0)) {
        leader = member;
      }
    }
    return leader;
  }

  private boolean isAlternateOf(int node, int wanted) {
    if (node == wanted) {
      return true;
    }
    for (int next : alternateOf.getOrDefault(node, Set.of())) {
      if (isAlternateOf(next, wanted)) {
        return true;
      }
    }
    return false;
  }

  private void mergeFacts(int from, int into) {
    Facts ours = tables.facts.get(facts.get(into));
    Facts theirs = tables.facts.get(facts.get(from));
    Set<String> tags = new TreeSet<>(ours.tags());
    tags.addAll(theirs.tags());
    Facts merged =
        new Facts(
            ours.domain().isEmpty() ? theirs.domain() : ours.domain(),
            ours.owner().isEmpty() ? theirs.owner() : ours.owner(),
            tags,
            ours.fallbacks().isEmpty() ? theirs.fallbacks() : ours.fallbacks(),
            ours.deleted());
    facts.set(into, tables.facts.of(merged));
    facts.set(from, 0);
    int container = containers.get(from);
    if (containers.get(into) == 0 && container != 0 && canonical(container - 1) != into) {
      containers.set(into, container);
    }
  }

  private int containerOf(int node) {
    int container = containers.get(node) - 1;
    return container < 0 ? -1 : canonical(container);
  }

  private static Facts factsOfProduct(AssetId id) {
    int dot = id.name().indexOf('.');
    if (!id.namespace().equals(AssetId.MESH)
        || dot <= 0
        || !ProductId.isDomainName(id.name().substring(0, dot))) {
      return Facts.NONE;
    }
    return new Facts(id.name().substring(0, dot), "", Set.of(), List.of(), false);
  }
}
