package dev.datamesh.contracts;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns plain Java values into document nodes. */
final class PlainValues {

  private static final SourcePosition NOWHERE = SourcePosition.UNKNOWN;

  private PlainValues() {}

  static Node toNode(@Nullable Object value) {
    if (value == null) {
      return new Node.Null(NOWHERE);
    }
    if (value instanceof Node node) {
      return node;
    }
    if (value instanceof CharSequence
        || value instanceof TemporalAccessor
        || value instanceof Character
        || value instanceof java.util.UUID
        || value instanceof Enum<?>) {
      return new Node.Text(value.toString(), NOWHERE);
    }
    if (value instanceof Boolean flag) {
      return new Node.Bool(flag, NOWHERE);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      map.forEach(
          (key, item) -> entries.put(String.valueOf(key), new Node.Entry(NOWHERE, toNode(item))));
      return new Node.Mapping(entries, NOWHERE);
    }
    if (value instanceof Iterable<?> many) {
      List<Node> items = new ArrayList<>();
      many.forEach(item -> items.add(toNode(item)));
      return new Node.Sequence(items, NOWHERE);
    }
    throw new InvalidInputException(
        "Cannot validate a value of " + value.getClass().getName() + ": it has no JSON form");
  }

  private static Node number(Number number) {
    if (number instanceof BigDecimal exact) {
      return new Node.Num(exact, NOWHERE);
    }
    if (number instanceof BigInteger exact) {
      return new Node.Num(new BigDecimal(exact), NOWHERE);
    }
    if (number instanceof Double || number instanceof Float) {
      double wide = number.doubleValue();
      if (Double.isNaN(wide) || Double.isInfinite(wide)) {
        return new Node.Text(number.toString(), NOWHERE);
      }
      return new Node.Num(new BigDecimal(number.toString()), NOWHERE);
    }
    return new Node.Num(BigDecimal.valueOf(number.longValue()), NOWHERE);
  }
}
