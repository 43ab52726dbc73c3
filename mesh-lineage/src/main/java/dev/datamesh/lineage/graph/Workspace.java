package dev.datamesh.lineage.graph;

import java.util.Arrays;

/** What a walk needs beside its answer, kept from query to query. For one thread at a time. */
final class Workspace {

  /** How many nodes of the frontier are made ready at once; 64 to 256 measured alike. */
  static final int AHEAD = 128;

  /** A bit for each node; all clear between walks. */
  long[] seen = new long[64];

  /** Start and end of the rows of the nodes just ahead. */
  final int[] rowStarts = new int[AHEAD];

  final int[] rowEnds = new int[AHEAD];

  /** The newest evidence of each of these nodes that is not sealed, -1 for none. */
  final int[] later = new int[AHEAD];

  /** Nodes seen, of searches whose answer is not the queue itself. */
  int[] queue = new int[256];

  /** Takes what was read only to bring it near, so that no compiler drops the reading. */
  int touched;

  void readyFor(int nodes) {
    if (seen.length <= nodes >>> 6) {
      seen = new long[(nodes >>> 6) + 1 + (nodes >>> 10)];
    }
  }

  /** Clears the bits of a walk: one by one where they are few. */
  void clear(int[] order, int size, int nodes) {
    if (size < nodes >>> 7) {
      for (int i = 0; i < size; i++) {
        seen[order[i] >>> 6] = 0;
      }
    } else {
      Arrays.fill(seen, 0, (nodes >>> 6) + 1, 0);
    }
  }
}
