package dev.datamesh.lineage.graph;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.Validity;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of the graph.
 *
 * <p>Safe for use by many threads: writers take turns, each call is one commit, whole or not at
 * all; readers take {@link #snapshot()} and never wait. What was added since the last sealing is
 * sealed by a thread of its own once it is a sixteenth of the whole.
 */
public final class LineageStore {

  private static final int LEAST_TO_SEAL = 1 << 16;
  private static final int SHARE_TO_SEAL = 16;
  private static final int LEAST_TO_STAGE = 1 << 12;

  private final Tables tables = new Tables();
  private final Nodes nodes = new Nodes(tables);
  private final PairState pair = new PairState(tables);
  private DeltaLog delta = new DeltaLog(Sealed.NOTHING);
  private @Nullable List<Ended> endedWhileSealing;
  private int commit;
  private long lastRecorded = Micros.of(Validity.EARLIEST);
  private volatile Snapshot snapshot;

  /** An evidence that ended while a sealing was under way. */
  private record Ended(int from, int to, int how, int when, int who, int slot) {}

  public LineageStore() {
    snapshot = newSnapshot();
  }

  /** The graph that was written by {@link GraphImage#writeTo}. */
  public static LineageStore readImage(InputStream in) throws IOException {
    LineageStore store = new LineageStore();
    GraphImage.State state = GraphImage.read(store.tables, store.nodes, in);
    store.commit = state.commit();
    store.lastRecorded = state.lastRecorded();
    store.delta = new DeltaLog(state.sealed());
    store.snapshot = store.newSnapshot();
    return store;
  }

  /** Seals, and answers everything as of now, to be written while the graph goes on. */
  public synchronized GraphImage image() {
    if (!delta.isEmpty()) {
      seal();
    }
    return new GraphImage(snapshot, nodes);
  }

  /**
   * What the edges take in memory.
   *
   * @param topologyBytes of sealed rows: who feeds whom, both directions
   * @param attributeBytes of sealed rows: the words
   * @param validityBytes of the table of validities
   * @param logBytes of what is not sealed yet
   * @param nameBytes of names
   */
  public record Size(
      long evidences,
      long topologyBytes,
      long attributeBytes,
      long validityBytes,
      long logBytes,
      long nameBytes) {}

  public synchronized Size size() {
    Sealed sealed = delta.sealed();
    return new Size(
        sealed.slots() + delta.size(),
        sealed.out().topologyBytes() + sealed.in().topologyBytes(),
        sealed.out().attributeBytes() + sealed.in().attributeBytes(),
        tables.whens.bytes(),
        delta.heapBytes(),
        tables.names.heapBytes());
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  /**
   * Takes in entries, all or none.
   *
   * @return how many of them changed something
   */
  public synchronized int add(Iterator<LineageEntry> entries, Instant now) {
    long recorded = recordedAt(now);
    int before = tables.names.size();
    Staging staging = new Staging(tables);
    try {
      while (entries.hasNext()) {
        stage(entries.next(), recorded, staging);
      }
    } catch (RuntimeException e) {
      nodes.forgetFrom(before);
      throw e;
    }
    commit++;
    int changed;
    if (delta.isEmpty() && delta.sealed().slots() == 0 && staging.size() >= LEAST_TO_STAGE) {
      delta = new DeltaLog(staging.seal(tables.names.size(), recorded));
      changed = staging.kept();
    } else {
      changed = staging.each(this::put, recorded);
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
    List<Ended> found = new ArrayList<>();
    EdgeCursor cursor = snapshot.cursor();
    for (int node = 0; node < snapshot.nodes(); node++) {
      cursor.start(node, Direction.DOWNSTREAM);
      while (cursor.next()) {
        if (tables.whens.to(cursor.when()) > recorded
            && which.test(new Statement(node, cursor.other(), cursor.who()))) {
          found.add(
              new Ended(
                  node, cursor.other(), cursor.how(), cursor.when(), cursor.who(), cursor.slot()));
        }
      }
    }
    commit++;
    for (Ended each : found) {
      end(each);
      long from = tables.whens.from(each.when());
      if (from < recorded) {
        int until = tables.whens.of(from, recorded);
        delta.append(each.from(), each.to(), each.how(), until, each.who());
      }
    }
    publish(recorded);
    return found.size();
  }

  /** Changes what is known of a node, which is registered if need be. */
  public synchronized void describe(AssetId node, UnaryOperator<Facts> change, Instant now) {
    long recorded = recordedAt(now);
    commit++;
    nodes.describe(node, change);
    publish(recorded);
  }

  /** Puts a node inside another; both are registered if need be. */
  public synchronized void contain(AssetId inner, AssetId outer, Instant now) {
    long recorded = recordedAt(now);
    nodes.contain(inner, outer);
    commit++;
    publish(recorded);
  }

  /**
   * Declares a name to be an alternate of another. All names so joined, in whatever order, are one
   * node, which goes by the name that is not an alternate of any; of several the least.
   */
  public synchronized void join(AssetId alternate, AssetId name, Instant now) {
    long recorded = recordedAt(now);
    Nodes.Joined joined = nodes.join(alternate, name);
    commit++;
    for (int moved : joined.moved()) {
      moveEdges(moved, joined.into());
    }
    publish(recorded);
  }

  /** Seals now what was added since the last sealing. */
  public synchronized void seal() {
    install(snapshot, Sealing.of(snapshot), List.of());
  }

  /** One evidence, as retraction sees it. */
  public final class Statement {

    private final int from;
    private final int to;
    private final int who;

    private Statement(int from, int to, int who) {
      this.from = from;
      this.to = to;
      this.who = who;
    }

    public AssetId source() {
      return tables.names.get(from);
    }

    public AssetId target() {
      return tables.names.get(to);
    }

    public String producer() {
      return tables.whos.get(who).producer();
    }

    public String job() {
      return tables.whos.get(who).job();
    }

    public String event() {
      return tables.whos.get(who).event();
    }
  }

  private void stage(LineageEntry entry, long recorded, Staging into) {
    Validity validity = entry.validity();
    boolean openStart = validity.from().equals(Validity.WHEN_RECORDED);
    long start = openStart ? recorded : Micros.of(validity.from());
    long end = Micros.of(validity.to());
    if (start >= end) {
      throw new InvalidInputException(
          "Cannot record %s -> %s, it ends before it begins: %s"
              .formatted(entry.source(), entry.target(), validity.to()));
    }
    Who who =
        new Who(
            entry.producer(),
            entry.job(),
            entry.transformation(),
            entry.event(),
            entry.metadata(),
            openStart ? Who.AS_VALID : recorded);
    into.add(
        nodes.canonical(nodes.register(entry.source())),
        nodes.canonical(nodes.register(entry.target())),
        tables.hows.of(new How(entry.type(), entry.masking(), entry.confidence())),
        tables.whens.of(start, end),
        tables.whos.of(who),
        openStart && end == Micros.OPEN);
  }

  private boolean put(
      int from, int to, int how, int when, int who, boolean unstated, long recorded) {
    know(from, to);
    int ended = pair.state(how, when, who, unstated, recorded);
    if (ended == PairState.UNCHANGED) {
      return false;
    }
    for (int i = 0; ended > 0 && i < pair.size(); i++) {
      if (pair.isReplaced(i)) {
        end(new Ended(from, to, pair.how(i), pair.when(i), pair.who(i), pair.reference(i)));
      }
    }
    delta.append(from, to, how, pair.newWhen(), pair.newWho());
    return true;
  }

  /** Of two evidences of one source that hold at the same time the one recorded later stays. */
  private void putMoved(int from, int to, Ended moved) {
    know(from, to);
    for (int i = 0; i < pair.size(); i++) {
      if (sameSource(moved, i) && overlap(moved.when(), pair.when(i))) {
        if (!isLater(moved, i)) {
          return;
        }
        end(new Ended(from, to, pair.how(i), pair.when(i), pair.who(i), pair.reference(i)));
      }
    }
    delta.append(from, to, moved.how(), moved.when(), moved.who());
  }

  private boolean sameSource(Ended moved, int i) {
    return tables.whos.get(moved.who()).sameSource(tables.whos.get(pair.who(i)))
        && tables.hows.get(moved.how()).type().isIndirect()
            == tables.hows.get(pair.how(i)).type().isIndirect();
  }

  private boolean overlap(int left, int right) {
    return tables.whens.from(left) < tables.whens.to(right)
        && tables.whens.from(right) < tables.whens.to(left);
  }

  private boolean isLater(Ended moved, int i) {
    long its = recorded(moved.who(), moved.when());
    long there = recorded(pair.who(i), pair.when(i));
    return its != there
        ? its > there
        : tables.hows.get(moved.how()).confidence() > tables.hows.get(pair.how(i)).confidence();
  }

  private long recorded(int who, int when) {
    long recorded = tables.whos.get(who).recorded();
    return recorded == Who.AS_VALID ? tables.whens.from(when) : recorded;
  }

  private void know(int from, int to) {
    pair.clear();
    knowSealed(from, to);
    for (int slot = delta.newestOf(from, to); slot >= 0; slot = delta.olderOf(slot)) {
      if (delta.aliveAt(slot, commit)) {
        pair.know(
            delta.get(slot, DeltaLog.HOW),
            delta.get(slot, DeltaLog.WHEN),
            delta.get(slot, DeltaLog.WHO),
            slot);
      }
    }
  }

  /** The sealed evidences of a pair that have not ended; known by a negative number. */
  private void knowSealed(int from, int to) {
    Sealed sealed = delta.sealed();
    if (from >= sealed.nodes()) {
      return;
    }
    Side out = sealed.out();
    int block = from >>> Side.BLOCK_BITS;
    int end = out.starts[block][(from & Side.IN_BLOCK) + 1];
    for (int place = out.firstOf(from, to); place < end; place++) {
      if (out.ends[block][place] != to) {
        return;
      }
      if (!delta.endedAt(true, block, place, commit)) {
        long word = out.word(block, place);
        WordFormat format = sealed.format();
        pair.know(format.how(word), format.when(word), format.who(word), -1);
      }
    }
  }

  private void end(Ended which) {
    if (which.slot() >= 0) {
      delta.end(which.slot(), commit);
    } else {
      delta.endSealed(which.from(), which.to(), which.how(), which.when(), which.who(), commit);
    }
    if (endedWhileSealing != null) {
      endedWhileSealing.add(which);
    }
  }

  private void moveEdges(int from, int into) {
    EdgeCursor cursor = newSnapshot().cursor();
    List<Ended> found = new ArrayList<>();
    cursor.start(from, Direction.DOWNSTREAM);
    while (cursor.next()) {
      found.add(
          new Ended(
              from, cursor.other(), cursor.how(), cursor.when(), cursor.who(), cursor.slot()));
    }
    cursor.start(from, Direction.UPSTREAM);
    while (cursor.next()) {
      if (cursor.other() != from) {
        found.add(
            new Ended(
                cursor.other(), from, cursor.how(), cursor.when(), cursor.who(), cursor.slot()));
      }
    }
    for (Ended each : found) {
      end(each);
      int newFrom = each.from() == from ? into : each.from();
      int newTo = each.to() == from ? into : each.to();
      putMoved(newFrom, newTo, each);
    }
  }

  /** Commit times never run backwards, whatever the clock does. */
  private long recordedAt(Instant now) {
    return Math.max(lastRecorded, Micros.of(now));
  }

  private void publish(long recorded) {
    lastRecorded = recorded;
    snapshot = newSnapshot();
    if (endedWhileSealing == null
        && delta.size() > Math.max(LEAST_TO_SEAL, delta.sealed().slots() / SHARE_TO_SEAL)) {
      List<Ended> ended = new ArrayList<>();
      endedWhileSealing = ended;
      Snapshot basis = snapshot;
      Thread sealer = new Thread(() -> sealInBackground(basis, ended), "mesh-lineage-seal");
      sealer.setDaemon(true);
      sealer.start();
    }
  }

  private void sealInBackground(Snapshot basis, List<Ended> ended) {
    Sealed sealed = Sealing.of(basis);
    synchronized (this) {
      endedWhileSealing = null;
      if (delta == basis.delta()) {
        install(basis, sealed, ended);
      }
    }
  }

  /** Puts sealed edges in place, and what came or ended since their basis into a new log. */
  private void install(Snapshot basis, Sealed sealed, List<Ended> ended) {
    DeltaLog fresh = new DeltaLog(sealed);
    for (Ended each : ended) {
      if (each.slot() < basis.slots()) {
        fresh.endSealed(each.from(), each.to(), each.how(), each.when(), each.who(), commit);
      }
    }
    for (int slot = basis.slots(), end = delta.size(); slot < end; slot++) {
      if (delta.aliveAt(slot, commit)) {
        fresh.append(
            delta.get(slot, DeltaLog.FROM),
            delta.get(slot, DeltaLog.TO),
            delta.get(slot, DeltaLog.HOW),
            delta.get(slot, DeltaLog.WHEN),
            delta.get(slot, DeltaLog.WHO));
      }
    }
    delta = fresh;
    snapshot = newSnapshot();
  }

  private Snapshot newSnapshot() {
    return new Snapshot(tables, delta, commit, lastRecorded, nodes.publish());
  }
}
