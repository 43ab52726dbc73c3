package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import java.util.List;

/** Makes a document from a branch's facts. */
final class Make {

  private Make() {}

  static Outcome document(Search.Question question, int type, Facts facts) {
    if (facts.pointed) {
      return Outcome.unknown("validators of draft 4 disagree on numbers such as 1.0");
    }
    if ((type & Types.NUMBER) != 0) {
      return NumberMaker.make(question, type, facts);
    }
    if (type == Types.STRING) {
      return TextMaker.make(question, facts);
    }
    return type == Types.ARRAY
        ? new ArrayMaker(question, facts).make()
        : new ObjectMaker(question, facts).make();
  }

  /** Another document than one that is excluded: it differs in size, in a name or in a part. */
  static Outcome unlike(Search.Question question, int type, Facts facts, Node excluded) {
    Outcome outcome = Outcome.NONE;
    for (Facts way : facts.unlike(excluded)) {
      question.search.budget.spend(2);
      if (!way.isImpossible()) {
        outcome = outcome.or(document(question, type, way));
        if (outcome.isFound()) {
          return outcome;
        }
      }
    }
    return outcome;
  }

  /** The first candidate that answers the question; else unknown, for the reason given. */
  static Outcome first(Search.Question question, List<? extends Node> candidates, String reason) {
    for (Node candidate : candidates) {
      question.search.budget.spend(1);
      if (question.accepts(candidate) == Truth.YES) {
        return Outcome.found(candidate);
      }
    }
    return Outcome.unknown(reason);
  }
}
