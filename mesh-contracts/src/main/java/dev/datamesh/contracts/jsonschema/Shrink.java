package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a witness smaller as long as it stays one: fields and items go, texts are cut, numbers move
 * towards 0, and what the schemas do not look into becomes null. For one thread at a time.
 */
final class Shrink {

  private static final int MOST_TRIES = 400;
  private static final long WORK = 50_000;

  private final JsonSchema accepting;
  private final JsonSchema refusing;
  private final Budget budget = new Budget(WORK);
  private int tries = MOST_TRIES;

  Shrink(JsonSchema accepting, JsonSchema refusing) {
    this.accepting = accepting;
    this.refusing = refusing;
  }

  /** The smallest document that is found; the given one where there is no smaller. */
  Node smallest(Node document) {
    Node smallest = document;
    try {
      Node smaller = smaller(smallest, this::isWitness);
      while (smaller != null) {
        smallest = smaller;
        smaller = smaller(smallest, this::isWitness);
      }
    } catch (Budget.Spent e) {
      // The one found so far is a witness, too.
      return smallest;
    }
    return smallest;
  }

  private boolean isWitness(Node candidate) {
    if (tries-- <= 0) {
      throw new Budget.Spent("enough was tried");
    }
    return Evaluator.judge(accepting, candidate, budget) == Truth.YES
        && Evaluator.judge(refusing, candidate, budget) == Truth.NO;
  }

  /** The first smaller document that passes; null where none does. */
  private static @Nullable Node smaller(Node value, Predicate<Node> test) {
    if (value instanceof Node.Mapping object) {
      return smallerObject(object, test);
    }
    if (value instanceof Node.Sequence array) {
      return smallerArray(array, test);
    }
    if (value instanceof Node.Text text) {
      return smallerText(text.value(), test);
    }
    return value instanceof Node.Num number ? smallerNumber(number.value(), test) : null;
  }

  private static @Nullable Node first(List<Node> candidates, Predicate<Node> test) {
    for (Node candidate : candidates) {
      if (test.test(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private static @Nullable Node smallerObject(Node.Mapping object, Predicate<Node> test) {
    Map<String, Node> fields = new LinkedHashMap<>();
    object.entries().forEach((name, entry) -> fields.put(name, entry.value()));
    for (String name : fields.keySet()) {
      Map<String, Node> fewer = new LinkedHashMap<>(fields);
      fewer.remove(name);
      Node candidate = Search.object(fewer);
      if (test.test(candidate)) {
        return candidate;
      }
    }
    for (var field : fields.entrySet()) {
      Node found =
          smallerPart(
              field.getValue(),
              part -> {
                Map<String, Node> changed = new LinkedHashMap<>(fields);
                changed.put(field.getKey(), part);
                return Search.object(changed);
              },
              test);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Node smallerArray(Node.Sequence array, Predicate<Node> test) {
    List<Node> items = array.items();
    for (int i = items.size() - 1; i >= 0; i--) {
      List<Node> fewer = new ArrayList<>(items);
      fewer.remove(i);
      Node candidate = Search.array(fewer);
      if (test.test(candidate)) {
        return candidate;
      }
    }
    for (int i = 0; i < items.size(); i++) {
      int index = i;
      Node found =
          smallerPart(
              items.get(i),
              part -> {
                List<Node> changed = new ArrayList<>(items);
                changed.set(index, part);
                return Search.array(changed);
              },
              test);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private interface Whole {
    Node with(Node part);
  }

  /** A smaller part in its whole; what is composed may also become null. */
  private static @Nullable Node smallerPart(Node part, Whole whole, Predicate<Node> test) {
    if (part instanceof Node.Mapping || part instanceof Node.Sequence) {
      Node candidate = whole.with(Search.NULL);
      if (test.test(candidate)) {
        return candidate;
      }
    }
    Node smaller = smaller(part, inner -> test.test(whole.with(inner)));
    return smaller == null ? null : whole.with(smaller);
  }

  private static @Nullable Node smallerText(String text, Predicate<Node> test) {
    int length = text.codePointCount(0, text.length());
    List<Node> candidates = new ArrayList<>();
    for (int keep : new int[] {0, 1, length / 4, length / 2, length - 1}) {
      if (keep >= 0 && keep < length) {
        candidates.add(Search.text(text.substring(0, text.offsetByCodePoints(0, keep))));
      }
    }
    return first(candidates, test);
  }

  private static @Nullable Node smallerNumber(BigDecimal number, Predicate<Node> test) {
    if (number.signum() == 0 || Math.abs((long) number.precision() - number.scale()) > 1_000) {
      return null;
    }
    BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
    List<Node> candidates = new ArrayList<>();
    for (BigDecimal candidate :
        new BigDecimal[] {
          BigDecimal.ZERO,
          BigDecimal.ONE,
          whole,
          whole.divide(BigDecimal.valueOf(2), 0, RoundingMode.DOWN),
          whole.subtract(BigDecimal.valueOf(number.signum())),
          number.setScale(Math.min(1, Math.max(0, number.scale())), RoundingMode.DOWN)
        }) {
      if (isNearer(candidate, number)) {
        candidates.add(Search.number(candidate));
      }
    }
    return first(candidates, test);
  }

  /** Whether a number is nearer to 0, and not longer; so shrinking ends. */
  private static boolean isNearer(BigDecimal candidate, BigDecimal number) {
    return candidate.abs().compareTo(number.abs()) < 0
        && candidate.toPlainString().length() <= number.toPlainString().length();
  }
}
