package dev.datamesh.contracts.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * A Thompson automaton with one start and one end. Edges without a character are free, or hold only
 * at the beginning or at the end of the text. For one thread at a time while it is built.
 */
final class Nfa {

  enum When {
    ALWAYS,
    AT_BEGIN,
    AT_END
  }

  record FreeEdge(When when, int to) {}

  record CharEdge(CharSet on, int to) {}

  final List<List<FreeEdge>> free = new ArrayList<>();
  final List<List<CharEdge>> chars = new ArrayList<>();
  private final int limit;

  Nfa(int limit) {
    this.limit = limit;
  }

  int state() {
    if (free.size() >= limit) {
      throw new UnsupportedPattern("its automaton has more than " + limit + " states");
    }
    free.add(new ArrayList<>(2));
    chars.add(new ArrayList<>(1));
    return free.size() - 1;
  }

  void free(int from, When when, int to) {
    free.get(from).add(new FreeEdge(when, to));
  }

  void on(int from, CharSet set, int to) {
    chars.get(from).add(new CharEdge(set, to));
  }

  int size() {
    return free.size();
  }
}
