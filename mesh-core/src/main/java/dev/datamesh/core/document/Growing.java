package dev.datamesh.core.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * The collections that a reader of this package fills and gives to a node, which then need no copy:
 * nobody else ever holds them.
 */
final class Growing {

  private Growing() {}

  /** The members of a mapping. */
  static final class Entries extends LinkedHashMap<String, Node.Entry> {

    private static final long serialVersionUID = 1L;
  }

  /** The items of a sequence. */
  static final class Items extends ArrayList<Node> {

    private static final long serialVersionUID = 1L;
  }
}
