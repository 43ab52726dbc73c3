package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import java.util.Arrays;

/**
 * The edges of a snapshot under a filter as plain compressed rows in both directions, without
 * parallel ones: what algorithms over the whole graph run on. Immutable.
 */
public final class LiveCsr {

  private final int nodes;
  private final int[] outStarts;
  private final int[] outs;
  private final int[] inStarts;
  private final int[] ins;

  private LiveCsr(int nodes, int[] outStarts, int[] outs) {
    this.nodes = nodes;
    this.outStarts = outStarts;
    this.outs = outs;
    inStarts = new int[nodes + 1];
    ins = new int[outs.length];
    for (int to : outs) {
      inStarts[to]++;
    }
    int sum = 0;
    for (int node = 0; node <= nodes; node++) {
      int count = inStarts[node];
      inStarts[node] = sum;
      sum += count;
    }
    for (int node = 0; node < nodes; node++) {
      for (int i = outStarts[node]; i < outStarts[node + 1]; i++) {
        ins[inStarts[outs[i]]++] = node;
      }
    }
    System.arraycopy(inStarts, 0, inStarts, 1, nodes);
    inStarts[0] = 0;
  }

  public static LiveCsr of(Snapshot snapshot, EdgeFilter filter) {
    Pass pass = Pass.of(snapshot, filter);
    int[] starts = new int[snapshot.nodes() + 1];
    int[] outs = new int[1024];
    int size = 0;
    LiveEdges edges = new LiveEdges(snapshot, pass);
    for (int node = 0; node < snapshot.nodes(); node++) {
      int first = size;
      edges.start(node, Direction.DOWNSTREAM);
      while (edges.next()) {
        if (size == first || outs[size - 1] != edges.other()) {
          if (size == outs.length) {
            outs = Arrays.copyOf(outs, size + (size >> 1));
          }
          outs[size++] = edges.other();
        }
      }
      starts[node + 1] = size;
    }
    return new LiveCsr(snapshot.nodes(), starts, Arrays.copyOf(outs, size));
  }

  /** The sealed edges that hold, read straight from their rows. */
  static LiveCsr ofSealed(Sealed sealed, Validities.Holding holding) {
    Side side = sealed.out();
    WordFormat format = sealed.format();
    int[] starts = new int[sealed.nodes() + 1];
    int[] outs = new int[Math.toIntExact(side.slots())];
    int size = 0;
    for (int block = 0; block < side.ends.length; block++) {
      int[] blockStarts = side.starts[block];
      int[] ends = side.ends[block];
      int firstNode = block << Side.BLOCK_BITS;
      for (int i = 0; i + 1 < blockStarts.length; i++) {
        int first = size;
        for (int place = blockStarts[i]; place < blockStarts[i + 1]; place++) {
          int other = ends[place];
          if ((size == first || outs[size - 1] != other)
              && (holding.all() || holding.holds(format.when(side.word(block, place))))) {
            outs[size++] = other;
          }
        }
        starts[firstNode + i + 1] = size;
      }
    }
    return new LiveCsr(sealed.nodes(), starts, Arrays.copyOf(outs, size));
  }

  public int nodes() {
    return nodes;
  }

  public int edges() {
    return outs.length;
  }

  public int outStart(int node) {
    return outStarts[node];
  }

  public int out(int place) {
    return outs[place];
  }

  public int inStart(int node) {
    return inStarts[node];
  }

  public int in(int place) {
    return ins[place];
  }

  public int outDegree(int node) {
    return outStarts[node + 1] - outStarts[node];
  }

  public int inDegree(int node) {
    return inStarts[node + 1] - inStarts[node];
  }
}
