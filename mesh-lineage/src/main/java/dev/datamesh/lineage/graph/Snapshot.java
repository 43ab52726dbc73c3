package dev.datamesh.lineage.graph;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.Evidence;
import dev.datamesh.lineage.model.Validity;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The graph as it was after one commit. Immutable. */
public final class Snapshot {

  private final Tables tables;
  private final DeltaLog delta;
  private final int nodes;
  private final int slots;
  private final int hows;
  private final int whens;
  private final int commit;
  private final long lastRecorded;
  private final long changes;
  private final int[][] facts;
  private final int[][] containers;
  private final int[][] aliases;

  Snapshot(
      Tables tables, DeltaLog delta, int commit, long lastRecorded, long changes, Nodes.View view) {
    this.tables = tables;
    this.delta = delta;
    this.nodes = tables.names.size();
    this.slots = delta.size();
    this.hows = tables.hows.size();
    this.whens = tables.whens.size();
    this.commit = commit;
    this.lastRecorded = lastRecorded;
    this.changes = changes;
    this.facts = view.facts;
    this.containers = view.containers;
    this.aliases = view.aliases;
  }

  /** How many node numbers there are, those of alternate names included. */
  public int nodes() {
    return nodes;
  }

  /** The number of the commit that this is the outcome of. */
  public int commit() {
    return commit;
  }

  /** The place behind its last change, of those that {@link Changes} tells. */
  long changes() {
    return changes;
  }

  /** The instant of the last commit. */
  public Instant lastRecorded() {
    return Micros.toInstant(lastRecorded);
  }

  /** The node that a name, or the name it is an alternate of, stands for; -1 if nobody named it. */
  public int find(AssetId id) {
    int node = tables.names.find(id, nodes);
    return node < 0 ? -1 : canonical(node);
  }

  /** The node that stands for this one: another where this is an alternate name. */
  public int canonical(int node) {
    int now = node;
    for (int next = CowInts.get(aliases, now); next != 0; next = CowInts.get(aliases, now)) {
      now = next - 1;
    }
    return now;
  }

  public AssetId asset(int node) {
    return tables.names.get(node);
  }

  /** Reads a little of the names of nodes about to be asked for, so that they are near. */
  public int touchNames(Reached reached, int from, int to) {
    return tables.names.touch(reached, from, to);
  }

  public AssetId.Kind kind(int node) {
    return tables.names.kind(node);
  }

  public Facts facts(int node) {
    return tables.facts.get(factsCode(node));
  }

  int factsCode(int node) {
    return CowInts.get(facts, node);
  }

  /** The node that holds this one, -1 if none does. */
  public int container(int node) {
    int container = CowInts.get(containers, node) - 1;
    return container < 0 ? -1 : canonical(container);
  }

  /** The domain of the node or of what holds it; empty if none is told. */
  public String domain(int node) {
    for (int now = node; now >= 0; now = container(now)) {
      String domain = facts(now).domain();
      if (!domain.isEmpty()) {
        return domain;
      }
    }
    return "";
  }

  /** The owner of the node or of what holds it; empty if none is told. */
  public String owner(int node) {
    for (int now = node; now >= 0; now = container(now)) {
      String owner = facts(now).owner();
      if (!owner.isEmpty()) {
        return owner;
      }
    }
    return "";
  }

  /** The other ends of all edges that hold under a filter and are made by a job, each once. */
  public int[] endsOfJob(String job, Direction direction, EdgeFilter filter) {
    boolean[] makes = new boolean[tables.whos.size()];
    for (int code = 0; code < makes.length; code++) {
      makes[code] = tables.whos.get(code).job().equals(job);
    }
    BitSet found = new BitSet(nodes);
    LiveEdges edges = new LiveEdges(this, filter);
    EdgeCursor cursor = cursor();
    for (int node = 0; node < nodes; node++) {
      boolean any = false;
      cursor.start(node, direction);
      while (!any && cursor.next()) {
        int who = cursor.who();
        any = who < makes.length && makes[who];
      }
      if (any) {
        edges.start(node, direction);
        while (edges.next()) {
          if (edges.who(0) < makes.length && makes[edges.who(0)]) {
            found.set(edges.other());
          }
        }
      }
    }
    return found.stream().toArray();
  }

  /** The nodes that have a tag of their own. */
  public int[] tagged(String tag) {
    BitSet found = new BitSet(nodes);
    for (int node = 0; node < nodes; node++) {
      if (canonical(node) == node && facts(node).tags().contains(tag)) {
        found.set(node);
      }
    }
    return found.stream().toArray();
  }

  /** The nodes inside a node, at any depth, the node itself first. */
  public int[] contents(int outer) {
    List<Integer> inside = new ArrayList<>();
    inside.add(outer);
    for (int node = 0; node < nodes; node++) {
      if (node != outer && canonical(node) == node) {
        for (int above = container(node); above >= 0; above = container(above)) {
          if (above == outer) {
            inside.add(node);
            break;
          }
        }
      }
    }
    return inside.stream().mapToInt(Integer::intValue).toArray();
  }

  void writeNodes(int count, ImageWriter image) throws IOException {
    for (int[][] row : List.of(facts, containers, aliases)) {
      int[] values = new int[count];
      for (int node = 0; node < count; node++) {
        values[node] = CowInts.get(row, node);
      }
      image.put(values);
    }
  }

  Tables tables() {
    return tables;
  }

  DeltaLog delta() {
    return delta;
  }

  Sealed sealed() {
    return delta.sealed();
  }

  int slots() {
    return slots;
  }

  int hows() {
    return hows;
  }

  int whens() {
    return whens;
  }

  EdgeCursor cursor() {
    return new EdgeCursor(this);
  }

  Evidence evidence(int how, int when, int who) {
    How what = tables.hows.get(how);
    Who by = tables.whos.get(who);
    long from = tables.whens.from(when);
    return new Evidence(
        by.producer(),
        by.job(),
        by.transformation(),
        what.type(),
        what.masking(),
        what.confidence(),
        by.event(),
        by.metadata(),
        new Validity(Micros.toInstant(from), Micros.toInstant(tables.whens.to(when))),
        Micros.toInstant(by.recorded() == Who.AS_VALID ? from : by.recorded()));
  }
}
