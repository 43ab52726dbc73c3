package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a way between two nodes from both ends, each time widening the smaller side; the first
 * node seen from both ends is the answer. After h levels from one end and m from the other every
 * way of at most h + m edges has been found, so that labels which bound the length of a way end the
 * search early, or leave a node out. Once enough is seen from the end, some branches from the start
 * are followed in depth before the others are widened: where there is a way there are many mostly,
 * and one is enough. For one thread at a time.
 */
final class Meeting {

  /** After so many nodes whose labels hardly ever said no they are not asked any more. */
  private static final int FAIR_TRIAL = 16;

  /** Branches are followed in depth once so many nodes are seen from the end; 128 to 512 alike. */
  private static final int TARGET = 192;

  /** How many nodes of a branch are expanded together. */
  private static final int TOGETHER = 16;

  /** The most nodes to expand in depth. */
  private static final int MOST_IN_DEPTH = 512;

  private final Snapshot snapshot;
  private final Sealed sealed;
  private final Pass pass;
  private final @Nullable ReachLabels bounds;
  private final boolean later;
  private final @Nullable EdgeCursor cursor;
  private int asked;
  private int refused;

  private Meeting(Snapshot snapshot, Pass pass, @Nullable ReachLabels bounds, boolean later) {
    this.snapshot = snapshot;
    this.sealed = snapshot.sealed();
    this.pass = pass;
    this.bounds = bounds;
    this.later = later;
    this.cursor = later ? snapshot.cursor() : null;
  }

  /**
   * A search in the whole snapshot.
   *
   * @param bounds labels of a graph that has all edges of this one, null if there are none
   */
  static Meeting in(Snapshot snapshot, Pass pass, @Nullable ReachLabels bounds) {
    return new Meeting(snapshot, pass, bounds, true);
  }

  /** A search in the edges as they were sealed, whatever was added or ended since. */
  static Meeting inSealed(Snapshot snapshot, Pass pass, ReachLabels labels) {
    return new Meeting(snapshot, pass, labels, false);
  }

  boolean areJoined(int from, int to) {
    if (from == to) {
      return true;
    }
    int longest = bounds == null ? ReachLabels.ANY_LENGTH : bounds.longest(from, to);
    if (longest == 0) {
      return false;
    }
    Workspaces spaces = snapshot.tables().workspaces;
    End start = new End(Direction.DOWNSTREAM, from, to, spaces.take());
    End end = new End(Direction.UPSTREAM, to, from, spaces.take());
    try {
      while (start.width() > 0 && end.width() > 0 && start.hops + end.hops < longest) {
        boolean last = start.hops + end.hops + 1 >= longest;
        if (!last && bounds != null && !start.wasDeep && end.size >= TARGET) {
          if (start.followBranches(end, longest)) {
            return true;
          }
          continue;
        }
        boolean met =
            start.width() <= end.width() ? start.widen(end, last) : end.widen(start, last);
        if (met) {
          return true;
        }
      }
      return false;
    } finally {
      start.clear(spaces);
      end.clear(spaces);
    }
  }

  /** What was seen from one end. */
  private final class End {

    private final Direction direction;
    private final int goal;
    private final Side side;
    private final int[][] touched;
    private final Workspace work;
    private int[] queue;
    private int size;
    private int hops;
    private int[] frontier;
    private int head;
    private int tail;
    private boolean wasDeep;
    private boolean onlyLook;

    End(Direction direction, int node, int goal, Workspace work) {
      this.direction = direction;
      this.goal = goal;
      this.work = work;
      side = direction == Direction.DOWNSTREAM ? sealed.out() : sealed.in();
      touched = later ? snapshot.delta().touched(direction).pages() : new int[0][];
      work.readyFor(snapshot.nodes());
      queue = work.queue;
      queue[size++] = node;
      work.seen[node >>> 6] |= 1L << node;
      frontier = queue;
      tail = 1;
    }

    int width() {
      return tail - head;
    }

    /**
     * Goes one hop further; answers whether the other end was met.
     *
     * @param last whether nobody will go on from what is seen now
     */
    boolean widen(End other, boolean last) {
      int before = size;
      onlyLook = last;
      for (int place = head; place < tail; ) {
        int stop = Math.min(place + Workspace.AHEAD, tail);
        if (expand(frontier, place, stop, other)) {
          return true;
        }
        place = stop;
      }
      frontier = queue;
      head = before;
      tail = size;
      if (!wasDeep) {
        hops++;
      }
      return false;
    }

    /**
     * Follows the branches of the frontier one after another, up to a number of nodes; what was not
     * followed is the frontier then. A node found after h edges is at most the bound less h from
     * the goal, whatever other ways lead to it. Hops are not counted any more.
     */
    boolean followBranches(End other, int longest) {
      wasDeep = true;
      int[] starts = new int[32];
      int[] ends = new int[32];
      starts[0] = head;
      ends[0] = tail;
      int depth = 0;
      int expanded = 0;
      while (depth >= 0 && expanded < MOST_IN_DEPTH) {
        int from = starts[depth];
        int to = Math.min(from + TOGETHER, ends[depth]);
        int left = longest == ReachLabels.ANY_LENGTH ? longest : longest - hops - depth;
        if (from == to || left <= other.hops) {
          depth--;
          continue;
        }
        starts[depth] = to;
        onlyLook = left - 1 <= other.hops;
        int before = size;
        if (expand(queue, from, to, other)) {
          return true;
        }
        expanded += to - from;
        if (++depth == starts.length) {
          starts = Arrays.copyOf(starts, depth * 2);
          ends = Arrays.copyOf(ends, depth * 2);
        }
        starts[depth] = before;
        ends[depth] = size;
      }
      leaveRest(starts, ends, depth);
      return false;
    }

