package dev.datamesh.lineage.graph;

import java.util.Arrays;

/**
 * The evidences between two nodes, and what a new statement does to them: it takes the place of the
 * one by the same producer, job and transformation. A statement without times of its own keeps the
 * span of the open one it replaces, so that saying it daily does not forget since when it holds.
 * For one thread at a time.
 */
final class PairState {

  /** The answer to a statement that says nothing new. */
  static final int UNCHANGED = -1;

  private final Tables tables;
  private int[] hows = new int[4];
  private int[] whens = new int[4];
  private int[] whos = new int[4];
  private int[] references = new int[4];
  private boolean[] replaced = new boolean[4];
  private int size;
  private int newWhen;
  private int newWho;

  PairState(Tables tables) {
    this.tables = tables;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** Adds an evidence that is there, with a number by which the caller knows it. */
  void know(int how, int when, int who, int reference) {
    if (size == hows.length) {
      hows = Arrays.copyOf(hows, size * 2);
      whens = Arrays.copyOf(whens, size * 2);
      whos = Arrays.copyOf(whos, size * 2);
      references = Arrays.copyOf(references, size * 2);
      replaced = Arrays.copyOf(replaced, size * 2);
    }
    hows[size] = how;
    whens[size] = when;
    whos[size] = who;
    references[size] = reference;
    replaced[size] = false;
    size++;
  }

  /**
   * States something; afterwards those replaced are marked, and the new evidence's codes are known.
   *
   * @param unstated whether the statement came without times of its own
   * @return {@link #UNCHANGED}, or how many are replaced
   */
  int state(int how, int when, int who, boolean unstated, long recorded) {
    newWhen = when;
    newWho = who;
    Who by = tables.whos.get(who);
    boolean indirect = indirect(how);
    int ended = 0;
    for (int i = 0; i < size; i++) {
      if (replaced[i] || !sameSource(whos[i], who, by) || indirect(hows[i]) != indirect) {
        continue;
      }
      boolean open = tables.whens.to(whens[i]) > recorded;
      if (unstated && !open) {
        continue;
      }
      Who before = tables.whos.get(whos[i]);
      if (unstated) {
        newWhen = whens[i];
        newWho = before.recorded() == by.recorded() ? who : tables.whos.of(by.recordedAs(before));
      }
      if (hows[i] == how
          && whens[i] == newWhen
          && before.event().equals(by.event())
          && before.metadata().equals(by.metadata())) {
        return UNCHANGED;
      }
      replaced[i] = true;
      ended++;
    }
    return ended;
  }

  boolean isReplaced(int index) {
    return replaced[index];
  }

  int reference(int index) {
    return references[index];
  }

  int how(int index) {
    return hows[index];
  }

  int when(int index) {
    return whens[index];
  }

  int who(int index) {
    return whos[index];
  }

  int newWhen() {
    return newWhen;
  }

  int newWho() {
    return newWho;
  }

  private boolean sameSource(int left, int right, Who rightWho) {
    return left == right || tables.whos.get(left).sameSource(rightWho);
  }

  private boolean indirect(int how) {
    return tables.hows.get(how).type().isIndirect();
  }
}
