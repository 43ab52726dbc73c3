package dev.datamesh.featurestore.online;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keys to ask for, one after another, as the words that the store compares. Filling it again after
 * {@link #clear} allocates nothing. For one thread at a time.
 */
public final class KeyBuffer {

  static final byte HAS_LONG_TEXT = 1;
  static final byte HAS_NULL = 2;

  final KeyLayout layout;
  long[] words;
  byte[] marks;
  private @Nullable String @Nullable [] longTexts;
  private int size;

  KeyBuffer(KeyLayout layout, int capacity) {
    this.layout = layout;
    this.words = new long[Math.max(1, capacity) * layout.words];
    this.marks = new byte[Math.max(1, capacity)];
  }

  /** A buffer for keys of these components. */
  public static KeyBuffer of(Schema keys, int capacity) {
    return new KeyBuffer(new KeyLayout(keys), capacity);
  }

  /** The names of a key's components, in the order in which they are added. */
  public List<String> names() {
    return layout.fields.stream().map(Field::name).toList();
  }

  /** Whether keys added here are such keys: of these names and types, in this order. */
  public boolean isFor(Schema keys) {
    List<Field> others = keys.fields();
    if (layout.fields == others) {
      return true;
    }
    boolean same = layout.fields.size() == others.size();
    for (int i = 0; same && i < others.size(); i++) {
      Field mine = layout.fields.get(i);
      same = mine.name().equals(others.get(i).name()) && mine.type().equals(others.get(i).type());
    }
    return same;
  }

  public int size() {
    return size;
  }

  /** Forgets all keys. */
  public KeyBuffer clear() {
    size = 0;
    return this;
  }

  /** Adds the key of one whole number, or of one component that has such a form: see Column. */
  public KeyBuffer add(long key) {
    if (layout.words != 1) {
      throw wrongForm("a number");
    }
    int row = advance();
    words[row] = key;
    return this;
  }

  /** Adds the key of one text; null finds nothing. */
  public KeyBuffer add(@Nullable String key) {
    if (layout.components() != 1 || !layout.isText(0)) {
      throw wrongForm("a text");
    }
    int row = next();
    if (key == null) {
      marks[row] |= HAS_NULL;
    } else {
      text(row, 0, key);
    }
    return this;
  }

  /**
   * Adds a key by its components, each as {@link Column#get} gives it; whole numbers of any width
   * are taken for one another. A key with a null among them finds nothing.
   */
  public KeyBuffer add(@Nullable Object... components) {
    if (components.length != layout.components()) {
      throw new InvalidInputException(
          "Cannot look up a key of %d components: the key is %s"
              .formatted(components.length, layout.fields));
    }
    for (int i = 0; i < components.length; i++) {
      checkFits(i, components[i]);
    }
    int row = next();
    for (int i = 0; i < components.length; i++) {
      component(row, i, components[i]);
    }
    return this;
  }

  /** Adds a key by name; every component must be named and nothing else. */
  public KeyBuffer add(Map<String, ?> key) {
    List<String> names = names();
    if (key.size() != names.size() || !key.keySet().containsAll(names)) {
      TreeSet<String> missing = new TreeSet<>(names);
      missing.removeAll(key.keySet());
      TreeSet<String> superfluous = new TreeSet<>(key.keySet());
      names.forEach(superfluous::remove);
      throw new InvalidInputException(
          "Cannot look up a key, missing: %s, superfluous: %s; the key is %s"
              .formatted(missing, superfluous, names));
    }
    return add(names.stream().map(key::get).toArray());
  }

  /** Adds the keys of all rows of a frame, whose columns are found by name. */
  public KeyBuffer add(Frame frame) {
    for (Field field : layout.fields) {
      FieldType type = frame.column(field.name()).type();
      if (!type.equals(field.type()) && !(isWhole(type) && isWhole(field.type()))) {
        throw new InvalidInputException(
            "Cannot look up keys, column \"%s\" has type %s: expected %s"
                .formatted(field.name(), type, field.type()));
      }
    }
    int from = size;
    int rows = Math.toIntExact(frame.rows());
    for (int i = 0; i < rows; i++) {
      next();
    }
    for (int i = 0; i < layout.components(); i++) {
      Column column = frame.column(layout.fields.get(i).name());
      for (int row = 0; row < rows; row++) {
        component(from + row, i, column, row);
      }
    }
    return this;
  }

  void component(int row, int component, Column column, long at) {
    Object text = layout.isText(component) ? column.get(at) : null;
    if (text != null) {
      text(row, component, (String) text);
    } else if (column.isNull(at)) {
      marks[row] |= HAS_NULL;
    } else {
      words[row * layout.words + layout.start(component)] = column.getLong(at);
    }
  }

  /** Goes on at a row, whatever was there before. */
  void skip(int row) {
    size = row;
  }

  /** Adds the components of a key of another buffer: {@code from[i]} is the place of the i-th. */
  void addPart(KeyBuffer other, int otherRow, int[] from) {
    int row = next();
    for (int i = 0; i < from.length; i++) {
      int source = otherRow * other.layout.words + other.layout.start(from[i]);
      int target = row * layout.words + layout.start(i);
      System.arraycopy(other.words, source, words, target, layout.wordsOf(i));
      if (layout.isText(i) && KeyLayout.isLongText(words[target])) {
        longText(row, i, other.longText(otherRow, from[i]));
      }
    }
    marks[row] |= (byte) (other.marks[otherRow] & HAS_NULL);
  }

  private void component(int row, int component, @Nullable Object value) {
    if (value == null) {
      marks[row] |= HAS_NULL;
    } else if (layout.isText(component)) {
      text(row, component, (String) value);
    } else {
      FieldType type = layout.fields.get(component).type();
      words[row * layout.words + layout.start(component)] =
          isWhole(type) ? ((Number) value).longValue() : Words.of(type, value);
    }
  }

  private void checkFits(int component, @Nullable Object value) {
    if (value == null) {
      return;
    }
    FieldType type = layout.fields.get(component).type();
    boolean whole =
        value instanceof Long
            || value instanceof Integer
            || value instanceof Short
            || value instanceof Byte;
    // An enum's key that is none of its symbols is a key like another that nobody has.
    boolean fits =
        (isWhole(type) && whole)
            || (Words.isText(type) ? value instanceof String : Words.accepts(type, value));
    if (!fits) {
      throw new InvalidInputException(
          "Cannot look up key component \"%s\", it does not fit %s: %s (%s)"
              .formatted(
                  layout.fields.get(component).name(), type, value, value.getClass().getName()));
    }
  }

  private static boolean isWhole(FieldType type) {
    return type == Primitive.INT64 || type == Primitive.INT32;
  }

  private void text(int row, int component, String text) {
    if (!KeyLayout.encode(text, words, row * layout.words + layout.start(component))) {
      longText(row, component, text);
    }
  }

  private void longText(int row, int component, String text) {
    int components = layout.components();
    if (longTexts == null || longTexts.length < marks.length * components) {
      longTexts =
          longTexts == null
              ? new String[marks.length * components]
              : Arrays.copyOf(longTexts, marks.length * components);
    }
    longTexts[row * components + component] = text;
    marks[row] |= HAS_LONG_TEXT;
  }

  String longText(int row, int component) {
    String text = longTexts == null ? null : longTexts[row * layout.components() + component];
    if (text == null) {
      throw new IllegalStateException("no text at " + row);
    }
    return text;
  }

  boolean hasLongText(int row) {
    return (marks[row] & HAS_LONG_TEXT) != 0;
  }

  boolean hasNull(int row) {
    return (marks[row] & HAS_NULL) != 0;
  }

  long hash(int row) {
    return KeyLayout.hash(words, row * layout.words, layout.words);
  }

  /** Whether two keys of this buffer are the same. */
  boolean same(int one, int other) {
    int width = layout.words;
    for (int i = 0; i < width; i++) {
      if (words[one * width + i] != words[other * width + i]) {
        return false;
      }
    }
    if (marks[one] != marks[other]) {
      return false;
    }
    return !hasLongText(one) || sameLongTexts(one, other);
  }

  private boolean sameLongTexts(int one, int other) {
    for (int i = 0; i < layout.components(); i++) {
      if (layout.isText(i)
          && KeyLayout.isLongText(words[one * layout.words + layout.start(i)])
          && !longText(one, i).equals(longText(other, i))) {
        return false;
      }
    }
    return true;
  }

  /** A component's value as an object, null where it is null. */
  public @Nullable Object value(int row, int component) {
    if (hasNull(row)) {
      return null;
    }
    int at = row * layout.words + layout.start(component);
    if (layout.isText(component)) {
      return KeyLayout.isLongText(words[at])
          ? longText(row, component)
          : KeyLayout.decode(words, at);
    }
    return Words.toObject(layout.fields.get(component).type(), words[at]);
  }

  /** Adds a key whose components are to follow. */
  int addEmpty() {
    return next();
  }

  private int next() {
    int row = advance();
    Arrays.fill(words, row * layout.words, (row + 1) * layout.words, 0);
    return row;
  }

  /** The next row, with what its words had before. */
  private int advance() {
    if (size == marks.length) {
      int capacity = Math.multiplyExact(size, 2);
      words = Arrays.copyOf(words, capacity * layout.words);
      marks = Arrays.copyOf(marks, capacity);
    }
    marks[size] = 0;
    return size++;
  }

  private InvalidInputException wrongForm(String given) {
    return new InvalidInputException(
        "Cannot look up %s: the key is %s".formatted(given, layout.fields));
  }
}
