package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a way between two nodes from both ends, each time widening the smaller side; the first
 * node seen from both ends is the answer. After h levels from one end and m from the other every
 * way of at most h + m edges has been found, so that labels which bound the length of a way end the
 * search early, or leave a node out. For one thread at a time.
 */
final class Meeting {

  /** After so many nodes whose labels hardly ever said no they are not asked any more. */
  private static final int FAIR_TRIAL = 64;

  private final Snapshot snapshot;
  private final Sealed sealed;
  private final Pass pass;
  private final @Nullable ReachLabels bounds;
  private final int[][] touched;
  private final @Nullable EdgeCursor cursor;
  private int asked;
  private int refused;

  private Meeting(Snapshot snapshot, Pass pass, @Nullable ReachLabels bounds, boolean later) {
    this.snapshot = snapshot;
    this.sealed = snapshot.sealed();
    this.pass = pass;
    this.bounds = bounds;
    this.touched = later ? snapshot.delta().touched() : new int[0][];
    this.cursor = touched.length > 0 ? snapshot.cursor() : null;
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
        boolean met = start.width() <= end.width() ? start.widen(end) : end.widen(start);
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
    private final Workspace work;
    private int[] queue;
    private int head;
    private int size;
    private int hops;

    End(Direction direction, int node, int goal, Workspace work) {
      this.direction = direction;
      this.goal = goal;
      this.work = work;
      side = direction == Direction.DOWNSTREAM ? sealed.out() : sealed.in();
      work.readyFor(snapshot.nodes());
      queue = work.queue;
      queue[size++] = node;
      work.seen[node >>> 6] |= 1L << node;
    }

    int width() {
      return size - head;
    }

    /** Goes one hop further; answers whether the other end was met. */
    boolean widen(End other) {
      int last = size;
      for (int place = head; place < last; ) {
        int stop = Math.min(place + Workspace.AHEAD, last);
        if (expand(place, stop, other)) {
          return true;
        }
        place = stop;
      }
      head = last;
      hops++;
      return false;
    }

    void clear(Workspaces spaces) {
      work.clear(queue, size, snapshot.nodes());
      spaces.give(work);
    }

    private boolean expand(int from, int to, End other) {
      lookAhead(from, to, other);
      for (int place = from; place < to; place++) {
        int rowStart = work.rowStarts[place - from];
        if (rowStart < 0 ? expandTouched(queue[place], other) : false) {
          return true;
        }
        if (rowStart >= 0 && rowStart < work.rowEnds[place - from]) {
          int block = queue[place] >>> Side.BLOCK_BITS;
          int rowEnd = work.rowEnds[place - from];
          boolean met =
              pass.everything()
                  ? expandRow(side.ends[block], rowStart, rowEnd, other.work.seen)
                  : expandFiltered(block, rowStart, rowEnd, other.work.seen);
          if (met) {
            return true;
          }
        }
      }
      return false;
    }

    /** Finds the rows of a batch, empty ones where a label says no, then reads their first ends. */
    private void lookAhead(int from, int to, End other) {
      int[] rowStarts = work.rowStarts;
      int[] rowEnds = work.rowEnds;
      Arrays.fill(rowEnds, 0, to - from, 1);
      if (bounds != null && (asked < FAIR_TRIAL || refused * 8 > asked)) {
        askLabels(bounds, from, to, other.hops);
      }
      for (int place = from; place < to; place++) {
        int i = place - from;
        int node = queue[place];
        if (rowEnds[i] == 0) {
          rowStarts[i] = 0;
        } else if (isTouched(node)) {
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
          sum += side.ends[queue[place] >>> Side.BLOCK_BITS][start];
        }
      }
      work.touched += sum;
    }

    private void askLabels(ReachLabels labels, int from, int to, int otherHops) {
      for (int place = from; place < to; place++) {
        int node = queue[place];
        boolean down = direction == Direction.DOWNSTREAM;
        int longest = down ? labels.longest(node, goal) : labels.longest(goal, node);
        if (longest <= otherHops) {
          work.rowEnds[place - from] = 0;
          refused++;
        }
      }
      asked += to - from;
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

    private boolean expandTouched(int node, End other) {
      EdgeCursor edges = cursor;
      if (edges == null) {
        return false;
      }
      edges.start(node, direction);
      while (edges.next()) {
        if (pass.counts(edges.how(), edges.when()) && visit(edges.other(), other.work.seen)) {
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

    private boolean isTouched(int node) {
      int word = node >>> 5;
      int page = word >>> IntPages.BITS;
      return page < touched.length && (touched[page][word & (IntPages.SIZE - 1)] >>> node & 1) != 0;
    }
  }
}
