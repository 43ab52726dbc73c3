package dev.datamesh.contracts.odcs;

import dev.datamesh.contracts.odcs.Shape.Report;
import dev.datamesh.core.document.Node;
import java.util.List;
import java.util.Optional;

/** What the standard says of a quality rule beyond the shape of its keys. */
final class QualityChecks {

  /** The comparisons; a rule of the library or of SQL has exactly one. */
  static final List<String> OPERATORS =
      List.of(
          "mustBe",
          "mustNotBe",
          "mustBeGreaterThan",
          "mustBeGreaterOrEqualTo",
          "mustBeLessThan",
          "mustBeLessOrEqualTo",
          "mustBeBetween",
          "mustNotBeBetween");

  private QualityChecks() {}

  static void check(Node node, String pointer, Report report) {
    if (!(node instanceof Node.Mapping rule)) {
      return;
    }
    String type = rule.find("type").flatMap(Node::text).orElse("");
    boolean strict = report.version().isAtLeast(OdcsVersion.V3_1);
    boolean library =
        type.equals("library") || (type.isEmpty() && (!strict || has(rule, "metric")));
    if (library && strict) {
      require(rule, "metric", pointer, report);
    } else if (library && !has(rule, "rule") && !has(rule, "metric")) {
      report.add(pointer + "/rule", node, "is missing");
    } else if (type.equals("sql")) {
      require(rule, "query", pointer, report);
    } else if (type.equals("custom")) {
      require(rule, "engine", pointer, report);
      require(rule, "implementation", pointer, report);
    }
    long operators = OPERATORS.stream().filter(operator -> has(rule, operator)).count();
    if (strict && (library || type.equals("sql") || has(rule, "metric")) && operators != 1) {
      report.add(
          pointer,
          node,
          "expected exactly one comparison of %s, found %d".formatted(OPERATORS, operators));
    }
    range(rule, "mustBeBetween", pointer, report);
    range(rule, "mustNotBeBetween", pointer, report);
  }

  private static boolean has(Node.Mapping rule, String key) {
    return rule.entries().containsKey(key);
  }

  private static void require(Node.Mapping rule, String key, String pointer, Report report) {
    if (!has(rule, key)) {
      report.add(pointer + "/" + key, rule, "is missing");
    }
  }

  private static void range(Node.Mapping rule, String key, String pointer, Report report) {
    Optional<Node> node = rule.find(key);
    if (node.isEmpty() || !(node.get() instanceof Node.Sequence bounds)) {
      return;
    }
    if (bounds.items().size() != 2) {
      report.add(
          pointer + "/" + key, bounds, "expected two numbers, found " + bounds.items().size());
    } else if (bounds.items().get(0) instanceof Node.Num low
        && bounds.items().get(1) instanceof Node.Num high
        && low.value().compareTo(high.value()) >= 0) {
      report.add(
          pointer + "/" + key,
          bounds,
          "the lower bound %s is not below the upper one %s".formatted(low, high));
    }
  }
}
