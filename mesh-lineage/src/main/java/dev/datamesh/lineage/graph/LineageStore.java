package dev.datamesh.lineage.graph;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.ProductId;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.Validity;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The writing side of the graph.
 *
 * <p>Safe for use by many threads: writers take turns, each call is one commit, whole or not at
 * all; readers take {@link #snapshot()} and never wait.
 */
public final class LineageStore {

  private final Tables tables = new Tables();
  private final CowInts facts = new CowInts();
  private final CowInts containers = new CowInts();
  private final CowInts aliases = new CowInts();
  private final DeltaLog delta = new DeltaLog();
  private int commit;
  private long lastRecorded = Long.MIN_VALUE;
  private volatile Snapshot snapshot;

  public LineageStore() {
    lastRecorded = Micros.of(Validity.EARLIEST);
    snapshot = newSnapshot();
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  /**
   * Takes in entries.
   *
   * @return how many of them changed something
   */
  public synchronized int add(List<LineageEntry> entries, Instant now) {
    long recorded = recordedAt(now);
    for (LineageEntry entry : entries) {
      checkEnds(entry, recorded);
    }
    commit++;
    int changed = 0;
    for (LineageEntry entry : entries) {
      changed += put(entry, recorded) ? 1 : 0;
    }
    publish(recorded);
    return changed;
  }

  /**
   * Ends the evidences that are open now and match.
   *
   * @return how many were ended
   */
  public synchronized int retract(Predicate<Statement> which, Instant now) {
    long recorded = recordedAt(now);
    commit++;
    int ended = 0;
    for (int slot = 0, size = delta.size(); slot < size; slot++) {
      if (delta.aliveAt(slot, commit)
          && tables.whens.to(delta.get(slot, DeltaLog.WHEN)) > recorded
          && which.test(new Statement(slot))) {
        endValidity(slot, recorded);
        ended++;
      }
    }
    publish(recorded);
    return ended;
  }

  /** Changes what is known of a node, which is registered if need be. */
  public synchronized void describe(AssetId node, UnaryOperator<Facts> change, Instant now) {
    long recorded = recordedAt(now);
    int number = canonical(register(node));
    Facts after = change.apply(tables.facts.get(facts.get(number)));
    commit++;
    facts.set(number, tables.facts.of(after));
    publish(recorded);
  }

  /** Puts a node inside another; both are registered if need be. */
  public synchronized void contain(AssetId inner, AssetId outer, Instant now) {
    long recorded = recordedAt(now);
    int child = canonical(register(inner));
    int parent = canonical(register(outer));
    for (int above = parent; above >= 0; above = containerOf(above)) {
      if (above == child) {
        throw new InvalidInputException(
            "Cannot put %s into %s: it would contain itself".formatted(inner, outer));
      }
    }
    commit++;
    containers.set(child, parent + 1);
    publish(recorded);
  }

  /** One evidence, as retraction sees it. */
  public final class Statement {

    private final int slot;

    private Statement(int slot) {
      this.slot = slot;
    }

    public AssetId source() {
      return tables.names.get(delta.get(slot, DeltaLog.FROM));
    }

    public AssetId target() {
      return tables.names.get(delta.get(slot, DeltaLog.TO));
    }

    public String producer() {
      return who(slot).producer();
    }

    public String job() {
      return who(slot).job();
    }

    public String event() {
      return who(slot).event();
    }
  }

  private boolean put(LineageEntry entry, long recorded) {
    int from = canonical(register(entry.source()));
    int to = canonical(register(entry.target()));
    int how = tables.hows.of(new How(entry.type(), entry.masking(), entry.confidence()));
    boolean openStart = entry.validity().from().equals(Validity.WHEN_RECORDED);
    boolean unstated = entry.validity().equals(Validity.FROM_NOW_ON);
    Who who = whoOf(entry, openStart, recorded);
    long start = openStart ? recorded : Micros.of(entry.validity().from());
    long end = Micros.of(entry.validity().to());
    boolean indirect = entry.type().isIndirect();
    for (int slot = delta.newestOf(from, to); slot >= 0; slot = delta.olderOf(slot)) {
      if (!delta.aliveAt(slot, commit)
          || !who(slot).sameSource(who)
          || indirect(slot) != indirect) {
        continue;
      }
      int when = delta.get(slot, DeltaLog.WHEN);
      boolean open = tables.whens.to(when) > recorded;
      if (unstated && !open) {
        continue;
      }
      if (unstated) {
        start = tables.whens.from(when);
        end = tables.whens.to(when);
        who = keepingRecord(who, who(slot));
      }
      if (sameAs(slot, how, start, end, who)) {
        return false;
      }
      delta.end(slot, commit);
    }
    delta.append(from, to, how, tables.whens.of(start, end), tables.whos.of(who));
    return true;
  }

  private boolean sameAs(int slot, int how, long start, long end, Who who) {
    int when = delta.get(slot, DeltaLog.WHEN);
    Who before = who(slot);
    return delta.get(slot, DeltaLog.HOW) == how
        && tables.whens.from(when) == start
        && tables.whens.to(when) == end
        && before.metadata().equals(who.metadata())
        && before.event().equals(who.event());
  }

  private static Who whoOf(LineageEntry entry, boolean openStart, long recorded) {
    return new Who(
        entry.producer(),
        entry.job(),
        entry.transformation(),
        entry.event(),
        entry.metadata(),
        openStart ? Who.AS_VALID : recorded);
  }

  private static Who keepingRecord(Who who, Who before) {
    return new Who(
        who.producer(),
        who.job(),
        who.transformation(),
        who.event(),
        who.metadata(),
        before.recorded());
  }

  private void endValidity(int slot, long at) {
    delta.end(slot, commit);
    int when = delta.get(slot, DeltaLog.WHEN);
    long from = tables.whens.from(when);
    if (from < at) {
      delta.append(
          delta.get(slot, DeltaLog.FROM),
          delta.get(slot, DeltaLog.TO),
          delta.get(slot, DeltaLog.HOW),
          tables.whens.of(from, at),
          delta.get(slot, DeltaLog.WHO));
    }
  }

  private Who who(int slot) {
    return tables.whos.get(delta.get(slot, DeltaLog.WHO));
  }

  private boolean indirect(int slot) {
    return tables.hows.get(delta.get(slot, DeltaLog.HOW)).type().isIndirect();
  }

  private int register(AssetId id) {
    int before = tables.names.size();
    int node = tables.names.of(id);
    if (node == before) {
      if (id.kind() == AssetId.Kind.PRODUCT) {
        facts.set(node, tables.facts.of(productFacts(id)));
      } else if (id.kind() == AssetId.Kind.FIELD) {
        int end = id.name().lastIndexOf('#');
        if (end > 0) {
          String dataset = id.name().substring(0, end);
          containers.set(
              node, 1 + register(new AssetId(AssetId.Kind.DATASET, id.namespace(), dataset)));
        }
      }
    }
    return node;
  }

  private static Facts productFacts(AssetId id) {
    int dot = id.name().indexOf('.');
    return id.namespace().equals(AssetId.MESH)
            && dot > 0
            && ProductId.isDomainName(id.name().substring(0, dot))
        ? new Facts(id.name().substring(0, dot), "", java.util.Set.of(), java.util.List.of(), false)
        : Facts.NONE;
  }

  private int canonical(int node) {
    int now = node;
    for (int next = aliases.get(now); next != 0; next = aliases.get(now)) {
      now = next - 1;
    }
    return now;
  }

  private int containerOf(int node) {
    int container = containers.get(node) - 1;
    return container < 0 ? -1 : canonical(container);
  }

  private static void checkEnds(LineageEntry entry, long recorded) {
    if (entry.validity().from().equals(Validity.WHEN_RECORDED)
        && Micros.of(entry.validity().to()) <= recorded) {
      throw new InvalidInputException(
          "Cannot record %s -> %s, it ends before it begins: %s"
              .formatted(entry.source(), entry.target(), entry.validity().to()));
    }
  }

  /** Commit times never run backwards, whatever the clock does. */
  private long recordedAt(Instant now) {
    return Math.max(lastRecorded, Micros.of(now));
  }

  private void publish(long recorded) {
    lastRecorded = recorded;
    snapshot = newSnapshot();
  }

  private Snapshot newSnapshot() {
    return new Snapshot(
        tables,
        delta,
        commit,
        lastRecorded,
        facts.publish(),
        containers.publish(),
        aliases.publish());
  }
}
