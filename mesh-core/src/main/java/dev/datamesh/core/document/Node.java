package dev.datamesh.core.document;

import dev.datamesh.core.SourcePosition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of a document tree: a mapping, a sequence or a scalar, with the place where it starts.
 * Equality is by content alone: numbers by value, mappings whatever their order; places do not
 * count. Immutable.
 */
public sealed interface Node {

  /** Where the node starts in its source. */
  SourcePosition position();

  /** The node's kind as JSON Schema calls it: object, array, string, number, boolean, null. */
  String kind();

  /** The value under a key, where this is a mapping that has it. */
  default Optional<Node> find(String key) {
    return Optional.empty();
  }

  /** The text, where this is a string. */
  default Optional<String> text() {
    return Optional.empty();
  }

  /**
   * The node at a JSON Pointer (RFC 6901) from here: {@code /ports/0/name}; the empty pointer is
   * this node.
   */
  default Optional<Node> at(String pointer) {
    return Pointer.find(this, pointer);
  }

  /** A string without a place. */
  static Node of(String text) {
    return new Text(text, SourcePosition.UNKNOWN);
  }

  /** A number without a place. */
  static Node of(long number) {
    return new Num(BigDecimal.valueOf(number), SourcePosition.UNKNOWN);
  }

  /** A number without a place. */
  static Node of(BigDecimal number) {
    return new Num(number, SourcePosition.UNKNOWN);
  }

  /** True or false without a place. */
  static Node of(boolean value) {
    return new Bool(value, SourcePosition.UNKNOWN);
  }

  /** Null without a place. */
  static Node ofNull() {
    return new Null(SourcePosition.UNKNOWN);
  }

  /** A sequence without a place. */
  static Node of(List<? extends Node> items) {
    return new Sequence(List.copyOf(items), SourcePosition.UNKNOWN);
  }

  /** A mapping without a place; keys in the order of the map. */
  static Node of(Map<String, ? extends Node> entries) {
    Map<String, Entry> copies = new LinkedHashMap<>();
    entries.forEach((key, value) -> copies.put(key, new Entry(SourcePosition.UNKNOWN, value)));
    return new Mapping(copies, SourcePosition.UNKNOWN);
  }

  /** A mapping; keys in the document's order. */
  record Mapping(Map<String, Entry> entries, SourcePosition position) implements Node {

    public Mapping {
      entries =
          java.util.Collections.unmodifiableMap(
              entries instanceof Growing.Entries ? entries : new LinkedHashMap<>(entries));
    }

    @Override
    public String kind() {
      return "object";
    }

    @Override
    public Optional<Node> find(String key) {
      Entry entry = entries.get(key);
      return entry == null ? Optional.empty() : Optional.of(entry.value());
    }

    public java.util.Set<String> keys() {
      return entries.keySet();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Mapping that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
      return entries.hashCode();
    }

    @Override
    public String toString() {
      return entries.toString();
    }
  }

  /** A key's place and its value. */
  record Entry(SourcePosition keyPosition, Node value) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Entry that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
      return value.hashCode();
    }

    @Override
    public String toString() {
      return value.toString();
    }
  }

  /** A sequence. */
  record Sequence(List<Node> items, SourcePosition position) implements Node {

    public Sequence {
      items =
          java.util.Collections.unmodifiableList(
              items instanceof Growing.Items ? items : new ArrayList<>(items));
    }

    @Override
    public String kind() {
      return "array";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Sequence that && items.equals(that.items);
    }

    @Override
    public int hashCode() {
      return items.hashCode();
    }

    @Override
    public String toString() {
      return items.toString();
    }
  }

  /** A string. */
  record Text(String value, SourcePosition position) implements Node {

    @Override
    public String kind() {
      return "string";
    }

    @Override
    public Optional<String> text() {
      return Optional.of(value);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Text that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
      return value.hashCode();
    }

    @Override
    public String toString() {
      return '"' + value + '"';
    }
  }

  /**
   * A number, exact; 1.0 equals 1.
   *
   * @param value as written, its scale kept; infinities and NaN of YAML are texts
   */
  record Num(BigDecimal value, SourcePosition position) implements Node {

    @Override
    public String kind() {
      return "number";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Num that && value.compareTo(that.value) == 0;
    }

    @Override
    public int hashCode() {
      return value.signum() == 0 ? 0 : value.stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
      return value.toString();
    }
  }

  /** True or false. */
  record Bool(boolean value, SourcePosition position) implements Node {

    @Override
    public String kind() {
      return "boolean";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bool that && value == that.value;
    }

    @Override
    public int hashCode() {
      return Boolean.hashCode(value);
    }

    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** Null. */
  record Null(SourcePosition position) implements Node {

    @Override
    public String kind() {
      return "null";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Null;
    }

    @Override
    public int hashCode() {
      return 0;
    }

    @Override
    public String toString() {
      return "null";
    }
  }
}
