package dev.datamesh.lineage.graph;

/**
 * The edges as of the last sealing, in both directions. Immutable.
 *
 * @param nodes nodes from this number on have no sealed edges
 */
record Sealed(int nodes, WordFormat format, Side out, Side in) {

  static final Sealed NOTHING = new Sealed(0, new WordFormat(0, 0, 0), nothing(), nothing());

  private static Side nothing() {
    return new Side(new int[0][], new int[0][], new int[0][], new long[0][]);
  }

  long slots() {
    return out.slots();
  }
}
