package dev.datamesh.lineage.graph;

import dev.datamesh.core.CancelledException;
import dev.datamesh.core.Progress;
import dev.datamesh.lineage.model.Direction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A breadth-first walk over a snapshot: whom the roots reach, and in how many hops.
 *
 * <p>The order of the nodes is at once the queue and the answer; hops are where a level ends in it.
 * Three things make it fast, each measured alone. The visit has no branch: a node is always stored,
 * and the end of the queue moves on by one if its bit was clear. Before a batch of nodes is
 * expanded, their rows are looked up and their first edges read, so that the misses overlap. And
 * sealed rows are read as plain arrays, and after them what came since the last sealing; only nodes
 * touched since then take the slow way over {@link EdgeCursor} or {@link LiveEdges} where sealed
 * edges ended, or where edges are judged by all their evidences.
 */
public final class Walk {

  private static final int NODES_PER_REPORT = 1 << 16;

  private final Snapshot snapshot;
  private final Direction direction;
  private final Pass pass;
  private final Workspace work;
  private final Side side;
  private final int sealedNodes;
  private final int[][] touched;
  private final int limit;
  private final boolean slowly;
  private @Nullable EdgeCursor cursor;
  private @Nullable LiveEdges live;
  private int[] order;
  private int size;
  private int roots;

  private Walk(
      Snapshot snapshot, Direction direction, Pass pass, Workspace work, int rootCount, int limit) {
    this.snapshot = snapshot;
    this.direction = direction;
    this.pass = pass;
    this.work = work;
    this.limit = limit;
    Sealed sealed = snapshot.sealed();
    side = direction == Direction.DOWNSTREAM ? sealed.out() : sealed.in();
    sealedNodes = sealed.nodes();
    touched = snapshot.delta().touched(direction).pages();
    slowly = pass.needsGroups() || snapshot.delta().endings() > 0;
    order = new int[Math.max(64, rootCount * 2)];
  }

  /**
   * Every node whose shortest distance from the nearest root is at most the depth.
   *
   * @param roots node numbers, at hop 0
   * @param limit the most nodes to reach; beyond it the walk stops and says where
   */
  public static Reached from(
      Snapshot snapshot,
      int[] roots,
      Direction direction,
      int depth,
      EdgeFilter filter,
      int limit,
      Progress progress) {
    return from(snapshot, roots, new int[0], direction, depth, filter, limit, progress);
  }

  /**
   * The same on a graph without the blocked nodes, which are neither reached nor walked through.
   */
  public static Reached from(
      Snapshot snapshot,
      int[] roots,
      int[] blocked,
      Direction direction,
      int depth,
      EdgeFilter filter,
      int limit,
      Progress progress) {
    Pass pass = Pass.of(snapshot, filter);
    Workspaces spaces = snapshot.tables().workspaces;
    Workspace work = spaces.take();
    work.readyFor(snapshot.nodes());
    Walk walk = new Walk(snapshot, direction, pass, work, roots.length, limit);
    try {
      for (int node : blocked) {
        walk.mark(node);
      }
      return walk.run(roots, depth, progress);
    } finally {
      work.clear(blocked, blocked.length, snapshot.nodes());
      work.clear(walk.order, walk.size, snapshot.nodes());
      spaces.give(work);
    }
  }

  private Reached run(int[] from, int depth, Progress progress) {
    for (int root : from) {
      if (!marked(root)) {
        mark(root);
        order[size++] = root;
      }
    }
    roots = size;
    int[] levels = new int[8];
    levels[1] = size;
    int hop = 0;
    int stoppedAt = -1;
    int reportAt = NODES_PER_REPORT;
    while (levels[hop] < levels[hop + 1] && hop < depth && stoppedAt < 0) {
      for (int place = levels[hop]; place < levels[hop + 1] && stoppedAt < 0; ) {
        int end = Math.min(place + Workspace.AHEAD, levels[hop + 1]);
        stoppedAt = expand(place, end);
        place = end;
        if (place >= reportAt) {
          report(progress, place);
          reportAt = place + NODES_PER_REPORT;
        }
      }
      hop++;
      if (hop + 2 > levels.length) {
        levels = Arrays.copyOf(levels, levels.length * 2);
      }
      levels[hop + 1] = size;
    }
    if (hop > 0 && levels[hop] == size) {
      hop--;
    }
    Reached reached =
        new Reached(order, Arrays.copyOf(levels, hop + 2), stoppedAt < 0 ? size : stoppedAt);
    return size - roots > limit ? reached.cut(limit, stoppedAt) : reached;
  }

