package dev.datamesh.contracts.odcs;

import dev.datamesh.contracts.odcs.Shape.Report;
import dev.datamesh.core.document.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the standard says of tables and properties in prose. */
final class PropertyChecks {

  private PropertyChecks() {}

  static void check(Node node, String pointer, Report report) {
    if (!(node instanceof Node.Mapping property)) {
      return;
    }
    String type = property.find("logicalType").flatMap(Node::text).orElse("");
    if (property.find("properties").isPresent() && !type.isEmpty() && !type.equals("object")) {
      report.add(pointer + "/properties", node, "only a property of type object has properties");
    }
    if (property.find("items").isPresent() && !type.isEmpty() && !type.equals("array")) {
      report.add(pointer + "/items", node, "only a property of type array has items");
    }
    property
        .find("logicalTypeOptions")
        .ifPresent(options -> options(options, pointer + "/logicalTypeOptions", report));
    enumValues(property, pointer, report);
    unique(items(property, "properties"), "name", pointer + "/properties", report);
    relationships(property, pointer, report);
  }

  static void checkTable(Node node, String pointer, Report report) {
    List<Node> columns = items(node, "properties");
    unique(columns, "name", pointer + "/properties", report);
    unique(columns, "id", pointer + "/properties", report);
    Map<String, Node> positions = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Node column = columns.get(i);
      boolean key =
          column.find("primaryKey").filter(n -> n instanceof Node.Bool b && b.value()).isPresent();
      Node position = column.find("primaryKeyPosition").orElse(null);
      if (key && position instanceof Node.Num number) {
        Node other = positions.put(number.value().stripTrailingZeros().toPlainString(), column);
        if (other != null) {
          report.add(
              pointer + "/properties/" + i + "/primaryKeyPosition",
              position,
              "position %s of the primary key is taken by %s"
                  .formatted(position, other.find("name").map(Node::toString).orElse("another")));
        }
      }
    }
    relationships(node, pointer, report);
  }

  private static void relationships(Node node, String pointer, Report report) {
    List<Node> relations = items(node, "relationships");
    for (int i = 0; i < relations.size(); i++) {
      Node from = relations.get(i).find("from").orElse(null);
      Node to = relations.get(i).find("to").orElse(null);
      if (from != null
          && to != null
          && ((from instanceof Node.Sequence) != (to instanceof Node.Sequence)
              || (from instanceof Node.Sequence many
                  && to instanceof Node.Sequence others
                  && many.items().size() != others.items().size()))) {
        report.add(
            pointer + "/relationships/" + i,
            relations.get(i),
            "from and to name different numbers of columns");
      }
    }
  }

  private static void options(Node options, String pointer, Report report) {
    order(options, "minLength", "maxLength", pointer, report);
    order(options, "minItems", "maxItems", pointer, report);
    order(options, "minProperties", "maxProperties", pointer, report);
    order(options, "minimum", "maximum", pointer, report);
  }

  private static void order(Node options, String low, String high, String pointer, Report report) {
    Node least = options.find(low).orElse(null);
    Node most = options.find(high).orElse(null);
    boolean wrong =
        least instanceof Node.Num one
            && most instanceof Node.Num other
            && one.value().compareTo(other.value()) > 0;
    if (wrong && least != null) {
      report.add(
          pointer + "/" + low, least, "%s %s is above %s %s".formatted(low, least, high, most));
    }
  }

  private static void enumValues(Node.Mapping property, String pointer, Report report) {
    if (property.find("enum").isEmpty()) {
      return;
    }
    List<Node> values = items(property, "enum");
    if (values.isEmpty()) {
      report.add(pointer + "/enum", property, "expected at least one value");
    }
    Set<Node> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      Node value = values.get(i).find("value").orElse(null);
      if (value != null && !seen.add(value)) {
        report.add(pointer + "/enum/" + i, value, "the value %s is there twice".formatted(value));
      }
    }
  }

  /** Two elements of a list must not share a name or an id. */
  static void unique(List<Node> items, String key, String pointer, Report report) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      Node name = items.get(i).find(key).orElse(null);
      String text = name == null ? null : name.text().orElse(null);
      if (name != null && text != null && !seen.add(text)) {
        report.add(
            pointer + "/" + i + "/" + key,
            name,
            "the %s \"%s\" is there twice".formatted(key, text));
      }
    }
  }

  static List<Node> items(Node node, String key) {
    return node.find(key).orElse(null) instanceof Node.Sequence sequence
        ? sequence.items()
        : List.of();
  }
}
