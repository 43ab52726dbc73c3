package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import java.util.Optional;

/**
 * Whether every document of one schema is one of another. Immutable answer.
 *
 * @param truth YES contained, NO not contained, MAYBE not decided
 * @param counterexample a document of the inner that the outer refuses, with NO
 * @param reason why it could not be decided, with MAYBE
 */
record Containment(Truth truth, Optional<Node> counterexample, String reason) {

  /**
   * @param lenient whether documents of the inner hold only names that it declares
   */
  static Containment of(JsonSchema inner, JsonSchema outer, boolean lenient, long steps) {
    return of(inner, outer, lenient, new Budget(steps));
  }

  static Containment of(JsonSchema inner, JsonSchema outer, boolean lenient, Budget budget) {
    try {
      if (new Plain(budget).within(inner, outer)) {
        return new Containment(Truth.YES, Optional.empty(), "");
      }
      Outcome outcome = new Search(budget, lenient).counterexample(inner, outer);
      if (outcome.document() != null) {
        return new Containment(Truth.NO, Optional.of(outcome.document()), "");
      }
      return outcome.isNone()
          ? new Containment(Truth.YES, Optional.empty(), "")
          : new Containment(Truth.MAYBE, Optional.empty(), outcome.reason());
    } catch (Budget.Spent e) {
      return new Containment(Truth.MAYBE, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }
}