  /** Expands the nodes of one batch; answers the place where the limit stopped it, or -1. */
  private int expand(int from, int to) {
    lookAhead(from, to);
    boolean everything = pass.everything();
    for (int place = from; place < to; place++) {
      if (size - roots >= limit) {
        return place;
      }
      int node = order[place];
      int rowStart = work.rowStarts[place - from];
      if (rowStart < 0) {
        expandSlowly(node);
      } else if (everything) {
        expandRow(node >>> Side.BLOCK_BITS, rowStart, work.rowEnds[place - from]);
      } else {
        expandFiltered(node >>> Side.BLOCK_BITS, rowStart, work.rowEnds[place - from]);
      }
      if (rowStart >= 0 && touched.length > 0 && work.later[place - from] >= 0) {
        expandLater(work.later[place - from]);
      }
      if (size - roots > limit) {
        return place;
      }
    }
    return -1;
  }

  /**
   * Finds the rows of a batch, -1 for a touched node that has to be read slowly, and the newest
   * later evidence of each, -1 for none; then reads their first ends.
   */
  private void lookAhead(int from, int to) {
    int[] queue = order;
    int[] rowStarts = work.rowStarts;
    int[] rowEnds = work.rowEnds;
    boolean anyTouched = touched.length > 0;
    if (anyTouched) {
      findLater(from, to);
    }
    for (int place = from; place < to; place++) {
      int node = queue[place];
      if (anyTouched && slowly && Touched.has(touched, node)) {
        rowStarts[place - from] = -1;
      } else if (node < sealedNodes) {
        int[] starts = side.starts[node >>> Side.BLOCK_BITS];
        rowStarts[place - from] = starts[node & Side.IN_BLOCK];
        rowEnds[place - from] = starts[(node & Side.IN_BLOCK) + 1];
      } else {
        rowStarts[place - from] = 0;
        rowEnds[place - from] = 0;
      }
    }
    int sum = 0;
    for (int place = from; place < to; place++) {
      int start = rowStarts[place - from];
      if (start >= 0 && start < rowEnds[place - from]) {
        sum += side.ends[queue[place] >>> Side.BLOCK_BITS][start];
      }
    }
    if (!pass.everything()) {
      for (int place = from; place < to; place++) {
        int start = rowStarts[place - from];
        if (start >= 0 && start < rowEnds[place - from]) {
          sum += (int) side.word(queue[place] >>> Side.BLOCK_BITS, start);
        }
      }
    }
    work.touched += sum;
  }

  private void findLater(int from, int to) {
    int[] later = work.later;
    DeltaLog delta = snapshot.delta();
    int slots = snapshot.slots();
    boolean down = direction == Direction.DOWNSTREAM;
    int sum = 0;
    for (int place = from; place < to; place++) {
      int node = order[place];
      int first = -1;
      if (Touched.has(touched, node)) {
        first = down ? delta.firstOut(node, slots) : delta.firstIn(node, slots);
      }
      later[place - from] = first;
    }
    for (int place = 0; place < to - from; place++) {
      if (later[place] >= 0) {
        sum += delta.get(later[place], DeltaLog.ENDED);
      }
    }
    work.touched += sum;
  }

  private void expandRow(int block, int from, int to) {
    if (from == to) {
      return;
    }
    int[] ends = side.ends[block];
    int[] queue = roomFor(to - from);
    long[] seen = work.seen;
    int tail = size;
    for (int place = from; place < to; place++) {
      int other = ends[place];
      long bits = seen[other >>> 6];
      queue[tail] = other;
      seen[other >>> 6] = bits | (1L << other);
      tail += 1 - (int) (bits >>> other & 1);
    }
    size = tail;
  }

  private void expandFiltered(int block, int from, int to) {
    if (from == to) {
      return;
    }
    roomFor(to - from);
    if (pass.needsGroups()) {
      expandJudged(block, from, to);
    } else if (pass.everyHow() && side.narrow.length > 0) {
      expandHolding(side.narrow[block], block, from, to);
    } else {
      expandCounted(block, from, to);
    }
  }

  /** Where only the instant narrows: still without a branch. */
  private void expandHolding(int[] words, int block, int from, int to) {
    int[] ends = side.ends[block];
    int[] queue = order;
    long[] seen = work.seen;
    long[] holding = pass.holdingBits();
    int mask = (int) snapshot.sealed().format().whenMask();
    int tail = size;
    for (int place = from; place < to; place++) {
      int other = ends[place];
      int when = words[place] >>> 1 & mask;
      long holds = holding[when >>> 6] >>> when & 1;
      long bits = seen[other >>> 6];
      queue[tail] = other;
      seen[other >>> 6] = bits | (holds << other);
      tail += (int) (~(bits >>> other) & holds);
    }
    size = tail;
  }

  private void expandCounted(int block, int from, int to) {
    int[] ends = side.ends[block];
    WordFormat format = snapshot.sealed().format();
    for (int place = from; place < to; place++) {
      long word = side.word(block, place);
      if (pass.counts(format.how(word), format.when(word))) {
        visit(ends[place]);
      }
    }
  }

