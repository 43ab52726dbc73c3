package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.FeatureView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The key of an entity that is to be forgotten. Immutable. */
record ErasedKey(List<String> names, List<Object> values) {

  ErasedKey {
    names = List.copyOf(names);
    values = List.copyOf(values);
  }

  /** A key by name in the order and with the types of a view's; null where it is not one's. */
  static @Nullable ErasedKey of(Schema keys, Map<String, ?> key) {
    if (!isNamed(keys, key)) {
      return null;
    }
    try {
      return converted(keys, key);
    } catch (InvalidInputException e) {
      return null; // Another view's key, of the same name and another type.
    }
  }

  /**
   * Makes sure that a key is one of some views'.
   *
   * @throws InvalidInputException where it is none's, which says what is wrong with it
   */
  static void require(Collection<Schema> views, Map<String, ?> key) {
    List<Schema> named = views.stream().filter(keys -> isNamed(keys, key)).toList();
    if (named.isEmpty()) {
      throw new InvalidInputException(
          "Cannot erase %s, no view has exactly these keys: there are %s"
              .formatted(
                  key.keySet(),
                  views.stream().filter(keys -> !keys.fields().isEmpty()).distinct().toList()));
    }
    if (named.stream().allMatch(keys -> of(keys, key) == null)) {
      converted(named.get(0), key);
    }
  }

  private static boolean isNamed(Schema keys, Map<String, ?> key) {
    List<String> names = keys.names();
    return !names.isEmpty() && names.size() == key.size() && key.keySet().containsAll(names);
  }

  private static ErasedKey converted(Schema keys, Map<String, ?> key) {
    Frame one = Frame.ofMaps(keys, List.of(key));
    List<Object> values = new ArrayList<>();
    for (String name : keys.names()) {
      Object value = one.get(0, name);
      if (value == null) {
        throw new InvalidInputException("Cannot erase a key without \"%s\"".formatted(name));
      }
      values.add(value);
    }
    return new ErasedKey(keys.names(), values);
  }

  /** Whether it is a key of a view, one with exactly these names. */
  boolean isOf(FeatureView view) {
    return names.equals(view.keys().names());
  }

  /** The rows of everybody else. */
  Frame without(Frame rows) {
    if (!rows.schema().names().containsAll(names)) {
      return rows;
    }
    List<Column> keys = names.stream().map(rows::column).toList();
    int[] kept = new int[Math.toIntExact(rows.rows())];
    int count = 0;
    for (int row = 0; row < kept.length; row++) {
      if (!isMine(keys, row)) {
        kept[count++] = row;
      }
    }
    return count == kept.length ? rows : rows.take(Arrays.copyOf(kept, count));
  }

  /** A stretch of rows, and where it began. */
  record Piece(Frame rows, int from) {}

  /** The rows of everybody else, in stretches, so that each row's place is known. */
  List<Piece> piecesWithout(Frame rows) {
    if (without(rows).rows() == rows.rows()) {
      return List.of(new Piece(rows, 0));
    }
    List<Column> keys = names.stream().map(rows::column).toList();
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    int count = Math.toIntExact(rows.rows());
    for (int row = 0; row <= count; row++) {
      if (row == count || isMine(keys, row)) {
        if (row > from) {
          pieces.add(new Piece(rows.take(range(from, row)), from));
        }
        from = row + 1;
      }
    }
    return pieces;
  }

  private static int[] range(int from, int to) {
    int[] rows = new int[to - from];
    Arrays.setAll(rows, i -> from + i);
    return rows;
  }

  private boolean isMine(List<Column> keys, int row) {
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).equals(keys.get(i).get(row))) {
        return false;
      }
    }
    return true;
  }
}
