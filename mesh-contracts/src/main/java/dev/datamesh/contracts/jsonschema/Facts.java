package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.regex.Pattern;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a document of one type must be like, gathered along one branch of the search. What is not
 * understood is left out and noted as a doubt, so the facts never exclude too much.
 */
final class Facts {

  /** Why a document that fits the facts may still be none; empty where the facts are exact. */
  String doubt = "";

  @Nullable List<Node> values;

  /** Values that the document must not be. */
  List<Node> excluded = new ArrayList<>();

  // Numbers.
  @Nullable BigDecimal low;
  boolean lowOpen;
  @Nullable BigDecimal high;
  boolean highOpen;

  /** Whether a number is wanted that draft 4 may not call whole, such as 1.0. */
  boolean pointed;

  /** Whether the number is whole by draft 4's reading, too. */
  boolean plain;

  List<BigDecimal> multiples = new ArrayList<>();
  List<BigDecimal> notMultiples = new ArrayList<>();

  // Texts.
  List<Pattern> patterns = new ArrayList<>();
  List<Pattern> notPatterns = new ArrayList<>();
  List<String> formats = new ArrayList<>();
  List<String> notFormats = new ArrayList<>();

  /** Length of a text, of an array or number of properties. */
  int least;

  int most = -1;

  // Arrays and objects.
  List<Literal> specs = new ArrayList<>();
  List<Need> needs = new ArrayList<>();
  boolean unique;
  boolean notUnique;
  List<Literal> allItems = new ArrayList<>();
  List<Count> counts = new ArrayList<>();
  Set<String> required = new LinkedHashSet<>();
  Set<String> forbidden = new LinkedHashSet<>();
  List<Literal> names = new ArrayList<>();

  /**
   * Some item or property must be as the literals say.
   *
   * @param index of the item, or -1
   * @param from smallest index where there is no fixed one
   * @param name of the property, or null
   * @param pattern that the property's name must match, or null
   * @param outside schema whose declared names and patterns the name must not match, or null
   * @param badName schema that the name itself must break, or null
   */
  record Need(
      List<Literal> literals,
      int index,
      int from,
      @Nullable String name,
      @Nullable Pattern pattern,
      @Nullable JsonSchema outside,
      @Nullable Literal badName) {

    static Need item(Literal literal, int index) {
      return new Need(List.of(literal), index, index, null, null, null, null);
    }

    static Need itemFrom(Literal literal, int from) {
      return new Need(List.of(literal), -1, from, null, null, null, null);
    }

    static Need property(Literal literal, String name) {
      return new Need(List.of(literal), -1, 0, name, null, null, null);
    }

    static Need matching(Literal literal, Pattern pattern) {
      return new Need(List.of(literal), -1, 0, null, pattern, null, null);
    }

    static Need outside(Literal literal, JsonSchema spec) {
      return new Need(List.of(literal), -1, 0, null, null, spec, null);
    }

    static Need named(Literal badName) {
      return new Need(List.of(), -1, 0, null, null, null, badName);
    }
  }

  /** At most so many items are as the literal says. */
  record Count(Literal literal, int most) {}

  Facts copy() {
    Facts copy = new Facts();
    copy.doubt = doubt;
    copy.values = values;
    copy.excluded = new ArrayList<>(excluded);
    copy.low = low;
    copy.lowOpen = lowOpen;
    copy.high = high;
    copy.highOpen = highOpen;
    copy.pointed = pointed;
    copy.plain = plain;
    copy.multiples = new ArrayList<>(multiples);
    copy.notMultiples = new ArrayList<>(notMultiples);
    copy.patterns = new ArrayList<>(patterns);
    copy.notPatterns = new ArrayList<>(notPatterns);
    copy.formats = new ArrayList<>(formats);
    copy.notFormats = new ArrayList<>(notFormats);
    copy.least = least;
    copy.most = most;
    copy.specs = new ArrayList<>(specs);
    copy.needs = new ArrayList<>(needs);
    copy.unique = unique;
    copy.notUnique = notUnique;
    copy.allItems = new ArrayList<>(allItems);
    copy.counts = new ArrayList<>(counts);
    copy.required = new LinkedHashSet<>(required);
    copy.forbidden = new LinkedHashSet<>(forbidden);
    copy.names = new ArrayList<>(names);
    return copy;
  }

  /** All ways in which an array or object differs from an excluded one, which is struck off. */
  List<Facts> unlike(Node value) {
    List<Facts> ways = new ArrayList<>();
    int size = 0;
    if (value instanceof Node.Sequence array) {
      size = array.items().size();
      for (int i = 0; i < size; i++) {
        Facts way = without(value);
        way.needs.add(Need.item(excluding(List.of(array.items().get(i))), i));
        ways.add(way);
      }
    } else if (value instanceof Node.Mapping object) {
      size = object.entries().size();
      object
          .entries()
          .forEach(
              (name, entry) -> {
                Facts way = without(value);
                way.required.add(name);
                way.needs.add(Need.property(excluding(List.of(entry.value())), name));
                ways.add(way);
              });
      for (String name : object.entries().keySet()) {
        Facts way = without(value);
        way.forbidden.add(name);
        ways.add(way);
      }
    }
    Facts larger = without(value);
    larger.atLeast(size + 1);
    ways.add(larger);
    if (size > 0 && value instanceof Node.Sequence) {
      Facts smaller = without(value);
      smaller.atMost(size - 1);
      ways.add(smaller);
    }
    return ways;
  }

  private Facts without(Node value) {
    Facts copy = copy();
    copy.excluded.removeIf(value::equals);
    return copy;
  }

  /** What no value of a list keeps. */
  static Literal excluding(List<Node> values) {
    JsonSchema schema = JsonSchema.made(Search.array(values), Dialect.DRAFT7);
    schema.enumeration = List.copyOf(values);
    return new Literal(schema, false, false);
  }

  /** Sees to it that a need stands at least so many times; each copy wants an item of its own. */
  void need(Need need, int copies) {
    long there = needs.stream().filter(need::equals).count();
    for (long i = there; i < copies; i++) {
      needs.add(need);
    }
  }

  void doubt(String why) {
    if (doubt.isEmpty()) {
      doubt = why;
    }
  }

  void atLeast(int count) {
    least = Math.max(least, count);
  }

  void atMost(int count) {
    most = most < 0 ? count : Math.min(most, count);
  }

  void from(BigDecimal bound, boolean open) {
    int order = low == null ? 1 : bound.compareTo(low);
    if (order > 0 || (order == 0 && open)) {
      low = bound;
      lowOpen = open;
    }
  }

  void upTo(BigDecimal bound, boolean open) {
    int order = high == null ? -1 : bound.compareTo(high);
    if (order < 0 || (order == 0 && open)) {
      high = bound;
      highOpen = open;
    }
  }

  /** Whether counts, bounds or names exclude each other already. */
  boolean isImpossible() {
    if ((most >= 0 && least > most) || (unique && notUnique) || (pointed && plain)) {
      return true;
    }
    if (low != null && high != null) {
      int order = low.compareTo(high);
      if (order > 0 || (order == 0 && (lowOpen || highOpen))) {
        return true;
      }
    }
    for (String name : required) {
      if (forbidden.contains(name)) {
        return true;
      }
    }
    return most >= 0 && required.size() > most;
  }
}
