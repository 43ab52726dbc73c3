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
  private final Changes changes = new Changes();
  private final EvidenceWriter evidences = new EvidenceWriter(tables, changes);
  private final Classifiers classifiers = new Classifiers(changes);
  private int commit;
  private long lastRecorded = Micros.of(Validity.EARLIEST);
  private volatile Snapshot snapshot;

  public LineageStore() {
    snapshot = newSnapshot();
  }

  /** The graph that was written by {@link GraphImage#writeTo}. */
  public static LineageStore readImage(InputStream in) throws IOException {
    LineageStore store = new LineageStore();
    GraphImage.State state = GraphImage.read(store.tables, store.nodes, in);
    store.commit = state.commit();
    store.lastRecorded = state.lastRecorded();
    store.evidences.startFrom(state.sealed());
    store.snapshot = store.newSnapshot();
    return store;
  }

  /** Seals, and answers everything as of now, to be written while the graph goes on. */
  public synchronized GraphImage image() {
    if (!evidences.delta().isEmpty()) {
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
    DeltaLog delta = evidences.delta();
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
    evidences.begin(++commit);
    int changed;
    if (evidences.isEmpty() && staging.size() >= LEAST_TO_STAGE) {
      evidences.startFrom(staging.seal(tables.names.size(), recorded));
      changed = staging.kept();
    } else {
      changed = staging.each(evidences::put, recorded);
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
    List<EvidenceWriter.Ended> found = new ArrayList<>();
    EdgeCursor cursor = snapshot.cursor();
    for (int node = 0; node < snapshot.nodes(); node++) {
      cursor.start(node, Direction.DOWNSTREAM);
      while (cursor.next()) {
        if (tables.whens.to(cursor.when()) > recorded
            && which.test(new Statement(node, cursor.other(), cursor.who()))) {
          found.add(
              new EvidenceWriter.Ended(
                  node, cursor.other(), cursor.how(), cursor.when(), cursor.who(), cursor.slot()));
        }
      }
    }
    evidences.begin(++commit);
    for (EvidenceWriter.Ended each : found) {
      evidences.retract(each, recorded);
    }
    publish(recorded);
    return found.size();
  }

  /** Changes what is known of a node, which is registered if need be. */
  public synchronized void describe(AssetId node, UnaryOperator<Facts> change, Instant now) {
    long recorded = recordedAt(now);
    commit++;
    changes.note(nodes.describe(node, change));
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
    evidences.begin(++commit);
    changes.note(joined.into());
    for (int moved : joined.moved()) {
      changes.note(moved);
      evidences.moveEdges(moved, joined.into(), newSnapshot().cursor());
    }
    publish(recorded);
  }

  /** Seals now what was added since the last sealing. */
  public synchronized void seal() {
    evidences.install(snapshot, Sealing.of(snapshot), List.of());
    snapshot = newSnapshot();
  }

  /** Who carries a tag over edges that do not mask, as of the newest commit or an instant in it. */
  public Carriers carriers(String tag, Instant now) {
    return classifiers.carriers(tag, this::snapshot, now);
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

  /** Commit times never run backwards, whatever the clock does. */
  private long recordedAt(Instant now) {
    return Math.max(lastRecorded, Micros.of(now));
  }

  private void publish(long recorded) {
    lastRecorded = recorded;
    changes.publish();
    snapshot = newSnapshot();
    DeltaLog delta = evidences.delta();
    if (!evidences.isSealing()
        && delta.size() > Math.max(LEAST_TO_SEAL, delta.sealed().slots() / SHARE_TO_SEAL)) {
      List<EvidenceWriter.Ended> ended = evidences.beginSealing();
      Snapshot basis = snapshot;
      Thread sealer = new Thread(() -> sealInBackground(basis, ended), "mesh-lineage-seal");
      sealer.setDaemon(true);
      sealer.start();
    }
  }

  private void sealInBackground(Snapshot basis, List<EvidenceWriter.Ended> ended) {
    Sealed sealed = null;
    try {
      sealed = Sealing.of(basis);
    } finally {
      synchronized (this) {
        evidences.endSealing();
        if (sealed != null && evidences.delta() == basis.delta()) {
          evidences.install(basis, sealed, ended);
          snapshot = newSnapshot();
        }
      }
    }
  }

  private Snapshot newSnapshot() {
    return new Snapshot(
        tables, evidences.delta(), commit, lastRecorded, changes.end(), nodes.publish());
  }
}
