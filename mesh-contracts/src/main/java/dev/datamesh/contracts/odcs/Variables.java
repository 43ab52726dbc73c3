package dev.datamesh.contracts.odcs;

import dev.datamesh.core.Problem;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:-default}} in values, never in keys. A value that is
 * one variable and nothing else takes the kind of what replaces it, so that {@code port: ${PORT}}
 * is a number.
 */
final class Variables {

  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)(?::-([^}]*))?}");

  private final Map<String, String> values;
  private final List<Problem> problems;

  Variables(Map<String, String> values, List<Problem> problems) {
    this.values = values;
    this.problems = problems;
  }

  Node replaceIn(Node node, String pointer) {
    if (node instanceof Node.Mapping mapping) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (key, entry) ->
                  entries.put(
                      key,
                      new Node.Entry(
                          entry.keyPosition(), replaceIn(entry.value(), pointer + "/" + key))));
      return new Node.Mapping(entries, mapping.position());
    }
    if (node instanceof Node.Sequence sequence) {
      List<Node> items = new ArrayList<>();
      for (int i = 0; i < sequence.items().size(); i++) {
        items.add(replaceIn(sequence.items().get(i), pointer + "/" + i));
      }
      return new Node.Sequence(items, sequence.position());
    }
    return node instanceof Node.Text text && text.value().contains("${")
        ? replaced(text, pointer)
        : node;
  }

  private Node replaced(Node.Text text, String pointer) {
    Matcher matcher = VARIABLE.matcher(text.value());
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = values.getOrDefault(name, matcher.group(2));
      if (value == null) {
        problems.add(
            new Problem(
                pointer, text.position(), "the variable ${%s} has no value".formatted(name)));
        value = matcher.group();
      }
      matcher.appendReplacement(result, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(result);
    boolean whole = VARIABLE.matcher(text.value()).matches();
    return whole
        ? scalar(result.toString(), text)
        : new Node.Text(result.toString(), text.position());
  }

  /** Numbers and booleans keep their kind; everything else is a text, whatever it looks like. */
  private static Node scalar(String value, Node.Text at) {
    if (value.equals("true") || value.equals("false")) {
      return new Node.Bool(value.equals("true"), at.position());
    }
    if (value.matches("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?")) {
      return DocumentReader.standard().read("[" + value + "]", at.position().source())
              instanceof Node.Sequence one
          ? new Node.Num(((Node.Num) one.items().get(0)).value(), at.position())
          : at;
    }
    return new Node.Text(value, at.position());
  }
}
