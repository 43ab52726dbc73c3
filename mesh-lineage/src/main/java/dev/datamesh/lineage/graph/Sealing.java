package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import java.util.Arrays;

/** Makes sealed edges out of rows. For one thread at a time. */
final class Sealing {

  /** Where rows come from. */
  interface Rows {

    /** Gathers the evidences of a node into an empty row, in any order. */
    void gather(int node, EvidenceRow into);

    /** Whether no row of this block differs from what is sealed. */
    boolean sameAsSealed(int block);
  }

  private final int nodes;
  private final WordFormat format;
  private final EvidenceRow row;
  private int[] ends = new int[1024];
  private long[] words = new long[1024];

  private Sealing(Tables tables, int nodes, WordFormat format) {
    this.nodes = nodes;
    this.format = format;
    this.row = new EvidenceRow(tables);
  }

  /** Seals all edges of a snapshot; blocks without a change are shared with what was sealed. */
  static Sealed of(Snapshot snapshot) {
    WordFormat needed = WordFormat.forCodes(snapshot.tables());
    Sealed before = snapshot.sealed();
    Sealing sealing = new Sealing(snapshot.tables(), snapshot.nodes(), needed);
    Sealed reusable = needed.equals(before.format()) ? before : Sealed.NOTHING;
    return new Sealed(
        snapshot.nodes(),
        needed,
        sealing.side(new SnapshotRows(snapshot, true), reusable.out(), reusable.nodes()),
        sealing.side(new SnapshotRows(snapshot, false), reusable.in(), reusable.nodes()));
  }

  /** Seals rows that come from elsewhere. */
  static Sealed of(Tables tables, int nodes, Rows out, Rows in) {
    WordFormat format = WordFormat.forCodes(tables);
    Sealing sealing = new Sealing(tables, nodes, format);
    return new Sealed(
        nodes,
        format,
        sealing.side(out, Sealed.NOTHING.out(), 0),
        sealing.side(in, Sealed.NOTHING.in(), 0));
  }

  private Side side(Rows rows, Side before, int nodesBefore) {
    int blocks = (nodes + Side.BLOCK - 1) >>> Side.BLOCK_BITS;
    int[][] starts = new int[blocks][];
    int[][] allEnds = new int[blocks][];
    int[][] narrow = new int[format.isWide() ? 0 : blocks][];
    long[][] wide = new long[format.isWide() ? blocks : 0][];
    for (int block = 0; block < blocks; block++) {
      int nodesOfBlock = Math.min(Side.BLOCK, nodes - (block << Side.BLOCK_BITS));
      int coveredBefore = Math.min(Side.BLOCK, nodesBefore - (block << Side.BLOCK_BITS));
      if (nodesOfBlock == coveredBefore && rows.sameAsSealed(block)) {
        starts[block] = before.starts[block];
        allEnds[block] = before.ends[block];
        if (format.isWide()) {
          wide[block] = before.wide[block];
        } else {
          narrow[block] = before.narrow[block];
        }
        continue;
      }
      starts[block] = new int[nodesOfBlock + 1];
      int filled = fill(rows, block << Side.BLOCK_BITS, starts[block]);
      allEnds[block] = Arrays.copyOf(ends, filled);
      if (format.isWide()) {
        wide[block] = Arrays.copyOf(words, filled);
      } else {
        int[] cut = new int[filled];
        for (int i = 0; i < filled; i++) {
          cut[i] = (int) words[i];
        }
        narrow[block] = cut;
      }
    }
    return new Side(starts, allEnds, narrow, wide);
  }

  private int fill(Rows rows, int firstNode, int[] starts) {
    int filled = 0;
    for (int i = 0; i + 1 < starts.length; i++) {
      row.clear();
      rows.gather(firstNode + i, row);
      row.order();
      int size = row.size();
      if (filled + size > ends.length) {
        int longer = Math.max(filled + size, ends.length * 2);
        ends = Arrays.copyOf(ends, longer);
        words = Arrays.copyOf(words, longer);
      }
      for (int place = 0; place < size; place++) {
        boolean more = place + 1 < size && row.sameEdge(place, place + 1);
        ends[filled] = row.other(place);
        words[filled++] = format.word(row.how(place), row.when(place), row.who(place), more);
      }
      starts[i + 1] = filled;
    }
    return filled;
  }

  /** The rows of a snapshot. */
  private static final class SnapshotRows implements Rows {

    private final Snapshot snapshot;
    private final EdgeCursor cursor;
    private final Direction direction;

    SnapshotRows(Snapshot snapshot, boolean out) {
      this.snapshot = snapshot;
      this.cursor = snapshot.cursor();
      this.direction = out ? Direction.DOWNSTREAM : Direction.UPSTREAM;
    }

    @Override
    public void gather(int node, EvidenceRow into) {
      cursor.start(node, direction);
      while (cursor.next()) {
        into.push(cursor.other(), cursor.how(), cursor.when(), cursor.who());
      }
    }

    @Override
    public boolean sameAsSealed(int block) {
      return !snapshot.delta().touched(direction).hasBlock(block);
    }
  }
}
