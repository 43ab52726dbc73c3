package dev.datamesh.core.journal;

import java.util.List;

/**
 * What readers may see of a log: the pieces and the durable end of the last one. Replaced as a
 * whole, so that a reader never sees an end without its piece. Immutable.
 */
record LogEnd(Manifest manifest, Mark mark) {

  /** The piece that holds a revision. */
  long pieceOf(long revision) {
    List<Long> pieces = manifest.pieces();
    int low = 0;
    int high = pieces.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (pieces.get(middle) <= revision) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return pieces.get(low);
  }

  /** The first revision behind a piece. */
  long nextAfter(long piece) {
    int index = manifest.pieces().indexOf(piece) + 1;
    return index < manifest.pieces().size() ? manifest.pieces().get(index) : mark.revision() + 1;
  }
}
