package dev.datamesh.lineage.graph;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether one node reaches another, by {@link ReachLabels} of the sealed edges and what was added
 * or ended since.
 *
 * <p>Labels are of the edges that hold at one instant, and good from the last beginning or end of a
 * validity before it to the next. A small graph gets them with the first question; a larger one,
 * and one asked for another time, once it was asked a few times, by a thread of its own, and until
 * then a search from both ends answers. An answer of the labels is exact as long as no edge was
 * added or ended. If some ended but none was added, a no of the labels stands, and if some were
 * added but none ended, a yes; the rest is searched for: through few added edges from one sealed
 * way to the next, else in the whole snapshot.
 *
 * <p>Safe for use by many threads.
 */
public final class Reachability {

  private static final int SMALL = 1 << 15;
  private static final int QUESTIONS_WORTH_LABELS = 16;
  private static final int FEW = 64;

  private final LaterEdges.Latest later = new LaterEdges.Latest();
  private volatile @Nullable ReachLabels labels;
  private int asked;
  private boolean underWay;

  /** Whether there is a way over edges that hold at an instant, or the nodes are the same. */
  public static boolean reaches(Snapshot snapshot, int from, int to, Instant instant) {
    return from == to
        || snapshot.delta().reachability().answer(snapshot, from, to, Micros.of(instant));
  }

  /** Makes the labels now, where there are none that are good for the instant. */
  public static void prepare(Snapshot snapshot, Instant instant) {
    Reachability here = snapshot.delta().reachability();
    long at = Micros.of(instant);
    if (here.usable(at) == null) {
      here.labels = ReachLabels.of(snapshot, at);
    }
  }

  /** How many bytes the labels of a snapshot take, 0 where there are none. */
  public static long bytes(Snapshot snapshot) {
    ReachLabels now = snapshot.delta().reachability().labels;
    return now == null ? 0 : now.bytes();
  }

  private boolean answer(Snapshot snapshot, int from, int to, long instant) {
    Pass pass = Pass.at(snapshot, instant);
    ReachLabels known = usable(instant);
    if (known == null && snapshot.sealed().slots() > 0) {
      known = worthwhile(snapshot, instant);
    }
    if (known == null) {
      return Meeting.in(snapshot, pass, null).areJoined(from, to);
    }
    LaterEdges edges = later.of(snapshot, pass, instant);
    if (!edges.anyAdded()) {
      return edges.anyRemoved()
          ? Meeting.in(snapshot, pass, known).areJoined(from, to)
          : isSealed(snapshot, pass, known, from, to);
    }
    boolean few = edges.areKnown() && edges.added() <= FEW;
    if (!edges.anyRemoved()) {
      return known.surely(from, to)
          || (few
              ? isChained(snapshot, pass, known, edges, from, to)
              : Meeting.in(snapshot, pass, null).areJoined(from, to));
    }
    return !(few && isOutOfReach(known, edges, from, to))
        && Meeting.in(snapshot, pass, null).areJoined(from, to);
  }

  private static boolean isSealed(
      Snapshot snapshot, Pass pass, ReachLabels labels, int from, int to) {
    return labels.surely(from, to) || Meeting.inSealed(snapshot, pass, labels).areJoined(from, to);
  }

  /** From one added edge to the next, over sealed ways. */
  private static boolean isChained(
      Snapshot snapshot, Pass pass, ReachLabels labels, LaterEdges added, int from, int to) {
    if (isSealed(snapshot, pass, labels, from, to)) {
      return true;
    }
    long open = startingFrom(snapshot, pass, labels, added, from, 0);
    long seen = open;
    while (open != 0) {
      int next = Long.numberOfTrailingZeros(open);
      open &= open - 1;
      if (isSealed(snapshot, pass, labels, added.to(next), to)) {
        return true;
      }
      long more = startingFrom(snapshot, pass, labels, added, added.to(next), seen);
      open |= more;
      seen |= more;
    }
    return false;
  }

  /** A bit for each added edge not seen yet whose source is reached over a sealed way. */
  private static long startingFrom(
      Snapshot snapshot, Pass pass, ReachLabels labels, LaterEdges added, int from, long seen) {
    long found = 0;
    for (int i = 0; i < added.added(); i++) {
      if ((seen >>> i & 1) == 0 && isSealed(snapshot, pass, labels, from, added.from(i))) {
        found |= 1L << i;
      }
    }
    return found;
  }

  /** Whether no sealed way leads to the goal, nor to an added edge or from one to the goal. */
  private static boolean isOutOfReach(ReachLabels labels, LaterEdges added, int from, int to) {
    if (!labels.never(from, to)) {
      return false;
    }
    boolean leaves = false;
    boolean arrives = false;
    for (int i = 0; i < added.added(); i++) {
      leaves |= !labels.never(from, added.from(i));
      arrives |= !labels.never(added.to(i), to);
    }
    return !(leaves && arrives);
  }

  private @Nullable ReachLabels usable(long instant) {
    ReachLabels now = labels;
    return now != null && now.areOf(instant) ? now : null;
  }

  /** Labels for a small graph; for a larger one none yet, but it may be that they are begun. */
  private @Nullable ReachLabels worthwhile(Snapshot snapshot, long instant) {
    if (labels == null && snapshot.sealed().slots() <= SMALL) {
      ReachLabels made = ReachLabels.of(snapshot, instant);
      labels = made;
      return made;
    }
    if (isTimeToBegin()) {
      Thread maker = new Thread(() -> make(snapshot, instant), "mesh-lineage-reach");
      maker.setDaemon(true);
      maker.start();
    }
    return null;
  }

  private synchronized boolean isTimeToBegin() {
    if (underWay || ++asked < QUESTIONS_WORTH_LABELS) {
      return false;
    }
    asked = 0;
    underWay = true;
    return true;
  }

  private void make(Snapshot snapshot, long instant) {
    try {
      labels = ReachLabels.of(snapshot, instant);
    } finally {
      synchronized (this) {
        underWay = false;
      }
    }
  }
}
