package dev.datamesh.lineage.graph;

/**
 * A label of 32 bytes for each node, from which most questions "does this node reach that one" are
 * answered without a search, and the others' searches are kept small.
 *
 * <p>Each label tells, of the node's strongly connected component: its number in the order in which
 * Tarjan's search left the components, which is a reverse topological one; the least number among
 * its descendants, as in GRAIL (Yildirim, Chaoji, Zaki: GRAIL, Scalable Reachability Index for
 * Large Graphs, PVLDB 3, 2010); the number that was next when the search came to it, so that all
 * from there up to its own are its descendants, as in FERRARI (Seufert and others, ICDE 2013); how
 * long the longest ways to and from it are; and, after O'Reach (Hanauer, Schulz, Trummer: O'Reach,
 * Even Faster Reachability in Large Graphs, SEA 2021), which of 64 supportive nodes it reaches and
 * is reached from. A supportive node between two nodes proves a way; one that reaches the first and
 * not the second, or is reached from the second and not from the first, proves that there is none.
 *
 * <p>Immutable.
 */
final class ReachLabels {

  /** Longs a node. */
  static final int WORDS = 4;

  /** Bytes a node. */
  static final int BYTES = WORDS * 8;

  /** Stands for a level that is too high to be told, or that a cycle makes unsure. */
  static final int NO_LEVEL = 0xFFFF;

  /** What is known of the longest way where nothing is. */
  static final int ANY_LENGTH = Integer.MAX_VALUE;

  private final int nodes;
  private final long[] labels;
  private final Validities.Holding holding;

  ReachLabels(int nodes, long[] labels, Validities.Holding holding) {
    this.nodes = nodes;
    this.labels = labels;
    this.holding = holding;
  }

  /** Puts a label together; levels are at most {@link #NO_LEVEL}. */
  static void put(
      long[] labels,
      int node,
      int component,
      int least,
      int first,
      int fromTop,
      int toBottom,
      long reaches,
      long reachedFrom) {
    int at = node * WORDS;
    labels[at] = (long) toBottom << 48 | (long) fromTop << 32 | (first & 0xFFFFFFFFL);
    labels[at + 1] = reaches;
    labels[at + 2] = reachedFrom;
    labels[at + 3] = (long) least << 32 | (component & 0xFFFFFFFFL);
  }

  /** Whether the labels are of the edges that hold at an instant. */
  boolean areOf(long instant) {
    return holding.from() <= instant && instant < holding.to();
  }

  long bytes() {
    return 8L * labels.length;
  }

  /** Whether there is a way for sure. */
  boolean surely(int from, int to) {
    if (from >= nodes || to >= nodes) {
      return from == to;
    }
    int a = from * WORDS;
    int b = to * WORDS;
    int ours = (int) labels[a + 3];
    int theirs = (int) labels[b + 3];
    return (theirs <= ours && theirs >= (int) labels[a]) || (labels[a + 1] & labels[b + 2]) != 0;
  }

  /** Whether there is no way for sure. */
  boolean never(int from, int to) {
    return longest(from, to) == 0;
  }

  /** No way has more edges than this; 0 where there is none, the same component apart. */
  int longest(int from, int to) {
    if (from >= nodes || to >= nodes) {
      return from == to ? ANY_LENGTH : 0;
    }
    int a = from * WORDS;
    int b = to * WORDS;
    int ours = (int) labels[a + 3];
    int theirs = (int) labels[b + 3];
    if (ours == theirs) {
      return ANY_LENGTH;
    }
    if (theirs > ours
        || theirs < (int) (labels[a + 3] >>> 32)
        || (labels[b + 1] & ~labels[a + 1]) != 0
        || (labels[a + 2] & ~labels[b + 2]) != 0) {
      return 0;
    }
    int byTop = length(labels[b] >>> 32 & NO_LEVEL, labels[a] >>> 32 & NO_LEVEL);
    int byBottom = length(labels[a] >>> 48, labels[b] >>> 48);
    return Math.min(byTop, byBottom);
  }

  private static int length(long higher, long lower) {
    return higher == NO_LEVEL || lower == NO_LEVEL ? ANY_LENGTH : (int) Math.max(0, higher - lower);
  }

  /** Labels of a snapshot's sealed edges that hold at an instant. */
  static ReachLabels of(Snapshot snapshot, long instant) {
    return new ReachLabelling(snapshot, instant).labels();
  }
}
