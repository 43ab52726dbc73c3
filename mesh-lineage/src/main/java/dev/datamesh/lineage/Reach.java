package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.Progress;
import dev.datamesh.lineage.graph.BestPaths;
import dev.datamesh.lineage.graph.EdgeFilter;
import dev.datamesh.lineage.graph.Facts;
import dev.datamesh.lineage.graph.Reached;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.graph.Walk;
import dev.datamesh.lineage.graph.Witness;
import dev.datamesh.lineage.model.Direction;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom a query reached, with exact hops, paths on demand, and whether it is all.
 *
 * <p>Safe for use by many threads: it holds one state of the graph, whatever is written later.
 */
public final class Reach {

  private final LineageQuery query;
  private final Snapshot snapshot;
  private final EdgeFilter filter;
  private final int[] roots;
  private final Reached reached;
  private final int answeredFrom;
  private final int @Nullable [] narrowed;
  private final @Nullable BestPaths confident;
  private @Nullable Witness witness;
  private @Nullable BestPaths bestPaths;

  private Reach(
      LineageQuery query,
      Snapshot snapshot,
      EdgeFilter filter,
      int[] roots,
      Reached reached,
      int answeredFrom,
      @Nullable BestPaths confident) {
    this.answeredFrom = answeredFrom;
    this.query = query;
    this.snapshot = snapshot;
    this.filter = filter;
    this.roots = roots;
    this.reached = reached;
    this.confident = confident;
    this.narrowed = query.narrowsNodes() ? narrowed() : null;
  }

  static Reach of(LineageQuery query, Snapshot snapshot, EdgeFilter filter, Progress progress) {
    int[] roots = roots(query, snapshot, filter);
    boolean fromJob = query.roots().get(0).kind() == AssetId.Kind.JOB;
    int depth = fromJob ? Math.max(0, query.depth() - 1) : query.depth();
    if (fromJob && query.depth() == 0) {
      roots = new int[0];
    }
    Way way = Way.of(query, snapshot, filter, roots, depth, progress);
    Reached reached = fromJob ? way.reached().oneHopFurther() : way.reached();
    return new Reach(query, snapshot, filter, roots, reached, 0, way.paths());
  }

  /** What a walk came to; with its paths where these had to be confident enough. */
  private record Way(Reached reached, @Nullable BestPaths paths) {

    static Way of(
        LineageQuery query,
        Snapshot snapshot,
        EdgeFilter filter,
        int[] roots,
        int depth,
        Progress progress) {
      if (query.minPathConfidence() > 0) {
        double least = query.minPathConfidence();
        BestPaths paths =
            BestPaths.from(snapshot, roots, query.direction(), depth, filter, least, progress);
        return new Way(paths.reached().atMost(query.limit()), paths);
      }
      return new Way(
          Walk.from(snapshot, roots, query.direction(), depth, filter, query.limit(), progress),
          null);
    }
  }

  /** Everything that carries what these nodes have. */
  static Reach ofNodes(LineageQuery query, Snapshot snapshot, EdgeFilter filter, int[] roots) {
    Reached reached =
        Walk.from(
            snapshot,
            roots,
            query.direction(),
            query.depth(),
            filter,
            query.limit(),
            Progress.NONE);
    return new Reach(query, snapshot, filter, roots, reached, 0, null);
  }

  /** The node numbers to walk from; a job is left by what it makes or reads. */
  private static int[] roots(LineageQuery query, Snapshot snapshot, EdgeFilter filter) {
    if (query.roots().get(0).kind() == AssetId.Kind.JOB) {
      String job = query.roots().get(0).name();
      int[] ends = snapshot.endsOfJob(job, query.direction(), filter);
      if (query.roots().size() > 1) {
        throw new InvalidInputException("Cannot ask for several roots where the first is a job");
      }
      return ends;
    }
    int[] roots = new int[query.roots().size()];
    for (int i = 0; i < roots.length; i++) {
      AssetId id = query.roots().get(i);
      roots[i] = snapshot.find(id);
      if (roots[i] < 0) {
        throw new NotFoundException(
            "Cannot find %s in the lineage; no entry names it".formatted(id), id.toString());
      }
    }
    return roots;
  }

  /**
   * The rest of an answer that was cut, as many nodes again as the limit allows, of the same state
   * of the graph and with the same hops; empty where the answer is complete.
   */
  public Optional<Reach> next() {
    if (isComplete()) {
      return Optional.empty();
    }
    int limit = query.limit() + Math.max(1, reached.size());
    LineageQuery wider = query.withLimit(limit < 0 ? LineageQuery.NO_LIMIT : limit);
    boolean fromJob = reached.roots() == 0;
    int depth = fromJob ? query.depth() - 1 : query.depth();
    Way way = Way.of(wider, snapshot, filter, roots, depth, Progress.NONE);
    return Optional.of(
        new Reach(
            wider,
            snapshot,
            filter,
            roots,
            fromJob ? way.reached().oneHopFurther() : way.reached(),
            reached.end(),
            way.paths()));
  }

  public LineageQuery query() {
    return query;
  }

  /** How many nodes are answered, the roots not counted. */
  public int size() {
    return narrowed != null ? narrowed.length : reached.end() - firstPlace();
  }

  /** The nodes by hops, within a hop in an order of the graph's own; the roots not among them. */
  public List<ReachedNode> nodes() {
    return new Nodes(new Names(snapshot));
  }

  /** The answered nodes, made when asked for. */
  private final class Nodes extends AbstractList<ReachedNode> implements RandomAccess {

    private final Names names;

