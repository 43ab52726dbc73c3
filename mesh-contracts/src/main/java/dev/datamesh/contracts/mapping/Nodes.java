package dev.datamesh.contracts.mapping;

import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds document nodes. For one thread at a time. */
final class Nodes {

  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();

  static Nodes mapping() {
    return new Nodes();
  }

  Nodes put(String key, Node value) {
    entries.put(key, new Node.Entry(SourcePosition.UNKNOWN, value));
    return this;
  }

  Nodes put(String key, String value) {
    return put(key, text(value));
  }

  Nodes put(String key, boolean value) {
    return put(key, new Node.Bool(value, SourcePosition.UNKNOWN));
  }

  Node.Mapping node() {
    return new Node.Mapping(entries, SourcePosition.UNKNOWN);
  }

  static Node.Text text(String value) {
    return new Node.Text(value, SourcePosition.UNKNOWN);
  }

  static Node.Num number(String value) {
    return new Node.Num(new BigDecimal(value), SourcePosition.UNKNOWN);
  }

  static Node.Sequence list(List<? extends Node> items) {
    return new Node.Sequence(List.copyOf(items), SourcePosition.UNKNOWN);
  }
}
