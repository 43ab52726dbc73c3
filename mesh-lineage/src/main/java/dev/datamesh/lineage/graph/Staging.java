package dev.datamesh.lineage.graph;

import java.util.Arrays;

/**
 * Evidences on their way into an empty graph, coded but seen by nobody: sealed at once, without a
 * detour over the log. For one thread at a time.
 */
final class Staging {

  private static final int UNSTATED = 1 << 31;

  private final Tables tables;
  private int[] froms = new int[4];
  private int[] tos = new int[4];
  private int[] hows = new int[4];
  private int[] whens = new int[4];
  private int[] whos = new int[4];
  private long[] dropped = new long[0];
  private int size;
  private int droppedCount;

  Staging(Tables tables) {
    this.tables = tables;
  }

  int size() {
    return size;
  }

  /** How many evidences are left once those replaced by later ones are dropped. */
  int kept() {
    return size - droppedCount;
  }

  void add(int from, int to, int how, int when, int who, boolean unstated) {
    if (size == froms.length) {
      int longer = size + (size >> 1) + 4;
      froms = Arrays.copyOf(froms, longer);
      tos = Arrays.copyOf(tos, longer);
      hows = Arrays.copyOf(hows, longer);
      whens = Arrays.copyOf(whens, longer);
      whos = Arrays.copyOf(whos, longer);
    }
    froms[size] = from;
    tos[size] = to;
    hows[size] = unstated ? how | UNSTATED : how;
    whens[size] = when;
    whos[size] = who;
    size++;
  }

  /** Takes one staged evidence; answers whether it changed anything. */
  interface Taker {

    boolean take(int from, int to, int how, int when, int who, boolean unstated, long recorded);
  }

  /** Hands each evidence over in the order of arrival; answers how many changed something. */
  int each(Taker taker, long recorded) {
    int changed = 0;
    for (int i = 0; i < size; i++) {
      int how = hows[i];
      boolean unstated = (how & UNSTATED) != 0;
      if (taker.take(froms[i], tos[i], how & ~UNSTATED, whens[i], whos[i], unstated, recorded)) {
        changed++;
      }
    }
    return changed;
  }

  Sealed seal(int nodes, long recorded) {
    dropped = new long[(size >>> 6) + 1];
    Sorted out = new Sorted(nodes, froms, tos);
    dropReplaced(out, nodes, recorded);
    Sorted in = new Sorted(nodes, tos, froms);
    return Sealing.of(tables, nodes, out, in);
  }

  /** Lets the statements of each pair take effect in the order of their arrival. */
  private void dropReplaced(Sorted out, int nodes, long recorded) {
    PairState state = new PairState(tables);
    long[] keys = new long[16];
    for (int node = 0; node < nodes; node++) {
      int first = out.starts[node];
      int count = out.starts[node + 1] - first;
      if (count < 2) {
        continue;
      }
      if (keys.length < count) {
        keys = new long[count * 2];
      }
      for (int i = 0; i < count; i++) {
        int staged = out.members[first + i];
        keys[i] = ((long) tos[staged] << 32) | staged;
      }
      Arrays.sort(keys, 0, count);
      for (int from = 0, to; from < count; from = to) {
        to = from + 1;
        while (to < count && keys[to] >>> 32 == keys[from] >>> 32) {
          to++;
        }
        if (to - from > 1) {
          replay(keys, from, to, state, recorded);
        }
      }
    }
  }

  private void replay(long[] keys, int from, int to, PairState state, long recorded) {
    state.clear();
    for (int i = from; i < to; i++) {
      int staged = (int) keys[i];
      int how = hows[staged];
      boolean unstated = (how & UNSTATED) != 0;
      int ended = state.state(how & ~UNSTATED, whens[staged], whos[staged], unstated, recorded);
      if (ended == PairState.UNCHANGED) {
        drop(staged);
        continue;
      }
      for (int known = 0; ended > 0 && known < state.size(); known++) {
        if (state.isReplaced(known) && !isDropped(state.reference(known))) {
          drop(state.reference(known));
        }
      }
      whens[staged] = state.newWhen();
      whos[staged] = state.newWho();
      state.know(how & ~UNSTATED, state.newWhen(), state.newWho(), staged);
    }
  }

  private void drop(int staged) {
    dropped[staged >>> 6] |= 1L << staged;
    droppedCount++;
  }

  private boolean isDropped(int staged) {
    return (dropped[staged >>> 6] >>> staged & 1) != 0;
  }

  /** The staged evidences by one of their ends, counted into place. */
  private final class Sorted implements Sealing.Rows {

    private final int[] starts;
    private final int[] members;
    private final int[] others;

    Sorted(int nodes, int[] ends, int[] others) {
      this.others = others;
      starts = new int[nodes + 1];
      members = new int[size];
      for (int i = 0; i < size; i++) {
        starts[ends[i]]++;
      }
      int sum = 0;
      for (int node = 0; node <= nodes; node++) {
        int count = starts[node];
        starts[node] = sum;
        sum += count;
      }
      for (int i = 0; i < size; i++) {
        members[starts[ends[i]]++] = i;
      }
      System.arraycopy(starts, 0, starts, 1, nodes);
      starts[0] = 0;
    }

    @Override
    public void gather(int node, EvidenceRow into) {
      for (int i = starts[node]; i < starts[node + 1]; i++) {
        int staged = members[i];
        if (!isDropped(staged)) {
          into.push(others[staged], hows[staged] & ~UNSTATED, whens[staged], whos[staged]);
        }
      }
    }

    @Override
    public boolean sameAsSealed(int block) {
      return false;
    }
  }
}
