package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import java.util.List;

/** Makes a document from a branch's facts. */
final class Make {

  private Make() {}

  static Outcome document(Search.Question question, int type, Facts facts) {
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
