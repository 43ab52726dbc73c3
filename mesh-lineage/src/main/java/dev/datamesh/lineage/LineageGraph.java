package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.ClosedException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.spi.LineageSink;
import dev.datamesh.core.spi.ProductLineage;
import dev.datamesh.lineage.graph.LineageStore;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageEntry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Who feeds whom: takes in lineage entries, answers upstream, downstream and impact.
 *
 * <pre>{@code
 * LineageGraph lineage = LineageGraph.inMemory();
 * lineage.add(LineageEntry.of("raw-orders", "customer-orders").withType(LineageType.DERIVED));
 * lineage.downstream(AssetId.dataset("raw-orders")).nodes();
 * lineage.impact(AssetId.dataset("raw-orders")).toText();
 * }</pre>
 *
 * <p>Safe for use by many threads: each write is one commit and visible at once; each query sees
 * one state and never waits for a writer.
 */
public final class LineageGraph implements LineageSink, AutoCloseable {

  private final Clock clock;
  private final LineageStore store;
  private final @Nullable GraphJournal journal;
  private final WriteGate gate;
  private final AtomicBoolean closed;

  private LineageGraph(
      Clock clock,
      LineageStore store,
      @Nullable GraphJournal journal,
      WriteGate gate,
      AtomicBoolean closed) {
    this.clock = clock;
    this.store = store;
    this.journal = journal;
    this.gate = gate;
    this.closed = closed;
  }

  /** An empty graph that lives as long as the process, on the system's clock. */
  public static LineageGraph inMemory() {
    return inMemory(Clock.systemUTC());
  }

  /** The same on another clock, which stamps entries and tells what "now" is for queries. */
  public static LineageGraph inMemory(Clock clock) {
    return new LineageGraph(clock, new LineageStore(), null, WriteGate.OPEN, new AtomicBoolean());
  }

