package dev.datamesh.contracts.odcs;

import dev.datamesh.core.Problem;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a node must look like. Immutable. */
@FunctionalInterface
interface Shape {

  void check(Node node, String pointer, Report report);

  /** Collects problems; knows the version of the standard that the contract states. */
  record Report(OdcsVersion version, List<Problem> problems) {

    void add(String pointer, Node node, String message) {
      problems.add(new Problem(pointer, node.position(), message));
    }
  }

  Shape ANY = (node, pointer, report) -> {};

  Shape TEXT = kind("text", Node.Text.class);

  Shape FLAG = kind("true or false", Node.Bool.class);

  Shape NUMBER = kind("a number", Node.Num.class);

  Shape SCALAR =
      (node, pointer, report) -> {
        if (node instanceof Node.Mapping || node instanceof Node.Sequence) {
          report.add(pointer, node, "expected a single value, found " + named(node));
        }
      };

  Shape INTEGER =
      (node, pointer, report) -> {
        if (!isPlaceholder(node) && !(node instanceof Node.Num number && isWhole(number.value()))) {
          report.add(pointer, node, "expected a whole number, found " + named(node));
        }
      };

  Shape COUNT =
      (node, pointer, report) -> {
        INTEGER.check(node, pointer, report);
        if (node instanceof Node.Num number && number.value().signum() < 0) {
          report.add(pointer, node, "expected 0 or more, found " + node);
        }
      };

  static Shape kind(String words, Class<? extends Node> type) {
    return (node, pointer, report) -> {
      if (!type.isInstance(node) && !isPlaceholder(node)) {
        report.add(pointer, node, "expected " + words + ", found " + named(node));
      }
    };
  }

  static Shape words(String... allowed) {
    return words(Set.copyOf(Arrays.asList(allowed)));
  }

  static Shape words(Set<String> allowed) {
    return (node, pointer, report) -> {
      if (isPlaceholder(node)) {
        return;
      }
      if (!(node instanceof Node.Text text) || !allowed.contains(text.value())) {
        report.add(
            pointer,
            node,
            "expected one of %s, found %s".formatted(new TreeSet<>(allowed), named(node)));
      }
    };
  }

  static Shape matching(Pattern pattern, String words) {
    return (node, pointer, report) -> {
      if (isPlaceholder(node)) {
        return;
      }
      if (!(node instanceof Node.Text text) || !pattern.matcher(text.value()).matches()) {
        report.add(pointer, node, "expected " + words + ", found " + named(node));
      }
    };
  }

  static Shape list(Shape item) {
    return (node, pointer, report) -> {
      if (!(node instanceof Node.Sequence sequence)) {
        report.add(pointer, node, "expected a list, found " + named(node));
        return;
      }
      for (int i = 0; i < sequence.items().size(); i++) {
        item.check(sequence.items().get(i), pointer + "/" + i, report);
      }
    };
  }

  /** One of two; told by the kind of node that the first one is. */
  static Shape either(Class<? extends Node> type, Shape first, Shape otherwise) {
    return (node, pointer, report) ->
        (type.isInstance(node) ? first : otherwise).check(node, pointer, report);
  }

  static Shape since(OdcsVersion version, Shape then, Shape before) {
    return (node, pointer, report) ->
        (report.version().isAtLeast(version) ? then : before).check(node, pointer, report);
  }

  /** A mapping of known keys; a key with an exclamation mark behind it must be there. */
  static ObjectShape object() {
    return new ObjectShape(Map.of(), Set.of());
  }

  static boolean isWhole(BigDecimal value) {
    return value.stripTrailingZeros().scale() <= 0;
  }

  /** A variable that nobody has replaced may stand for a value of any kind. */
  static boolean isPlaceholder(Node node) {
    return node instanceof Node.Text text && text.value().contains("${");
  }

  static String named(Node node) {
    if (node instanceof Node.Mapping) {
      return "a mapping";
    }
    if (node instanceof Node.Sequence) {
      return "a list";
    }
    return node instanceof Node.Null ? "nothing" : "the " + node.kind() + " " + node;
  }

  /** A mapping whose keys are known. Immutable. */
  record ObjectShape(Map<String, Shape> keys, Set<String> required) implements Shape {

    ObjectShape and(Shape shape, String... names) {
      Map<String, Shape> more = new LinkedHashMap<>(keys);
      Set<String> needed = new HashSet<>(required);
      for (String name : names) {
        boolean must = name.endsWith("!");
        String bare = must ? name.substring(0, name.length() - 1) : name;
        more.put(bare, shape);
        if (must) {
          needed.add(bare);
        }
      }
      return new ObjectShape(more, needed);
    }

    ObjectShape and(ObjectShape other) {
      Map<String, Shape> more = new LinkedHashMap<>(keys);
      more.putAll(other.keys);
      Set<String> needed = new HashSet<>(required);
      needed.addAll(other.required);
      return new ObjectShape(more, needed);
    }

    @Override
    public void check(Node node, String pointer, Report report) {
      if (!(node instanceof Node.Mapping mapping)) {
        report.add(pointer, node, "expected a mapping, found " + named(node));
        return;
      }
      new TreeSet<>(required)
          .stream()
              .filter(key -> mapping.find(key).isEmpty())
              .forEach(key -> report.add(pointer + "/" + key, node, "is missing"));
      mapping
          .entries()
          .forEach(
              (key, entry) -> {
                Shape shape = keys.get(key);
                String below = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
                if (shape != null) {
                  shape.check(entry.value(), below, report);
                } else if (!report.version().isUnfinished()) {
                  report
                      .problems()
                      .add(
                          new Problem(
                              below,
                              entry.keyPosition(),
                              "the key \"%s\" is not known here; expected one of %s"
                                  .formatted(key, new TreeSet<>(keys.keySet()))));
                }
              });
    }
  }
}