  /**
   * Where edges are judged by all their evidences, which lie side by side. Most edges have one:
   * these are looked up in a table, without a branch.
   */
  private void expandJudged(int block, int from, int to) {
    if (side.narrow.length == 0) {
      expandGroups(block, from, to);
      return;
    }
    int[] words = side.narrow[block];
    int[] ends = side.ends[block];
    WordFormat format = snapshot.sealed().format();
    int whenMask = (int) format.whenMask();
    int howMask = (int) format.howMask();
    int howShift = format.howShift();
    boolean allHold = pass.allHold();
    long[] holding = pass.holdingBits();
    long[] alone = pass.alone();
    int[] queue = order;
    long[] seen = work.seen;
    int tail = size;
    for (int place = from; place < to; place++) {
      int word = words[place];
      if ((word & WordFormat.MORE) != 0) {
        size = tail;
        place = judge(block, place, to);
        tail = size;
        continue;
      }
      long takes = alone[word >>> howShift & howMask];
      if (!allHold) {
        int when = word >>> 1 & whenMask;
        takes &= holding[when >>> 6] >>> when;
      }
      int other = ends[place];
      long bits = seen[other >>> 6];
      queue[tail] = other;
      seen[other >>> 6] = bits | (takes << other);
      tail += (int) (~(bits >>> other) & takes);
    }
    size = tail;
  }

  private void expandGroups(int block, int from, int to) {
    for (int place = from; place < to; place++) {
      place = judge(block, place, to);
    }
  }

  /** Judges the edge that begins at a place and visits its end; answers its last place. */
  private int judge(int block, int from, int to) {
    WordFormat format = snapshot.sealed().format();
    boolean[] hows = pass.hows();
    double doubt = 1;
    double last = 0;
    int counted = 0;
    boolean masking = true;
    int place = from;
    while (true) {
      long word = side.word(block, place);
      int how = format.how(word);
      if (hows[how] && pass.holds(format.when(word))) {
        last = pass.confidences()[how];
        doubt *= 1 - last;
        masking &= pass.masks()[how];
        counted++;
      }
      if ((word & WordFormat.MORE) == 0 || place + 1 == to) {
        break;
      }
      place++;
    }
    if (counted > 0 && pass.takes(counted == 1 ? last : 1 - doubt, masking)) {
      visit(side.ends[block][place]);
    }
    return place;
  }

  /** What came since the last sealing, from the newest on. */
  private void expandLater(int newest) {
    DeltaLog delta = snapshot.delta();
    boolean down = direction == Direction.DOWNSTREAM;
    boolean everything = pass.everything();
    int other = down ? DeltaLog.TO : DeltaLog.FROM;
    int next = down ? DeltaLog.NEXT_OUT : DeltaLog.NEXT_IN;
    for (int slot = newest; slot >= 0; slot = delta.next(slot, next)) {
      if (delta.aliveAt(slot, snapshot.commit())
          && (everything
              || pass.counts(delta.get(slot, DeltaLog.HOW), delta.get(slot, DeltaLog.WHEN)))) {
        roomFor(1);
        visit(delta.get(slot, other));
      }
    }
  }

  /** A touched node where edges are judged by all their evidences, or where sealed ones ended. */
  private void expandSlowly(int node) {
    if (pass.needsGroups()) {
      LiveEdges edges = live == null ? new LiveEdges(snapshot, pass) : live;
      live = edges;
      edges.start(node, direction);
      while (edges.next()) {
        roomFor(1);
        visit(edges.other());
      }
      return;
    }
    boolean everything = pass.everything();
    EdgeCursor evidences = cursor == null ? snapshot.cursor() : cursor;
    cursor = evidences;
    evidences.start(node, direction);
    while (evidences.next()) {
      if (everything || pass.counts(evidences.how(), evidences.when())) {
        roomFor(1);
        visit(evidences.other());
      }
    }
  }

  private void visit(int node) {
    if (!marked(node)) {
      mark(node);
      order[size++] = node;
    }
  }

  private int[] roomFor(int more) {
    if (size + more >= order.length) {
      order = Arrays.copyOf(order, Math.max(size + more + 1, order.length * 2));
    }
    return order;
  }

  private boolean marked(int node) {
    return (work.seen[node >>> 6] >>> node & 1) != 0;
  }

  private void mark(int node) {
    work.seen[node >>> 6] |= 1L << node;
  }

  static void report(Progress progress, int done) {
    if (!progress.report("walk lineage", done, Progress.UNKNOWN_TOTAL)) {
      throw new CancelledException(
          "Cannot finish the walk, it was cancelled after %,d nodes".formatted(done),
          "walk lineage");
    }
  }
}