    private void leaveRest(int[] starts, int[] ends, int depth) {
      int rest = 0;
      for (int i = 0; i <= depth; i++) {
        rest += ends[i] - starts[i];
      }
      int[] left = new int[rest];
      tail = 0;
      for (int i = 0; i <= depth; i++) {
        System.arraycopy(queue, starts[i], left, tail, ends[i] - starts[i]);
        tail += ends[i] - starts[i];
      }
      frontier = left;
      head = 0;
    }

    void clear(Workspaces spaces) {
      work.clear(queue, size, snapshot.nodes());
      spaces.give(work);
    }

    private boolean expand(int[] nodes, int from, int to, End other) {
      lookAhead(nodes, from, to, other);
      long[] theirs = other.work.seen;
      for (int place = from; place < to; place++) {
        int rowStart = work.rowStarts[place - from];
        int rowEnd = work.rowEnds[place - from];
        boolean met = false;
        if (rowStart < 0) {
          met = expandTouched(nodes[place], theirs);
        } else if (rowStart < rowEnd) {
          met = expandSealed(nodes[place] >>> Side.BLOCK_BITS, rowStart, rowEnd, theirs);
        }
        if (met) {
          return true;
        }
      }
      return false;
    }

    private boolean expandSealed(int block, int from, int to, long[] theirs) {
      if (!pass.everything()) {
        return expandFiltered(block, from, to, theirs);
      }
      return onlyLook
          ? look(side.ends[block], from, to, theirs)
          : expandRow(side.ends[block], from, to, theirs);
    }

    private boolean look(int[] ends, int from, int to, long[] theirs) {
      long met = 0;
      for (int place = from; place < to; place++) {
        int node = ends[place];
        met |= theirs[node >>> 6] >>> node;
      }
      return (met & 1) != 0;
    }

    /** Finds the rows of a batch, empty ones where a label says no, then reads their first ends. */
    private void lookAhead(int[] nodes, int from, int to, End other) {
      int[] rowStarts = work.rowStarts;
      int[] rowEnds = work.rowEnds;
      Arrays.fill(rowEnds, 0, to - from, 1);
      if (bounds != null && to - from >= TOGETHER) {
        askLabels(bounds, nodes, from, to, other.hops);
      }
      for (int place = from; place < to; place++) {
        int i = place - from;
        int node = nodes[place];
        if (rowEnds[i] == 0) {
          rowStarts[i] = 0;
        } else if (Touched.has(touched, node)) {
          rowStarts[i] = -1;
        } else if (node < sealed.nodes()) {
          int[] starts = side.starts[node >>> Side.BLOCK_BITS];
          rowStarts[i] = starts[node & Side.IN_BLOCK];
          rowEnds[i] = starts[(node & Side.IN_BLOCK) + 1];
        } else {
          rowStarts[i] = 0;
          rowEnds[i] = 0;
        }
      }
      int sum = 0;
      for (int place = from; place < to; place++) {
        int start = rowStarts[place - from];
        if (start >= 0 && start < rowEnds[place - from]) {
          sum += side.ends[nodes[place] >>> Side.BLOCK_BITS][start];
        }
      }
      work.touched += sum;
    }

    /** Empties the rows of nodes whose labels say no, as long as they do so often enough. */
    private void askLabels(ReachLabels labels, int[] nodes, int from, int to, int otherHops) {
      for (int place = from; place < to; place++) {
        if (asked >= FAIR_TRIAL && refused * 8 <= asked) {
          return;
        }
        asked++;
        int node = nodes[place];
        boolean down = direction == Direction.DOWNSTREAM;
        int longest = down ? labels.longest(node, goal) : labels.longest(goal, node);
        if (longest <= otherHops) {
          work.rowEnds[place - from] = 0;
          refused++;
        }
      }
    }

    private boolean expandRow(int[] ends, int from, int to, long[] theirs) {
      roomFor(to - from);
      long[] ours = work.seen;
      int[] into = queue;
      int tail = size;
      long met = 0;
      for (int place = from; place < to; place++) {
        int node = ends[place];
        long bits = ours[node >>> 6];
        met |= theirs[node >>> 6] >>> node;
        into[tail] = node;
        ours[node >>> 6] = bits | (1L << node);
        tail += 1 - (int) (bits >>> node & 1);
      }
      size = tail;
      return (met & 1) != 0;
    }

    private boolean expandFiltered(int block, int from, int to, long[] theirs) {
      int[] ends = side.ends[block];
      WordFormat format = sealed.format();
      for (int place = from; place < to; place++) {
        long word = side.word(block, place);
        if (pass.counts(format.how(word), format.when(word)) && visit(ends[place], theirs)) {
          return true;
        }
      }
      return false;
    }

    private boolean expandTouched(int node, long[] theirs) {
      EdgeCursor edges = cursor;
      if (edges == null) {
        return false;
      }
      edges.start(node, direction);
      while (edges.next()) {
        if (pass.counts(edges.how(), edges.when()) && visit(edges.other(), theirs)) {
          return true;
        }
      }
      return false;
    }

    private boolean visit(int node, long[] theirs) {
      long bit = 1L << node;
      if ((work.seen[node >>> 6] & bit) == 0) {
        roomFor(1);
        work.seen[node >>> 6] |= bit;
        queue[size++] = node;
      }
      return (theirs[node >>> 6] & bit) != 0;
    }

    private void roomFor(int more) {
      if (size + more >= queue.length) {
        queue = Arrays.copyOf(queue, Math.max(size + more + 1, queue.length * 2));
        work.queue = queue;
      }
    }
  }
}
