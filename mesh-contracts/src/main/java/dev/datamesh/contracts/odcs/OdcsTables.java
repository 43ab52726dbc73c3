package dev.datamesh.contracts.odcs;

import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes tables, columns, rules and service levels out of a checked document. */
final class OdcsTables {

  private OdcsTables() {}

  static List<OdcsTable> read(Node document) {
    List<OdcsTable> tables = new ArrayList<>();
    List<Node> nodes = PropertyChecks.items(document, "schema");
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      String pointer = "/schema/" + i;
      tables.add(
          new OdcsTable(
              text(node, "name"),
              columns(node, "properties", pointer),
              rules(node, pointer),
              pointer,
              node.position()));
    }
    return List.copyOf(tables);
  }

  private static List<OdcsColumn> columns(Node node, String key, String pointer) {
    List<OdcsColumn> columns = new ArrayList<>();
    List<Node> nodes = PropertyChecks.items(node, key);
    for (int i = 0; i < nodes.size(); i++) {
      columns.add(column(text(nodes.get(i), "name"), nodes.get(i), pointer + "/" + key + "/" + i));
    }
    return columns;
  }

  private static OdcsColumn column(String name, Node node, String pointer) {
    return new OdcsColumn(
        name,
        text(node, "logicalType"),
        text(node, "physicalType"),
        flag(node, "required"),
        flag(node, "unique"),
        flag(node, "primaryKey"),
        keyPosition(node),
        enumValues(node),
        options(node),
        rules(node, pointer),
        children(node, pointer),
        text(node, "description"),
        text(node, "classification"),
        PropertyChecks.items(node, "tags").stream().map(t -> t.text().orElse("")).toList(),
        pointer,
        node.position());
  }

  private static List<OdcsColumn> children(Node node, String pointer) {
    List<OdcsColumn> children = new ArrayList<>(columns(node, "properties", pointer));
    node.find("items").ifPresent(items -> children.add(column("items", items, pointer + "/items")));
    node.find("map")
        .ifPresent(
            map -> {
              for (String part : List.of("key", "value")) {
                map.find(part)
                    .ifPresent(
                        child -> children.add(column(part, child, pointer + "/map/" + part)));
              }
            });
    return children;
  }

  private static List<Node> enumValues(Node node) {
    return PropertyChecks.items(node, "enum").stream()
        .map(value -> value.find("value"))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Map<String, Node> options(Node node) {
    Map<String, Node> options = new LinkedHashMap<>();
    if (node.find("logicalTypeOptions").orElse(null) instanceof Node.Mapping mapping) {
      mapping.entries().forEach((key, entry) -> options.put(key, entry.value()));
    }
    return options;
  }

  private static int keyPosition(Node node) {
    if (node.find("primaryKeyPosition").orElse(null) instanceof Node.Num number
        && number.value().signum() > 0
        && number.value().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) < 0) {
      return number.value().intValue();
    }
    return Integer.MAX_VALUE;
  }

  private static List<OdcsRule> rules(Node node, String pointer) {
    List<OdcsRule> rules = new ArrayList<>();
    List<Node> nodes = PropertyChecks.items(node, "quality");
    for (int i = 0; i < nodes.size(); i++) {
      rules.add(rule(nodes.get(i), pointer + "/quality/" + i));
    }
    return rules;
  }

  private static OdcsRule rule(Node node, String pointer) {
    String operator =
        QualityChecks.OPERATORS.stream()
            .filter(key -> node.find(key).isPresent())
            .findFirst()
            .orElse("");
    List<Node> limits =
        node.find(operator).orElse(null) instanceof Node.Sequence range
            ? range.items()
            : node.find(operator).stream().toList();
    return new OdcsRule(
        text(node, "name"),
        subject(node),
        operator,
        limits,
        text(node, "unit"),
        text(node, "severity"),
        pointer,
        node.position());
  }

  private static String subject(Node node) {
    StringBuilder subject = new StringBuilder();
    for (String key : List.of("metric", "rule", "arguments", "query", "engine", "implementation")) {
      node.find(key)
          .ifPresent(
              value ->
                  subject
                      .append(subject.isEmpty() ? "" : " ")
                      .append(value.text().orElseGet(value::toString)));
    }
    return subject.isEmpty() ? text(node, "description") : subject.toString();
  }

  static List<OdcsLevel> levels(Node document) {
    List<OdcsLevel> levels = new ArrayList<>();
    List<Node> nodes = PropertyChecks.items(document, "slaProperties");
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      Node value = node.find("value").orElse(null);
      levels.add(
          new OdcsLevel(
              text(node, "property"),
              value == null ? "" : value.text().orElseGet(value::toString),
              text(node, "unit"),
              text(node, "element"),
              text(node, "driver"),
              "/slaProperties/" + i,
              node.position()));
    }
    return List.copyOf(levels);
  }

  private static String text(Node node, String key) {
    return node.find(key).flatMap(Node::text).orElse("");
  }

  private static boolean flag(Node node, String key) {
    return node.find(key).orElse(null) instanceof Node.Bool flag && flag.value();
  }
}
