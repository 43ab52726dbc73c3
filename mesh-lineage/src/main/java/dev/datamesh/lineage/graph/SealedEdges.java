package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;

/**
 * The edges under a filter of nodes that were not touched since the last sealing, read straight
 * from the rows. For one thread at a time.
 */
final class SealedEdges {

  private final Tables tables;
  private final Pass pass;
  private final Side side;
  private final WordFormat format;
  private final int sealedNodes;
  private final int[][] touched;
  private final double[] confidences;
  private int block;
  private int[] ends = new int[0];
  private int place;
  private int end;
  private double confidence;

  SealedEdges(Snapshot snapshot, Pass pass, Direction direction) {
    this.tables = snapshot.tables();
    this.pass = pass;
    Sealed sealed = snapshot.sealed();
    side = direction == Direction.DOWNSTREAM ? sealed.out() : sealed.in();
    format = sealed.format();
    sealedNodes = sealed.nodes();
    touched = snapshot.delta().touched(direction).pages();
    confidences = new double[snapshot.hows()];
    for (int code = 0; code < confidences.length; code++) {
      confidences[code] = tables.hows.get(code).confidence();
    }
  }

  /** Whether a node's row is as it was sealed. */
  boolean has(int node) {
    return node < sealedNodes && !Touched.has(touched, node);
  }

  void start(int node) {
    block = node >>> Side.BLOCK_BITS;
    ends = side.ends[block];
    int[] starts = side.starts[block];
    place = starts[node & Side.IN_BLOCK] - 1;
    end = starts[(node & Side.IN_BLOCK) + 1];
  }

  boolean next() {
    while (++place < end) {
      double doubt = 1;
      double last = 0;
      int counted = 0;
      boolean masking = true;
      while (true) {
        long word = side.word(block, place);
        int how = format.how(word);
        if (pass.counts(how, format.when(word))) {
          last = confidences[how];
          doubt *= 1 - last;
          masking = masking && tables.hows.get(how).masking();
          counted++;
        }
        if ((word & WordFormat.MORE) == 0) {
          break;
        }
        place++;
      }
      confidence = counted == 1 ? last : 1 - doubt;
      if (counted > 0 && pass.takes(confidence, masking)) {
        return true;
      }
    }
    return false;
  }

  int other() {
    return ends[place];
  }

  double confidence() {
    return confidence;
  }
}
