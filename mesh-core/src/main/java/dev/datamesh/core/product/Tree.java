package dev.datamesh.core.product;

import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Collects the keys of a mapping that is written. For one thread at a time. */
final class Tree {

  private final Map<String, Node> values = new LinkedHashMap<>();

  Tree() {}

  /** Starts with what another mapping has. */
  Tree(Node.Mapping mapping) {
    mapping.entries().forEach((key, entry) -> values.put(key, entry.value()));
  }

  static Node text(String text) {
    return new Node.Text(text, SourcePosition.UNKNOWN);
  }

  static Node number(double value) {
    return new Node.Num(BigDecimal.valueOf(value), SourcePosition.UNKNOWN);
  }

  static <T> Node list(Collection<T> values, Function<T, Node> each) {
    return new Node.Sequence(values.stream().map(each).toList(), SourcePosition.UNKNOWN);
  }

  Tree set(String key, Node value) {
    values.put(key, value);
    return this;
  }

  Tree text(String key, String value) {
    return set(key, text(value));
  }

  /** Sets a text where there is one. */
  Tree some(String key, String value) {
    return value.isEmpty() ? this : text(key, value);
  }

  Tree texts(String key, List<String> texts) {
    return texts.isEmpty() ? this : set(key, list(texts, Tree::text));
  }

  <T> Tree some(String key, Collection<T> values, Function<T, Node> each) {
    return values.isEmpty() ? this : set(key, list(values, each));
  }

  /** Sets a mapping where it has keys. */
  Tree some(String key, Tree value) {
    return value.isEmpty() ? this : set(key, value.mapping());
  }

  Tree remove(String key) {
    values.remove(key);
    return this;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  Node.Mapping mapping() {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    values.forEach((key, value) -> entries.put(key, new Node.Entry(SourcePosition.UNKNOWN, value)));
    return new Node.Mapping(entries, SourcePosition.UNKNOWN);
  }
}
