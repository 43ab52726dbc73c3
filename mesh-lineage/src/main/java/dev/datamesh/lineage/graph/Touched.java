package dev.datamesh.lineage.graph;

/** A bit for each node, and one for each block of nodes. One writer, many readers. */
final class Touched {

  private final IntPages nodes = new IntPages();
  private final IntPages blocks = new IntPages();

  void add(int node) {
    nodes.set(node >>> 5, nodes.get(node >>> 5) | (1 << node));
    blocks.set(node >>> Side.BLOCK_BITS, 1);
  }

  boolean has(int node) {
    return (nodes.get(node >>> 5) & (1 << node)) != 0;
  }

  boolean hasBlock(int block) {
    return blocks.get(block) != 0;
  }

  /** The bits as they are now, 32 an int. */
  int[][] pages() {
    return nodes.pages();
  }

  /** Whether a node's bit is set in such pages. */
  static boolean has(int[][] pages, int node) {
    int word = node >>> 5;
    int page = word >>> IntPages.BITS;
    return page < pages.length && (pages[page][word & (IntPages.SIZE - 1)] >>> node & 1) != 0;
  }

  long bytes() {
    return nodes.bytes() + blocks.bytes();
  }
}
