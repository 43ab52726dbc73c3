package dev.datamesh.contracts.jsonschema;

/** Steps of work that are left. For one thread at a time. */
final class Budget {

  /** The work is used up; the question ends as UNKNOWN. */
  static final class Spent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Spent(String message) {
      super(message, null, false, false);
    }
  }

  private long left;

  Budget(long steps) {
    left = steps;
  }

  void spend(long steps) {
    left -= steps;
    if (left < 0) {
      throw new Spent("the work budget is used up");
    }
  }

  long left() {
    return left;
  }
}
