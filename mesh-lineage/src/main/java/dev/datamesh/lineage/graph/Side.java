package dev.datamesh.lineage.graph;

/**
 * The sealed edges in one direction, as compressed rows: the evidences of a node lie side by side,
 * by the number of the other end, those of one edge next to each other. Nodes come in blocks of
 * 65,536, each with arrays of its own, so that no array has to hold all edges and a merge copies
 * only the blocks that changed. Immutable.
 */
final class Side {

  static final int BLOCK_BITS = 16;
  static final int BLOCK = 1 << BLOCK_BITS;
  static final int IN_BLOCK = BLOCK - 1;

  /** Where the row of each node of a block starts; one more for the end of the last. */
  final int[][] starts;

  /** The other end of each evidence. */
  final int[][] ends;

  /** The codes of each evidence where the format is narrow. */
  final int[][] narrow;

  /** The codes of each evidence where the format is wide. */
  final long[][] wide;

  Side(int[][] starts, int[][] ends, int[][] narrow, long[][] wide) {
    this.starts = starts;
    this.ends = ends;
    this.narrow = narrow;
    this.wide = wide;
  }

  long word(int block, int place) {
    return narrow.length > 0 ? narrow[block][place] & 0xFFFFFFFFL : wide[block][place];
  }

  long slots() {
    long sum = 0;
    for (int[] block : ends) {
      sum += block.length;
    }
    return sum;
  }

  long topologyBytes() {
    long bytes = 0;
    for (int block = 0; block < ends.length; block++) {
      bytes += 4L * starts[block].length + 4L * ends[block].length + 32;
    }
    return bytes;
  }

  long attributeBytes() {
    return slots() * (narrow.length > 0 || wide.length == 0 ? 4 : 8);
  }

  /**
   * The place in its block of an evidence, -1 if there is none; what it is not the same edge as
   * does not matter.
   */
  int find(int node, int other, long word) {
    int block = node >>> BLOCK_BITS;
    int[] row = ends[block];
    int end = starts[block][(node & IN_BLOCK) + 1];
    for (int place = firstOf(node, other); place < end && row[place] == other; place++) {
      if (((word(block, place) ^ word) & ~(long) WordFormat.MORE) == 0) {
        return place;
      }
    }
    return -1;
  }

  /** The first place in the row of a node whose other end is not before the given one. */
  int firstOf(int node, int other) {
    int block = node >>> BLOCK_BITS;
    int[] row = ends[block];
    int low = starts[block][node & IN_BLOCK];
    int high = starts[block][(node & IN_BLOCK) + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (row[middle] < other) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
