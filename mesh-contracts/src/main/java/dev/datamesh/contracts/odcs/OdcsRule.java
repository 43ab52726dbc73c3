package dev.datamesh.contracts.odcs;

import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import java.util.List;
import java.util.Optional;

/**
 * A quality rule: what is measured and what the measure must be. Immutable.
 *
 * @param subject what is measured: the metric with its arguments, the query, the implementation
 * @param operator such as {@code mustBeLessThan}; empty if none
 * @param limits the operator's one or two values
 * @param unit such as {@code percent}; empty if none
 * @param severity as written; empty if none
 */
public record OdcsRule(
    String name,
    String subject,
    String operator,
    List<Node> limits,
    String unit,
    String severity,
    String pointer,
    SourcePosition position) {

  public OdcsRule {
    limits = List.copyOf(limits);
  }

  /** What must be there again in a newer version: the name if there is one, else the subject. */
  String key() {
    return name.isEmpty() ? subject + "|" + unit : name;
  }

  /** The values that this rule accepts, where it bounds a number. */
  Optional<Bounds> bounds() {
    return Bounds.of(this);
  }

  /** The comparison as the contract writes it. */
  public String comparison() {
    return operator.isEmpty()
        ? ""
        : operator + " " + (limits.size() == 1 ? limits.get(0).toString() : limits.toString());
  }
}
