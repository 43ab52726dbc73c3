package dev.datamesh.core.validation;

import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.document.Pointer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a mapping, by the types a draft wants. A member that is missing or null is null; a
 * member of another type is a problem, with its path and position, and null. For one thread at a
 * time.
 */
public final class DraftFields {

  private static final int LONGEST_LONG = 19;

  private final Node node;
  private final String pointer;
  private final List<Problem> problems;

  private DraftFields(Node node, String pointer, List<Problem> problems) {
    this.node = node;
    this.pointer = pointer;
    this.problems = problems;
    if (!(node instanceof Node.Mapping)) {
      problem(pointer, node.position(), "expected an object, found " + article(node));
    }
  }

  static DraftFields of(Node node, List<Problem> problems) {
    return new DraftFields(node, "", problems);
  }

  /** The node itself. */
  public Node node() {
    return node;
  }

  /** A string. */
  public @Nullable String text(String key) {
    return member(key, Node.Text.class, "a string") instanceof Node.Text text ? text.value() : null;
  }

  /** A number, exact. */
  public @Nullable BigDecimal number(String key) {
    return member(key, Node.Num.class, "a number") instanceof Node.Num number
        ? number.value()
        : null;
  }

  /** A whole number that a long holds. */
  public @Nullable Long whole(String key) {
    BigDecimal number = number(key);
    if (number == null) {
      return null;
    }
    if (number.precision() - number.scale() <= LONGEST_LONG) {
      try {
        return number.longValueExact();
      } catch (ArithmeticException e) {
        return refuseWhole(key);
      }
    }
    return refuseWhole(key);
  }

  private @Nullable Long refuseWhole(String key) {
    refuse(key, "expected a whole number of 64 bits");
    return null;
  }

  /** True or false. */
  public @Nullable Boolean bool(String key) {
    Node member = member(key, Node.Bool.class, "true or false");
    return member == null ? null : ((Node.Bool) member).value();
  }

  /** A list of strings; empty where the member is missing. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    items(key)
        .forEach(
            (at, item) -> {
              if (item instanceof Node.Text text) {
                texts.add(text.value());
              } else {
                problem(at, item.position(), "expected a string, found " + article(item));
              }
            });
    return texts;
  }

  /** An object as a draft of its own. */
  public <D> @Nullable D object(String key, Function<DraftFields, D> draft) {
    Node member = member(key, Node.Mapping.class, "an object");
    return member == null
        ? null
        : draft.apply(new DraftFields(member, Pointer.then(pointer, key), problems));
  }

  /** A list of objects, each as a draft of its own; empty where the member is missing. */
  public <D> List<D> objects(String key, Function<DraftFields, D> draft) {
    List<D> drafts = new ArrayList<>();
    items(key).forEach((at, item) -> drafts.add(draft.apply(new DraftFields(item, at, problems))));
    return drafts;
  }

  /** Notes every member that has none of these names. */
  public void refuseOthers(Set<String> known) {
    if (node instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (key, entry) -> {
                if (!known.contains(key)) {
                  problem(
                      Pointer.then(pointer, key),
                      entry.keyPosition(),
                      "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
                }
              });
    }
  }

  /** Notes a problem of a member that only the draft can see. */
  public void refuse(String key, String message) {
    problem(Pointer.then(pointer, key), placeOf(key), message);
  }

  private Map<String, Node> items(String key) {
    Map<String, Node> items = new LinkedHashMap<>();
    if (member(key, Node.Sequence.class, "a list") instanceof Node.Sequence sequence) {
      String list = Pointer.then(pointer, key);
      for (int i = 0; i < sequence.items().size(); i++) {
        items.put(Pointer.then(list, i), sequence.items().get(i));
      }
    }
    return items;
  }

  private @Nullable Node member(String key, Class<? extends Node> type, String wanted) {
    Node member = node.find(key).orElse(null);
    if (member == null || member instanceof Node.Null) {
      return null;
    }
    if (!type.isInstance(member)) {
      problem(
          Pointer.then(pointer, key),
          member.position(),
          "expected " + wanted + ", found " + article(member));
      return null;
    }
    return member;
  }

  private SourcePosition placeOf(String key) {
    return node.find(key).map(Node::position).orElse(node.position());
  }

  private void problem(String path, SourcePosition position, String message) {
    problems.add(new Problem(path, position, message));
  }

  private static String article(Node node) {
    return switch (node.kind()) {
      case "object" -> "an object";
      case "array" -> "a list";
      case "null" -> "null";
      default -> "a " + node.kind();
    };
  }
}
