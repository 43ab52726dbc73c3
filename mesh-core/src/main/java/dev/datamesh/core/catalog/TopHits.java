package dev.datamesh.core.catalog;

/**
 * The best so many of what is offered: a heap whose root is the worst kept. Of equal score the
 * lower ordinal is better. For one thread at a time.
 */
final class TopHits {

  /** Takes hits, the best first. */
  interface Taker {
    void take(int document, double score);
  }

  private final int[] documents;
  private final int[] ordinals;
  private final double[] scores;
  private int size;

  TopHits(int most) {
    documents = new int[most];
    ordinals = new int[most];
    scores = new double[most];
  }

  void offer(int document, int ordinal, double score) {
    if (size < documents.length) {
      set(size, document, ordinal, score);
      int at = size++;
      while (at > 0 && isWorse(at, (at - 1) / 2)) {
        swap(at, (at - 1) / 2);
        at = (at - 1) / 2;
      }
    } else if (score > scores[0] || (score == scores[0] && ordinal < ordinals[0])) {
      set(0, document, ordinal, score);
      sink();
    }
  }

  void drain(Taker taker) {
    int kept = size;
    while (size > 1) {
      size--;
      swap(0, size);
      sink();
    }
    size = 0;
    for (int i = 0; i < kept; i++) {
      taker.take(documents[i], scores[i]);
    }
  }

  private void sink() {
    int at = 0;
    while (true) {
      int worst = at;
      for (int child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
        worst = isWorse(child, worst) ? child : worst;
      }
      if (worst == at) {
        return;
      }
      swap(at, worst);
      at = worst;
    }
  }

  private boolean isWorse(int one, int other) {
    return scores[one] < scores[other]
        || (scores[one] == scores[other] && ordinals[one] > ordinals[other]);
  }

  private void set(int at, int document, int ordinal, double score) {
    documents[at] = document;
    ordinals[at] = ordinal;
    scores[at] = score;
  }

  private void swap(int one, int other) {
    int document = documents[one];
    int ordinal = ordinals[one];
    double score = scores[one];
    set(one, documents[other], ordinals[other], scores[other]);
    set(other, document, ordinal, score);
  }
}