  /**
   * Opens the lineage of a data folder for writing, or makes it. Each write is on the disk before
   * it is seen.
   *
   * @throws dev.datamesh.core.StorageException where somebody has the folder open for writing
   */
  public static LineageGraph at(Path folder) {
    DataFolder own = DataFolder.at(folder);
    try {
      return at(own, own);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  /** Opens the lineage of a data folder that the host opened, and closes itself, with its clock. */
  public static LineageGraph at(DataFolder folder) {
    return at(folder, null);
  }

  /** Opens the lineage of a data folder for reading, as it is now, beside whoever writes. */
  public static LineageGraph readOnly(Path folder) {
    DataFolder own = DataFolder.readOnly(folder);
    try {
      return at(own, own);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  private static LineageGraph at(DataFolder folder, @Nullable DataFolder own) {
    GraphJournal journal = GraphJournal.open(folder, own);
    return new LineageGraph(
        folder.options().clock(), journal.store(), journal, WriteGate.OPEN, new AtomicBoolean());
  }

  /**
   * The same graph, whose writes ask a guard; only one of the two needs to be closed. An entry
   * concerns the domain of its target, or of its source where the target has none; what concerns no
   * domain is for the platform.
   */
  public LineageGraph guardedBy(Guard guard) {
    return with(gate.guardedBy(guard));
  }

  /** The same graph for another principal, the platform at first. */
  public LineageGraph as(Principal principal) {
    return with(gate.as(principal));
  }

  private LineageGraph with(WriteGate other) {
    return new LineageGraph(clock, store, journal, other, closed);
  }

  /** What a catalog asks and tells about products, for {@code Catalog.builder().lineage(…)}. */
  public ProductLineage ofProducts() {
    return new GraphProducts(this);
  }

  /** Takes in one entry; answers whether it changed anything. */
  public boolean add(LineageEntry entry) {
    return write(new Command.Add(List.of(entry))) > 0;
  }

  /** Takes in entries, all or none; answers how many changed something. */
  public int addAll(Collection<LineageEntry> entries) {
    return (int) write(new Command.Add(List.copyOf(entries)));
  }

  /**
   * Takes in entries as they come, all or none: where the iterator throws, nothing is taken.
   *
   * @return how many changed something
   */
  public int load(Iterator<LineageEntry> entries) {
    checkOpen();
    Iterator<LineageEntry> admitted = gate.admitted(entries, store.snapshot());
    return journal == null ? store.add(admitted, clock.instant()) : (int) journal.load(admitted);
  }

  /** Takes in what another wing says. */
  @Override
  public void accept(Statement statement) {
    add(LineageEntry.of(statement));
  }

  /**
   * Ends what was stated, from now on; queries as of an earlier instant still see it.
   *
   * @return how many statements ended
   */
  public int retract(Retraction retraction) {
    return (int) write(new Command.Retract(retraction));
  }

  /** Makes known what domain, owner, tags and fallbacks a node has. */
  public void describe(NodeDescription description) {
    write(new Command.Describe(description));
  }

  /** Puts a node inside another: a field into its dataset, a dataset into its product. */
  public void contain(AssetId inner, AssetId outer) {
    write(new Command.Contain(inner, outer));
  }

  /**
   * Declares a name to be an alternate of another: both are one node from now on, in whatever order
   * names are joined and entries arrive. A name that would become an alternate of itself is
   * refused.
   */
  public void join(AssetId alternate, AssetId name) {
    write(new Command.Join(alternate, name));
  }

  /** Marks a node as gone; its lineage stays. Describing it again brings it back. */
  public void delete(AssetId node) {
    write(new Command.Delete(node));
  }

  /** Writes the graph file of a folder, from which the next opening starts; else does nothing. */
  public void checkpoint() {
    if (journal != null) {
      journal.writeFile();
    }
  }

  /** Ends the use of a folder; writes after it are refused, a second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && journal != null) {
      journal.close();
    }
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new ClosedException("Cannot write to the lineage, it is closed", "lineage");
    }
  }

  private long write(Command command) {
    checkOpen();
    if (!gate.isOpen()) {
      gate.require(command, store.snapshot());
    }
    return journal == null
        ? Commands.apply(command, store, clock.instant())
        : journal.write(command);
  }

  /**
   * Rearranges what was added so far for the fastest reading. Happens by itself, on a thread of the
   * graph's own, once a sixteenth of the graph is new; worth calling after a large load.
   */
  public void seal() {
    store.seal();
  }

  /** One state of the graph, for questions whose answers have to agree. */
  public LineageView view() {
    Snapshot snapshot = store.snapshot();
    Instant now = clock.instant();
    // A write is visible at once even if the clock is set back.
    return new LineageView(
        snapshot, now.isBefore(snapshot.lastRecorded()) ? snapshot.lastRecorded() : now);
  }

  /** The newest state of the graph as seen at an instant, for every question there is. */
  public LineageView asOf(Instant instant) {
    return view().asOf(instant);
  }

  /** Everything made from this node, however far. */
  public Reach downstream(AssetId node) {
    return find(LineageQuery.downstreamOf(node));
  }

  /** Everything made from this node in at most so many hops. */
  public Reach downstream(AssetId node, int depth) {
    return find(LineageQuery.downstreamOf(node).withDepth(depth));
  }

  /** Everything this node is made from, however far. */
  public Reach upstream(AssetId node) {
    return find(LineageQuery.upstreamOf(node));
  }

  /** Everything this node is made from in at most so many hops. */
  public Reach upstream(AssetId node, int depth) {
    return find(LineageQuery.upstreamOf(node).withDepth(depth));
  }

  /** Answers a query; throws {@link NotFoundException} where a root was never named. */
  public Reach find(LineageQuery query) {
    return view().find(query);
  }

  /** Whether the second node is made from the first, or is the first. */
  public boolean isReachable(AssetId from, AssetId to) {
    return view().isReachable(from, to);
  }

  /** The same over the edges of an instant. */
  public boolean isReachable(AssetId from, AssetId to, Instant asOf) {
    return view().isReachable(from, to, asOf);
  }

  /**
   * Makes the index by which {@link #isReachable} answers without a search mostly, 32 bytes a node.
   * Happens by itself, on a thread of the graph's own, once a graph was asked a few times; worth
   * calling before the first question where that has to be fast. Sealing drops it.
   */
  public void indexReachability() {
    view().indexReachability();
  }

  /** Who is hit when these nodes break. */
  public Impact impact(AssetId... failed) {
    return impact(LineageQuery.downstreamOf(failed));
  }

  /** The same for a query with a depth, an instant or other bounds. */
  public Impact impact(LineageQuery query) {
    return view().impact(query);
  }

  /** What a change would do; the graph stays as it is. */
  public WhatIfResult whatIf(WhatIf change) {
    return view().whatIf(change);
  }

  /** The ways from one node to another. */
  public Paths paths(AssetId from, AssetId to) {
    return view().paths(from, to);
  }

  /**
   * Which nodes carry a classification, such as {@code pii}. The answer is kept, and after writes
   * only what they affect is reckoned anew.
   */
  public Classification classified(String tag) {
    return new Classification(tag, store.carriers(tag, clock.instant()));
  }

  /** Which nodes carried a classification over the edges of an instant. */
  public Classification classified(String tag, Instant asOf) {
    return view().classified(tag, asOf);
  }

  /** What became different between two instants. */
  public LineageDiff diff(Instant from, Instant to) {
    return view().diff(from, to);
  }

  /** The shape of the graph. */
  public Structure structure() {
    return view().structure();
  }

  /** A node with what is known of it; empty where nobody named it. */
  public Optional<LineageNode> node(AssetId id) {
    return view().node(id);
  }

  /** All nodes in the order of their first mention, alternate names not among them. */
  public List<LineageNode> nodes() {
    return view().nodes();
  }

  /** All edges that hold now. */
  public List<LineageEdge> edges() {
    return view().edges();
  }

  /** All edges that held at an instant. */
  public List<LineageEdge> edges(Instant asOf) {
    return view().edges(asOf);
  }
}