    Nodes(Names names) {
      this.names = names;
    }

    @Override
    public ReachedNode get(int index) {
      int place = placeOf(Objects.checkIndex(index, size()));
      return new ReachedNode(names, reached.node(place), reached.hopsAt(place));
    }

    @Override
    public int size() {
      return Reach.this.size();
    }

    @Override
    public Iterator<ReachedNode> iterator() {
      return new Iterator<>() {

        private final int size = size();
        private int index;
        private int hop;

        @Override
        public boolean hasNext() {
          return index < size;
        }

        @Override
        public ReachedNode next() {
          if (index >= size) {
            throw new NoSuchElementException();
          }
          int place = placeOf(index++);
          while (place >= reached.start(hop + 1)) {
            hop++;
          }
          names.comeTo(reached, place);
          return new ReachedNode(names, reached.node(place), hop);
        }
      };
    }
  }

  /** How many hops the answered node at an index is away, without making its name. */
  public int hopsOf(int index) {
    return reached.hopsAt(placeOf(Objects.checkIndex(index, size())));
  }

  /** The most hops that a reached node is away. */
  public int hops() {
    return reached.hops();
  }

  /** How many hops a node is away; empty where it was not reached, 0 for a root. */
  public OptionalInt hopsTo(AssetId node) {
    int number = snapshot.find(node);
    return number < 0
        ? OptionalInt.empty()
        : witness().hopsTo(number).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** A shortest path between a root and this node; empty where it was not reached or is a root. */
  public synchronized Optional<LineagePath> pathTo(AssetId node) {
    int number = snapshot.find(node);
    if (number < 0) {
      return Optional.empty();
    }
    var edges = confident != null ? confident.firstPathTo(number) : witness().pathTo(number);
    return edges.isEmpty() ? Optional.empty() : Optional.of(new LineagePath(edges));
  }

  /** The path with the best product of confidences within the depth; empty as for any path. */
  public synchronized Optional<LineagePath> bestPathTo(AssetId node) {
    int number = snapshot.find(node);
    if (number < 0) {
      return Optional.empty();
    }
    var edges = bestPaths().bestPathTo(number);
    return edges.isEmpty() ? Optional.empty() : Optional.of(new LineagePath(edges));
  }

  /** The best product of confidences with which a node is reached; 0 where it is not. */
  public double confidenceOf(AssetId node) {
    int number = snapshot.find(node);
    return number < 0 ? 0 : bestPaths().confidence(number);
  }

  public boolean isComplete() {
    return reached.complete();
  }

  public Completeness completeness() {
    if (reached.complete()) {
      return new Completeness.Complete();
    }
    List<AssetId> frontier =
        IntStream.range(reached.frontierFrom(), reached.end())
            .mapToObj(place -> snapshot.asset(reached.node(place)))
            .toList();
    return new Completeness.Truncated(
        "the limit of %,d nodes was reached".formatted(query.limit()), frontier);
  }

  /** What was asked and what came out, in two or three lines. */
  public String explain() {
    boolean down = query.direction() == Direction.DOWNSTREAM;
    String asked =
        (down ? "downstream of " : "upstream of ")
            + String.join(", ", query.roots().stream().map(AssetId::toString).toList())
            + (query.depth() == LineageQuery.ANY_DEPTH ? "" : " within " + query.depth() + " hops")
            + " as of "
            + filter.asOf();
    return asked
        + "\n"
        + Texts.count(size(), "node", "nodes")
        + ", at most "
        + Texts.count(hops(), "hop", "hops")
        + " away, "
        + (isComplete()
            ? "complete"
            : "truncated: "
                + ((Completeness.Truncated) completeness()).reason()
                + "; ask again from its frontier to go on");
  }

  /** The nodes as a stream, made one at a time. */
  public Stream<ReachedNode> stream() {
    return nodes().stream();
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Reached reached() {
    return reached;
  }

  /** The places of the answered nodes. */
  int[] answered() {
    return narrowed != null ? narrowed : everyPlace();
  }

  private int firstPlace() {
    return Math.max(answeredFrom, reached.roots());
  }

  private int placeOf(int index) {
    return narrowed != null ? narrowed[index] : firstPlace() + index;
  }

  synchronized Witness witness() {
    Witness known = witness;
    if (known == null) {
      known = new Witness(snapshot, reached, query.direction(), filter);
      witness = known;
    }
    return known;
  }

  private synchronized BestPaths bestPaths() {
    BestPaths known = confident != null ? confident : bestPaths;
    if (known == null) {
      known =
          BestPaths.from(
              snapshot, roots, query.direction(), query.depth(), filter, Double.MIN_VALUE);
      bestPaths = known;
    }
    return known;
  }

  private int[] everyPlace() {
    int first = firstPlace();
    int[] places = new int[reached.end() - first];
    for (int i = 0; i < places.length; i++) {
      places[i] = first + i;
    }
    return places;
  }

  private int[] narrowed() {
    int[] places = everyPlace();
    int kept = 0;
    for (int place : places) {
      if (wanted(reached.node(place))) {
        places[kept++] = place;
      }
    }
    return Arrays.copyOf(places, kept);
  }

  private boolean wanted(int node) {
    Facts facts = snapshot.facts(node);
    return (query.kinds().isEmpty() || query.kinds().contains(snapshot.kind(node)))
        && (query.domains().isEmpty() || query.domains().contains(snapshot.domain(node)))
        && (query.owners().isEmpty() || query.owners().contains(snapshot.owner(node)))
        && (query.tags().isEmpty() || facts.tags().stream().anyMatch(query.tags()::contains));
  }
}
